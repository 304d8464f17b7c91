// Starts the shell: opens the device's vault, then the form of a visit or the day's list.

import { call } from "./api.js";
import { clock } from "./clock.js";
import { Draft } from "./draft.js";
import { FieldDay } from "./field.js";
import { h, redraw } from "./dom.js";
import { drawLock } from "./lock.js";
import { drawStuck } from "./stuck.js";
import { signIn } from "./signin.js";
import { Store } from "./store.js";
import { Locked, Vault } from "./vault.js";
import { VisitForm } from "./visit.js";
import { onlyPage } from "./windows.js";
import { keepShell } from "./worker.js";
import { gettext } from "./words.js";

const UUID = /^\/visits\/([0-9a-f-]{36})\/$/;

class Shell {
  constructor() {
    this.vault = new Vault();
    this.store = new Store(this.vault);
    this.page = document.getElementById("main");
    this.notices = document.getElementById("shell-notices");
    this.warnings = document.getElementById("shell-warnings");
    this.form = document.getElementById("visit-form");
    this.day = document.getElementById("field-day");
  }

  async start() {
    const [, uuid] = UUID.exec(location.pathname) || [];
    (uuid ? this.day : this.form).remove();
    if (uuid) document.querySelector(".nx-tabbar").remove();
    clock.addEventListener("heard", () => this.warn());
    await this.open();
    this.warn();
    this.vault.watch();
    keepShell();
    this.vault.addEventListener("locked", () => location.reload());
    await (uuid ? this.startVisit(uuid) : this.startDay());
    document.body.dataset.ready = "1";
  }

  /** Signed in: by the server's secret. No network: as it was left open, or by the PIN. */
  async open() {
    try {
      this.session = await call("GET", "/api/v1/session/");
      await this.vault.openFor(this.session);
    } catch (error) {
      if (error.status === undefined) throw error;
      this.why = { 401: "signed_out", 403: "barred" }[error.status] || "offline";
      await this.openKept();
    }
  }

  /** What is wrong with the device or the account: above everything else, for as long as it is so. */
  warn() {
    const held = this.session && this.session.permissions;
    const isBarred = this.why === "barred" || (held && !held.includes("surveys.record_visit"));
    redraw(this.warnings, clock.banner(), isBarred && h("p", { class: "nx-note nx-note--warn", role: "alert" },
      gettext("Your account may no longer record visits. What you filled in stays on this device: ask your unit's security administrator for the role, then it is uploaded by itself.")));
  }

  async openKept() {
    try {
      await this.vault.openAgain();
    } catch (error) {
      if (!(error instanceof Locked)) throw error;
      await drawLock(this, error.why);
    }
  }

  /** The questions: from the network, else as the device has them. */
  async schema() {
    const address = this.page.dataset.schemaUrl;
    try {
      const schema = await call("GET", address);
      await this.store.keepWords("schema", schema).catch(() => {});
      return schema;
    } catch (error) {
      const kept = await this.store.words("schema");
      if (!kept) throw error;
      return kept;
    }
  }

  async startVisit(uuid) {
    if (!(await onlyPage(uuid))) return this.say(gettext("This visit is open in another window: go on there, or close it and load this page again."));
    const schema = await this.schema();
    const draft = new Draft(uuid, this.store, schema);
    try {
      await draft.load();
    } catch (error) {
      return this.say(this.missing(error));
    }
    // Taken into another visit while it was opened: that one has its own address.
    if (draft.uuid !== uuid) history.replaceState(null, "", `/visits/${draft.uuid}/${location.hash}`);
    if (draft.document.may_edit === false && draft.state === "synced") {
      location.replace(`/visits/${draft.uuid}/review/`);
      return undefined;
    }
    if (draft.state === "stuck") return drawStuck(this, draft);
    draft.addEventListener("state", () => draft.state === "stuck" && drawStuck(this, draft));
    new VisitForm(this.form, draft, schema).start();
    return undefined;
  }

  async startDay() {
    const schema = await this.schema();
    await new FieldDay(this, schema).start();
  }

  missing(error) {
    if (error.status === 0) return gettext("No network, and this visit is not on this device. Take the village along when there is a network.");
    if (error.status === 403) return gettext("Your account may not open this visit.");
    if (error.status === 401) return gettext("Sign in again to open this visit.");
    if (error.status === 404) return gettext("There is no such visit in your area.");
    return gettext("The form cannot be opened: check the network and load the page again.");
  }

  say(text) {
    redraw(this.notices, h("p", { class: "nx-note nx-note--warn", role: "alert", tabindex: "-1" }, text),
      h("p", { class: "nx-row" }, h("a", { class: "btn btn-primary", href: "/visits/field/" }, gettext("Today's visits")),
        this.why === "signed_out" && h("a", { class: "btn", href: signIn() }, gettext("Sign in again"))));
  }
}

new Shell().start().catch((error) => {
  document.getElementById("visit-trouble").hidden = false;
  throw error;
});
