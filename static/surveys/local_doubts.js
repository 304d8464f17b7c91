// What a device can doubt without network: yields beside the standard, benefits beside the record.

import { isAsked } from "./answers.js";
import { CLOCK_MOVED } from "./begun_day.js";
import { at } from "./content.js";
import { isOffStandard, recordWords, standardFor, standardWords } from "./known.js";
import { gettext, say } from "./words.js";

/** Soft faults in the server's shape. */
export function localDoubts(schema, content, known) {
  const form = asForm(schema, content, known);
  const found = [];
  for (const section of form.schema.sections) {
    for (const [id, row] of Object.entries(section.shape === "single" ? {} : form.draft.get(section.name) || {})) {
      for (const field of section.fields.filter((one) => one.filled_by && isAsked(one, row))) {
        const standard = standardFor(form, field, row);
        if (!standard || !isOffStandard(field, standard, row)) continue;
        found.push({ path: `${section.name}.${id}.${field.name}`, code: "not_standard", level: "soft",
          message: say(gettext("%(standard)s; another amount is written: say why"), { standard: standardWords(field, standard) }) });
      }
    }
  }
  for (const [code, label] of form.schema.benefits) {
    const record = recordWords(form, code, label);
    if (record && form.draft.get(`coverage.${code}.received`) === false) {
      found.push({ path: `coverage.${code}.received`, code: "on_record", level: "soft",
        message: say(gettext("%(record)s; yet “not received” is written"), { record }) });
    }
  }
  return found;
}

/** A day the form wrote while the device's clock was not to be trusted, and nobody has changed since. */
export function* clockDoubts({ notes, header }) {
  const isAbout = (note) => note && note.code === CLOCK_MOVED && note.path === "header.visited_on" && note.value === header.visited_on;
  if (Object.values(notes || {}).some(isAbout)) {
    yield { path: "header.visited_on", code: "clock", level: "soft",
      message: gettext("The phone's clock was wrong or was changed when this was written: check the date") };
  }
}

function asForm(schema, content, known) {
  return { schema, draft: { content, document: { known }, get: (path) => at(content, path) } };
}
