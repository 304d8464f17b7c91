// The leader's page: remarks written beside the answers, collected in the decision; J and K turn pages.

import { h } from "./dom.js";
import { gettext, say } from "./words.js";

const LONGEST = 300;

class Remarks {
  constructor(form) {
    this.form = form;
    this.list = form.querySelector("[data-remarks]");
    this.place = form.elements.namedItem("place");
    this.text = form.elements.namedItem("text");
    this.box = null;
  }

  start() {
    document.addEventListener("click", (event) => {
      const target = event.target instanceof Element ? event.target : null;
      const point = target && target.closest("[data-point]");
      if (point) {
        event.preventDefault();
        this.open(point);
      }
    });
    this.form.addEventListener("click", (event) => {
      const button = event.target.closest("button[name=add], button[name=drop]");
      if (!button) return;
      if (button.name === "drop") {
        event.preventDefault();
        this.drop(button.closest("li"));
      } else if (this.place.value && this.text.value.trim()) {
        event.preventDefault();
        this.add(this.place.value, this.text.value.trim());
        this.place.value = "";
        this.text.value = "";
      }
    });
    this.mark();
  }

  /** A small box under the answer: write, add, and the keyboard is back where it was. */
  open(point) {
    if (this.box) this.shut();
    const path = point.dataset.point;
    const label = this.labelOf(path);
    const text = h("textarea", {
      class: "form-control", rows: 2, maxlength: LONGEST, id: "remark-here",
      onkeydown: (event) => {
        if (event.key === "Escape") close();
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) keep();
      },
    });
    const close = () => {
      this.shut();
      point.focus();
    };
    const keep = () => {
      if (!text.value.trim()) return text.focus();
      this.add(path, text.value.trim());
      return close();
    };
    this.box = h("div", { class: "nx-remark-box" },
      h("label", { class: "form-label", for: "remark-here" }, say(gettext("To be mended: %(place)s"), { place: label })),
      text,
      h("div", { class: "nx-row mt-1" },
        h("button", { class: "btn btn-sm btn-primary", type: "button", onclick: keep }, gettext("Add this remark")),
        h("button", { class: "btn btn-sm", type: "button", onclick: close }, gettext("Not now"))));
    const home = point.closest("dl > div, .nx-card__h, h3");
    if (home.matches("dl > div")) home.append(this.box);
    else home.after(this.box);
    home.classList.add("is-writing");
    text.focus();
  }

  shut() {
    document.querySelectorAll(".is-writing").forEach((home) => home.classList.remove("is-writing"));
    this.box.remove();
    this.box = null;
  }

  labelOf(path) {
    const option = Array.from(this.place.options).find((one) => one.value === path);
    if (!option) return path;
    const group = option.closest("optgroup");
    return group && group.label !== option.textContent ? `${group.label} · ${option.textContent}` : option.textContent;
  }

  add(path, text) {
    const label = this.labelOf(path);
    this.list.append(h("li", {},
      h("input", { type: "hidden", name: "places", value: path }),
      h("input", { type: "hidden", name: "texts", value: text }),
      h("span", {}, h("b", { class: "nx-strong" }, label), h("br"), text),
      h("button", { class: "btn btn-sm", type: "submit", name: "drop" }, this.list.dataset.drop,
        h("span", { class: "nx-vh" }, ` ${label}`))));
    const back = this.form.querySelector("input[name=decision][value=return]");
    if (back) back.checked = true;
    this.mark();
  }

  drop(line) {
    line.remove();
    this.mark();
    this.form.querySelector("summary").focus();
  }

  /** The answers that have a remark are marked, so that none is written twice unseen. */
  mark() {
    const paths = new Set(Array.from(this.list.querySelectorAll("[name=places]"), (one) => one.value));
    document.querySelectorAll("[data-point]").forEach((point) => {
      point.setAttribute("aria-pressed", String(paths.has(point.dataset.point)));
    });
  }
}

function watchKeys() {
  document.addEventListener("keydown", (event) => {
    const isTyping = event.target instanceof Element && event.target.closest("input, textarea, select, dialog");
    if (isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
    const rel = { j: "next", k: "prev" }[event.key.toLowerCase()];
    const link = rel && document.querySelector(`a[rel=${rel}]`);
    if (link) link.click();
  });
}

const form = document.getElementById("decide");
if (form) new Remarks(form).start();
watchKeys();
