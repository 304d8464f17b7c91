// A visit begun on the device: the draft the server does not know yet, and the day it was begun.

import { beginning } from "./begun_day.js";
import { clone } from "./content.js";
import { Draft } from "./draft.js";
import { newId } from "./ids.js";

/** A new draft of a household from a pack, before the server knows of it. */
export async function begin(store, schema, household, user, kind) {
  const draft = new Draft(newId(), store, schema);
  const base = clone(household.content);
  const content = clone(base);
  const began = beginning();
  Object.assign(content.header, { kind, visited_on: began.day });
  const { id, head, number, area, address } = household;
  draft.kept = { household: id, kind, base, isBegun: false, began };
  draft.content = content;
  draft.document = {
    uuid: draft.uuid, revision: 0, saved_at: null, step: "draft", may_edit: true,
    household: { id, head, number, area, address }, content, clashes: [], faults: [], summary: {},
    signatures: [
      { who: "me", user: user.id, name: user.name, unit: user.unit, signed_at: null, is_stale: false },
      { who: "respondent", user: null, name: "", unit: "", signed_at: null, is_stale: false },
    ],
    colleagues: household.colleagues.filter((one) => one.id !== user.id), returned: null,
    known: household.known, photos: [], has_place: false,
  };
  draft.state = "local";
  await draft.keep();
  return draft;
}
