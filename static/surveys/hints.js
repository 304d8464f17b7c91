// What follows from answers already given about a person: shown at the row, so that nothing is overlooked.

import { gettext, say } from "./words.js";

const OLD = 60;
const VERY_OLD = 80;
const ADULT = 18;
const NOTHING = { tags: [], lines: [] };

/** Full years on a day, or null. */
export function ageOn(born, on) {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(born || "") || !/^\d{4}-\d{2}-\d{2}$/.test(on || "")) return null;
  return Number(on.slice(0, 4)) - Number(born.slice(0, 4)) - (on.slice(5) < born.slice(5) ? 1 : 0);
}

/** {tags, lines} of a member's row. */
export function hintsOf(form, section, id) {
  if (section.name !== "members") return NOTHING;
  const row = form.draft.get(`members.${id}`) || {};
  const age = ageOn(row.birth_on, form.draft.get("header.visited_on"));
  return { tags: tagsOf(row, age), lines: linesOf(form, row, age) };
}

function tagsOf(row, age) {
  const tags = [];
  if (age !== null && age >= 0) tags.push(say(gettext("%(n)s years old"), { n: age }));
  if (age !== null && age < ADULT) tags.push(gettext("Minor"));
  if (age !== null && age >= OLD) tags.push(age >= VERY_OLD ? gettext("80 or older") : gettext("60 or older"));
  if (row.is_counted === false) tags.push(gettext("Not a counted member"));
  if (isSeverelyDisabled(row)) tags.push(gettext("Severely disabled"));
  return tags;
}

function linesOf(form, row, age) {
  const received = (code) => form.draft.get(`coverage.${code}.received`) === true;
  const lines = [];
  if (age !== null && age >= VERY_OLD) lines.push(gettext("80 or older: ask about the old-age allowance and daily care."));
  else if (age !== null && age >= OLD) lines.push(gettext("60 or older: ask who lives with and looks after this person."));
  if ((row.unable || []).length) lines.push(careLine(row.unable.length));
  if (isSeverelyDisabled(row) && !received("severe_care")) lines.push(gettext("Severely disabled: check the care subsidy under “Benefits”."));
  if (row.is_disabled === true && row.has_certificate === false) lines.push(gettext("No certificate: tell the family how to have the disability assessed."));
  if (row.is_ill === true && row.in_medical_aid === false) lines.push(gettext("Not in medical aid: note it under “Needs” if the family wants it."));
  return lines;
}

/** Six things of the self-care test: none failed self-reliant, up to three partial, more full care. */
function careLine(failed) {
  return failed > 3
    ? say(gettext("%(n)s of 6 things cannot be done alone: full care"), { n: failed })
    : say(gettext("%(n)s of 6 things cannot be done alone: partial care"), { n: failed });
}

function isSeverelyDisabled(row) {
  return row.is_disabled === true && ["1", "2"].includes(row.grade);
}
