// The running arithmetic in words: categories, what is left out and deducted with its clause, ÷ people.

import { shown } from "./answers.js";
import { h } from "./dom.js";
import { yuan, NOT_A_MEMBER } from "./sums.js";
import { gettext, say } from "./words.js";

/** The table of the working. */
export function drawWorking(form, sums) {
  const { counted } = sums;
  return [
    h("table", {}, h("tbody", {},
      Object.entries(form.schema.categories).map(([category, label]) =>
        h("tr", {}, h("td", {}, label), h("td", {}, sums.byCategory[category]))),
      counted.supporters.filter((one) => one.amount).map(supported),
      counted.leftOut.filter((one) => one.line.net).map((one) => leftOut(form, one)),
      counted.deductions.map((one) => deduction(form, one)),
      h("tr", { class: "is-sum" }, h("td", {}, gettext("Family income a month")), h("td", {}, `${sums.monthly} ${gettext("yuan")}`)),
      h("tr", {}, h("td", {}, say(gettext("÷ %(n)s living together"), { n: sums.people }), law(form.schema.clauses.people)), h("td", {}, "")),
    )),
    notCounted(form).map((line) => h("p", { class: "nx-sm nx-2nd mb-1" }, line)),
  ];
}

function supported({ name, amount }) {
  return h("tr", { class: "is-out" }, h("td", {}, say(gettext("Included: support by %(name)s"), { name })), h("td", {}, yuan(amount)));
}

function leftOut(form, { line, why, clause }) {
  const who = (form.draft.get(`members.${line.member}`) || {}).name;
  const name = [who, incomeName(form, line.exclude || line.kind)].filter(Boolean).join(" ");
  const words = why === NOT_A_MEMBER ? gettext("Not counted, of somebody not counted: %(income)s") : gettext("Not counted: %(income)s");
  return h("tr", { class: "is-out" },
    h("td", {}, say(words, { income: name }), law(why === NOT_A_MEMBER ? form.schema.clauses.people : clause)),
    h("td", {}, say(gettext("%(amount)s yuan/year"), { amount: yuan(line.net * 12n) })));
}

function deduction(form, { why, member, amount, clause }) {
  const name = (form.draft.get(`members.${member}`) || {}).name || "";
  const words = why === "work_cost"
    ? say(gettext("Deducted from wages: work cost of %(name)s"), { name })
    : gettext("Deducted: spending forced by serious illness or disability");
  return h("tr", { class: "is-out" }, h("td", {}, words, law(clause)), h("td", {}, `− ${yuan(amount)}`));
}

/** Who is not counted and why. */
function notCounted(form) {
  const reason = form.section("members").fields.find((field) => field.name === "not_counted_reason");
  return Object.values(form.draft.get("members")).filter((row) => row.is_counted === false).map((row) =>
    say(gettext("%(name)s is not counted: %(reason)s 〔%(clause)s〕"), {
      name: row.name || "—", reason: shown(reason, row.not_counted_reason, form), clause: form.schema.clauses.people,
    }));
}

function incomeName(form, kind) {
  return form.schema.incomes[kind] || gettext("Income");
}

function law(clause) {
  return clause && h("span", { class: "nx-law" }, ` 〔${clause}〕`);
}
