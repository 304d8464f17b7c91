// Sends a photo piece by piece; after a break it goes on from where the server has got to.

import { call } from "./api.js";

const PIECE = 256 * 1024;

/** The photo as the server has it, or null when it was removed there. Throws Refused. */
export async function upload(photos, one, tell) {
  const { id, about, bytes } = one;
  let progress = await call("POST", photos, {
    uuid: id, size: bytes.byteLength, digest: about.digest, kind: about.kind, place: about.place,
    taken_at: about.taken_at, device_time: new Date().toISOString(),
  });
  while (progress.state === "waiting" && progress.offset < bytes.byteLength) {
    if (one.isDropped) return null;
    tell(progress.offset / bytes.byteLength);
    const piece = bytes.subarray(progress.offset, progress.offset + PIECE);
    progress = await call("PUT", `${photos}${id}/bytes/?offset=${progress.offset}`, piece);
  }
  if (progress.state === "removed") return null;
  tell(1);
  return call("POST", `${photos}${id}/complete/`, {});
}

/** SHA-256 in hexadecimal: what the server compares the bytes with. */
export async function digestOf(bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
