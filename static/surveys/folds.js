// On a phone the sections of the long second part fold: a head with one line of what is entered, and its state.
//
// Folding hides by style alone, and only on a narrow screen: answers stay in the page, on paper and on a desk.

import { h } from "./dom.js";
import { openRemarks } from "./remarks.js";
import { noteOn } from "./notes.js";
import { summaryOf } from "./summaries.js";

const FOLDING = 2;
export const narrow = window.matchMedia("(max-width: 640px)");

/** Whether the section is drawn with a head that folds it. */
export function canFold(section) {
  return narrow.matches && section.part === FOLDING;
}

/** As the person left it; otherwise open when it asks for something, and from then on. */
export function isUnfolded(form, section) {
  if (!form.opened.has(section.name) && wantsLook(form, section)) form.opened.set(section.name, true);
  return form.opened.get(section.name) === true;
}

/** The head's title: a button in the heading, as screen readers expect of sections that fold. */
export function foldHead(form, section) {
  const isOpen = isUnfolded(form, section);
  const toggle = ({ currentTarget: button }) => {
    const isNow = button.getAttribute("aria-expanded") !== "true";
    form.toggled(section.name, isNow);
    button.setAttribute("aria-expanded", String(isNow));
    button.closest(".nx-card").classList.toggle("is-folded", !isNow);
  };
  return h("button", {
    class: "nx-foldhead", type: "button", id: `fold-${section.name}`, onclick: toggle,
    "aria-expanded": String(isOpen), "aria-controls": `body-${section.name}`,
  }, h("span", {}, section.label), h("span", { class: "nx-foldhead__sum", id: `sum-${section.name}` }, summaryOf(form, section)));
}

/** The line of one section anew, while somebody types in it. */
export function refreshSummary(form, path) {
  const [name] = path.split(".");
  const line = document.getElementById(`sum-${name}`);
  if (line) line.textContent = summaryOf(form, form.section(name));
}

/** Another part was opened: what was folded or not there is judged anew when somebody comes back. */
export function forgetFolds(form) {
  for (const section of form.schema.sections) form.opened.delete(section.name);
}

/** The part could not be left: everything that is wrong in it is shown, folded by hand or not. */
export function unfoldFaults(form) {
  for (const section of form.schema.sections) {
    if (form.faults.some((fault) => fault.level === "hard" && isAbout(section, fault.path))) form.opened.set(section.name, true);
  }
}

/** Errors, blanks that must be filled, doubts and remarks; and what nobody has been asked yet. */
function wantsLook(form, section) {
  const isOpenDoubt = (fault) => fault.level === "soft" && !noteOn(form, fault.path, fault.code);
  return form.faults.some((fault) => (fault.level === "hard" || isOpenDoubt(fault)) && isAbout(section, fault.path))
    || openRemarks(form).some((remark) => isAbout(section, remark.path))
    || (!form.strict.has(section.part) && !Object.keys(form.draft.get(section.name) || {}).length);
}

function isAbout(section, path) {
  return path === section.name || path === section.flag || path.startsWith(`${section.name}.`);
}
