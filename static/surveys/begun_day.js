// The day a form wrote by itself: set right while the clock is wrong, doubted where it was set since.

import { call } from "./api.js";
import { clock } from "./clock.js";
import { canonical, dayOf, put } from "./content.js";
import { newId } from "./ids.js";

const DAY = 24 * 3600 * 1000;
// `performance.now` may stand still while a phone sleeps: a shorter jump ahead may be sleep.
const LONGEST_SLEEP = 7 * DAY;
const PATH = "header.visited_on";
export const CLOCK_MOVED = "clock_moved";

/** What the device's clocks say now: the one that can be set, and the page's own that cannot. */
export function stamp() {
  return { wall: Date.now(), steady: performance.now(), page: performance.timeOrigin };
}

/** Whether the clock was set between two stamps, as far as it can be told. */
export function wasSet(before, now) {
  const passed = now.wall - before.wall;
  if (before.page !== now.page) return passed < -DAY;
  const moved = passed - (now.steady - before.steady);
  return moved < -DAY || moved > LONGEST_SLEEP;
}

/** When a visit was begun, and what is needed to judge that moment once a server is heard. */
export function beginning() {
  const now = clock.now();
  return {
    at: Date.now(), day: dayOf(now), said: now.getTime(), heard: clock.heardAt,
    isReckoned: clock.isWrong, last: stamp(), wasSet: false,
  };
}

/** Nothing begins before the server was last heard, nor after now (`there`, where a server told it). */
export function isDoubtful({ said, heard, wasSet: moved }, there) {
  return Boolean(moved) || said < heard - DAY || (there !== null && said > there + DAY);
}

/** At each save of a draft the server does not know: was the clock set since the one before? */
export function watchClock(draft) {
  const { began } = draft.kept || {};
  if (!began || !began.last || draft.isBegun) return;
  const now = stamp();
  // A clock known to be wrong was reckoned with: setting it right takes nothing away.
  const moved = began.wasSet || (!began.isReckoned && wasSet(began.last, now));
  draft.kept = { ...draft.kept, began: { ...began, last: now, wasSet: moved } };
  doubt(draft, null);
}

/** Before the visit goes to the server: the one moment at which its clock and the device's are both known. */
export async function judgeDay(draft) {
  watchClock(draft);
  if (!draft.kept.began) return;
  await call("GET", "/api/v1/session/");
  if (!(await setRight(draft))) doubt(draft, clock.now().getTime());
}

/** By a clock that has been wrong all along the day becomes the day it was; one written by hand stays. */
async function setRight(draft) {
  const { began } = draft.kept;
  const at = began.at - clock.ahead;
  const day = dayOf(new Date(at));
  if (!clock.isWrong || began.wasSet || at < began.heard - DAY) return false;
  if (draft.get(PATH) !== began.day || day === began.day) return false;
  const before = canonical(draft.content);
  put(draft.content, PATH, day);
  await draft.queue.carrySignatures(before, canonical(draft.content));
  draft.kept = { ...draft.kept, began: { ...began, was: began.day, day } };
  return true;
}

/** Notes that the day is to be checked, once; nobody but a person changes it. */
function doubt(draft, there) {
  const { began } = draft.kept;
  if (draft.get(PATH) !== began.day || !isDoubtful(began, there)) return;
  const isNoted = Object.values(draft.get("notes") || {}).some((note) => note && note.code === CLOCK_MOVED && note.value === began.day);
  if (isNoted) return;
  put(draft.content, `notes.${newId()}`, { path: PATH, code: CLOCK_MOVED, value: began.day, words: "" });
  draft.dispatchEvent(new CustomEvent("answer", { detail: { isMerged: true } }));
}
