// The photos of a draft: those waiting sealed on the device, and those the server has.

import { call, Refused } from "./api.js";
import { newId } from "./ids.js";
import { digestOf, upload } from "./upload.js";

const PHOTO = "photo";
// What the server says no to; everything else is tried again. A visit handed in meanwhile (409) takes
// them once it is returned.
const NO = [400, 413];

export const KINDS = ["door", "interior", "respondent", "other"];

export class Photos {
  constructor(draft) {
    this.draft = draft;
    this.waiting = [];
    this.landed = new Map();
    this.addresses = new Map();
  }

  async load() {
    const rows = await this.draft.store.pictures(this.draft.uuid, PHOTO);
    rows.sort((one, other) => one.about.taken_at.localeCompare(other.about.taken_at));
    this.waiting = rows.map((row) => ({ ...row, isKept: true }));
  }

  get toSend() {
    return this.waiting.filter((one) => !one.about.reason);
  }

  get refused() {
    return this.waiting.filter((one) => one.about.reason);
  }

  /** Every photo in one shape: {id, kind, taken_at, has_place, state, share, reason, pictures}. */
  get all() {
    const there = (this.draft.document.photos || []).map((row) => {
      const taken = this.addresses.get(row.id);
      return { ...row, state: "synced", thumbnail: taken || row.thumbnail, picture: taken || row.picture };
    });
    const here = this.waiting.map((one) => {
      const { kind, taken_at: at, place, reason } = one.about;
      const atRest = !one.isKept ? "keeping" : this.draft.state === "closed" ? "held" : "kept";
      const state = reason ? "refused" : one.isFailed ? "unkept" : one.share !== undefined ? "sending" : atRest;
      const address = this.addressOf(one);
      return {
        id: one.id, kind, taken_at: at, has_place: Boolean(place), state, share: one.share || 0, reason,
        thumbnail: address, picture: address,
      };
    });
    return [...there, ...here];
  }

  /** Keeps a photo; when the device is full it stays on the page and is tried again. */
  async add(kind, takenAt, place, { bytes, type }) {
    const about = { kind, taken_at: takenAt.toISOString(), place, type, digest: await digestOf(bytes), reason: "" };
    this.waiting.push({ id: newId(), kind: PHOTO, size: bytes.byteLength, about, bytes, isKept: false });
    this.changed();
  }

  /** Writes to the device what is not there yet. Throws when it is full. */
  async keep() {
    for (const one of this.waiting.filter((known) => !known.isKept)) {
      await this.put(one).catch((error) => {
        one.isFailed = true;
        this.changed();
        throw error;
      });
      Object.assign(one, { isKept: true, isFailed: false });
    }
    this.changed();
  }

  async put(one) {
    await this.draft.store.keepPicture(one.id, this.draft.uuid, PHOTO, one.about, one.bytes);
    // Removed while it was being written.
    if (!this.waiting.includes(one)) await this.draft.store.dropPicture(one.id);
  }

  async rename(id, kind) {
    const one = this.waiting.find((known) => known.id === id);
    if (!one) return this.draft.act("PATCH", `photos/${id}/`, { kind });
    Object.assign(one.about, { kind });
    one.isKept = false;
    this.changed();
    return this.draft.keep();
  }

  async remove(id, reason) {
    const one = this.waiting.find((known) => known.id === id);
    const path = `photos/${id}/?reason=${reason}`;
    if (!one) return this.draft.act("DELETE", path);
    one.isDropped = true;
    await this.forget(one);
    // A part of it may lie on the server: that goes too.
    if (one.share !== undefined || one.about.isBegun) return this.draft.act("DELETE", path);
    return this.draft.keep();
  }

  /** What an act that waits will do, shown at once. */
  foresee(method, path, data) {
    const id = path.split("/")[1];
    const { document } = this.draft;
    const rows = document.photos || [];
    document.photos = method === "DELETE"
      ? rows.filter((row) => row.id !== id)
      : rows.map((row) => (row.id === id ? { ...row, ...data } : row));
    if (method === "DELETE") this.landed.delete(id);
    this.changed();
  }

  /** The server's list with those it had not taken yet when it answered. */
  merged(rows) {
    for (const row of rows) this.landed.delete(row.id);
    return [...rows, ...this.landed.values()];
  }

  /** Sends all that wait, one after the other; one refused stays here with the reason. Throws Refused. */
  send() {
    if (!this.running) {
      this.running = this.sendAll().finally(() => (this.running = null));
    }
    return this.running;
  }

  async sendAll() {
    while (this.toSend.length) {
      const [one] = this.toSend;
      try {
        await this.sendOne(one);
      } catch (error) {
        delete one.share;
        this.changed();
        if (one.isDropped) continue;
        if (!(error instanceof Refused) || !NO.includes(error.status)) throw error;
        await this.refuse(one, error);
      }
    }
  }

  async sendOne(one) {
    const { url } = this.draft;
    if (!one.about.isBegun) {
      one.about.isBegun = true;
      await this.note(one);
    }
    const again = () => upload(`${url}photos/`, one, (share) => {
      one.share = share;
      this.changed();
    });
    let row = await again().catch((error) => {
      // Damaged on its way, or what had arrived was cleared away there: once more from its start.
      const isAgain = error instanceof Refused && (error.status === 404 || "digest" in (error.body.errors || {}));
      if (!isAgain || one.isDropped) throw error;
      return again();
    });
    if (row && row.kind !== one.about.kind) {
      row = { ...row, kind: one.about.kind };
      await call("PATCH", `${url}photos/${one.id}/`, { kind: row.kind });
    }
    if (row && !one.isDropped) {
      this.landed.set(row.id, row);
      const others = (this.draft.document.photos || []).filter((known) => known.id !== row.id);
      this.draft.document.photos = [...others, row];
    }
    await this.forget(one);
  }

  /** A refused photo once more, because somebody asks for it. */
  async again(id) {
    const one = this.waiting.find((known) => known.id === id);
    if (!one || !one.about.reason) return undefined;
    one.about.reason = "";
    await this.note(one);
    this.changed();
    return this.draft.sendPhotos();
  }

  /** The visit can be changed again: what an earlier version refused for its step alone is sent once more. */
  reopen() {
    for (const one of this.refused.filter((known) => !known.about.status)) one.about.reason = "";
  }

  async refuse(one, error) {
    one.about.reason = error.reasons.join(" ") || String(error.status);
    one.about.status = error.status;
    await this.note(one);
    this.changed();
  }

  /** Writes what is known of it; a full device does not stop the sending. */
  async note(one) {
    await this.put(one).catch(() => {});
  }

  async forget(one) {
    this.waiting = this.waiting.filter((known) => known !== one);
    this.changed();
    await this.draft.store.dropPicture(one.id);
  }

  /** Where the page shows a photo from: what was taken here stays to be seen without network. */
  addressOf({ id, about, bytes }) {
    if (!this.addresses.has(id)) {
      this.addresses.set(id, URL.createObjectURL(new Blob([bytes], { type: about.type })));
    }
    return this.addresses.get(id);
  }

  changed() {
    this.draft.dispatchEvent(new CustomEvent("photos"));
  }
}
