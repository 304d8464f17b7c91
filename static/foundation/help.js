// The way to the handbook and back to the very page, and the part of it, that somebody came from.

const FROM = "nuanxin.help-from";
const IN_HELP = /^\/help\//;

/** The heading of the form's part that is open, where the link knows the parts. */
function ofPart(link) {
  const [, part] = /^#part-([1-9])$/.exec(location.hash) || [];
  return part && (link.dataset.parts || "").split(" ")[part - 1];
}

for (const link of document.querySelectorAll("[data-help]")) {
  link.addEventListener("click", () => {
    const anchor = ofPart(link);
    if (anchor) link.hash = anchor;
    if (!IN_HELP.test(location.pathname)) sessionStorage.setItem(FROM, location.href);
  });
}

const back = document.querySelector("[data-help-back]");
const from = sessionStorage.getItem(FROM);
if (back && from && new URL(from).origin === location.origin) {
  back.href = from;
  back.hidden = false;
}

const shots = [...document.querySelectorAll(".nx-shot img")];

/** A picture that does not come leaves no hole: one plain line stands before its words. */
function missed(image, isMissing) {
  image.hidden = isMissing;
  image.nextElementSibling.hidden = !isMissing;
}

for (const image of shots) {
  image.addEventListener("load", () => missed(image, false));
  image.addEventListener("error", () => {
    missed(image, true);
    // The others would fail one by one while somebody scrolls, and move the text each time.
    for (const other of shots) other.loading = "eager";
  });
  if (image.complete && !image.naturalWidth) missed(image, true);
}
window.addEventListener("online", () => {
  for (const image of shots.filter((one) => one.hidden)) image.src = image.getAttribute("src");
});

const print = document.querySelector("[data-print]");
if (print) print.addEventListener("click", () => window.print());
