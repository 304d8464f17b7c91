// The fifth part: read out to the family, choose what happens with each problem, sign, submit.

import { canFamilySign } from "./answers.js";
import { h } from "./dom.js";
import { drawDoubts } from "./doubts.js";
import { newId } from "./ids.js";
import { drawField, isAsked, shown } from "./fields.js";
import { drawPhotos } from "./gallery.js";
import { termsOf } from "./known.js";
import { openPad } from "./pad.js";
import { openRemarks } from "./remarks.js";
import { rowTitle } from "./sections.js";
import { figures } from "./sums.js";
import { drawVerdict } from "./verdict.js";
import { gettext, moment, say } from "./words.js";

/** Both columns of the part. */
export function drawSigning(form) {
  return h("div", { class: "nx-cols nx-cols--even" },
    h("div", { class: "nx-stack" }, drawReading(form), drawVerdict(form), drawDoubts(form), drawNeeds(form)),
    h("div", { class: "nx-stack" }, drawPhotos(form), drawSignatures(form), drawSubmit(form)));
}

function drawReading(form) {
  const { content } = form.draft;
  const sums = figures(content, termsOf(form));
  const { labour, students } = countPeople(form);
  const lines = [
    [1, gettext("People"), say(gettext("%(people)s living together, %(labour)s able to work, %(students)s at school"), {
      people: sums.people, labour, students,
    })],
    [2, gettext("Income a month"), say(gettext("%(total)s yuan, %(each)s yuan a person"), { total: sums.monthly, each: sums.perCapita })],
    [2, gettext("Land"), list(form, "land", ["use", "area"])],
    [2, gettext("Vehicles"), list(form, "vehicles", ["kind", "plate"])],
    [2, gettext("Businesses"), list(form, "businesses", ["form", "name"])],
    [2, gettext("Housing"), list(form, "homes", ["tenure", "danger"])],
    [2, gettext("Financial property"), list(form, "assets", ["kind", "amount"])],
    [3, gettext("Benefits received"), benefits(form)],
  ];
  return h("section", { class: "nx-card" },
    h("div", { class: "nx-card__h" }, h("h2", {}, gettext("Read out to the family, line by line"))),
    h("ul", { class: "nx-list" }, lines.map(([part, label, text]) =>
      h("li", { class: "nx-row nx-row--between" },
        h("span", {}, h("span", { class: "nx-sub" }, label), text),
        h("a", { href: `#part-${part}` }, gettext("Change"), h("span", { class: "nx-vh" }, label))))));
}

/** Counted members who can work or go to school, by the answers that ask for either. */
function countPeople(form) {
  const fields = form.section("members").fields;
  const asks = (name) => fields.find((field) => field.name === name);
  const people = Object.values(form.draft.get("members")).filter((row) => row.is_counted === true);
  return {
    labour: people.filter((row) => isAsked(asks("employment"), row)).length,
    students: people.filter((row) => isAsked(asks("school"), row)).length,
  };
}

function list(form, name, wanted) {
  const section = form.section(name);
  const rows = Object.values(form.draft.get(name));
  if (!rows.length) return gettext("None");
  const fields = wanted.map((field) => section.fields.find((known) => known.name === field));
  return rows
    .map((row) => fields.filter((field) => row[field.name]).map((field) => shown(field, row[field.name], form)).join(" "))
    .join("；");
}

function benefits(form) {
  const names = form.schema.benefits
    .filter(([code]) => form.draft.get(`coverage.${code}.received`) === true)
    .map(([, label]) => label);
  return names.join("、") || gettext("None");
}

function drawNeeds(form) {
  const section = form.section("needs");
  const ids = Object.keys(form.draft.get("needs"));
  const field = section.fields.find((known) => known.name === "disposition");
  const urgency = section.fields.find((known) => known.name === "urgency");
  return h("section", { class: "nx-card" },
    h("div", { class: "nx-card__h" },
      h("h2", {}, say(gettext("Problems to be solved: %(n)s"), { n: ids.length })),
      h("a", { href: "#part-4", class: "nx-sm" }, gettext("Add or change"))),
    ids.length
      ? h("ul", { class: "nx-list" }, ids.map((id, index) => {
        const row = form.draft.get(`needs.${id}`);
        return h("li", {},
          h("b", { class: "nx-strong" }, row.description || rowTitle(form, section, id, index)), " ",
          row.urgency && h("span", { class: `nx-tag ${row.urgency === "1" ? "" : "nx-tag--warn"}` }, shown(urgency, row.urgency, form)),
          drawField(form, `needs.${id}`, field, row),
          row.unit && h("span", { class: "nx-sub mt-1" }, `${row.unit} ${row.due_on || ""}`));
      }))
      : h("p", { class: "nx-card__b nx-2nd" }, form.draft.get("conclusion.has_needs") === false
        ? gettext("The family has no problem to be solved.")
        : gettext("Not filled in yet")));
}

function drawSignatures(form) {
  const { signatures } = form.draft;
  const respondent = form.draft.get("header.respondent") || "";
  return h("section", { class: "nx-card", "aria-labelledby": "h-signatures" },
    h("div", { class: "nx-card__h" }, h("h2", { id: "h-signatures", tabindex: "-1" }, gettext("Signatures"))),
    h("div", { class: "nx-card__b nx-stack" }, drawUnsigned(form),
      h("div", { class: "nx-cols nx-cols--even" }, signatures.filter((one) => one.who !== "respondent")
        .map((one) => drawSignature(form, one, say(gettext("Investigator %(name)s"), { name: one.name })))),
      drawAdd(form),
      signatures.filter((one) => one.who === "respondent").map((one) =>
        drawSignature(form, one, say(gettext("Head or adult of the family: %(name)s"), { name: respondent })))));
}

/** Signatures that were made without network and not taken: told until they are made again. */
function drawUnsigned({ draft: { unsigned } }) {
  if (!unsigned.length) return null;
  const who = unsigned.map((one) => one.name).filter(Boolean).join("、");
  return h("p", { class: "nx-note nx-note--warn", id: "unsigned" },
    say(gettext("Signatures made without network were not taken, because the answers became others when they were uploaded: %(who)s. Look through the form and sign again, then submit."), { who }));
}

function drawSignature(form, one, title) {
  const isGood = one.signed_at && !one.is_stale;
  const tag = one.signed_at
    ? one.is_stale
      ? h("span", { class: "nx-tag nx-tag--warn" }, gettext("Changed since: sign again"))
      : h("span", { class: "nx-tag nx-tag--ok" }, say(gettext("Signed %(at)s"), { at: moment(one.signed_at) }))
    : h("span", { class: "nx-tag nx-tag--warn" }, gettext("Not signed"));
  const sign = () => openPad(one.name || title, (picture, kind) => form.sign(one.who, picture, kind));
  return h("div", {},
    h("div", { class: "nx-row nx-row--between" }, h("b", { class: "nx-strong" }, title), tag),
    h("button", {
      class: isGood ? "nx-sign mt-1 w-100" : "nx-sign is-empty mt-1 w-100",
      type: "button", id: `sign-${one.who}`, onclick: sign,
    }, isGood
      ? h("img", { src: one.picture || `${one.url}?at=${encodeURIComponent(one.signed_at)}`, alt: say(gettext("Signature of %(name)s; press to sign again"), { name: one.name || title }) })
      : h("span", {}, gettext("Press here to sign; who cannot write gives a photo of the fingerprint"))),
    !["respondent", "me"].includes(one.who) && h("button", {
      class: "btn btn-sm mt-1", type: "button", onclick: () => form.removeInterviewer(one),
    }, gettext("Take off"), h("span", { class: "nx-vh" }, one.name)));
}

/** One more investigator: a colleague from the list, or somebody else by name and unit. */
function drawAdd(form) {
  const { colleagues } = form.draft.document;
  const who = h("select", { class: "form-select", id: "add-colleague" },
    h("option", { value: "" }, gettext("Choose")),
    colleagues.map((one) => h("option", { value: one.id }, [one.name, one.unit].filter(Boolean).join(" "))),
    h("option", { value: "other" }, gettext("Somebody else …")));
  const name = h("input", { class: "form-control", id: "add-name", autocomplete: "off" });
  const unit = h("input", { class: "form-control", id: "add-unit", autocomplete: "off" });
  const other = h("div", { class: "nx-fields nx-fields--2", hidden: true },
    h("div", { class: "is-2" }, h("label", { class: "form-label", for: "add-name" }, gettext("Name")), name),
    h("div", { class: "is-2" }, h("label", { class: "form-label", for: "add-unit" }, gettext("Unit")), unit));
  who.addEventListener("change", () => (other.hidden = who.value !== "other"));
  const add = () => {
    if (!who.value) return who.focus();
    const person = who.value === "other" ? { name: name.value, unit: unit.value } : { user: Number(who.value) };
    return form.addInterviewer({ uuid: newId(), ...person });
  };
  return h("div", {},
    h("label", { class: "form-label", for: "add-colleague" }, gettext("One more investigator (at least two must sign)")),
    h("div", { class: "nx-row nx-addwho" }, who,
      h("button", { class: "btn", type: "button", id: "add-interviewer", onclick: add }, gettext("Add investigator"))),
    other);
}

/** What still stands against submitting, in a few words each. */
export function missing(form) {
  const { signatures, document: { clashes } } = form.draft;
  const words = [];
  const hard = form.faults.filter((fault) => fault.level === "hard").length;
  if (hard) words.push(say(gettext("%(n)s answers to mend"), { n: hard }));
  if (clashes.length) words.push(say(gettext("%(n)s differing answers"), { n: clashes.length }));
  const remarks = openRemarks(form).length;
  if (remarks) words.push(say(gettext("%(n)s remarks of the leader"), { n: remarks }));
  const good = signatures.filter((one) => one.signed_at && !one.is_stale);
  const investigators = good.filter((one) => one.who !== "respondent").length;
  if (investigators < 2) words.push(gettext("signatures of two investigators"));
  if (canFamilySign(form.draft.content) && good.length === investigators) words.push(gettext("signature of the family"));
  return words;
}

/** The same as one line. */
export function missingLine(form) {
  const words = missing(form);
  return words.length ? say(gettext("Still missing: %(what)s"), { what: words.join("、") }) : "";
}

function drawSubmit(form) {
  return h("div", { class: "nx-row nx-desk-only" },
    h("button", { class: "btn btn-primary", type: "button", id: "submit", onclick: () => form.submit() },
      gettext("Submit to the township leader")),
    h("span", { class: "nx-2nd nx-sm" }, missingLine(form)));
}
