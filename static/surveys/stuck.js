// A draft that has no household to go to: why, what to do next, and everything that was filled in.

import { call } from "./api.js";
import { h, redraw } from "./dom.js";
import { shown } from "./fields.js";
import { gettext, say } from "./words.js";

/** Replaces the form: the reason, the ways on, and the answers to read and print. */
export function drawStuck(shell, draft) {
  shell.form.hidden = true;
  const message = h("p", { class: "nx-err__msg", role: "alert" });
  const hand = async () => {
    message.textContent = "";
    const { household } = draft.document;
    try {
      const answer = await call("POST", "/api/v1/stranded-drafts/", {
        uuid: draft.uuid, household: (draft.kept && draft.kept.household) || household.id, title: household.head,
        content: draft.content, reason: draft.code || "out_of_area",
      });
      const hasPhotos = await draft.handedIn();
      redraw(shell.notices, h("p", { class: "nx-note nx-note--ok", role: "status" },
        say(gettext("Handed in. Your office keeps it until %(day)s under “Stranded drafts”."), { day: answer.kept_until })),
        hasPhotos && h("p", { class: "nx-note nx-note--warn" }, gettext("The photos stay sealed on this device. Once your office takes the draft over into a visit, open it here again and they are uploaded.")), ways());
    } catch (error) {
      message.textContent = error.status === 0 ? gettext("No network: it stays on this device, hand it in later")
        : error.reasons.join(" ") || gettext("This could not be handed in; it stays on this device");
    }
  };
  const reasons = draft.reasons.length ? draft.reasons : [gettext("This household is no longer in your area, or the visit is gone.")];
  redraw(shell.notices,
    h("section", { class: "nx-card" },
      h("div", { class: "nx-card__h" }, h("h1", { class: "h2", tabindex: "-1" }, say(gettext("The visit to %(head)s has no household to go to"), { head: draft.document.household.head }))),
      h("div", { class: "nx-card__b nx-stack" },
        reasons.map((reason) => h("p", { class: "nx-note nx-note--warn" }, reason)),
        message,
        h("div", { class: "nx-row" },
          h("button", { class: "btn btn-primary", type: "button", id: "hand-in", onclick: hand }, gettext("Hand in what I filled in")),
          draft.survivor && h("a", { class: "btn", href: `/households/${draft.survivor.id}/` }, say(gettext("Open the file of %(head)s"), { head: draft.survivor.head })),
          h("button", { class: "btn", type: "button", onclick: () => window.print() }, gettext("Print"))))),
    answers(shell, draft), ways());
}

function ways() {
  return h("p", { class: "nx-row" }, h("a", { class: "btn", href: "/visits/field/" }, gettext("Today's visits")));
}

/** Everything filled in, in words. */
function answers(shell, draft) {
  const form = { draft, schema: draft.schema, section: (name) => draft.schema.sections.find((one) => one.name === name) };
  return draft.schema.sections.map((section) => {
    const part = draft.content[section.name] || {};
    const rows = section.shape === "single" ? [part] : Object.values(part);
    const lines = rows.map((row) => section.fields
      .filter((field) => !field.given && row[field.name] !== undefined && row[field.name] !== "")
      .map((field) => h("div", {}, h("dt", {}, field.label), h("dd", {}, shown(field, row[field.name], form)))));
    const filled = lines.filter((line) => line.length);
    if (!filled.length) return null;
    return h("section", { class: "nx-card" },
      h("div", { class: "nx-card__h" }, h("h2", {}, section.label)),
      h("div", { class: "nx-card__b nx-stack" }, filled.map((line) => h("dl", { class: "nx-kv" }, line))));
  });
}
