// What a device keeps of a user's visits: drafts, pictures waiting, packs; sealed row by row.

import { database, isFull } from "./database.js";

export class Store {
  constructor(vault) {
    this.vault = vault;
    this.isFull = false;
    this.keys = new Map();
  }

  /** The draft as it was kept last, or null. */
  async draft(uuid) {
    const row = await database.drafts.get(await this.keyOf(uuid));
    if (!row || row.owner !== this.vault.user) return null;
    return { ...(await this.vault.unseal(row.box, `drafts:${uuid}`)), state: row.state };
  }

  /** `state`: local (unsent), synced, clash, stuck, closed. Throws when the device is full. */
  async keepDraft(uuid, state, value) {
    const box = await this.vault.seal(value, `drafts:${uuid}`);
    await this.put(database.drafts, { uuid: await this.keyOf(uuid), owner: this.vault.user, state, box });
  }

  async dropDraft(uuid) {
    await database.drafts.delete(await this.keyOf(uuid));
    await database.outbox.where("visit").equals(uuid).and((row) => row.owner === this.vault.user).delete();
  }

  /** The key of the user's own row: where somebody else has the visit on this device, another one. */
  async keyOf(uuid) {
    if (!this.keys.has(uuid)) this.keys.set(uuid, await this.freeKey(uuid));
    return this.keys.get(uuid);
  }

  async freeKey(uuid) {
    const own = `${uuid}@${this.vault.user}`;
    if (await database.drafts.get(own)) return own;
    const row = await database.drafts.get(uuid);
    return row && row.owner !== this.vault.user ? own : uuid;
  }

  /** Every draft of the user, newest first. */
  async drafts() {
    const rows = await database.drafts.where("owner").equals(this.vault.user).toArray();
    const open = rows.map(async (row) => {
      const [uuid] = row.uuid.split("@");
      return { ...(await this.vault.unseal(row.box, `drafts:${uuid}`)), uuid, state: row.state };
    });
    const found = await Promise.all(open);
    return found.sort((one, other) => other.changedAt - one.changedAt);
  }

  /** A picture that waits for the network: its bytes and what is to be said of it. */
  async keepPicture(id, visit, kind, about, bytes) {
    const owner = this.vault.user;
    const row = {
      id, owner, visit, kind, size: bytes.byteLength,
      about: await this.vault.seal(about, `outbox:${id}:about`),
      box: await this.vault.sealBytes(bytes, `outbox:${id}`),
    };
    await this.put(database.outbox, row);
  }

  async pictures(visit, kind) {
    const rows = await database.outbox.where("visit").equals(visit).toArray();
    const own = rows.filter((row) => row.owner === this.vault.user && (!kind || row.kind === kind));
    return Promise.all(own.map(async (row) => ({
      id: row.id, kind: row.kind, size: row.size,
      about: await this.vault.unseal(row.about, `outbox:${row.id}:about`),
      bytes: await this.vault.unsealBytes(row.box, `outbox:${row.id}`),
    })));
  }

  async dropPicture(id) {
    await database.outbox.delete(id);
  }

  /** The draft's visit got another uuid on the server: its pictures go along. */
  async rename(from, to) {
    await database.outbox.where("visit").equals(from).modify({ visit: to });
    await database.drafts.delete(await this.keyOf(from));
  }

  async keepPack(village, about, households) {
    const owner = this.vault.user;
    const box = await this.vault.seal(households, `packs:${village}`);
    await this.put(database.packs, { owner, village, ...about, size: box.data.byteLength, box });
  }

  /** The packs' plain columns: which villages, how many households, when and how large. */
  async packs() {
    const rows = await database.packs.where("owner").equals(this.vault.user).toArray();
    return rows.map(({ box, ...about }) => about).sort((one, other) => one.village.localeCompare(other.village));
  }

  async households(village) {
    const row = await database.packs.get([this.vault.user, village]);
    return row ? this.vault.unseal(row.box, `packs:${village}`) : [];
  }

  async dropPack(village) {
    await database.packs.delete([this.vault.user, village]);
  }

  async words(name) {
    const row = await database.words.get(name);
    return row ? row.value : null;
  }

  async keepWords(name, value) {
    await this.put(database.words, { name, value });
  }

  /** {drafts, pictures} of the user that the server does not have yet. */
  async unsent() {
    return unsentOf(this.vault.user);
  }

  async put(table, row) {
    try {
      await table.put(row);
      this.isFull = false;
    } catch (error) {
      this.isFull = isFull(error);
      throw error;
    }
  }
}

/** How much of a user's work the server does not have yet; asked without opening anything. */
export async function unsentOf(user) {
  const rows = await database.drafts.where("owner").equals(user).toArray();
  const pictures = await database.outbox.where("owner").equals(user).count();
  return { drafts: rows.filter((row) => row.state !== "synced").length, pictures };
}
