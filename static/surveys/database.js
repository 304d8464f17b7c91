// The device's own database: rows whose plain columns say only whose, which and how far.

/** Tables: keys (one row a user), drafts, outbox (pictures waiting), packs, words (no data). */
export const database = new window.Dexie("nuanxin");
database.version(1).stores({
  keys: "user",
  drafts: "uuid, owner",
  outbox: "id, owner, visit",
  packs: "[owner+village], owner",
  words: "name",
});

/** Whether an error says that the device has no room left. */
export function isFull(error) {
  const names = [error && error.name, error && error.inner && error.inner.name];
  return names.includes("QuotaExceededError");
}
