// At the end of the visit, in plain words: which programme fits what is written now, and what to do next.

import { h } from "./dom.js";
import { termsOf } from "./known.js";
import { below, figures, yuan } from "./sums.js";
import { gettext, say } from "./words.js";

/** The card of the fifth part; the panel draws its body again when the rules have answered. */
export function drawVerdict(form) {
  return h("section", { class: "nx-card", "aria-labelledby": "h-verdict" },
    h("div", { class: "nx-card__h" }, h("h2", { id: "h-verdict", tabindex: "-1" }, gettext("As filled in so far"))),
    h("div", { id: "verdict-body", "aria-live": "polite" }, verdictBody(form)));
}

export function verdictBody(form) {
  const { verdict } = form.panel;
  const hasVerdict = verdict && verdict.ladder && verdict.ladder.length && form.draft.isOnline;
  return [
    h("div", { class: "nx-card__b" }, arithmetic(form),
      !hasVerdict && h("p", { class: "nx-note nx-note--warn mb-0 mt-2" },
        gettext("No network: whether a programme fits is judged by the rules and shown as soon as there is one. The arithmetic above stands."))),
    hasVerdict && h("ul", { class: "nx-list" }, asked(verdict.ladder).map((rung) => sentence(form, rung))),
    hasVerdict && verdict.missing.length > 0 && h("div", { class: "nx-card__b" },
      h("p", { class: "mb-0" }, say(gettext("Still to be found out: %(what)s"), { what: verdict.missing.join(" ") }))),
  ];
}

/** Income a head beside the lines of the place. */
function arithmetic(form) {
  const terms = termsOf(form);
  const { counted, monthly, people, perCapita } = figures(form.draft.content, terms);
  const lines = [
    [gettext("dibao standard"), terms.standard],
    [gettext("low-income line"), terms.low_income_line],
  ].filter(([, line]) => line);
  return [
    h("p", { class: "mb-1" }, say(gettext("%(monthly)s yuan a month ÷ %(people)s persons = %(each)s yuan a person a month"), {
      monthly, people, each: perCapita,
    })),
    lines.map(([name, line]) => h("p", { class: "nx-sm mb-0" }, beside(counted, name, line))),
    terms.line_clause && h("p", { class: "nx-law mb-0" }, `〔${terms.line_clause}〕`),
  ];
}

function beside(counted, name, line) {
  const balance = below(counted, line);
  if (balance === null) return say(gettext("%(name)s: %(line)s yuan"), { name, line });
  const distance = yuan(balance < 0n ? -balance : balance, BigInt(counted.people));
  const words = balance > 0n ? gettext("%(distance)s yuan below the %(name)s of %(line)s yuan")
    : balance < 0n ? gettext("%(distance)s yuan above the %(name)s of %(line)s yuan")
      : gettext("Equal to the %(name)s of %(line)s yuan");
  return say(words, { name, line, distance });
}

/** Below the first programme that fits nothing more is asked, unless it fits too. */
function asked(ladder) {
  const first = ladder.findIndex((rung) => rung.state === "yes");
  return ladder.filter((rung, index) => rung.state === "yes" || first === -1 || index < first);
}

/** One programme in one sentence: verdict, why, clause, and what to do next. */
function sentence(form, rung) {
  const tone = { yes: "nx-tag--ok", no: "nx-tag--bad" }[rung.state] || "";
  return h("li", {},
    h("p", { class: "mb-1" }, h("b", { class: "nx-strong" }, rung.title), " ",
      h("span", { class: `nx-tag ${tone}` }, rung.verdict), rung.gap && [" ", h("span", { class: "nx-strong nx-sm" }, rung.gap)]),
    rung.sum && h("p", { class: "nx-sm mb-1" }, rung.sum, rung.law && h("span", { class: "nx-law" }, ` 〔${rung.law}〕`)),
    h("p", { class: "nx-sm nx-2nd mb-0" }, nextStep(form, rung)));
}

function nextStep(form, rung) {
  if (rung.state === "yes" && form.draft.get(`coverage.${rung.programme}.received`) === true) {
    return gettext("Next: the family has it already; in part 4 propose to keep, raise or lower it.");
  }
  if (rung.state === "yes") {
    return {
      dibao: gettext("Next: propose dibao in part 4; the application can start once the visit is submitted."),
      tekun: gettext("Next: propose tekun support in part 4; the application can start once the visit is submitted."),
      low_income: gettext("Next: propose low income in part 4; the application can start once the visit is submitted."),
    }[rung.programme] || gettext("Next: tell the family; the application can start once the visit is submitted.");
  }
  if (rung.state === "no") return gettext("Next: explain this to the family; the next programme is tried below.");
  return gettext("Next: find out what is still open, then it can be decided.");
}
