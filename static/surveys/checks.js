// What a device can tell is wrong without network: blanks, and what is no number or date.

import { fieldsOf, isAsked, isRequired } from "./answers.js";
import { localDoubts } from "./local_doubts.js";
import { gettext, say } from "./words.js";

const NUMBER = /^\d{1,10}(\.\d{1,2})?$/;
const SHAPES = {
  money: [NUMBER, "not_number"],
  number: [NUMBER, "not_number"],
  count: [/^\d{1,9}$/, "not_number"],
  date: [/^\d{4}-\d{2}-\d{2}$/, "date"],
  time: [/^\d{2}:\d{2}$/, "time"],
};

/** Faults in the server's shape; what only the server knows is judged once there is a network. */
export function localFaults(schema, content, known) {
  const isMet = ["", "1", undefined, null].includes(content.header.result);
  const faults = [];
  for (const section of schema.sections) {
    if (section.hidden || (!isMet && section.name !== "header")) continue;
    const part = content[section.name] || {};
    const rows = section.shape === "single" ? [["", part]] : Object.entries(part);
    for (const [id, row] of rows) {
      faults.push(...faultsOf(section, id, row, content));
    }
  }
  return isMet ? [...faults, ...localDoubts(schema, content, known)] : faults;
}

function* faultsOf(section, id, row, content) {
  const path = id ? `${section.name}.${id}` : section.name;
  for (const field of fieldsOf(section, id)) {
    if (field.given || !isAsked(field, row)) continue;
    const found = judged(field, row[field.name], isRequired(field, content));
    if (found) yield { path: `${path}.${field.name}`, level: "hard", ...found };
  }
}

function judged(field, answer, required) {
  const isEmpty = answer === undefined || answer === null || answer === "" || (Array.isArray(answer) && !answer.length);
  if (isEmpty) return required ? { code: "required", message: asking(field) } : null;
  const [shape, code] = SHAPES[field.kind] || [];
  if (!shape || shape.test(String(answer).replace(/[,，\s元]/g, ""))) return null;
  return { code, message: say(gettext("Check “%(field)s”: it cannot be read"), { field: field.label }) };
}

function asking(field) {
  const words = ["choice", "multi", "bool", "member"].includes(field.kind)
    ? gettext("Choose: %(field)s") : gettext("Fill in “%(field)s”");
  return say(words, { field: field.label });
}
