// The running arithmetic beside the form, and what the rules say about it so far.

import { call } from "./api.js";
import { h, redraw } from "./dom.js";
import { termsOf } from "./known.js";
import { figures } from "./sums.js";
import { verdictBody } from "./verdict.js";
import { drawWorking } from "./working.js";
import { gettext, say } from "./words.js";

/** Shows the sums at once and asks the rules after each save. */
export class Panel {
  constructor(form, places) {
    this.form = form;
    this.places = places;
    this.url = form.root.dataset.precheckUrl || "";
    this.verdict = null;
    this.isUnfolded = false;
  }

  draw() {
    const sums = this.sums();
    redraw(this.places.panel, this.table(sums), this.verdictLines(sums));
    const card = document.getElementById("verdict-body");
    if (card) redraw(card, verdictBody(this.form));
    this.form.drawDock();
  }

  sums() {
    return figures(this.form.draft.content, termsOf(this.form));
  }

  /** The one line of the dock in the parts that are still filled in; unfolded it shows the working. */
  line() {
    const sums = this.sums();
    return h("details", {
      class: "nx-dockfold", open: this.isUnfolded, ontoggle: (event) => (this.isUnfolded = event.target.open),
    },
    h("summary", { id: "dock-sums" }, h("b", {}, say(gettext("%(amount)s yuan a person"), { amount: sums.perCapita })), " ",
      this.verdict && h("span", { class: `nx-sm ${tone(this.verdict)}` }, this.verdict.headline)),
    h("div", { class: "nx-dockfold__b" }, drawWorking(this.form, sums), this.disclaimer()));
  }

  table(sums) {
    return h("div", { class: "nx-calc" },
      h("h2", { class: "mb-1" }, gettext("Income per person, estimated")),
      drawWorking(this.form, sums),
      h("p", { class: "mb-1 mt-2" },
        h("span", { class: "nx-big" }, sums.perCapita),
        h("span", { class: "nx-unit" }, gettext("yuan/person/month"))),
      this.verdict && h("p", { class: `nx-strong mb-1 ${tone(this.verdict)}` }, this.verdict.headline),
      this.disclaimer());
  }

  disclaimer() {
    return h("p", { class: "nx-sm nx-2nd mb-0" },
      gettext("What is not filled in counts as 0 yuan. This is an estimate only; the check and the review decide."));
  }

  verdictLines() {
    if (!this.verdict || !this.verdict.ladder.length) return null;
    return h("ol", { class: "nx-ladder nx-ladder--narrow" }, this.verdict.ladder.map((rung) =>
      h("li", { class: `is-${["yes", "no"].includes(rung.state) ? rung.state : "skip"}` },
        h("div", {}, h("h3", {}, rung.title), h("span", { class: `nx-tag ${tagTone(rung.state)}` }, rung.verdict)),
        h("div", { class: "nx-ladder__sum" }, rung.sum, h("span", { class: "nx-law" }, rung.law)),
        rung.gap && h("div", { class: "nx-ladder__gap" }, h("b", {}, rung.gap)))));
  }

  /** Asks for the verdict on what was just saved; without an answer the sums stand alone. */
  async ask() {
    if (!this.url) return;
    try {
      this.verdict = await call("POST", this.url, { visit: this.form.draft.document.uuid });
    } catch (error) {
      this.verdict = null;
    }
    this.draw();
  }
}

function tone(verdict) {
  return verdict.is_below_a_line ? "nx-ok" : "nx-2nd";
}

function tagTone(state) {
  return { yes: "nx-tag--ok", no: "nx-tag--bad" }[state] || "";
}
