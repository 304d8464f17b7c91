// The key of what a device keeps for a user: opened by signing in or by a PIN, locked by time.
//
// One random data key a user and device. It lies only wrapped: by a secret the server gives to the
// signed-in user, and by the offline PIN. While open, a CryptoKey that cannot be read out lies
// beside it; locking takes that away and nothing else, so unsent work is never lost.

import { call, sendFor } from "./api.js";
import { database } from "./database.js";
import { newId } from "./ids.js";

const ROUNDS = 310000;
export const MOST_TRIES = 10;
const SEEN_EVERY = 15000;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Why the vault stays shut: "nobody", "locked" (a PIN opens it), "sign_in" (only signing in does). */
export class Locked extends Error {
  constructor(why) {
    super(why);
    this.why = why;
  }
}

export class Vault extends EventTarget {
  constructor() {
    super();
    this.user = null;
    this.name = "";
    this.key = null;
    this.seconds = 1800;
    this.lastAct = performance.now();
  }

  /** Opens for whoever is signed in; `session` is the answer of /api/v1/session/. */
  async openFor(session) {
    const { id, name } = session.user;
    await this.shutOthers(id);
    let row = await database.keys.get(id);
    const device = row ? row.device : newId();
    const { secret } = await call("PUT", `/api/v1/devices/${device}/`);
    const outer = await keyOf(bytesOf(secret));
    if (!row) {
      const raw = crypto.getRandomValues(new Uint8Array(32));
      row = { user: id, name, device, seconds: session.seconds, byServer: await sealWith(outer, raw, "server") };
    }
    const raw = await openWith(outer, row.byServer, "server");
    await this.take({ ...row, name, seconds: session.seconds, tries: 0 }, raw);
  }

  /** Opens without network: the user whose key is open still. Throws Locked. */
  async openAgain() {
    const row = await this.lastRow();
    if (!row) throw new Locked("nobody");
    const idle = Math.abs(Date.now() - row.seen);
    if (!row.open || idle > row.seconds * 1000) {
      await database.keys.update(row.user, { open: null });
      this.name = row.name;
      throw new Locked(row.byPin && (row.tries || 0) < MOST_TRIES ? "locked" : "sign_in");
    }
    this.accept(row, row.open);
  }

  /** Opens by the PIN; false when it is the wrong one. Throws Locked after ten wrong ones. */
  async openByPin(pin) {
    const row = await this.lastRow();
    if (!row || !row.byPin || (row.tries || 0) >= MOST_TRIES) throw new Locked("sign_in");
    await database.keys.update(row.user, { tries: (row.tries || 0) + 1 });
    try {
      const raw = await openWith(await keyOfPin(pin, row.byPin.salt), row.byPin.sealed, "pin");
      await this.take({ ...row, tries: 0 }, raw);
      return true;
    } catch (error) {
      if ((row.tries || 0) + 1 >= MOST_TRIES) throw new Locked("sign_in");
      return false;
    }
  }

  /** Sets the PIN; needs the network once, because only the server's secret opens the key itself. */
  async setPin(pin) {
    const row = await database.keys.get(this.user);
    const { secret } = await call("PUT", `/api/v1/devices/${row.device}/`);
    const raw = await openWith(await keyOf(bytesOf(secret)), row.byServer, "server");
    const salt = crypto.getRandomValues(new Uint8Array(16));
    const sealed = await sealWith(await keyOfPin(pin, salt), raw, "pin");
    await database.keys.update(this.user, { byPin: { salt, sealed }, tries: 0 });
  }

  async hasPin() {
    const row = await database.keys.get(this.user);
    return Boolean(row && row.byPin);
  }

  /** Takes the open key away; what is kept stays, sealed. */
  async lock() {
    if (this.user !== null) await database.keys.update(this.user, { open: null });
    this.key = null;
    this.dispatchEvent(new CustomEvent("locked"));
  }

  /** Notes that the person is working: the clock of the time-out begins anew. */
  acted() {
    const now = performance.now();
    const isDue = now - this.lastAct > SEEN_EVERY;
    this.lastAct = now;
    if (isDue && this.key) database.keys.update(this.user, { seen: Date.now() }).catch(() => {});
  }

  /** Locks after too long without an act, by a clock nobody can set. */
  watch() {
    for (const name of ["input", "click", "keydown", "touchstart"]) {
      document.addEventListener(name, () => this.acted(), { passive: true });
    }
    setInterval(() => {
      const isOver = performance.now() - this.lastAct > this.seconds * 1000;
      if (this.key && isOver) this.lock();
    }, 5000);
  }

  async seal(value, bound) {
    return sealWith(this.key, encoder.encode(JSON.stringify(value)), bound);
  }

  async unseal(box, bound) {
    return JSON.parse(decoder.decode(await openWith(this.key, box, bound)));
  }

  async sealBytes(bytes, bound) {
    return sealWith(this.key, bytes, bound);
  }

  async unsealBytes(box, bound) {
    return openWith(this.key, box, bound);
  }

  async take(row, raw) {
    const open = await keyOf(raw);
    const rows = await database.keys.toArray();
    const turn = 1 + Math.max(0, ...rows.map((one) => one.turn || 0));
    await database.keys.put({ ...row, open, seen: Date.now(), turn });
    this.accept(row, open);
  }

  accept(row, open) {
    this.user = row.user;
    this.name = row.name;
    this.seconds = row.seconds;
    this.key = open;
    sendFor(row.user);
    this.lastAct = performance.now();
  }

  async shutOthers(user) {
    await database.keys.where("user").notEqual(user).modify({ open: null });
  }

  /** Whoever opened last; counted, because the device's clock may be set. */
  async lastRow() {
    const rows = await database.keys.toArray();
    return rows.sort((one, other) => (other.turn || 0) - (one.turn || 0) || other.seen - one.seen)[0];
  }
}

function bytesOf(hex) {
  return Uint8Array.from(hex.match(/../g), (pair) => parseInt(pair, 16));
}

/** An AES key that scripts may use and never read. */
function keyOf(raw) {
  return crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);
}

async function keyOfPin(pin, salt) {
  const typed = await crypto.subtle.importKey("raw", encoder.encode(pin), "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations: ROUNDS };
  return crypto.subtle.deriveKey(how, typed, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

/** `bound` names the row: a box put into another row does not open there. */
async function sealWith(key, bytes, bound) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const how = { name: "AES-GCM", iv, additionalData: encoder.encode(bound) };
  return { iv, data: await crypto.subtle.encrypt(how, key, bytes) };
}

async function openWith(key, { iv, data }, bound) {
  const how = { name: "AES-GCM", iv, additionalData: encoder.encode(bound) };
  return new Uint8Array(await crypto.subtle.decrypt(how, key, data));
}
