// The lock of the device's data: a PIN opens it without network, signing in opens it always.

import { h, redraw } from "./dom.js";
import { signIn } from "./signin.js";
import { gettext, say } from "./words.js";

/** Shows the lock and resolves when the vault is open; never resolves where only signing in helps. */
export function drawLock(shell, why) {
  return new Promise((resolve) => {
    const message = h("p", { class: "nx-err__msg", id: "pin-error", role: "alert" });
    const pin = h("input", {
      class: "form-control", id: "pin", type: "password", inputmode: "numeric", maxlength: "6",
      autocomplete: "off", "aria-describedby": "pin-error",
    });
    const open = async (event) => {
      event.preventDefault();
      try {
        if (await shell.vault.openByPin(pin.value)) {
          redraw(shell.notices);
          resolve();
          return;
        }
        message.textContent = gettext("This is not the PIN. After ten wrong ones only signing in opens it.");
        pin.value = "";
        pin.focus();
      } catch (error) {
        redraw(shell.notices, onlySigningIn(shell));
      }
    };
    const form = h("form", { class: "nx-card", onsubmit: open },
      h("div", { class: "nx-card__h" }, h("h1", { class: "h2" }, gettext("Locked"))),
      h("div", { class: "nx-card__b nx-stack" },
        h("p", {}, say(gettext("What %(name)s filled in on this device is locked, not lost. Enter the offline PIN to go on without network."), { name: shell.vault.name })),
        h("div", {}, h("label", { class: "form-label", for: "pin" }, gettext("Offline PIN (6 digits)")), message, pin),
        h("div", { class: "nx-row" },
          h("button", { class: "btn btn-primary", type: "submit" }, gettext("Unlock")),
          h("a", { class: "btn", href: signIn() }, gettext("Sign in (with network)")))));
    redraw(shell.notices, why === "locked" ? form : onlySigningIn(shell, why));
    document.body.dataset.ready = "locked";
    if (why === "locked") pin.focus({ preventScroll: true });
  });
}

function onlySigningIn(shell, why) {
  const text = why === "nobody"
    ? gettext("There is no network, and nobody has taken visits along on this device.")
    : gettext("What was filled in on this device is locked, not lost. Sign in when there is a network to go on.");
  return h("section", { class: "nx-card" },
    h("div", { class: "nx-card__h" }, h("h1", { class: "h2" }, gettext("Locked"))),
    h("div", { class: "nx-card__b nx-stack" }, h("p", {}, text),
      h("p", {}, h("a", { class: "btn btn-primary", href: signIn() }, gettext("Sign in (with network)")))));
}
