// Talks to /api/v1/visits/: JSON or bytes in, JSON out, refusals with their reasons.

import { clock } from "./clock.js";

const SESSION = "/api/v1/session/";

/** The server said no; `status` 0 means that it could not be reached. */
export class Refused extends Error {
  constructor(status, body) {
    super(`refused with ${status}`);
    this.status = status;
    this.body = body || {};
  }

  /** The first reason's stable code. */
  get code() {
    const { reasons } = this.body.errors || {};
    return Array.isArray(reasons) && reasons.length ? reasons[0].code : "";
  }

  /** Every reason in the user's language. */
  get reasons() {
    const errors = this.body.errors || {};
    if (Array.isArray(errors.reasons)) return errors.reasons.map((reason) => reason.message);
    return Object.values(errors).flat().map(String);
  }
}

/** Writing requests carry the token of the session's cookie. */
function token() {
  const cookie = document.cookie.split("; ").find((part) => part.startsWith("csrftoken="));
  if (cookie) return cookie.slice("csrftoken=".length);
  return JSON.parse(document.body.getAttribute("hx-headers") || "{}")["X-CSRFToken"] || "";
}

let owner = null;
let known = "";

/** Whose work is sent from now on: nothing goes out under the name of somebody who signed in since. */
export function sendFor(user) {
  if (owner !== user) known = "";
  owner = user;
}

/** Signing in changes the cookie's token: then who is signed in is asked before anything is sent. */
async function checkOwner() {
  const now = token();
  if (owner === null || (now && now === known)) return;
  const { user } = await call("GET", SESSION);
  if (user.id !== owner) throw new Refused(401);
  known = token();
}

/** Sends `data` and gives the answer; throws Refused. */
export async function call(method, url, data) {
  if (method !== "GET" && !url.startsWith("/api/v1/devices/")) await checkOwner();
  const request = {
    method,
    headers: { Accept: "application/json", "X-CSRFToken": token() },
    credentials: "same-origin",
  };
  if (data instanceof Uint8Array) {
    request.headers["Content-Type"] = "application/octet-stream";
    request.body = data;
  } else if (data !== undefined) {
    request.headers["Content-Type"] = "application/json";
    request.body = JSON.stringify(data);
  }
  let response;
  try {
    response = await fetch(url, request);
  } catch (error) {
    throw new Refused(0);
  }
  if (url.startsWith("/api/")) clock.hear(response.headers.get("Date"));
  const isJson = (response.headers.get("Content-Type") || "").includes("json");
  const body = isJson ? await response.json() : {};
  if (!response.ok || !isJson) throw new Refused(response.ok ? 401 : response.status, body);
  return body;
}
