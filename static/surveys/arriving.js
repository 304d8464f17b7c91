// A draft the server does not know under its uuid comes to it: begun there, or followed into another visit.

import { call } from "./api.js";
import { judgeDay } from "./begun_day.js";

export const VISITS = "/api/v1/visits/";

/** The server takes the visit in, or a colleague's open one takes the answers in. */
export async function beginThere(draft) {
  const { household, kind, base } = draft.kept;
  await judgeDay(draft);
  const answer = await call("POST", VISITS, {
    uuid: draft.uuid, household, kind, base, content: draft.content, device_time: new Date().toISOString(),
  });
  await become(draft, answer);
}

/** What was handed in went into a visit: its answers hold, photos and signatures go there. */
export async function followThere(draft) {
  await become(draft, await call("GET", draft.url));
}

/** Takes the server's document, under the uuid of its visit. */
async function become(draft, answer) {
  const { household, kind, began } = draft.kept;
  draft.kept = { household, kind, isBegun: true, began };
  const before = draft.uuid;
  draft.uuid = answer.uuid;
  draft.take(answer);
  if (answer.uuid === before) return;
  await draft.keep();
  await draft.store.rename(before, answer.uuid);
  draft.dispatchEvent(new CustomEvent("renamed"));
}
