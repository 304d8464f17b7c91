// Draws one question of the form and binds it to its path in the draft.

import { boolOptions, isRequired } from "./answers.js";
import { changeNote } from "./changes.js";
import { h, idOf } from "./dom.js";
import { doubtAt } from "./doubt_at.js";
import { fills, isOffStandard, recordWords, standardFor, standardWords } from "./known.js";
import { remarkNote } from "./remarks.js";
import { gettext } from "./words.js";

export { isAsked, shown } from "./answers.js";

const MOST_OPTIONS = 5;

/** The question as a cell of the grid. */
export function drawField(form, path, field, row) {
  const fullPath = `${path}.${field.name}`;
  const id = idOf(fullPath);
  const fault = form.shownFault(fullPath);
  const notes = [field.hint && `${id}-hint`, fault && `${id}-error`].filter(Boolean).join(" ");
  const binding = { form, path: fullPath, id, field, row, fault, notes: notes || null };
  const isGroup = isOptions(field, form) || field.kind === "multi";
  const label = isGroup
    ? h("legend", { class: "form-label" }, field.label, optional(form, field))
    : h("label", { class: "form-label", for: id }, field.label, optional(form, field));
  const classes = [width(field, form), fault && "nx-err"].filter(Boolean).join(" ");
  return h(
    isGroup ? "fieldset" : "div",
    { class: isGroup ? `nx-set ${classes}` : classes, "aria-describedby": isGroup ? notes || null : null },
    label,
    field.hint && h("span", { class: "form-hint", id: `${id}-hint` }, field.hint),
    fault && h("span", { class: "nx-err__msg", id: `${id}-error` }, fault.message),
    remarkNote(form, fullPath),
    control(binding),
    aside(binding),
  );
}

/** Below the answer: the county's standard, what is on record, the last visit, what is doubtful. */
function aside({ form, path, field, row }) {
  const standard = standardFor(form, field, row);
  const [section, id] = path.split(".");
  const record = section === "coverage" && field.name === "received" && recordWords(form, id, field.label);
  const doubt = doubtAt(form, path);
  return [
    standard && h("span", { class: "nx-last" }, standardWords(field, standard), " ", h("span", { class: "nx-law" }, `〔${standard.source}〕`), isOffStandard(field, standard, row)
      && h("button", { class: "btn btn-sm nx-take", type: "button", onclick: () => form.chosen(path, standard.value) }, gettext("Take the standard"))),
    record && h("span", { class: "nx-last is-record" }, record),
    changeNote(form, path, field),
    doubt && h("span", { class: "nx-doubt" }, doubt.message),
  ];
}

/** Notes a choice, and what the county's standards fill in beside it. */
function choose({ form, path, field }, code) {
  form.chosenMany([[path, code], ...fills(form, path, field, code)]);
}

function optional(form, field) {
  return isRequired(field, form.draft.content) ? null : h("span", { class: "nx-optional" }, ` ${gettext("(optional)")}`);
}

function width(field, form) {
  if (field.kind === "long") return "is-all";
  if (field.kind === "bool") return "";
  if (!isOptions(field, form) && field.kind !== "multi") return "";
  const letters = options(field, form).reduce((sum, [, label]) => sum + label.length + 3, 0);
  if (letters > 36) return "is-all";
  return letters > 12 ? "is-2" : "";
}

function options(field, form) {
  if (field.kind === "bool") return boolOptions(field);
  if (field.kind === "member") {
    return Object.entries(form.draft.content.members).map(([id, row]) => [id, row.name || "—"]);
  }
  if (field.kind === "code") return Object.entries(form.schema.relations);
  return field.choices;
}

function isOptions(field, form) {
  if (field.kind === "bool") return true;
  if (field.kind === "choice" || field.kind === "member") return options(field, form).length <= MOST_OPTIONS;
  return false;
}

function control(binding) {
  const { field, form } = binding;
  if (field.kind === "multi") return multi(binding);
  if (isOptions(field, form)) return radios(binding);
  if (["choice", "member", "code"].includes(field.kind)) return select(binding);
  if (field.kind === "long") return textarea(binding);
  return input(binding);
}

function shared({ id, fault, notes }) {
  return { id, "aria-invalid": fault ? "true" : null, "aria-describedby": notes };
}

function input(binding) {
  const { field, form, path, row } = binding;
  const kinds = { date: "date", time: "time" };
  const modes = { money: "decimal", number: "decimal", count: "numeric" };
  const element = h("input", {
    ...shared(binding),
    class: "form-control",
    type: kinds[field.kind] || "text",
    inputmode: modes[field.kind],
    autocomplete: "off",
    value: form.draft.get(path) || "",
    oninput: (event) => form.typed(path, event.target.value),
    onchange: () => form.left(path),
  });
  const unit = field.kind === "money" && !field.unit ? periodUnit(form, binding, row) : field.unit;
  return unit ? h("div", { class: "nx-money" }, element, h("span", {}, unit)) : element;
}

/** Amounts with a period of their own show it as their unit. */
function periodUnit(form, { path }, row) {
  const section = form.section(path.split(".")[0]);
  const period = section.fields.find((field) => field.name === "period");
  const chosen = period && period.choices.find(([code]) => code === row.period);
  return chosen ? chosen[1] : gettext("yuan");
}

function textarea(binding) {
  const { form, path } = binding;
  return h("textarea", {
    ...shared(binding),
    class: "form-control",
    rows: 2,
    value: form.draft.get(path) || "",
    oninput: (event) => form.typed(path, event.target.value),
    onchange: () => form.left(path),
  });
}

function select(binding) {
  const { field, form, path } = binding;
  const value = form.draft.get(path) || "";
  return h(
    "select",
    { ...shared(binding), class: "form-select", onchange: (event) => choose(binding, event.target.value) },
    h("option", { value: "" }, gettext("Choose")),
    options(field, form).map(([code, label]) => h("option", { value: code, selected: code === value }, label)),
  );
}

function radios(binding) {
  const { field, form, path, id, fault } = binding;
  const value = form.draft.get(path);
  return h(
    "div",
    { class: "nx-opts" },
    options(field, form).map(([code, label], index) =>
      h("label", { class: "nx-opt" },
        h("input", {
          type: "radio",
          id: index ? `${id}-${index}` : id,
          name: id,
          checked: code === value,
          "aria-invalid": fault ? "true" : null,
          onchange: () => choose(binding, code),
        }),
        h("span", {}, label)),
    ),
  );
}

function multi(binding) {
  const { field, form, path, id } = binding;
  const chosen = form.draft.get(path) || [];
  const toggle = (code, isOn) => {
    const now = new Set(form.draft.get(path) || []);
    if (isOn) now.add(code);
    else now.delete(code);
    form.chosen(path, field.choices.map(([known]) => known).filter((known) => now.has(known)));
  };
  return h(
    "div",
    { class: "nx-opts" },
    field.choices.map(([code, label], index) =>
      h("label", { class: "nx-opt" },
        h("input", {
          type: "checkbox",
          id: index ? `${id}-${index}` : id,
          checked: chosen.includes(code),
          onchange: (event) => toggle(code, event.target.checked),
        }),
        h("span", {}, label)),
    ),
  );
}
