// A device whose clock is wrong: how far, as the server's answers tell, and what to do about it.

import { h } from "./dom.js";
import { gettext, say } from "./words.js";

const MOST = 10 * 60 * 1000;
// What was heard longer ago says nothing of the clock any more: it may have been set since.
const STAYS = 7 * 24 * 3600 * 1000;
const KEPT = "nuanxin-clock";
const HEARD = "nuanxin-clock-heard";

/** Events: "heard" when what is known of the clock has changed. */
class Clock extends EventTarget {
  constructor() {
    super();
    this.ahead = kept();
  }

  /** Takes the time of an answer of the server; `date` as in its header. */
  hear(date) {
    const there = Date.parse(date || "");
    if (Number.isNaN(there)) return;
    localStorage.setItem(HEARD, String(there));
    const ahead = Date.now() - there;
    const before = this.isWrong;
    this.ahead = Math.abs(ahead) > MOST ? ahead : 0;
    if (this.isWrong) localStorage.setItem(KEPT, JSON.stringify({ ahead, at: Date.now() }));
    else localStorage.removeItem(KEPT);
    if (before !== this.isWrong) this.dispatchEvent(new CustomEvent("heard"));
  }

  /** The server's moment when it was last heard: whatever the device says, it is later now. 0: never. */
  get heardAt() {
    return Number(localStorage.getItem(HEARD)) || 0;
  }

  get isWrong() {
    return this.ahead !== 0;
  }

  /** The moment as the server would say it, as far as that is known. */
  now() {
    return new Date(Date.now() - this.ahead);
  }

  /** The warning, or nothing when the clocks agree. */
  banner() {
    if (!this.isWrong) return null;
    const figures = { here: new Date().toLocaleString("zh-CN"), there: this.now().toLocaleString("zh-CN") };
    return h("p", { class: "nx-note nx-note--warn", role: "alert" },
      say(gettext("This device's clock is wrong: it says %(here)s, the server says %(there)s. Open the device's settings, “Date and time”, and turn on “Set automatically”; then check the date of each visit."), figures));
  }
}

export const clock = new Clock();

/** How far the clock was ahead when a server was last heard; 0 once it has been set since. */
function kept() {
  try {
    const { ahead, at } = JSON.parse(localStorage.getItem(KEPT) || "{}");
    const passed = Date.now() - at;
    return passed >= 0 && passed < STAYS ? ahead : 0;
  } catch (error) {
    return 0;
  }
}
