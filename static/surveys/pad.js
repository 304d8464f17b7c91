// A place to sign by finger, pen or mouse; or a photo of a signature or fingerprint instead.

import { h } from "./dom.js";
import { gettext, say } from "./words.js";

const PHOTO_SIDE = 1200;

/** Opens the pad for a person; `send(picture, kind)` throws with `reasons` when it cannot be kept. */
export function openPad(name, send) {
  const canvas = h("canvas", { class: "nx-pad", "aria-label": say(gettext("Place for the signature of %(name)s"), { name }) });
  const message = h("p", { class: "nx-err__msg", role: "alert" });
  const file = h("input", { type: "file", accept: "image/*", capture: "environment", class: "form-control", id: "pad-photo" });
  const dialog = h("dialog", { class: "nx-dialog nx-confirm nx-confirm--pad", "aria-labelledby": "pad-title" },
    h("h2", { id: "pad-title" }, say(gettext("Signature of %(name)s"), { name })),
    message,
    canvas,
    h("div", { class: "mt-2" },
      h("label", { class: "form-label", for: "pad-photo" }, gettext("Cannot write? Take a photo of the fingerprint or of a signature on paper")),
      file),
    h("div", { class: "nx-row" },
      h("button", { class: "btn", type: "button", onclick: () => dialog.close() }, gettext("Do not sign now")),
      h("button", { class: "btn", type: "button", onclick: () => pen.clear() }, gettext("Write again")),
      h("button", { class: "btn btn-primary", type: "button", onclick: () => keep() }, gettext("Use this signature"))));
  document.body.append(dialog);
  dialog.addEventListener("close", () => dialog.remove());
  dialog.showModal();
  const pen = new Pen(canvas);

  const keep = async () => {
    message.textContent = "";
    const photo = file.files[0];
    if (!photo && !pen.hasInk) {
      message.textContent = gettext("Sign in the box, or choose a photo");
      return;
    }
    try {
      if (photo) await send(await photoOf(photo), "photo");
      else await send(canvas.toDataURL("image/png"), "drawn");
      dialog.close();
    } catch (error) {
      message.textContent = (error.reasons || []).join(" ") || gettext("No network: the signature is still here, try again");
    }
  };
}

/** Draws what the pointer does. */
class Pen {
  constructor(canvas) {
    this.canvas = canvas;
    this.hasInk = false;
    const box = canvas.getBoundingClientRect();
    const scale = window.devicePixelRatio || 1;
    canvas.width = Math.round(box.width * scale);
    canvas.height = Math.round(box.height * scale);
    this.ink = canvas.getContext("2d");
    this.ink.scale(scale, scale);
    Object.assign(this.ink, { lineWidth: 2.5, lineCap: "round", lineJoin: "round", strokeStyle: "#1f2429" });
    canvas.addEventListener("pointerdown", (event) => this.down(event));
    canvas.addEventListener("pointermove", (event) => this.move(event));
    for (const end of ["pointerup", "pointercancel"]) canvas.addEventListener(end, () => (this.isDown = false));
  }

  down(event) {
    event.preventDefault();
    this.canvas.setPointerCapture(event.pointerId);
    this.isDown = true;
    this.ink.beginPath();
    this.ink.moveTo(event.offsetX, event.offsetY);
  }

  move(event) {
    if (!this.isDown) return;
    this.ink.lineTo(event.offsetX, event.offsetY);
    this.ink.stroke();
    this.hasInk = true;
  }

  clear() {
    this.ink.clearRect(0, 0, this.canvas.width, this.canvas.height);
    this.hasInk = false;
  }
}

/** The photo as a JPEG no larger than needed; as it is when the browser cannot read it. */
async function photoOf(file) {
  try {
    const picture = await createImageBitmap(file);
    const ratio = Math.min(1, PHOTO_SIDE / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * ratio);
    canvas.height = Math.round(picture.height * ratio);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    return canvas.toDataURL("image/jpeg", 0.85);
  } catch (error) {
    return asDataUrl(file);
  }
}

function asDataUrl(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result);
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}
