// The visit form: binds the page to the draft, moves through the five parts, submits.

import { drawClashes, place } from "./clashes.js";
import { h, idOf, redraw } from "./dom.js";
import { drawPhotos, drawPlace, notePlace, redrawPhotos } from "./gallery.js";
import { forgetFolds, narrow, refreshSummary, unfoldFaults } from "./folds.js";
import { Panel } from "./panel.js";
import { drawPart } from "./parts.js";
import { Pressing } from "./pressing.js";
import { drawRemarks, openRemarks, remarkNotices, remarkState } from "./remarks.js";
import { signIn } from "./signin.js";
import { drawSigning, missing, missingLine } from "./signing.js";
import { stateWords, TROUBLE } from "./states.js";
import { gettext, say } from "./words.js";

const LAST = 5;
const WITH_PANEL = 2;
const SHOWN_AT_ONCE = ["negative", "not_number", "too_large", "date"];

export class VisitForm {
  constructor(root, draft, schema) {
    this.root = root;
    this.draft = draft;
    this.schema = schema;
    this.places = Object.fromEntries(
      [...root.querySelectorAll("[data-place]")].map((element) => [element.dataset.place, element]),
    );
    this.opened = new Map();
    this.strict = new Set();
    this.notices = [];
    this.explanations = new Map();
    this.unexplained = new Set();
    this.isComposing = false;
    this.pressing = new Pressing(root, () => this.isWaiting && this.draw());
  }

  start() {
    this.panel = new Panel(this, this.places);
    this.draft.addEventListener("state", () => this.drawState());
    this.draft.addEventListener("answer", (event) => this.answered(event.detail.isMerged));
    this.draft.addEventListener("photos", () => redrawPhotos(this));
    this.draft.addEventListener("renamed", () => {
      history.replaceState(null, "", `/visits/${this.draft.uuid}/${location.hash}`);
    });
    window.addEventListener("hashchange", () => this.go());
    narrow.addEventListener("change", () => this.draw());
    window.addEventListener("online", () => this.draft.flush());
    window.addEventListener("beforeunload", (event) => {
      if (this.draft.isUnkept) event.preventDefault();
    });
    document.addEventListener("visibilitychange", () => document.hidden && this.draft.flush());
    window.addEventListener("pagehide", () => this.draft.keep());
    this.root.addEventListener("compositionstart", () => (this.isComposing = true));
    this.root.addEventListener("compositionend", () => {
      this.isComposing = false;
      if (this.isWaiting) this.draw();
    });
    this.places.next.addEventListener("click", () => this.next());
    this.places.previous.addEventListener("click", () => this.goTo(this.part - 1));
    this.places.docknext.addEventListener("click", () => this.next());
    this.places.dockprevious.addEventListener("click", () => this.goTo(this.part - 1));
    this.root.hidden = false;
    this.drawHead();
    this.draw();
    this.drawState();
    this.panel.ask();
    notePlace(this, { isAsked: false });
  }

  get part() {
    const asked = Number((/^#part-([1-5])$/.exec(location.hash) || [])[1]);
    return asked || 1;
  }

  get faults() {
    return this.draft.faults;
  }

  section(name) {
    return this.schema.sections.find((section) => section.name === name);
  }

  partOf(path) {
    return this.section(path.split(".")[0]).part;
  }

  /** The fault to show at a path: only in parts the person tried to leave. */
  shownFault(path) {
    const fault = this.faults.find((one) => one.path === path);
    if (!fault) return null;
    return this.strict.has(this.partOf(path)) || SHOWN_AT_ONCE.includes(fault.code) ? fault : null;
  }

  isOpen(path) {
    if (!this.opened.has(path)) {
      const isIn = (one) => one.path.startsWith(`${path}.`);
      const isOpen = this.faults.some((fault) => fault.level === "hard" && isIn(fault)) || openRemarks(this).some(isIn);
      this.opened.set(path, isOpen || !path.startsWith("members."));
    }
    return this.opened.get(path);
  }

  toggled(path, isOpen) {
    this.opened.set(path, isOpen);
  }

  // What the fields tell the form.

  typed(path, value) {
    this.draft.set(path, value);
    refreshSummary(this, path);
    this.panel.draw();
  }

  /** Without network the device judges by itself, so that doubts show all the same. */
  async left() {
    if (!(await this.draft.flush()) && !this.draft.isOnline) this.draw();
  }

  chosen(path, value) {
    this.chosenMany([[path, value]]);
  }

  chosenMany(answers) {
    for (const [path, value] of answers) this.draft.set(path, value);
    this.draw();
    this.draft.flush();
  }

  addRow(section) {
    const isHousehold = ["incomes"].includes(section.name);
    const id = this.draft.addRow(section.name, isHousehold ? { period: "month" } : {});
    this.opened.set(`${section.name}.${id}`, true);
    this.draw();
    const first = this.places.body.querySelector(`#row-${idOf(`${section.name}.${id}`)} ~ .nx-fields input, #row-${idOf(`${section.name}.${id}`)} ~ .nx-fields select`);
    if (first) first.focus();
    this.draft.flush();
  }

  removeRow(section, id) {
    this.draft.removeRow(section.name, id);
    this.draw();
    document.getElementById(`add-${section.name}`).focus();
    this.draft.flush();
  }

  // Acts.

  async settle(clash, keep) {
    await this.attempt(() => this.draft.act("POST", "settle/", { clash: clash.id, keep }));
  }

  /** Ticks a remark of the leader off, with words or without; shown at once, also without network. */
  async settleRemark(remark, isSettled, answer) {
    Object.assign(remark, { is_settled: isSettled, answer });
    const about = { is_settled: isSettled, answer };
    await this.attempt(() => this.draft.act("PUT", `remarks/${remark.uuid}/`, about));
  }

  async addInterviewer(person) {
    await this.attempt(() => this.draft.act("POST", "interviewers/", person));
  }

  async removeInterviewer(one) {
    await this.attempt(() => this.draft.act("DELETE", `interviewers/${one.who}/`));
  }

  /** Signs what is written; throws so that the pad can say why not. */
  async sign(who, picture, kind) {
    try {
      await this.draft.sign(who, picture, kind);
    } catch (error) {
      if (error.status === 400) await this.draft.load();
      throw error;
    } finally {
      this.draw();
    }
  }

  async submit() {
    await this.draft.flush();
    for (let part = 1; part <= LAST; part += 1) this.strict.add(part);
    const hard = this.faults.filter((fault) => fault.level === "hard");
    const isAway = this.draft.state === "local";
    const still = missing(this);
    if (hard.length || openRemarks(this).length || (isAway && still.length)) {
      const open = remarkNotices(this);
      this.notices = open.length ? open : hard.length ? [] : [missingLine(this)];
      this.draw();
      return this.showErrors();
    }
    let isIn = false;
    try {
      isIn = await this.draft.submit();
    } catch (error) {
      const { text } = stateWords(this.draft);
      this.notices = error.reasons && error.reasons.length ? error.reasons : [text];
      this.draw();
      return this.showErrors();
    }
    location.assign(isIn ? `/visits/${this.draft.uuid}/review/` : "/visits/field/");
    return undefined;
  }

  async attempt(act) {
    this.notices = [];
    try {
      await act();
    } catch (error) {
      this.notices = error.reasons && error.reasons.length ? error.reasons : [gettext("No network: try again")];
    }
    this.draw();
    if (this.notices.length) this.showErrors();
  }

  // Moving through the parts.

  async next() {
    await this.draft.flush();
    if (this.part === LAST) return this.submit();
    this.strict.add(this.part);
    const isStuck = this.faults.some((fault) => fault.level === "hard" && this.partOf(fault.path) === this.part);
    if (isStuck) {
      unfoldFaults(this);
      this.draw();
      return this.showErrors();
    }
    return this.goTo(this.part + 1);
  }

  goTo(part) {
    location.hash = `#part-${Math.min(Math.max(part, 1), LAST)}`;
  }

  go() {
    this.notices = [];
    forgetFolds(this);
    this.draft.flush();
    this.draw();
    window.scrollTo(0, 0);
    this.places.title.focus({ preventScroll: true });
  }

  showErrors() {
    const box = this.places.errors.querySelector(".nx-errsum");
    if (box) box.focus();
  }

  answered(isMerged) {
    const words = JSON.stringify(this.faults.map((fault) => [fault.path, fault.message])) + this.draft.document.clashes.length + remarkState(this);
    const isNew = words !== this.lastWords || isMerged || this.part === LAST;
    this.lastWords = words;
    if (isNew) this.draw();
    this.panel.ask();
  }

  // Drawing.

  draw() {
    this.isWaiting = this.isComposing || this.pressing.isDown;
    if (this.isWaiting) return;
    const { part } = this;
    this.drawStepper(part);
    redraw(this.places.errors, this.errorSummary(part));
    redraw(this.places.clashes, this.dayWords(), this.returned(), drawRemarks(this), drawClashes(this));
    redraw(this.places.body, part === LAST ? drawSigning(this)
      : part === 1 ? [drawPlace(this), drawPart(this, part), drawPhotos(this)] : drawPart(this, part));
    this.places.columns.classList.toggle("nx-cols", part === WITH_PANEL);
    this.places.panel.hidden = part !== WITH_PANEL;
    this.places.buttons.hidden = part === LAST;
    for (const button of [this.places.previous, this.places.dockprevious]) button.hidden = part === 1;
    this.places.docknext.textContent = part === LAST ? gettext("Submit") : gettext("Save, next part");
    this.panel.draw();
    const hasErrors = this.places.errors.childElementCount > 0;
    document.title = `${hasErrors ? `${gettext("Error:")} ` : ""}${this.root.dataset.title}`;
  }

  /** What the last part still misses, elsewhere the figure so far: the panel's late answer asks too. */
  drawDock() {
    const line = this.part === LAST ? h("span", { class: "nx-sm nx-2nd" }, missingLine(this)) : this.panel.line();
    redraw(this.places.dock, line);
  }

  drawHead() {
    const { household } = this.draft.document;
    this.places.title.textContent = say(gettext("Visit: the family of %(head)s"), { head: household.head });
    this.drawState();
  }

  drawState() {
    const { household } = this.draft.document;
    const { text, tone } = stateWords(this.draft);
    this.places.where.textContent = [household.area, household.address].filter(Boolean).join(" · ");
    redraw(this.places.state, h("span", { class: `nx-tag ${tone}` }, text));
    this.places.state.dataset.state = this.draft.state;
    this.places.offline.hidden = !TROUBLE.includes(this.draft.state);
    redraw(this.places.offlinetext, [text, ...this.draft.reasons.slice(0, 1)].join(" "), " ",
      this.draft.state === "signed_out" && h("a", { href: signIn() }, gettext("Sign in again")));
  }

  drawStepper(part) {
    const items = this.schema.parts.map(({ number, label }) => {
      const open = this.faults.filter((fault) => fault.level === "hard" && this.partOf(fault.path) === number).length;
      const isError = open > 0 && this.strict.has(number);
      const isDone = number < LAST && open === 0;
      const still = number === LAST ? missing(this).length : 0;
      const note = number === LAST ? still ? say(gettext("%(n)s things missing"), { n: still }) : gettext("Ready to submit")
        : isError ? say(gettext("%(n)s to mend"), { n: open })
          : isDone ? gettext("Filled in") : say(gettext("%(n)s to fill in"), { n: open });
      return h("li", {}, h("a", {
        href: `#part-${number}`,
        class: isError ? "is-err" : isDone ? "is-done" : null,
        "aria-current": number === part ? "step" : null,
      }, h("i", { "aria-hidden": "true" }, isDone ? "✓" : String(number)), h("span", {}, label, h("small", {}, note))));
    });
    redraw(this.places.stepper, items);
    const here = this.schema.parts[part - 1].label;
    this.places.partname.textContent = say(gettext("Part %(n)s of %(total)s: %(label)s"), { n: part, total: LAST, label: here });
  }

  errorSummary(part) {
    const isHere = (fault) => part === LAST || this.partOf(fault.path) === part;
    const faults = this.faults.filter((fault) => fault.level === "hard" && isHere(fault) && this.strict.has(this.partOf(fault.path)));
    if (!faults.length && !this.notices.length) return null;
    const count = faults.length + this.notices.length;
    return h("div", { class: "nx-errsum mb-3", role: "alert", tabindex: "-1", "aria-labelledby": "errors-title" },
      h("h2", { id: "errors-title" }, say(gettext("%(n)s to mend"), { n: count })),
      h("ul", {},
        this.notices.map((notice) => h("li", {}, notice)),
        faults.map((fault) => h("li", {}, h("a", {
          href: `#${idOf(fault.path)}`,
          onclick: (event) => this.lead(event, fault),
        }, this.inWords(fault))))));
  }

  /** Inside rows the person or thing is named; the words at the field are the same. */
  inWords(fault) {
    const section = this.section(fault.path.split(".")[0]);
    return section.shape === "rows" && fault.path.includes(".") ? `${place(this, fault.path)}：${fault.message}` : fault.message;
  }

  lead(event, fault) {
    event.preventDefault();
    const [section, row] = fault.path.split(".");
    this.opened.set(section, true);
    this.opened.set(`${section}.${row}`, true);
    const part = this.partOf(fault.path);
    if (part !== this.part) history.pushState(null, "", `#part-${part}`);
    this.draw();
    const target = [idOf(fault.path), `row-${idOf(`${section}.${row}`)}`, `h-${section}`]
      .map((id) => document.getElementById(id)).find(Boolean);
    if (target) target.focus();
  }

  /** The day was written by a wrong clock and has been set right: said until it is changed by hand. */
  dayWords() {
    const { was, day } = (this.draft.kept && this.draft.kept.began) || {};
    if (!was || this.draft.get("header.visited_on") !== day) return null;
    return h("p", { class: "nx-note nx-note--warn", id: "day-set-right" },
      say(gettext("This device's clock was wrong when the form was begun: the date of the visit was set from %(was)s to %(day)s. Check it."), { was, day }));
  }

  returned() {
    const { returned, remarks } = this.draft.document;
    // The remarks below say it all, place by place, where the leader wrote nothing more.
    if (!returned || returned.reason === (remarks || []).map((one) => one.text).join("；")) return null;
    return h("p", { class: "nx-note nx-note--warn mb-3" },
      say(gettext("%(by)s returned the visit: %(reason)s"), returned));
  }
}
