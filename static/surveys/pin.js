// Choosing the offline PIN, asked when the first village is taken along.

import { h } from "./dom.js";
import { gettext } from "./words.js";

/** Opens the dialog; rejects with "no pin" when it is closed without one. */
export function drawPin(shell) {
  return new Promise((resolve, reject) => {
    const field = (id) => h("input", {
      class: "form-control", id, type: "password", inputmode: "numeric", maxlength: "6", autocomplete: "off", "aria-describedby": "pin-choice-error",
    });
    const [first, again] = [field("pin-choice"), field("pin-again")];
    const message = h("p", { class: "nx-err__msg", id: "pin-choice-error", role: "alert" });
    let isSet = false;
    const save = async (event) => {
      event.preventDefault();
      const isPoor = !/^\d{6}$/.test(first.value) || /^(\d)\1{5}$/.test(first.value) || "0123456789 9876543210".includes(first.value);
      if (isPoor) message.textContent = gettext("Choose six digits, not all the same and not in a row");
      else if (first.value !== again.value) message.textContent = gettext("The two PINs differ: type the second one again");
      else {
        await shell.vault.setPin(first.value);
        isSet = true;
        dialog.close();
      }
    };
    const dialog = h("dialog", { class: "nx-dialog nx-confirm", "aria-labelledby": "pin-title" },
      h("form", { onsubmit: save, class: "nx-stack" },
        h("h2", { id: "pin-title" }, gettext("Choose an offline PIN")),
        h("p", {}, gettext("It opens what you take along when there is no network. Nobody else can read it. Forgotten, signing in opens it.")),
        message,
        h("div", {}, h("label", { class: "form-label", for: "pin-choice" }, gettext("Offline PIN (6 digits)")), first),
        h("div", {}, h("label", { class: "form-label", for: "pin-again" }, gettext("The same again")), again),
        h("div", { class: "nx-row" },
          h("button", { class: "btn btn-primary", type: "submit" }, gettext("Set the PIN")),
          h("button", { class: "btn", type: "button", onclick: () => dialog.close() }, gettext("Not now")))));
    dialog.addEventListener("close", () => {
      dialog.remove();
      if (isSet) resolve();
      else reject(new Error("no pin"));
    });
    document.body.append(dialog);
    dialog.showModal();
    first.focus();
  });
}
