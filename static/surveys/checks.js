// What a device can tell is wrong without network: blanks, what is no number or date, what does not fit together.

import { fieldsOf, isAsked, isMet, isRequired } from "./answers.js";
import { at } from "./content.js";
import { clockDoubts, localDoubts } from "./local_doubts.js";
import { gettext, say } from "./words.js";

const NUMBER = /^\d{1,10}(\.\d{1,2})?$/;
const SHAPES = {
  money: [NUMBER, "not_number"],
  number: [NUMBER, "not_number"],
  count: [/^\d{1,9}$/, "not_number"],
  date: [/^\d{4}-\d{2}-\d{2}$/, "date"],
  time: [/^\d{2}:\d{2}$/, "time"],
};

/** Faults in the server's shape, on the day `on`; what only the server knows is judged once there is a network. */
export function localFaults(schema, content, known, on) {
  const wasMet = isMet(content);
  const faults = [];
  for (const section of schema.sections) {
    if (section.hidden || (!wasMet && section.name !== "header")) continue;
    const part = content[section.name] || {};
    if (section.flag) faults.push(...flagFaults(section, part, content));
    const rows = section.shape === "single" ? [["", part]] : Object.entries(part);
    for (const [id, row] of rows) {
      faults.push(...faultsOf(section, id, row, content));
    }
  }
  faults.push(...headerFaults(schema, content.header, on), ...clockDoubts(content));
  if (wasMet) faults.push(...referenceFaults(schema, content), ...localDoubts(schema, content, known));
  return faults;
}

/** Yes without a row, or no with one. */
function* flagFaults(section, rows, content) {
  const count = Object.keys(rows).length;
  const said = at(content, section.flag);
  const figures = { section: section.label };
  if (said === true && !count) {
    yield { path: section.flag, code: "rows_missing", level: "hard",
      message: say(gettext("You answered yes: add at least one row under “%(section)s”"), figures) };
  }
  if (said === false && count) {
    yield { path: section.flag, code: "rows_unexpected", level: "hard",
      message: say(gettext("You answered no, but “%(section)s” has rows: answer yes or remove them"), figures) };
  }
}

/** The times of the visit, and what follows one that met nobody. Days and times compare as texts. */
function* headerFaults(schema, header, on) {
  const { visited_on: visited, started_at: start, ended_at: end, next_action: action, next_on: next } = header;
  if (isDay(visited) && visited > on) {
    yield { path: "header.visited_on", code: "future", level: "hard", message: gettext("The visit cannot be later than today") };
  }
  if (start && end && start >= end) {
    yield { path: "header.ended_at", code: "order", level: "hard", message: gettext("The visit ends after it starts: check the time") };
  }
  const fitting = schema.fitting && schema.fitting[header.result];
  if (!fitting) return;
  if (!action) {
    yield { path: "header.next_action", code: "next_missing", level: "soft", message: gettext("Say what is to be done next") };
  } else if (!fitting.includes(action)) {
    yield { path: "header.next_action", code: "next_unfit", level: "soft", message: gettext("This does not fit the result of the visit: choose again") };
  }
  if (isDay(next) && next < on) {
    yield { path: "header.next_on", code: "next_over", level: "soft", message: gettext("This day is over: write a day to come") };
  }
}

/** People named in rows who are no longer among the members. */
function* referenceFaults(schema, content) {
  for (const section of schema.sections.filter((one) => one.shape !== "single")) {
    const named = section.fields.filter((field) => field.kind === "member");
    for (const [id, row] of Object.entries(content[section.name] || {})) {
      for (const { name } of named.filter((field) => row[field.name] && !content.members[row[field.name]])) {
        yield { path: `${section.name}.${id}.${name}`, code: "member_gone", level: "hard",
          message: gettext("This person is no longer among the members: choose again") };
      }
    }
  }
}

function isDay(answer) {
  return SHAPES.date[0].test(answer || "");
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
