// The answers beside those of the last visit: carried over and not looked at yet, or changed.

import { isAsked, shown } from "./answers.js";
import { at } from "./content.js";
import { h } from "./dom.js";
import { knownOf } from "./known.js";
import { addNote, answerText, noteOn, removeNotes, UNCHANGED } from "./notes.js";
import { gettext, say } from "./words.js";

const ASKED_ANEW = ["coverage"];

/** Whether the last visit answered anything in this section. */
export function hasLast(form, section) {
  const { last } = knownOf(form);
  return Boolean(last && last[section] && Object.keys(last[section]).length);
}

/** The last answer at a path, undefined when there is none. */
function lastAt(form, path) {
  const { last } = knownOf(form);
  return last ? at(last, path) : undefined;
}

/** "carried" (as last time, not confirmed), "confirmed", "changed" or nothing. */
export function standing(form, path) {
  const [section] = path.split(".");
  if (!hasLast(form, section)) return "";
  const before = answerText(lastAt(form, path));
  const now = answerText(form.draft.get(path));
  if (before === now) return now === "" ? "" : isConfirmed(form, path) ? "confirmed" : "carried";
  return ASKED_ANEW.includes(section) && now === "" ? "" : "changed";
}

function isConfirmed(form, path) {
  const parts = path.split(".");
  return parts.some((_part, index) => index > 0 && noteOn(form, parts.slice(0, index).join("."), UNCHANGED));
}

/** What stands below an answer: where it comes from, or what it was. */
export function changeNote(form, path, field) {
  const state = standing(form, path);
  const holder = path.split(".").slice(0, -1).join(".");
  if (state === "carried") return isWhollyCarried(form, holder) ? null : h("span", { class: "nx-last" }, asLastTime(form));
  const before = lastAt(form, path);
  const isAskedAnew = state === "" && answerText(form.draft.get(path)) === "";
  if (before === false ? state !== "changed" : (state !== "changed" && !isAskedAnew) || answerText(before) === "") return null;
  return h("span", { class: "nx-last is-changed" }, say(gettext("Last time: %(answer)s"), {
    answer: shown(field, lastAt(form, path), form),
  }));
}

/** The mark of a row or section whose answers are all as last time: one for all of them. */
export function carriedTag(form, path) {
  return isWhollyCarried(form, path) ? h("span", { class: "nx-tag nx-tag--line" }, asLastTime(form)) : null;
}

function asLastTime(form) {
  return say(gettext("As last time (%(day)s)"), { day: knownOf(form).last_on });
}

/** Whether every answer of a row (or of a section asked once) is as last time and unconfirmed. */
function isWhollyCarried(form, path) {
  const [name, id] = path.split(".");
  const section = form.section(name);
  if (section.shape !== "single" && !id) return false;
  const row = form.draft.get(path) || {};
  const states = section.fields.filter((field) => !field.given && !field.hidden && isAsked(field, row))
    .map((field) => standing(form, `${path}.${field.name}`));
  return states.includes("carried") && !states.includes("changed") && !states.includes("confirmed");
}

/** Rows of the last visit that are not here any more, and whether a row is new. */
export function isNewRow(form, section, id) {
  return hasLast(form, section) && lastAt(form, `${section}.${id}`) === undefined;
}

export function goneRows(form, section) {
  if (section.shape !== "rows" || !hasLast(form, section.name)) return [];
  const now = form.draft.get(section.name) || {};
  return Object.entries(knownOf(form).last[section.name]).filter(([id]) => !(id in now));
}

/** {changed, carried} of a section: a new or removed row is one change. */
function countSection(form, section) {
  const sum = { changed: 0, carried: 0 };
  if (!hasLast(form, section.name)) return sum;
  const content = form.draft.get(section.name) || {};
  const rows = section.shape === "single" ? [["", content]] : Object.entries(content);
  for (const [id, row] of rows) {
    if (section.shape === "rows" && isNewRow(form, section.name, id)) {
      sum.changed += 1;
      continue;
    }
    for (const field of section.fields) {
      if (field.given || field.hidden || !isAsked(field, row)) continue;
      const state = standing(form, [section.name, id, field.name].filter(Boolean).join("."));
      if (state in sum) sum[state] += 1;
    }
  }
  sum.changed += goneRows(form, section).length;
  return sum;
}

/** How many answers of a section are as last time and not looked at yet. */
export function carriedIn(form, section) {
  return ASKED_ANEW.includes(section.name) ? 0 : countSection(form, section).carried;
}

/** The line on top of a part: how much is not as last time, and how much is still to be looked at. */
export function partLine(form, number) {
  const sections = form.schema.sections.filter((section) => section.part === number && !section.hidden);
  const sums = sections.map((section) => countSection(form, section));
  const [changed, carried] = ["changed", "carried"].map((name) => sums.reduce((sum, one) => sum + one[name], 0));
  if (!sections.some((section) => hasLast(form, section.name))) return null;
  return h("p", { class: "nx-note nx-lastline", id: "last-visit" },
    h("b", {}, say(gettext("%(n)s answers on this page differ from the last visit (%(day)s)"), { n: changed, day: knownOf(form).last_on })),
    carried ? h("span", { class: "nx-sub" }, say(gettext("%(n)s are as last time and still to be checked with the family."), { n: carried })) : "");
}

/** The button that confirms a section or row at once; pressed again it takes that back. */
export function confirmButton(form, path, title) {
  const [section, id] = path.split(".");
  const whole = form.section(section);
  if (!hasLast(form, section) || ASKED_ANEW.includes(section)) return null;
  const isDone = Boolean(noteOn(form, path, UNCHANGED));
  const isPartDone = id && noteOn(form, section, UNCHANGED);
  const counted = id ? { carried: rowCarried(form, whole, id) } : countSection(form, whole);
  if (isPartDone || (!isDone && !counted.carried)) return null;
  return h("button", {
    class: isDone ? "btn btn-sm nx-confirmed" : "btn btn-sm", type: "button", id: `same-${path.replace(/\./g, "-")}`,
    "aria-pressed": isDone ? "true" : "false",
    onclick: () => {
      if (isDone) removeNotes(form, path, UNCHANGED);
      else addNote(form, path, UNCHANGED);
      form.chosenMany([]);
    },
  }, isDone ? gettext("Checked: nothing changed") : gettext("All checked, nothing changed"), h("span", { class: "nx-vh" }, title));
}

function rowCarried(form, section, id) {
  const row = form.draft.get(`${section.name}.${id}`) || {};
  return section.fields.filter((field) => !field.given && isAsked(field, row)
    && standing(form, `${section.name}.${id}.${field.name}`) === "carried").length;
}
