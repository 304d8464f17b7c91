// The draft being filled in: keeps what is typed, saves it, and never drops it when saving fails.

import { call } from "./api.js";

const RETRY_SECONDS = [3, 6, 12, 30];
const IDLE_SECONDS = 8;

/** What stands at a path of a content. */
export function at(content, path) {
  return path.split(".").reduce((node, key) => (node ? node[key] : undefined), content);
}

function put(content, path, value) {
  const keys = path.split(".");
  const last = keys.pop();
  const node = keys.reduce((parent, key) => (parent[key] = parent[key] || {}), content);
  if (value === null) delete node[last];
  else node[last] = value;
}

/**
 * Events: "state" (saved, typing, saving, offline, signed_out, closed, refused), "answer" (the
 * server's document was taken), with `detail.isMerged` when it changed what is shown.
 */
export class Draft extends EventTarget {
  constructor(url) {
    super();
    this.url = url;
    this.pending = new Map();
    this.state = "saved";
    this.reasons = [];
    this.failures = 0;
  }

  async load() {
    this.take(await call("GET", this.url));
  }

  get(path) {
    return at(this.content, path);
  }

  /** Notes an answer; it is saved when the field is left (`flush`) or after a pause. */
  set(path, value) {
    put(this.content, path, value);
    for (const known of [...this.pending.keys()]) {
      if (known.startsWith(`${path}.`)) this.pending.delete(known);
    }
    this.pending.delete(path);
    this.pending.set(path, value);
    if (this.state !== "closed") this.show("typing");
    clearTimeout(this.idle);
    this.idle = setTimeout(() => this.flush(), IDLE_SECONDS * 1000);
  }

  addRow(section, row) {
    const id = newId();
    this.set(`${section}.${id}`, row || {});
    return id;
  }

  removeRow(section, id) {
    this.set(`${section}.${id}`, null);
  }

  get isDirty() {
    return this.pending.size > 0 || Boolean(this.sending);
  }

  /** Saves what is not saved yet; true when everything is with the server. */
  async flush() {
    while (this.sending) await this.sending;
    if (!this.pending.size) return this.state === "saved";
    if (this.state === "closed") return false;
    clearTimeout(this.idle);
    clearTimeout(this.retry);
    this.sending = this.send();
    try {
      return await this.sending;
    } finally {
      this.sending = null;
    }
  }

  async send() {
    const taken = this.pending;
    this.pending = new Map();
    this.show("saving");
    try {
      const save = { base_revision: this.document.revision, content: this.content };
      this.take(await call("PUT", this.url, save));
    } catch (error) {
      this.pending = new Map([...taken, ...this.pending]);
      this.fail(error);
      return false;
    }
    this.failures = 0;
    this.show(this.pending.size ? "typing" : "saved");
    return true;
  }

  fail(error) {
    const states = { 0: "offline", 401: "signed_out", 403: "signed_out", 409: "closed" };
    this.reasons = error.reasons || [];
    const isServer = error.status >= 500;
    this.show(isServer ? "offline" : states[error.status] || "refused");
    if (!["offline", "signed_out"].includes(this.state)) return;
    const wait = RETRY_SECONDS[Math.min(this.failures, RETRY_SECONDS.length - 1)];
    this.failures += 1;
    this.retry = setTimeout(() => this.flush(), wait * 1000);
  }

  /** Any other act of the API that answers with the document. */
  async act(method, path, data) {
    const answer = await call(method, this.url + path, data);
    this.take(answer);
    return answer;
  }

  /** Takes the server's document and puts what was typed meanwhile on top of it. */
  take(answer) {
    const before = JSON.stringify(this.content || null);
    this.document = answer;
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

/** A random UUID; `crypto.randomUUID` is younger than the browsers in the townships. */
export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
