// What waits on the device after the answers: investigators, clashes, signatures, photos, submitting.

import { call } from "./api.js";
import { newId } from "./ids.js";
import { isSigned, put } from "./content.js";

const SIGNATURE = "signature";

export class Queue {
  constructor(draft) {
    this.draft = draft;
    this.acts = [];
    this.signed = [];
  }

  get length() {
    return this.acts.length + this.signed.length;
  }

  get isSubmitting() {
    return this.acts.some((act) => act.path === "submit/");
  }

  async load(acts) {
    this.acts = acts;
    this.signed = await this.draft.store.pictures(this.draft.uuid, SIGNATURE);
  }

  /** Notes an act and shows at once what it will do. */
  add(method, path, data) {
    const { document, content } = this.draft;
    if (path === "place/") {
      document.has_place = true;
    } else if (path.startsWith("photos/")) {
      this.draft.photos.foresee(method, path, data);
    } else if (path === "interviewers/") {
      const who = document.colleagues.find((one) => one.id === data.user);
      document.signatures.splice(-1, 0, {
        who: data.uuid, user: data.user || null, name: who ? who.name : data.name,
        unit: who ? who.unit : data.unit || "", signed_at: null, is_stale: false,
      });
      document.colleagues = document.colleagues.filter((one) => one !== who);
    } else if (method === "DELETE") {
      const uuid = path.split("/")[1];
      document.signatures = document.signatures.filter((one) => one.who !== uuid);
      const isNew = this.acts.some((act) => act.data && act.data.uuid === uuid);
      this.acts = this.acts.filter((act) => !(act.data && act.data.uuid === uuid));
      if (isNew) return;
    } else if (path === "settle/") {
      const clash = document.clashes.find((one) => one.id === data.clash);
      if (clash) put(content, clash.path, clash[data.keep].value);
      document.clashes = document.clashes.filter((one) => one !== clash);
    }
    this.acts = this.acts.filter((act) => act.path !== path || path !== "submit/");
    this.acts.push({ method, path, data });
  }

  async addSignature(who, picture, kind, words) {
    const bytes = bytesOf(picture);
    const about = { who, kind, words, at: new Date().toISOString(), type: picture.slice(5, picture.indexOf(";")) };
    for (const old of this.signed.filter((one) => one.about.who === who)) await this.forget(old);
    const id = newId();
    await this.draft.store.keepPicture(id, this.draft.uuid, SIGNATURE, about, bytes);
    this.signed.push({ id, about, bytes, size: bytes.byteLength, picture });
    this.signedAgain(who);
  }

  /** The form itself set its own day right: what was signed stands under the same answers as before. */
  async carrySignatures(before, after) {
    for (const one of this.signed.filter((known) => known.about.words === before)) {
      one.about.words = after;
      await this.draft.store.keepPicture(one.id, this.draft.uuid, SIGNATURE, one.about, one.bytes);
    }
  }

  /** Changed answers: what was to be handed in is looked at again first. */
  changed() {
    this.acts = this.acts.filter((act) => act.path !== "submit/");
  }

  /** The server's signature lines with the waiting ones laid over them. */
  signatures(lines) {
    const { content } = this.draft;
    return lines.map((line) => {
      const waiting = this.signed.find((one) => one.about.who === line.who);
      if (!waiting) return line;
      return { ...line, signed_at: waiting.about.at, is_stale: !isSigned(waiting.about.words, content), picture: pictureOf(waiting) };
    });
  }

  /** Sends everything in its order; submitting comes last. Throws Refused. */
  async run() {
    const before = this.acts.filter((act) => act.path !== "submit/");
    for (const act of before) {
      await this.send(act);
      this.acts = this.acts.filter((one) => one !== act);
    }
    for (const one of [...this.signed]) await this.sendSignature(one);
    if (!this.isSubmitting) return;
    await this.draft.photos.send();
    this.acts = this.acts.filter((act) => act.path !== "submit/");
    await call("POST", `${this.draft.url}submit/`, {});
    this.draft.take(await call("GET", this.draft.url));
  }

  async send(act) {
    try {
      this.draft.take(await call(act.method, this.draft.url + act.path, act.data));
    } catch (error) {
      // Settled or removed meanwhile by somebody else: there is nothing left to do.
      if (error.status !== 404) throw error;
    }
  }

  async sendSignature(one) {
    const { document, content } = this.draft;
    const mine = document.signatures.find((line) => line.user && line.user === this.draft.store.vault.user);
    const who = one.about.who === "me" && mine ? mine.who : one.about.who;
    // Who is no investigator of a colleague's visit cannot sign there either.
    if (who === "me" || !isSigned(one.about.words, content)) {
      await this.drop(one, who);
      return;
    }
    const { kind } = one.about;
    const save = { picture: pictureOf(one), kind, revision: document.revision };
    this.draft.take(await call("PUT", `${this.draft.url}signatures/${who}/`, save));
    await this.forget(one);
  }

  /** The answers became others on the server: nobody signed those, so the person is told to sign again. */
  async drop(one, who) {
    const { document, store, unsigned } = this.draft;
    const line = document.signatures.find((known) => known.who === who);
    const name = who === "respondent" ? this.draft.get("header.respondent") : line ? line.name : store.vault.name;
    this.draft.unsigned = [...unsigned, { who, name: name || "" }];
    this.changed();
    await this.forget(one);
    this.draft.dispatchEvent(new CustomEvent("answer", { detail: { isMerged: true } }));
  }

  /** Signed again, by the line or as the person who was not yet among the investigators. */
  signedAgain(who) {
    const line = this.draft.document.signatures.find((known) => known.who === who);
    const isMine = line && line.user === this.draft.store.vault.user;
    this.draft.unsigned = this.draft.unsigned.filter((one) => one.who !== who && !(isMine && one.who === "me"));
  }

  async forget(one) {
    await this.draft.store.dropPicture(one.id);
    this.signed = this.signed.filter((known) => known !== one);
  }
}

function bytesOf(picture) {
  const text = atob(picture.slice(picture.indexOf(",") + 1));
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

function pictureOf(one) {
  if (!one.picture) {
    const text = Array.from(one.bytes, (byte) => String.fromCharCode(byte)).join("");
    one.picture = `data:${one.about.type};base64,${btoa(text)}`;
  }
  return one.picture;
}
