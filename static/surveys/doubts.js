// What is unusual or not as on record: listed apart from errors, each to be checked and explained.

import { place } from "./clashes.js";
import { h, idOf } from "./dom.js";
import { addNote, noteOn, removeNotes } from "./notes.js";
import { gettext, say } from "./words.js";

const NEEDS_WORDS = ["not_standard", "on_record", "idle_land", "schooling", "unusual"];

/** The soft faults that stand now, those of a part or all. */
export function doubtsOf(form, part) {
  return form.faults.filter((fault) => fault.level === "soft" && (!part || form.partOf(fault.path) === part));
}

/** The card of everything to check in a part (or in all): with an explanation each. */
export function drawDoubts(form, part) {
  const doubts = doubtsOf(form, part);
  if (!doubts.length) return null;
  const open = doubts.filter((doubt) => !noteOn(form, doubt.path, doubt.code)).length;
  return h("section", { class: "nx-card nx-doubts", "aria-labelledby": "h-doubts" },
    h("div", { class: "nx-card__h" },
      h("h2", { id: "h-doubts", tabindex: "-1" }, gettext("To be checked")),
      h("span", { class: open ? "nx-tag nx-tag--warn" : "nx-tag nx-tag--ok" },
        open ? say(gettext("%(n)s not explained yet"), { n: open }) : gettext("All explained"))),
    h("div", { class: "nx-card__b" },
      h("p", { class: "form-hint" }, gettext("These do not stop the visit. The leader sees each with your explanation."))),
    h("ul", { class: "nx-list" }, doubts.map((doubt) => drawDoubt(form, doubt))));
}

function drawDoubt(form, doubt) {
  const note = noteOn(form, doubt.path, doubt.code);
  const key = `${doubt.path}:${doubt.code}`;
  const id = `doubt-${idOf(doubt.path)}-${doubt.code}`;
  const needsWords = NEEDS_WORDS.includes(doubt.code);
  const settle = () => {
    if (needsWords && !(form.explanations.get(key) || "").trim()) {
      form.unexplained.add(key);
      form.draw();
      return document.getElementById(`${id}-words`).focus();
    }
    form.unexplained.delete(key);
    addNote(form, doubt.path, doubt.code, (form.explanations.get(key) || "").trim());
    return form.chosenMany([]);
  };
  const isBare = form.unexplained.has(key);
  const reopen = () => {
    form.explanations.set(key, note[1].words || "");
    removeNotes(form, doubt.path, doubt.code);
    form.chosenMany([]);
  };
  return h("li", {},
    h("p", { class: "mb-1" },
      h("a", { href: `#${idOf(doubt.path)}`, onclick: (event) => form.lead(event, doubt) }, place(form, doubt.path)),
      h("span", { class: "nx-doubt" }, doubt.message)),
    note
      ? h("p", { class: "nx-row mb-0" }, h("span", { class: "nx-tag nx-tag--ok" }, gettext("Checked and true")),
        h("span", {}, note[1].words || ""),
        h("button", { class: "btn btn-sm", type: "button", id, onclick: reopen }, gettext("Change"), h("span", { class: "nx-vh" }, place(form, doubt.path))))
      : h("div", { class: isBare ? "nx-explain nx-err" : "nx-explain" },
        isBare && h("span", { class: "nx-err__msg", id: `${id}-error` }, gettext("Write the reason first")),
        h("label", { class: "nx-vh", for: `${id}-words` }, gettext("Explanation")),
        h("input", {
          class: "form-control", id: `${id}-words`, "aria-invalid": isBare ? "true" : null, "aria-describedby": isBare ? `${id}-error` : null,
          autocomplete: "off", placeholder: gettext("Explanation, such as where it was checked"),
          value: form.explanations.get(key) || "", oninput: (event) => form.explanations.set(key, event.target.value),
        }),
        h("button", { class: "btn", type: "button", id, onclick: settle }, gettext("Checked and true"))));
}
