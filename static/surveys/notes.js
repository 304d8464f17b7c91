// What the form notes by itself: doubts that were checked, rows and sections gone through unchanged.

import { at } from "./content.js";
import { newId } from "./ids.js";

export const UNCHANGED = "unchanged";

/** An answer as a note keeps it: equal texts for equal answers, as the server compares them. */
export function answerText(value) {
  if (typeof value === "string") return value;
  if (value === undefined || value === null) return "";
  if (Array.isArray(value)) return `[${value.map((one) => JSON.stringify(one)).join(", ")}]`;
  return typeof value === "object" ? "" : JSON.stringify(value);
}

/** [id, note] about a path, while the answer there is what it was; or nothing. */
export function noteOn(form, path, code) {
  const now = answerText(at(form.draft.content, path));
  const found = Object.entries(form.draft.get("notes") || {}).filter(([, note]) =>
    note && note.path === path && note.code === code && (note.value || "") === now);
  return found[found.length - 1] || null;
}

export function addNote(form, path, code, words = "") {
  const value = answerText(at(form.draft.content, path));
  form.draft.set(`notes.${newId()}`, { path, code, value, words });
}

export function removeNotes(form, path, code) {
  for (const [id, note] of Object.entries(form.draft.get("notes") || {})) {
    if (note && note.path === path && note.code === code) form.draft.set(`notes.${id}`, null);
  }
}
