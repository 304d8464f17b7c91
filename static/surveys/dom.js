// Small helpers to build elements without markup in strings.

const SVG = "http://www.w3.org/2000/svg";

/** h("div", {class: "nx-row", onclick: fn}, "text", element, [more]) */
export function h(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "value") element.value = value;
    else if (name === "checked" || name === "selected" || name === "open") element[name] = Boolean(value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  append(element, children);
  return element;
}

function append(element, children) {
  for (const child of children) {
    if (child === null || child === undefined || child === false || child === "") continue;
    if (Array.isArray(child)) append(element, child);
    else element.append(child);
  }
}

/** Puts new content into a place and keeps the keyboard where it was. */
export function redraw(place, ...children) {
  const active = document.activeElement;
  const id = place.contains(active) ? active.id : "";
  const caret = id && "selectionStart" in active ? readCaret(active) : null;
  place.replaceChildren();
  append(place, children);
  const again = id && document.getElementById(id);
  if (!again) return;
  again.focus({ preventScroll: true });
  if (caret) writeCaret(again, caret);
}

function readCaret(input) {
  try {
    return [input.selectionStart, input.selectionEnd];
  } catch (error) {
    return null;
  }
}

function writeCaret(input, [start, end]) {
  if (start === null || !("setSelectionRange" in input)) return;
  try {
    input.setSelectionRange(start, end);
  } catch (error) {
    // Dates and numbers have no caret to put back.
  }
}

/** An id that a path always gets: errors and links lead to it. */
export function idOf(path) {
  return `f-${path.replace(/\./g, "-")}`;
}

/** An outline drawing with the given paths. */
export function drawing(paths) {
  const svg = document.createElementNS(SVG, "svg");
  const marks = {
    class: "icon", viewBox: "0 0 24 24", fill: "none", stroke: "currentColor",
    "stroke-linecap": "round", "stroke-linejoin": "round", "aria-hidden": "true",
  };
  for (const [name, value] of Object.entries(marks)) svg.setAttribute(name, value);
  for (const d of paths) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", d);
    svg.append(path);
  }
  return svg;
}
