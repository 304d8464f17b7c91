// The search box of the header as a combobox: arrows, Enter and Escape over what htmx brings.

const input = document.getElementById("site-search");
const box = document.getElementById("site-search-box");

const options = () => [...box.querySelectorAll("[role=option]")];
const active = () => box.querySelector("[aria-selected=true]");

function choose(option) {
  options().forEach((item) => item.setAttribute("aria-selected", String(item === option)));
  if (option) {
    input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  } else {
    input.removeAttribute("aria-activedescendant");
  }
}

function show(open) {
  box.hidden = !open;
  input.setAttribute("aria-expanded", String(open));
  if (!open) choose(null);
}

function step(by) {
  const all = options();
  if (!all.length) return;
  if (box.hidden) show(true);
  const from = all.indexOf(active());
  const to = from < 0 && by < 0 ? all.length - 1 : (from + by + all.length) % all.length;
  choose(all[to]);
}

function onKey(event) {
  if (event.isComposing) return;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    step(event.key === "ArrowDown" ? 1 : -1);
  } else if (event.key === "Enter" && !box.hidden && active()) {
    event.preventDefault();
    active().click();
  } else if (event.key === "Escape" && !box.hidden) {
    event.preventDefault();
    event.stopPropagation();
    show(false);
  } else if (event.key === "Tab") {
    show(false);
  }
}

if (input && box) {
  input.addEventListener("keydown", onKey);
  input.addEventListener("htmx:configRequest", (event) => {
    // While an input method is composing, half a syllable is no question yet.
    if (input.dataset.composing) event.preventDefault();
  });
  input.addEventListener("compositionstart", () => {
    input.dataset.composing = "1";
  });
  input.addEventListener("compositionend", () => {
    delete input.dataset.composing;
    input.dispatchEvent(new Event("input", { bubbles: true }));
  });
  box.addEventListener("htmx:afterSwap", () => {
    const found = box.querySelector("#site-search-found");
    input.removeAttribute("aria-activedescendant");
    show(Boolean(found) && !("empty" in found.dataset) && document.activeElement === input);
  });
  box.addEventListener("mousemove", (event) => {
    const option = event.target.closest("[role=option]");
    if (option && option !== active()) choose(option);
  });
  // A press inside keeps the focus in the box, so that the link is still there for the click.
  box.addEventListener("mousedown", (event) => event.preventDefault());
  input.addEventListener("blur", () => show(false));
}
