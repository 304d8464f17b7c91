// What is known before anybody asks: the county's standards, terms, benefits on record, the last visit.

import { at } from "./content.js";
import { fen } from "./sums.js";
import { gettext, say } from "./words.js";

/** All of it; a draft kept by an earlier version of the site has none. */
export function knownOf(form) {
  return form.draft.document.known || {};
}

/** How the place counts income; the usual terms where the device knows no others. */
export function termsOf(form) {
  const { usual_terms: usual, uncounted } = form.schema;
  return { ...(knownOf(form).terms || usual), all_grounds: uncounted };
}

/** The county's standard for the answers of a row: {value, place, year, source}, or nothing. */
export function standardFor(form, field, row) {
  if (!field.filled_by) return null;
  const [kind, item] = field.filled_by;
  return (knownOf(form).standards || {})[`${kind}.${row[item]}`] || null;
}

/** “By the 2026 standard of 昌图县: 612.50 yuan a mu”. */
export function standardWords(field, standard) {
  const words = {
    crop: gettext("By the %(year)s standard of %(place)s: %(value)s yuan a mu"),
    livestock_kind: gettext("By the %(year)s standard of %(place)s: %(value)s yuan a head"),
    trade: gettext("By the %(year)s standard of %(place)s: %(value)s yuan a month"),
  };
  return say(words[field.filled_by[0]], standard);
}

/** Whether an amount typed by hand is not the county's. */
export function isOffStandard(field, standard, row) {
  const typed = row[field.name];
  if (typed === undefined || typed === null || typed === "") return false;
  const [kind] = field.filled_by;
  const isYear = kind === "trade" && row.period === "year";
  const [own, wanted] = [fen(typed), fen(standard.value) * (isYear ? 12n : 1n)];
  return kind === "trade" ? own < wanted : own !== wanted;
}

/** What choosing an item fills in beside it: pairs of path and value. */
export function fills(form, path, field, code) {
  const [section, id] = path.split(".");
  const row = at(form.draft.content, `${section}.${id}`) || {};
  const found = [];
  for (const target of form.section(section).fields) {
    if (!target.filled_by || target.filled_by[1] !== field.name) continue;
    const before = standardFor(form, target, row);
    const after = standardFor(form, target, { ...row, [field.name]: code });
    const now = row[target.name];
    const isFree = !now || (before && fen(now) === fen(before.value));
    if (!after || !isFree) continue;
    found.push([`${section}.${id}.${target.name}`, after.value]);
    if (target.filled_by[0] === "trade") found.push([`${section}.${id}.period`, "month"]);
  }
  return found;
}

/** “On record: dibao, class A, since 2020-07, 612.00 yuan a month”, or nothing. */
export function recordWords(form, code, label) {
  const record = (knownOf(form).benefits || {})[code];
  if (!record) return "";
  const words = [
    label,
    record.grade && say(gettext("class %(grade)s"), record),
    record.since && say(gettext("since %(since)s"), record),
    record.amount !== null && say(gettext("%(amount)s yuan a month"), record),
  ];
  return say(gettext("On record: %(what)s"), { what: words.filter(Boolean).join(" ") });
}
