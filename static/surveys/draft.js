// The draft being filled in: kept sealed on the device at once, then with the server; never dropped.

import { call } from "./api.js";
import { beginThere, followThere, VISITS } from "./arriving.js";
import { watchClock } from "./begun_day.js";
import { clock } from "./clock.js";
import { newId } from "./ids.js";
import { localFaults } from "./checks.js";
import { Photos } from "./photos.js";
import { Queue } from "./queue.js";
import { at, canonical, dayOf, put } from "./content.js";

const RETRY_SECONDS = [3, 6, 12, 30];
const KEEP_AFTER = 300;
const SEND_AFTER = 8000;
const STRANDED = ["out_of_area", "off_register", "merged"];

/**
 * Events: "state" (synced, typing, sending, local, clash, signed_out, barred, closed, refused, stuck, full,
 * renamed), "answer" (the server's document was taken), `detail.isMerged` when it changed what is shown,
 * and "photos" (one came, went or got further).
 */
export class Draft extends EventTarget {
  constructor(uuid, store, schema) {
    super();
    this.uuid = uuid;
    this.store = store;
    this.schema = schema;
    this.queue = new Queue(this);
    this.photos = new Photos(this);
    this.pending = new Map();
    this.reasons = [];
    // {who, name} of signatures made here that did not fit what the server has: to be made again.
    this.unsigned = [];
    this.failures = 0;
    this.state = "synced";
    this.isOnline = true;
  }

  get url() {
    return `${VISITS}${this.uuid}/`;
  }

  /** Opens what the device has, then what the server has. Throws Refused when neither has it. */
  async load() {
    const kept = await this.store.draft(this.uuid);
    if (kept) await this.adopt(kept);
    if (kept && ["local", "closed", "stuck"].includes(kept.state)) {
      // What was submitted may have been returned since, a household may have come back.
      this.wasStuck = kept.state === "stuck" && !kept.isHandedIn;
      this.state = "local";
      this.isWaiting = true;
      await this.flush();
      if (this.kept.isHandedIn && this.state !== "stuck") {
        // Handed in, and not known yet where it went: nothing more is typed here until it is.
        this.show("stuck");
        await this.keep();
      }
      return;
    }
    try {
      this.take(await call("GET", this.url));
      this.show(this.settled());
      await this.keep();
      this.sendPhotos();
    } catch (error) {
      if (!kept) throw error;
      this.fail(error);
    }
  }

  async adopt(kept) {
    const { document, content, state, ...rest } = kept;
    const { household, kind, base, isBegun, isHandedIn, began } = rest;
    this.kept = { household, kind, base, isBegun, isHandedIn, began };
    this.document = document;
    this.content = content;
    const { code, survivor, reasons = [], unsigned = [] } = rest;
    Object.assign(this, { reasons, code, survivor, state, unsigned });
    this.isWaiting = state === "local";
    await this.queue.load(rest.acts || []);
    await this.photos.load();
  }

  get(path) {
    return at(this.content, path);
  }

  /** What is wrong: as the server said last, or without network as far as the device can tell. */
  get faults() {
    return this.isOnline ? this.document.faults : localFaults(this.schema, this.content, this.document.known, dayOf(clock.now()));
  }

  /** Notes an answer; it is kept at once and sent when the field is left (`flush`) or after a pause. */
  set(path, value) {
    put(this.content, path, value);
    for (const known of [...this.pending.keys()]) {
      if (known.startsWith(`${path}.`)) this.pending.delete(known);
    }
    this.pending.delete(path);
    this.pending.set(path, value);
    this.queue.changed();
    if (!["closed", "stuck"].includes(this.state)) this.show("typing");
    this.keepSoon();
    clearTimeout(this.idle);
    this.idle = setTimeout(() => this.flush(), SEND_AFTER);
  }

  addRow(section, row) {
    const id = newId();
    this.set(`${section}.${id}`, row || {});
    return id;
  }

  removeRow(section, id) {
    this.set(`${section}.${id}`, null);
  }

  /** Something the server does not have yet. */
  get isUnsent() {
    return this.pending.size > 0 || !this.isBegun || this.queue.length > 0;
  }

  get isBegun() {
    return !this.kept || this.kept.isBegun;
  }

  // The device.

  keepSoon() {
    this.isUnkept = true;
    clearTimeout(this.keeping);
    this.keeping = setTimeout(() => this.keep(), KEEP_AFTER);
  }

  /** Writes everything to the device; a full one keeps it on the page and says so. */
  async keep() {
    clearTimeout(this.keeping);
    if (!this.document) return;
    watchClock(this);
    const state = { clash: "clash", stuck: "stuck", closed: "closed" }[this.state] || (this.isUnsent || this.isWaiting || this.photos.toSend.length ? "local" : "synced");
    const { household, ...document } = this.document;
    const value = {
      ...this.kept, isBegun: this.isBegun, document: { ...document, household }, content: this.content,
      acts: this.queue.acts, reasons: this.reasons, code: this.code, survivor: this.survivor, changedAt: Date.now(),
      refusedPhotos: this.photos.refused.length, unsigned: this.unsigned,
    };
    try {
      await this.store.keepDraft(this.uuid, state, value);
      await this.photos.keep();
      this.isUnkept = false;
      if (this.state === "full") this.show(this.isUnsent || this.isWaiting ? "local" : this.settled());
    } catch (error) {
      this.show("full");
      clearTimeout(this.keeping);
      this.keeping = setTimeout(() => this.keep(), RETRY_SECONDS[2] * 1000);
    }
  }

  // The server.

  /** Sends what is not sent yet; true when everything but photos is with the server. */
  async flush() {
    while (this.sending) await this.sending;
    clearTimeout(this.idle);
    if (this.isUnkept) await this.keep();
    if (!this.isUnsent && !this.isWaiting) {
      this.sendPhotos();
      return ["synced", "clash", "sending"].includes(this.state);
    }
    if (["closed", "stuck"].includes(this.state)) return false;
    clearTimeout(this.retry);
    this.sending = alone(this.uuid, () => this.send());
    try {
      return await this.sending;
    } finally {
      this.sending = null;
    }
  }

  async send() {
    const taken = this.pending;
    this.pending = new Map();
    this.isWaiting = true;
    this.show("sending");
    try {
      if (this.kept && this.kept.isHandedIn) await followThere(this);
      else if (this.isBegun) this.take(await call("PUT", this.url, this.saving()));
      else await beginThere(this);
      await this.queue.run();
    } catch (error) {
      this.pending = new Map([...taken, ...this.pending]);
      this.fail(error);
      await this.keep();
      return false;
    }
    this.isWaiting = false;
    this.wasStuck = false;
    this.failures = 0;
    this.show(this.pending.size ? "typing" : this.settled());
    await this.keep();
    this.sendPhotos();
    return true;
  }

  /** Sends photos beside everything else, so that nobody waits for them; true when none is left. */
  async sendPhotos() {
    if (!this.photos.toSend.length) return true;
    if (!this.isBegun || ["closed", "stuck"].includes(this.state)) return false;
    try {
      await this.photos.send();
    } catch (error) {
      this.isWaiting = true;
      this.fail(error);
      await this.keep();
      return false;
    }
    if (this.state === "sending" && !this.sending) this.show(this.settled());
    await this.keep();
    return true;
  }

  /** Keeps a photo at once, sealed; it is sent as soon as there is a network. */
  async addPhoto(kind, takenAt, place, picture) {
    await this.photos.add(kind, takenAt, place, picture);
    this.isUnkept = true;
    if (["synced", "typing"].includes(this.state)) this.show("sending");
    await this.keep();
    this.flush();
  }

  /** Notes where the form was begun; without network it waits with the other acts. */
  async notePlace(place) {
    if (!this.document.has_place) await this.act("PUT", "place/", place);
  }

  saving() {
    return { base_revision: this.document.revision, content: this.content, device_time: new Date().toISOString() };
  }

  settled() {
    if (this.document.clashes.length) return "clash";
    return this.photos.toSend.length ? "sending" : "synced";
  }

  fail(error) {
    const code = error.code || "";
    const away = this.wasStuck ? "stuck" : "local";
    const states = { 0: away, 401: "signed_out", 403: "barred", 404: "stuck", 409: code === "wrong_step" ? "closed" : "refused" };
    this.isOnline = false;
    const isServer = error.status >= 500;
    if (error.status && !isServer) {
      this.reasons = error.status === 403 ? [] : error.reasons || [];
      this.survivor = error.body && error.body.errors && error.body.errors.survivor;
      this.code = code || (error.status === 404 ? "out_of_area" : "");
    } else if (!this.wasStuck) {
      this.reasons = [];
    }
    this.show(isServer ? away : STRANDED.includes(code) ? "stuck" : states[error.status] || "refused");
    if (!["local", "signed_out", "barred"].includes(this.state)) return;
    const wait = RETRY_SECONDS[Math.min(this.failures, RETRY_SECONDS.length - 1)];
    this.failures += 1;
    clearTimeout(this.retry);
    this.retry = setTimeout(() => this.flush(), wait * 1000);
  }

  /** Any other act that answers with the document; without network it waits in the queue. */
  async act(method, path, data) {
    if (await this.flush()) {
      try {
        this.take(await call(method, this.url + path, data));
        this.show(this.settled());
        await this.keep();
        return;
      } catch (error) {
        if (error.status !== 0) throw error;
        this.fail(error);
      }
    }
    this.queue.add(method, path, data);
    await this.keep();
  }

  /** Signs what is written now; without network the picture waits with the words it stands under. */
  async sign(who, picture, kind) {
    if (await this.flush()) {
      const { revision } = this.document;
      try {
        this.take(await call("PUT", `${this.url}signatures/${who}/`, { picture, kind, revision }));
        this.queue.signedAgain(who);
        await this.keep();
        return;
      } catch (error) {
        if (error.status !== 0) throw error;
        this.fail(error);
      }
    }
    await this.queue.addSignature(who, picture, kind, canonical(this.content));
    await this.keep();
  }

  /** The signatures as the server has them, with those that wait on the device. */
  get signatures() {
    return this.queue.signatures(this.document.signatures);
  }

  /** Hands it in, or notes that it is to be handed in as soon as there is a network. */
  async submit() {
    if ((await this.flush()) && (await this.sendPhotos())) {
      await call("POST", `${this.url}submit/`, {});
      if (this.photos.refused.length) await this.takeAgain();
      else await this.store.dropDraft(this.uuid);
      return true;
    }
    if (this.state !== "local") throw new Error(this.state);
    this.queue.add("POST", "submit/", {});
    await this.keep();
    return false;
  }

  /** The office has the answers; photos cannot be handed in and wait here for the visit to begin. */
  async handedIn() {
    if (!this.photos.waiting.length) {
      await this.store.dropDraft(this.uuid);
      return false;
    }
    this.kept = { ...this.kept, isBegun: true, isHandedIn: true };
    await this.keep();
    return true;
  }

  /** What was refused of a visit that is in: the device keeps it, and the draft around it. */
  async takeAgain() {
    this.take(await call("GET", this.url));
    this.show(this.settled());
    await this.keep();
  }

  /** Takes the server's document and puts what was typed meanwhile on top of it. */
  take(answer) {
    const before = JSON.stringify(this.content || null);
    const known = this.document || {};
    this.document = { colleagues: known.colleagues, ...answer, photos: this.photos.merged(answer.photos || []) };
    this.isOnline = true;
    if (answer.may_edit) this.photos.reopen();
    this.content = answer.content;
    for (const [path, value] of this.pending) put(this.content, path, value);
    const isMerged = JSON.stringify(this.content) !== before;
    this.dispatchEvent(new CustomEvent("answer", { detail: { isMerged } }));
  }

  show(state) {
    this.state = state;
    this.dispatchEvent(new CustomEvent("state"));
  }
}

/** One page of the browser at a time sends a draft. */
function alone(uuid, work) {
  return navigator.locks ? navigator.locks.request(`nuanxin-send-${uuid}`, work) : work();
}
