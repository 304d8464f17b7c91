// Today's visits: villages taken along, households to visit, drafts and how far each has gone.

import { call } from "./api.js";
import { h, redraw } from "./dom.js";
import { begin } from "./beginning.js";
import { Draft } from "./draft.js";
import { drawPin } from "./pin.js";
import { stateWords } from "./states.js";
import { ifClosed } from "./windows.js";
import { gettext, moment, say } from "./words.js";

const OLD = 7 * 24 * 3600 * 1000;

export class FieldDay {
  constructor(shell, schema) {
    this.shell = shell;
    this.store = shell.store;
    this.schema = schema;
    this.places = Object.fromEntries(
      [...shell.day.querySelectorAll("[data-place]")].map((element) => [element.dataset.place, element]),
    );
    this.isBusy = false;
    this.message = "";
    // Why a draft is not with the server, as the last upload found.
    this.whys = new Map();
  }

  async start() {
    this.shell.day.hidden = false;
    this.places.upload.addEventListener("click", () => this.upload());
    this.places.find.addEventListener("input", () => this.drawHouseholds());
    this.places.lock.addEventListener("click", () => this.shell.vault.lock());
    window.addEventListener("online", () => this.upload());
    if (navigator.storage && navigator.storage.persist) navigator.storage.persist();
    await this.look();
    if (this.shell.session) await this.upload();
  }

  /** Reads everything again and draws it. */
  async look() {
    this.drafts = await this.store.drafts();
    this.packs = await this.store.packs();
    this.households = [];
    for (const pack of this.packs) {
      const found = await this.store.households(pack.village);
      this.households.push(...found.map((one) => ({ ...one, village: pack.name })));
    }
    this.villages = this.shell.session ? await call("GET", "/api/v1/packs/").catch(() => null) : null;
    this.hasPin = await this.shell.vault.hasPin();
    this.draw();
    await this.drawSpace();
  }

  draw() {
    const unsent = this.drafts.filter((draft) => draft.state !== "synced").length;
    this.places.waiting.textContent = unsent ? say(gettext("%(n)s to upload"), { n: unsent }) : gettext("Everything is uploaded");
    this.places.upload.hidden = !unsent;
    this.places.offline.hidden = Boolean(this.shell.session);
    redraw(this.places.message, this.message && h("p", { class: "nx-note nx-note--warn", role: "status" }, this.message));
    this.drawDrafts();
    this.drawHouseholds();
    this.drawVillages();
  }

  drawDrafts() {
    const rows = this.drafts.map((draft) => {
      const { household } = draft.document;
      const { text, tone } = stateWords({ state: this.stateOf(draft), document: draft.document, queue: { isSubmitting: (draft.acts || []).some((act) => act.path === "submit/") } });
      return h("li", { class: "nx-row nx-row--between", "data-draft": draft.uuid },
        h("span", {}, h("a", { class: "nx-strong", href: `/visits/${draft.uuid}/` }, household.head),
          h("span", { class: "nx-sub" }, [household.area, household.address].filter(Boolean).join(" · "))),
        h("span", { class: "nx-row" }, h("span", { class: `nx-tag ${tone}` }, text),
          draft.refusedPhotos > 0 && h("span", { class: "nx-tag nx-tag--bad" }, say(gettext("%(n)s photos were not accepted and are only here"), { n: draft.refusedPhotos })),
          (draft.unsigned || []).length > 0 && h("span", { class: "nx-tag nx-tag--bad" }, gettext("To be signed again")),
          (draft.state === "closed" || isIn(draft)) && h("button", { class: "btn", type: "button", onclick: () => this.forget(draft) },
            gettext("Delete from device"), h("span", { class: "nx-vh" }, household.head))));
    });
    redraw(this.places.drafts, rows.length ? h("ul", { class: "nx-list" }, rows)
      : h("p", { class: "nx-card__b nx-2nd" }, gettext("No visit has been filled in on this device.")));
  }

  stateOf({ uuid, state }) {
    if (state !== "local") return state;
    const { why } = this.shell;
    return ["signed_out", "barred"].includes(why) ? why : this.whys.get(uuid) || state;
  }

  drawHouseholds() {
    const wanted = this.places.find.value.trim();
    const open = new Map(this.drafts.map((draft) => [draft.document.household.id, draft]));
    const shown = this.households
      .filter((one) => !wanted || [one.head, one.address, one.village, ...one.people.map((person) => person.name)].some((text) => (text || "").includes(wanted)))
      .sort((one, other) => Number(Boolean(other.due_on)) - Number(Boolean(one.due_on)) || Number(other.is_wanted) - Number(one.is_wanted));
    const rows = shown.slice(0, 200).map((one) => this.householdRow(one, open.get(one.id)));
    this.places.search.hidden = !this.households.length;
    redraw(this.places.households, rows.length ? h("ul", { class: "nx-list" }, rows)
      : h("p", { class: "nx-card__b nx-2nd" }, this.households.length ? gettext("No household like this was taken along.") : gettext("Take a village along below, then its households are here without network.")));
  }

  householdRow(one, draft) {
    const go = async () => {
      if (draft || one.visit) return location.assign(`/visits/${draft ? draft.uuid : one.visit.uuid}/`);
      const { vault } = this.shell;
      const user = this.shell.session ? this.shell.session.user : { id: vault.user, name: vault.name, unit: "" };
      const made = await begin(this.store, this.schema, one, user, "1");
      return location.assign(`/visits/${made.uuid}/`);
    };
    return h("li", { class: "nx-row nx-row--between", "data-household": one.id },
      h("span", {}, h("b", { class: "nx-strong" }, one.head), " ",
        one.due_on && h("span", { class: "nx-tag nx-tag--warn" }, say(gettext("Visit by %(day)s"), { day: one.due_on })),
        one.is_wanted && h("span", { class: "nx-tag nx-tag--go" }, gettext("Campaign")),
        one.kinds.map((kind) => h("span", { class: "nx-tag nx-tag--line" }, kind)),
        h("span", { class: "nx-sub" }, [one.village, one.address, one.phone].filter(Boolean).join(" · "))),
      h("button", { class: "btn", type: "button", onclick: go }, draft || one.visit ? gettext("Go on") : gettext("Start a visit"),
        h("span", { class: "nx-vh" }, one.head)));
  }

  drawVillages() {
    const taken = new Map(this.packs.map((pack) => [pack.village, pack]));
    const known = this.villages || this.packs.map((pack) => ({ code: pack.village, name: pack.name, households: pack.count }));
    const rows = known.map((village) => {
      const pack = taken.get(village.code);
      const isOld = pack && Math.abs(Date.now() - pack.takenAt) > OLD;
      return h("li", { class: "nx-row nx-row--between", "data-village": village.code },
        h("span", {}, h("b", { class: "nx-strong" }, village.name),
          h("span", { class: "nx-sub" }, pack
            ? say(gettext("%(n)s households, %(size)s KB, taken %(at)s"), { n: pack.count, size: Math.ceil(pack.size / 1024), at: moment(new Date(pack.takenAt).toISOString()) })
            : say(gettext("%(n)s households"), { n: village.households })),
          isOld && h("span", { class: "nx-tag nx-tag--warn" }, gettext("More than 7 days old: take it again"))),
        h("span", { class: "nx-row" },
          this.shell.session && h("button", { class: "btn", type: "button", onclick: () => this.take(village) }, pack ? gettext("Take again") : gettext("Take along"), h("span", { class: "nx-vh" }, village.name)),
          pack && h("button", { class: "btn", type: "button", onclick: () => this.drop(village) }, gettext("Delete from device"), h("span", { class: "nx-vh" }, village.name))));
    });
    redraw(this.places.villages, rows.length ? h("ul", { class: "nx-list" }, rows)
      : h("p", { class: "nx-card__b nx-2nd" }, gettext("No village of yours has households on the register.")));
  }

  async drawSpace() {
    if (!navigator.storage || !navigator.storage.estimate) return;
    const { usage, quota } = await navigator.storage.estimate();
    const isKept = navigator.storage.persisted ? await navigator.storage.persisted() : false;
    const figures = { used: (usage / 1048576).toFixed(1), free: Math.round((quota - usage) / 1048576) };
    redraw(this.places.space, say(gettext("%(used)s MB used on this device, %(free)s MB free."), figures), " ",
      isKept ? gettext("The browser keeps it until you delete it.") : gettext("The browser may clear it when space runs out: upload daily."), " ",
      this.hasPin ? gettext("An offline PIN is set.") : "");
  }

  /** Takes a village along page by page; a PIN is asked for the first time. */
  async take(village) {
    if (this.isBusy) return;
    this.isBusy = true;
    this.message = "";
    try {
      if (!this.hasPin) await drawPin(this.shell);
      const households = [];
      for (let page = 1, pages = 1; page <= pages; page += 1) {
        const answer = await call("GET", `/api/v1/packs/${village.code}/?page=${page}`);
        pages = answer.pages;
        households.push(...answer.households);
        this.say(say(gettext("Taking %(name)s along: %(n)s of %(total)s households"), { name: village.name, n: households.length, total: answer.count }));
      }
      await this.store.keepPack(village.code, { name: village.name, count: households.length, takenAt: Date.now() }, households);
      this.message = "";
    } catch (error) {
      this.message = this.store.isFull ? gettext("This device is full: delete villages or upload photos first")
        : error.message === "no pin" ? gettext("Nothing was taken along: an offline PIN is needed to open it in the village")
          : gettext("No network: the village was not taken along. Try again");
    }
    this.isBusy = false;
    await this.look();
  }

  /** Asks before what was typed too late goes from the device: it is nowhere else. */
  async forget(draft) {
    const { head } = draft.document.household;
    const dialog = h("dialog", { class: "nx-dialog nx-confirm", "aria-labelledby": "forget-title" },
      h("h2", { id: "forget-title" }, say(gettext("Delete what was typed last about the family of %(head)s?"), { head })),
      h("p", {}, draft.state === "closed"
        ? gettext("The visit was submitted before; these answers are only on this device and cannot be brought back.")
        : gettext("The visit is submitted. The photos that were not accepted are only on this device and cannot be brought back.")),
      h("div", { class: "nx-row" },
        h("button", { class: "btn btn-primary", type: "button", onclick: async () => {
          await this.store.dropDraft(draft.uuid);
          dialog.close();
          await this.look();
        } }, gettext("Delete from device")),
        h("button", { class: "btn", type: "button", onclick: () => dialog.close() }, gettext("Keep it"))));
    dialog.addEventListener("close", () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
  }

  async drop(village) {
    await this.store.dropPack(village.code);
    await this.look();
  }

  /** Sends every draft that is not with the server yet, one after the other. */
  async upload() {
    if (this.isBusy) return;
    this.isBusy = true;
    this.message = "";
    const waiting = this.drafts.filter((draft) => ["local", "stuck"].includes(draft.state));
    let sent = 0;
    for (const kept of waiting) {
      this.say(say(gettext("Uploading %(n)s of %(total)s"), { n: sent + 1, total: waiting.length }));
      await ifClosed(kept.uuid, () => this.send(kept.uuid));
      sent += 1;
    }
    this.isBusy = false;
    await this.look();
  }

  async send(uuid) {
    const draft = new Draft(uuid, this.store, this.schema);
    await draft.load();
    await draft.sendPhotos();
    clearTimeout(draft.retry);
    this.whys.set(uuid, draft.state);
    if (draft.state === "local") this.message = gettext("No network: the rest stays on this device and is uploaded later");
    if (draft.state === "synced" && !isEditable(draft) && !draft.photos.refused.length) await this.store.dropDraft(draft.uuid);
  }

  say(text) {
    redraw(this.places.message, h("p", { class: "nx-note", role: "status" }, text));
  }
}

function isEditable({ document }) {
  return ["draft", "returned"].includes(document.step);
}

/** Handed in, and kept here for its refused photos alone. */
function isIn(draft) {
  return draft.refusedPhotos > 0 && draft.state === "synced" && !isEditable(draft);
}
