// What every page does by script: the phone menu, drop-downs, focus after htmx, the session clock.

const WARN_SECONDS = 120;
const SEEN = "nuanxin.seen";

function watchMenu() {
  const button = document.querySelector(".nx-menu");
  const menu = document.getElementById("site-menu");
  if (!button || !menu) return;
  const show = (open) => {
    menu.classList.toggle("is-open", open);
    button.setAttribute("aria-expanded", String(open));
  };
  button.addEventListener("click", (event) => {
    event.preventDefault();
    show(!menu.classList.contains("is-open"));
  });
  button.addEventListener("keydown", (event) => {
    if (event.key === " ") {
      event.preventDefault();
      button.click();
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && menu.classList.contains("is-open")) {
      show(false);
      button.focus();
    }
  });
}

function watchDrops() {
  document.addEventListener("click", (event) => {
    document.querySelectorAll("details.nx-drop[open]").forEach((drop) => {
      if (!drop.contains(event.target)) drop.open = false;
    });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    document.querySelectorAll("details.nx-drop[open]").forEach((drop) => {
      drop.open = false;
      drop.querySelector("summary").focus();
    });
  });
}

/** Leads the keyboard to what must be mended, or to a new piece's own title. */
export function focusIn(piece) {
  const target =
    piece.querySelector(".nx-errsum") ||
    piece.querySelector("[data-focus]") ||
    piece.querySelector("[aria-invalid=true]");
  if (target) target.focus();
}

function watchErrors() {
  focusIn(document);
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.target instanceof Element) focusIn(event.target);
  });
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element && event.target.closest(".nx-errsum a[href^='#']");
    const field = link && document.getElementById(link.getAttribute("href").slice(1));
    if (!field) return;
    event.preventDefault();
    field.focus();
    field.scrollIntoView({ block: "center" });
  });
}

/** A second press of a submit button while the first is under way does nothing. */
function watchSubmits() {
  const release = (form) => {
    delete form.dataset.sent;
    form.querySelectorAll("button[aria-busy]").forEach((item) => item.removeAttribute("aria-busy"));
  };
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "1";
    if (event.submitter) event.submitter.setAttribute("aria-busy", "true");
    setTimeout(release, 8000, form);
  });
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sent]").forEach(release);
  });
  // Filter selects marked data-submit send at once; without script the button does it.
  document.addEventListener("change", (event) => {
    if (event.target instanceof Element && event.target.matches("[data-submit]")) {
      event.target.form.requestSubmit();
    }
  });
}

/** Warns before the session ends and lets it be extended; what is on the page is never lost. */
function watchSession() {
  const length = Number(document.body.dataset.sessionSeconds || 0);
  const dialog = document.getElementById("session-warning");
  if (!length || !dialog || !dialog.showModal) return;
  const seen = () => localStorage.setItem(SEEN, String(Date.now()));
  const show = (name) => {
    dialog.querySelectorAll("[data-session]").forEach((part) => {
      part.hidden = part.dataset.session !== name;
    });
    if (!dialog.open) dialog.showModal();
  };
  let isLeft = false;
  seen();
  // Polling is not work: only requests a person caused move the clock.
  document.addEventListener("htmx:afterRequest", (event) => {
    const trigger = event.detail.elt.getAttribute("hx-trigger") || "";
    if (event.detail.successful && !trigger.includes("every")) seen();
  });
  dialog.querySelector("[data-session-close]").addEventListener("click", () => {
    isLeft = true;
    dialog.close();
  });
  dialog.querySelector("[data-session-extend]").addEventListener("click", async () => {
    const token = document.querySelector("[name=csrfmiddlewaretoken]");
    const answer = await fetch(dialog.dataset.keepAlive, {
      method: "POST",
      headers: { "X-CSRFToken": token ? token.value : "" },
    }).catch(() => null);
    if (answer && answer.ok && !answer.redirected) {
      seen();
      dialog.close();
    } else {
      show("over");
    }
  });
  setInterval(() => {
    const left = length - (Date.now() - Number(localStorage.getItem(SEEN))) / 1000;
    if (left <= 0) {
      if (!isLeft) show("over");
    } else if (left <= WARN_SECONDS) {
      show("warn");
    } else {
      isLeft = false;
      if (dialog.open) dialog.close();
    }
  }, 5000);
}

watchMenu();
watchDrops();
watchErrors();
watchSubmits();
watchSession();
