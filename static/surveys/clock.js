// A device whose clock is wrong: said on top of the page, with both times.

import { h } from "./dom.js";
import { gettext, say } from "./words.js";

const MOST = 10 * 60 * 1000;

/** The warning, or nothing when the clocks agree. */
export function clockBanner(serverTime) {
  const here = new Date();
  const there = new Date(serverTime);
  if (Math.abs(here - there) <= MOST) return null;
  const figures = { here: here.toLocaleString("zh-CN"), there: there.toLocaleString("zh-CN") };
  return h("p", { class: "nx-note nx-note--warn", role: "alert" },
    say(gettext("This device's clock is wrong: it says %(here)s, the server says %(there)s. Set it right, and check the date of each visit."), figures));
}
