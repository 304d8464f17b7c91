// Where two people typed different answers: both are shown, and one is chosen.

import { h } from "./dom.js";
import { shown } from "./fields.js";
import { rowTitle } from "./sections.js";
import { gettext, moment, say } from "./words.js";

/** The card of unsettled clashes, or nothing. */
export function drawClashes(form) {
  const { clashes } = form.draft.document;
  if (!clashes.length) return null;
  return h("section", { class: "nx-card nx-err", "aria-labelledby": "clashes" },
    h("div", { class: "nx-card__h" },
      h("h2", { id: "clashes", tabindex: "-1" },
        say(gettext("%(n)s answers differ between two people: choose which one holds"), { n: clashes.length }))),
    h("ul", { class: "nx-list" }, clashes.map((clash) => drawClash(form, clash))));
}

function drawClash(form, clash) {
  const option = (side) => h("button", {
    class: "btn",
    type: "button",
    onclick: () => form.settle(clash, side),
  }, h("b", {}, words(form, clash.path, clash[side].value)), " ",
  h("span", { class: "nx-sm nx-2nd" }, `${clash[side].by} ${moment(clash[side].at)}`));
  return h("li", {},
    h("span", { class: "nx-strong" }, place(form, clash.path)),
    h("div", { class: "nx-row mt-1" }, option("server"), option("client")));
}

/** Where a path is, in words: section · row · question. */
export function place(form, path) {
  const [name, ...rest] = path.split(".");
  const section = form.section(name);
  if (section.shape === "single") return `${section.label} · ${label(section, rest[0])}`;
  const index = Object.keys(form.draft.get(name)).indexOf(rest[0]);
  const title = rowTitle(form, section, rest[0], Math.max(index, 0));
  return [section.label, title, rest[1] && label(section, rest[1])].filter(Boolean).join(" · ");
}

function label(section, name) {
  const field = section.fields.find((known) => known.name === name);
  return field ? field.label : name;
}

function words(form, path, value) {
  const [name, ...rest] = path.split(".");
  const section = form.section(name);
  const field = section.fields.find((known) => known.name === rest[rest.length - 1]);
  if (value === null || value === undefined) return field ? gettext("Empty") : gettext("Remove this row");
  if (!field || typeof value === "object" && !Array.isArray(value)) return gettext("Keep this row");
  return shown(field, value, form);
}
