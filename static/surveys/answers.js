// Questions and their answers as plain data: which are asked, which are required, in which words.

import { gettext } from "./words.js";

/** Whether the answers of the row so far ask this question. */
export function isAsked(field, row) {
  return [field.shown_if, field.also_if].every((condition) => {
    if (!condition) return true;
    const answer = row[condition.field];
    return condition.answers.includes(answer === undefined ? null : answer);
  });
}

/** The words of an answer. */
export function shown(field, value, form) {
  if (value === undefined || value === null || value === "") return "—";
  if (field.kind === "bool") return boolOptions(field).find(([code]) => code === value)[1];
  if (field.kind === "choice") return (field.choices.find(([code]) => code === value) || ["", value])[1];
  if (field.kind === "multi") {
    return value.map((code) => (field.choices.find(([known]) => known === code) || ["", code])[1]).join("、");
  }
  if (field.kind === "member") return (form.draft.get(`members.${value}`) || {}).name || "—";
  if (field.kind === "code") return form.schema.relations[value] || value;
  return field.unit ? `${value} ${field.unit}` : String(value);
}

/** Whether a form of this edition must answer the question. */
export function isRequired(field, content) {
  const edition = Number((content.family || {}).edition) || 1;
  return field.required || (field.required_since > 0 && field.required_since <= edition);
}

/** Whether the family was met, as far as it is answered: then all parts are asked. */
export function isMet(content) {
  return ["", "1", null, undefined].includes(content.header.result);
}

/** Whether the family can sign: it was met, and not only by telephone or video. */
export function canFamilySign(content) {
  return isMet(content) && !["phone", "video"].includes(content.header.manner);
}

/** The questions of one row: some are asked of certain fixed rows only. */
export function fieldsOf(section, id) {
  return section.fields.filter((field) => !field.only_rows || !field.only_rows.length || field.only_rows.includes(id));
}

export function boolOptions(field) {
  const isThere = field.name.startsWith("has_");
  return isThere
    ? [[false, gettext("There is none")], [true, gettext("There is")]]
    : [[true, gettext("Yes")], [false, gettext("No")]];
}
