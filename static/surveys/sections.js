// Draws the sections of a part: questions asked once, rows that repeat, and the fixed benefits.

import { fieldsOf } from "./answers.js";
import { carriedTag, confirmButton, goneRows, isNewRow } from "./changes.js";
import { h, idOf } from "./dom.js";
import { drawField, isAsked, shown } from "./fields.js";
import { canFold, foldHead, isUnfolded } from "./folds.js";
import { hintsOf } from "./hints.js";
import { benefitsMonthly, yuan } from "./sums.js";
import { gettext, say } from "./words.js";

/** All sections of a part as cards. */
export function drawSections(form, number) {
  const sections = form.schema.sections.filter((section) => section.part === number && !section.hidden);
  return sections.filter((section) => isWanted(form, section)).map((section) => drawSection(form, section));
}

/** Rows behind a yes/no question show when it is answered yes (or rows are there already). */
function isWanted(form, section) {
  if (!section.flag) return true;
  return form.draft.get(section.flag) === true || Object.keys(form.draft.get(section.name)).length > 0;
}

function drawSection(form, section) {
  const body = { single: drawSingle, rows: drawRows, benefits: drawBenefits }[section.shape];
  const fault = form.shownFault(section.name);
  const folds = canFold(section);
  const classes = ["nx-card", fault && "nx-err", folds && !isUnfolded(form, section) && "is-folded"];
  return h(
    "section",
    { class: classes.filter(Boolean).join(" "), "aria-labelledby": `h-${section.name}` },
    h("div", { class: folds ? "nx-card__h nx-folds" : "nx-card__h" },
      h("h2", { id: `h-${section.name}`, tabindex: "-1" }, folds ? foldHead(form, section) : section.label),
      section.shape === "single" && carriedTag(form, section.name),
      section.shape === "benefits" ? restNotReceived(form, section) : confirmButton(form, section.name, section.label)),
    h("div", { class: "nx-card__b", id: `body-${section.name}` },
      section.hint && h("p", { class: "form-hint" }, section.hint),
      fault && h("p", { class: "nx-err__msg", id: idOf(section.name), tabindex: "-1" }, fault.message),
      body(form, section),
      gone(form, section)),
    section.shape === "benefits" && benefitTotals(form),
  );
}

/** What the last visit had and this one has no more. */
function gone(form, section) {
  const rows = goneRows(form, section);
  if (!rows.length) return null;
  const titles = rows.map(([, row], index) => titleOf(form, section, row, index));
  return h("p", { class: "nx-last is-changed" }, say(gettext("Not here any more since the last visit: %(rows)s"), { rows: titles.join("；") }));
}

function benefitTotals(form) {
  const monthly = benefitsMonthly(form.draft.content);
  return h("p", { class: "nx-card__f mb-0", id: "benefit-totals" },
    say(gettext("Benefits in all: %(month)s yuan a month, %(year)s yuan a year"), { month: yuan(monthly), year: yuan(monthly * 12n) }));
}

function drawSingle(form, section) {
  return h("div", { class: "nx-fields" }, questions(form, section, section.name));
}

function questions(form, section, path) {
  const row = form.draft.get(path) || {};
  return section.fields
    .filter((field) => isAsked(field, row) && !field.hidden && !isFromRegister(field, row))
    .map((field) => drawField(form, path, field, row));
}

/** The register's own entries: shown in the row's title, not asked. */
function isFromRegister(field, row) {
  return field.given && (field.name === "member" || Boolean(row.member));
}

function drawRows(form, section) {
  const rows = Object.keys(form.draft.get(section.name));
  return [
    rows.map((id, index) => drawRow(form, section, id, index)),
    h("button", {
      class: "btn",
      type: "button",
      id: `add-${section.name}`,
      onclick: () => form.addRow(section),
    }, `＋ ${section.add}`),
  ];
}

function drawRow(form, section, id, index) {
  const path = `${section.name}.${id}`;
  const title = rowTitle(form, section, id, index);
  const fault = form.shownFault(path);
  const remove = h("button", {
    class: "btn btn-sm",
    type: "button",
    onclick: () => form.removeRow(section, id),
  }, gettext("Remove"), h("span", { class: "nx-vh" }, title));
  const isOpen = form.isOpen(path);
  const box = h(
    "details",
    { class: "nx-rowbox", open: isOpen, ontoggle: (event) => form.toggled(path, event.target.open) },
    h("summary", { id: `row-${idOf(path)}` },
      h("span", { class: "nx-strong" }, title), " ",
      carriedTag(form, path), " ",
      isNewRow(form, section.name, id) && h("span", { class: "nx-tag nx-tag--go" }, gettext("Newly added")), " ",
      hintsOf(form, section, id).tags.map((tag) => [h("span", { class: "nx-tag" }, tag), " "]),
      h("span", { class: "nx-sm nx-2nd" }, rowNote(form, section, id))),
    fault && h("p", { class: "nx-err__msg", id: idOf(path), tabindex: "-1" }, fault.message),
    hintsOf(form, section, id).lines.map((line) => h("p", { class: "nx-hintline" }, line)),
    h("div", { class: "nx-fields" }, questions(form, section, path)),
    h("p", { class: "nx-row mt-2" }, confirmButton(form, path, title), remove),
  );
  return box;
}

/** What tells a row from the others: the member's name, else its first answers. */
export function rowTitle(form, section, id, index) {
  const row = form.draft.get(`${section.name}.${id}`) || {};
  if (section.shape === "benefits") return (form.schema.benefits.find(([code]) => code === id) || [])[1];
  return titleOf(form, section, row, index);
}

function titleOf(form, section, row, index) {
  if (section.name === "members") {
    const relation = form.schema.relations[row.relation];
    return [row.name || say(gettext("Member %(n)s"), { n: index + 1 }), relation].filter(Boolean).join(" · ");
  }
  if (section.name === "supporters") return row.name || `${section.label} ${index + 1}`;
  const wanted = section.fields.filter((field) => ["kind", "form", "tenure", "member", "owner", "use", "plant"].includes(field.name));
  const words = wanted
    .filter((field) => row[field.name])
    .sort((one, other) => Number(other.kind === "member") - Number(one.kind === "member"))
    .map((field) => shown(field, row[field.name], form));
  return words.slice(0, 2).join(" ") || `${section.label} ${index + 1}`;
}

function rowNote(form, section, id) {
  const path = `${section.name}.${id}.`;
  const open = form.faults.filter((fault) => fault.level === "hard" && fault.path.startsWith(path));
  return open.length ? say(gettext("%(n)s to fill in"), { n: open.length }) : "";
}

function drawBenefits(form, section) {
  return h("div", { class: "nx-benefits" }, form.schema.benefits.map(([code, label]) => {
    const path = `${section.name}.${code}`;
    const row = form.draft.get(path) || {};
    const fields = fieldsOf(section, code).filter((field) => isAsked(field, row));
    const [received, ...rest] = fields;
    return h("div", { class: "nx-benefit" },
      drawField(form, path, { ...received, label }, row),
      rest.length ? h("div", { class: "nx-fields" }, rest.map((field) => drawField(form, path, field, row))) : null);
  }));
}

/** One press answers "not received" for every benefit not answered yet. */
function restNotReceived(form, section) {
  const open = form.schema.benefits.filter(([code]) => {
    const row = form.draft.get(`${section.name}.${code}`) || {};
    return row.received === undefined || row.received === null;
  });
  if (!open.length) return null;
  return h("button", {
    class: "btn btn-sm",
    type: "button",
    id: "rest-not-received",
    onclick: () => form.chosenMany(open.map(([code]) => [`${section.name}.${code}.received`, false])),
  }, gettext("The rest are not received"));
}
