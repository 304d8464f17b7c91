// Photos on the page: taking them with time, place and names drawn in, looking, naming anew, removing.

import { isMet } from "./answers.js";
import { clock } from "./clock.js";
import { dayOf } from "./content.js";
import { h, redraw } from "./dom.js";
import { KINDS } from "./photos.js";
import { degrees, locate, permission } from "./place.js";
import { stamped } from "./watermark.js";
import { gettext, moment, say } from "./words.js";

const LARGEST = 40 * 1024 * 1024;

/** What a photo can show, in words. */
function kindWords() {
  return {
    door: gettext("Door plate"), interior: gettext("Inside the home"),
    respondent: gettext("The person spoken to"), other: gettext("Other photo"),
  };
}

function stateWords({ state, share, reason }) {
  return {
    unkept: gettext("Only on this page: the device is full"),
    keeping: gettext("Saving the photo …"),
    kept: gettext("Kept on this device"),
    held: gettext("The visit was submitted: kept on this device until it is returned"),
    sending: say(gettext("Uploading %(share)s"), { share: `${Math.floor(share * 100)}%` }),
    refused: say(gettext("Not accepted: %(reason)s"), { reason }),
    synced: gettext("On the server"),
  }[state];
}

/** The card with every photo and a place to take each kind. */
export function drawPhotos(form) {
  return h("section", { class: "nx-card", id: "photos-card", "aria-labelledby": "h-photos" }, parts(form));
}

/** Only the card: a photo on its way must not disturb the field somebody types in. */
export function redrawPhotos(form) {
  const card = document.getElementById("photos-card");
  if (card) redraw(card, parts(form));
}

function parts(form) {
  const photos = form.draft.photos.all;
  const lacking = missingKinds(form, photos);
  return [
    h("div", { class: "nx-card__h" },
      h("h2", { id: "h-photos", tabindex: "-1" }, gettext("Photos")),
      h("span", { class: "nx-sm nx-2nd" }, say(gettext("%(n)s taken"), { n: photos.length }))),
    h("div", { class: "nx-card__b nx-stack" },
      h("p", { class: "form-hint mb-0" }, gettext("Time, place and your name are drawn into the photo. If the browser asks for your position, allow it; without it the photo is kept all the same and says “No position”.")),
      h("p", { class: "nx-err__msg mb-0", id: "photo-error", role: "alert" }, form.photoError),
      h("p", { class: "nx-sub mb-0", role: "status" }, form.photoBusy && gettext("Preparing the photo …")),
      h("div", { class: "nx-photos" },
        photos.map((photo) => drawPhoto(form, photo)),
        canTake(form) && KINDS.map((kind) => drawTake(form, kind))),
      lacking.length > 0 && h("p", { class: "nx-sub mb-0" },
        say(gettext("Not photographed yet: %(kinds)s. The visit can be submitted without, and the leader sees it."), { kinds: lacking.join("、") }))),
  ];
}

/** What was handed in takes no more photos. */
function canTake({ draft }) {
  return draft.document.may_edit !== false && !["closed", "stuck"].includes(draft.state);
}

/** The kinds a visit should show: all three, or the door where nobody was met. */
function missingKinds(form, photos) {
  const there = new Set(photos.map((photo) => photo.kind));
  const wanted = isMet(form.draft.content) ? KINDS.slice(0, 3) : ["door"];
  return wanted.filter((kind) => !there.has(kind)).map((kind) => kindWords()[kind]);
}

function drawPhoto(form, photo) {
  const label = kindWords()[photo.kind];
  const tone = { refused: "nx-tag nx-tag--bad", unkept: "nx-tag nx-tag--bad", keeping: "nx-tag", kept: "nx-tag nx-tag--warn", held: "nx-tag nx-tag--warn", sending: "nx-tag nx-tag--go" }[photo.state] || "nx-tag nx-tag--ok";
  const short = photo.state === "refused" ? gettext("Not accepted") : stateWords(photo);
  return h("figure", { class: "nx-photo", "data-photo": photo.id, "data-state": photo.state },
    h("button", { type: "button", id: `photo-${photo.id}`, onclick: () => look(form, photo) },
      thumbnail(form, photo, label),
      h("span", { class: `${tone} nx-photo__state` }, short),
      h("figcaption", {}, [label, moment(photo.taken_at), !photo.has_place && gettext("No position")].filter(Boolean).join(" · "))));
}

/** The same element as long as it is the same picture: nothing is fetched again when the card is drawn. */
function thumbnail(form, photo, label) {
  form.thumbnails = form.thumbnails || new Map();
  const known = form.thumbnails.get(photo.id);
  if (known && known.address === photo.thumbnail) return known.box;
  const box = h("span", { class: "nx-photo__box" }, picture(photo.thumbnail, label));
  form.thumbnails.set(photo.id, { address: photo.thumbnail, box });
  return box;
}

/** A picture; without network those on the server cannot be shown, and say so. */
function picture(address, label, className) {
  const image = h("img", { src: address, alt: label, class: className });
  image.addEventListener("error", () => image.replaceWith(h("span", { class: "nx-photo__paper" }, gettext("Shown when there is a network"))));
  return image;
}

function drawTake(form, kind) {
  let place = null;
  const input = h("input", {
    type: "file", accept: "image/*", capture: "environment", class: "nx-vh", id: `take-${kind}`,
    "aria-describedby": "photo-error", onclick: () => (place = locate()),
    onchange: () => take(form, kind, input, place || locate()),
  });
  return h("label", { class: "nx-photo nx-photo--add", for: `take-${kind}` }, input, h("span", {}, `＋ ${kindWords()[kind]}`));
}

async function take(form, kind, input, place) {
  const [file] = input.files;
  input.value = "";
  if (!file) return;
  form.photoError = unfit(file);
  form.photoBusy = !form.photoError;
  redrawPhotos(form);
  if (form.photoError) return;
  const at = new Date();
  try {
    const found = await place;
    await form.draft.addPhoto(kind, at, found, await stamped(file, lines(form, new Date(at - clock.ahead), found)));
  } catch (error) {
    form.photoError = gettext("This file cannot be read as a photo: take it again, or set the camera to JPEG");
  }
  form.photoBusy = false;
  redrawPhotos(form);
}

/** What is wrong with a file before it is opened, or nothing. */
function unfit(file) {
  if (file.size > LARGEST) return gettext("The photo is larger than 40 MB: set the camera to a smaller size and take it again");
  if (!file.size) return gettext("The file is empty: take the photo again");
  if (file.type && !file.type.startsWith("image/")) return gettext("This is not a photo: take one with the camera");
  return "";
}

/** What is drawn into the photo: whose home, when, where, by whom. */
function lines(form, at, place) {
  const { household } = form.draft.document;
  const two = (number) => String(number).padStart(2, "0");
  const time = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${two(at.getHours())}:${two(at.getMinutes())}`;
  return [
    [household.head, household.area].filter(Boolean).join(" · "),
    [time, form.draft.store.vault.name].filter(Boolean).join(" · "),
    place ? degrees(place) : gettext("No position"),
  ];
}

/** One photo large, with what can be done about it. */
function look(form, photo) {
  const words = kindWords();
  const canChange = form.draft.document.may_edit !== false;
  const kind = h("select", { class: "form-select", id: "photo-kind", disabled: !canChange, onchange: () => change(form, photo, kind.value) },
    KINDS.map((one) => h("option", { value: one, selected: one === photo.kind }, words[one])));
  const dialog = h("dialog", { class: "nx-dialog nx-confirm nx-confirm--photo", "aria-labelledby": "photo-title" });
  const close = () => dialog.close();
  const remove = drawRemoval(form, photo, close);
  const again = async () => {
    close();
    await attempt(form, () => form.draft.photos.again(photo.id));
  };
  const ask = (event) => {
    event.currentTarget.hidden = true;
    remove.hidden = false;
    remove.scrollIntoView({ block: "nearest" });
    remove.querySelector("select").focus();
  };
  redraw(dialog,
    h("h2", { id: "photo-title" }, say(gettext("Photo: %(kind)s"), { kind: words[photo.kind] })),
    picture(photo.picture, words[photo.kind], "nx-picture"),
    h("p", { class: "nx-sub" }, [moment(photo.taken_at), stateWords(photo), !photo.has_place && gettext("No position")].filter(Boolean).join(" · ")),
    h("div", {}, h("label", { class: "form-label", for: "photo-kind" }, gettext("What it shows")), kind),
    remove,
    h("div", { class: "nx-row" },
      canChange && photo.state === "refused" && h("button", { class: "btn", type: "button", id: "photo-again", onclick: again }, gettext("Send again")),
      canChange && h("button", { class: "btn", type: "button", id: "photo-remove", onclick: ask }, gettext("Remove the photo")),
      h("button", { class: "btn btn-primary", type: "button", onclick: close }, gettext("Close"))));
  dialog.addEventListener("close", () => {
    dialog.remove();
    const again = document.getElementById(`photo-${photo.id}`) || document.getElementById("h-photos");
    if (again) again.focus();
  });
  document.body.append(dialog);
  dialog.showModal();
}

function drawRemoval(form, photo, close) {
  const reason = h("select", { class: "form-select", id: "photo-reason" },
    h("option", { value: "unclear" }, gettext("It is not clear")),
    h("option", { value: "mistaken" }, gettext("It was taken by mistake")),
    h("option", { value: "objected" }, gettext("The family does not agree to it")),
    h("option", { value: "other" }, gettext("Other reason")));
  const go = async () => {
    close();
    await attempt(form, () => form.draft.photos.remove(photo.id, reason.value));
  };
  return h("div", { class: "nx-note nx-note--warn mt-2", hidden: true },
    h("label", { class: "form-label", for: "photo-reason" }, gettext("Why is it removed? It cannot be brought back.")), reason,
    h("button", { class: "btn mt-2", type: "button", id: "photo-remove-now", onclick: go }, gettext("Remove it now")));
}

async function change(form, photo, kind) {
  await attempt(form, () => form.draft.photos.rename(photo.id, kind));
}

async function attempt(form, act) {
  form.photoError = "";
  try {
    await act();
  } catch (error) {
    form.photoError = (error.reasons || []).join(" ") || gettext("No network: try again");
  }
  redrawPhotos(form);
}

// Where the form was begun.

/** Asks for the position in words before the browser does; only on the day of the visit. */
export function drawPlace(form) {
  if (!isPlaceWanted(form) || form.placeAnswer === "none") return null;
  return h("section", { class: "nx-card mb-3", id: "place-card", "aria-labelledby": "h-place" },
    h("div", { class: "nx-card__b nx-row nx-row--between" },
      h("div", {}, h("b", { class: "nx-strong", id: "h-place" }, gettext("Place of the visit")),
        h("p", { class: "nx-sub mb-0", role: "status" }, form.placeAnswer === "asking" ? gettext("Looking for the position …")
          : form.placeAnswer === "failed" ? gettext("No position: it is refused in the browser's settings, or there is no reception here. Go on without, or try again outdoors.")
            : gettext("The position where the form is begun proves that you were there. It is noted once, sealed, and shown to those who check the visit."))),
      h("div", { class: "nx-row" },
        h("button", { class: "btn btn-primary", type: "button", id: "allow-place", onclick: () => notePlace(form, { isAsked: true }) }, gettext("Allow the position")),
        h("button", { class: "btn", type: "button", onclick: () => answer(form, "none") }, gettext("Go on without")))));
}

function isPlaceWanted({ draft }) {
  const { document } = draft;
  return document.may_edit !== false && !document.has_place && draft.get("header.visited_on") === dayOf(clock.now());
}

/** Notes the place: at once where the browser needs not ask, else when the person says so. */
export async function notePlace(form, { isAsked }) {
  if (!isPlaceWanted(form)) return;
  if (!isAsked && (await permission()) !== "granted") return;
  answer(form, "asking");
  const place = await locate();
  if (place) await form.draft.notePlace(place).catch(() => {});
  answer(form, place ? "" : "failed");
}

function answer(form, what) {
  form.placeAnswer = what;
  if (form.part === 1) form.draw();
}
