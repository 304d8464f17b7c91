// What the leader asked to have mended: a part's own on top, all at the end, the words beside each field.

import { everything } from "./content.js";
import { h } from "./dom.js";
import { gettext, say } from "./words.js";

const LONGEST = 300;
const LAST = 5;
const MOST_NAMED = 3;
const typed = new Map();

/** The remarks of the last return; none for a visit that never came back. */
function remarksOf(form) {
  return form.draft.document.remarks || [];
}

/** Mended by itself: another answer stands there now. */
function isChanged(form, remark) {
  return plain(remark.before) !== plain(form.draft.get(remark.path));
}

function plain(value) {
  if (value === undefined || value === null || value === "") return "";
  if (Array.isArray(value) && !value.length) return "";
  const text = everything(value);
  return text === "{}" ? "" : text;
}

/** Those that are neither mended nor answered: they stop the visit from being handed in again. */
export function openRemarks(form) {
  return remarksOf(form).filter((remark) => !remark.is_settled && !isChanged(form, remark));
}

/** One sentence for each of them, with the place named. */
export function remarkNotices(form) {
  return openRemarks(form).map((remark) =>
    say(gettext("%(place)s: neither mended nor answered (%(text)s)"), remark));
}

/** Changes when the list must be drawn again. */
export function remarkState(form) {
  return remarksOf(form).map((remark) => `${isChanged(form, remark)}${remark.is_settled}`).join();
}

/** A part's own remarks, each leading to its field, and where the others are; the last part has them all. */
export function drawRemarks(form) {
  const remarks = remarksOf(form);
  if (!remarks.length) return null;
  const open = openRemarks(form).length;
  const head = open
    ? say(gettext("%(open)s of %(all)s remarks are still to be mended or answered"), { open, all: remarks.length })
    : gettext("All remarks are mended or answered: sign where answers changed, and submit");
  const here = remarks.filter((remark) => form.part === LAST || form.partOf(remark.path) === form.part);
  const others = remarks.filter((remark) => !here.includes(remark));
  return h("section", { class: "nx-card", "aria-labelledby": "remarks-title" },
    h("div", { class: "nx-card__h" }, h("h2", { id: "remarks-title", tabindex: "-1" }, head)),
    here.length > 0 && h("ol", { class: "nx-list" }, here.map((remark) => drawRemark(form, remark))),
    others.length > 0 && drawOthers(form, others, here.length ? "nx-card__f" : "nx-card__b"));
}

/** One line: how many open remarks are about other parts, the first open ones by name, and the way to all. */
function drawOthers(form, others, place) {
  const open = openRemarks(form).filter((remark) => others.includes(remark));
  const words = open.length
    ? say(gettext("%(n)s more in other parts:"), { n: open.length })
    : say(gettext("%(n)s more in other parts, all dealt with."), { n: others.length });
  return h("p", { class: `${place} nx-row nx-sm mb-0`, id: "remarks-elsewhere" }, words,
    open.slice(0, MOST_NAMED).map((remark) => h("a", { href: `#remark-${remark.uuid}`, onclick: (event) => form.lead(event, remark) }, remark.place)),
    h("a", { href: `#part-${LAST}` }, gettext("All remarks")));
}

function drawRemark(form, remark) {
  const id = `remark-${remark.uuid}`;
  const isMended = isChanged(form, remark);
  return h("li", {},
    h("div", { class: "nx-row nx-row--between" },
      h("a", { href: `#${id}`, id, onclick: (event) => form.lead(event, remark) }, remark.place),
      stateTag(remark, isMended)),
    h("span", {}, remark.text, " ", h("span", { class: "nx-sm nx-2nd" }, remark.by)),
    remark.before_words && h("span", { class: "nx-sub" }, say(gettext("When it was returned: %(before)s"), { before: remark.before_words })),
    isMended ? null : remark.is_settled ? drawSettled(form, remark) : drawAnswer(form, remark));
}

function stateTag(remark, isMended) {
  if (isMended) return h("span", { class: "nx-tag nx-tag--ok" }, gettext("Changed"));
  if (remark.is_settled) return h("span", { class: "nx-tag nx-tag--line" }, remark.answer ? gettext("Answered") : gettext("Ticked, not changed"));
  return h("span", { class: "nx-tag nx-tag--warn" }, gettext("Still to be mended"));
}

function drawSettled(form, remark) {
  return h("div", { class: "nx-row mt-1" },
    remark.answer && h("span", { class: "nx-sm" }, remark.answer),
    h("button", {
      class: "btn btn-sm", type: "button", id: `reopen-${remark.uuid}`,
      onclick: () => form.settleRemark(remark, false, ""),
    }, gettext("Take it back"), h("span", { class: "nx-vh" }, remark.place)));
}

/** What was asked is right as it stands, or was done elsewhere: say so, or tick it. */
function drawAnswer(form, remark) {
  const id = `answer-${remark.uuid}`;
  const words = h("input", {
    class: "form-control", id, maxlength: LONGEST, autocomplete: "off", value: typed.get(remark.uuid) || "",
    oninput: (event) => typed.set(remark.uuid, event.target.value),
  });
  const settle = () => {
    typed.delete(remark.uuid);
    form.settleRemark(remark, true, words.value.trim());
  };
  return h("div", { class: "mt-1" },
    h("label", { class: "form-hint", for: id }, gettext("Right as it stands? Write why for the leader; changing the answer settles it by itself.")),
    h("div", { class: "nx-row nx-addwho" }, words,
      h("button", { class: "btn", type: "button", id: `settle-${remark.uuid}`, onclick: settle },
        gettext("Dealt with"), h("span", { class: "nx-vh" }, remark.place))));
}

/** The leader's words beside the field they are about, or nothing. */
export function remarkNote(form, path) {
  const remark = remarksOf(form).find((one) => one.path === path);
  if (!remark) return null;
  const isDone = remark.is_settled || isChanged(form, remark);
  return h("span", { class: isDone ? "nx-told is-settled" : "nx-told" },
    say(gettext("%(by)s: %(text)s"), remark), " ",
    remark.before_words && h("span", { class: "nx-2nd" }, say(gettext("When it was returned: %(before)s"), { before: remark.before_words })));
}
