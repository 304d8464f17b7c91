// What is entered in a section, in one line: "3 entries · 12,600 yuan/year", or that nothing is.

import { isAsked, shown } from "./answers.js";
import { carriedIn } from "./changes.js";
import { fen, plainYuan } from "./sums.js";
import { gettext, say } from "./words.js";

const SUMMED = { land: "area", assets: "amount", expenses: "amount" };
const NAMED = { livestock: "kind", vehicles: "kind", businesses: "name", homes: "tenure" };

export function summaryOf(form, section) {
  const words = section.shape === "single" ? ofQuestions(form, section) : ofRows(form, section);
  const open = form.faults.filter((fault) => fault.level === "hard" && fault.path.startsWith(`${section.name}.`)).length;
  const carried = carriedIn(form, section);
  return [
    ...words,
    open && say(gettext("%(n)s to fill in or mend"), { n: open }),
    carried && say(gettext("%(n)s as last time, to be checked"), { n: carried }),
  ].filter(Boolean).join(" · ");
}

function ofRows(form, section) {
  const rows = Object.values(form.draft.get(section.name) || {});
  if (!rows.length) return [gettext("Not filled in")];
  return [say(gettext("%(n)s entries"), { n: rows.length }), names(form, section, rows) || total(section, rows)];
}

function names(form, section, rows) {
  const field = section.fields.find((one) => one.name === NAMED[section.name]);
  return field && rows.filter((row) => row[field.name]).map((row) => shown(field, row[field.name], form)).join("、");
}

function total(section, rows) {
  if (section.name === "incomes") {
    const cents = rows.reduce((sum, row) => sum + fen(row.amount) * (row.period === "year" ? 1n : 12n), 0n);
    return say(gettext("%(amount)s yuan/year"), { amount: plainYuan(cents) });
  }
  const field = section.fields.find((one) => one.name === SUMMED[section.name]);
  return field && `${plainYuan(rows.reduce((sum, row) => sum + fen(row[field.name]), 0n))} ${field.unit}`;
}

/** Of yes/no questions what the family has. */
function ofQuestions(form, section) {
  const row = form.draft.get(section.name) || {};
  const asked = section.fields.filter((field) => field.kind === "bool" && isAsked(field, row));
  if (!asked.some((field) => typeof row[field.name] === "boolean")) return [gettext("Not filled in")];
  const there = asked.filter((field) => row[field.name] === true);
  if (there.length) return [say(gettext("There is: %(what)s"), { what: there.map((field) => field.label).join("、") })];
  return [asked.every((field) => row[field.name] === false) && gettext("None of these")];
}
