// On every page of people who visit: registers the shell's keeper, and guards signing out.

import { keepShell } from "./worker.js";

/** Counts what the server does not have yet and takes the key away; the tables are surveys'. */
async function device() {
  const [{ unsentOf }, { database }] = await Promise.all([
    import("./store.js"), import("./database.js"),
  ]);
  return { unsentOf, database };
}

function watchSignOut() {
  const form = document.querySelector("form[data-sign-out]");
  const dialog = document.getElementById("sign-out-warning");
  if (!form || !dialog || !dialog.showModal || !window.Dexie) return;
  const user = Number(document.body.dataset.user);
  const show = (name) => {
    dialog.querySelectorAll("[data-sign-out-part]").forEach((part) => {
      part.hidden = part.dataset.signOutPart !== name;
    });
    if (!dialog.open) dialog.showModal();
  };
  const leave = async () => {
    const { database } = await device();
    await database.keys.update(user, { open: null });
    form.submit();
  };
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    delete form.dataset.sent;
    if (!navigator.onLine) return show("offline");
    const { unsentOf } = await device();
    const { drafts, pictures } = await unsentOf(user);
    if (!drafts && !pictures) return leave();
    dialog.querySelector("[data-sign-out-count]").textContent = drafts;
    return show("unsent");
  });
  dialog.querySelector("[data-sign-out-anyway]").addEventListener("click", leave);
  dialog.querySelectorAll("[data-sign-out-close]").forEach((button) => {
    button.addEventListener("click", () => dialog.close());
  });
  dialog.querySelector("[data-sign-out-lock]").addEventListener("click", async () => {
    const { database } = await device();
    await database.keys.update(user, { open: null });
    location.assign("/visits/field/");
  });
}

keepShell();
watchSignOut();
