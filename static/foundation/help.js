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

const print = document.querySelector("[data-print]");
if (print) print.addEventListener("click", () => window.print());

// Phones keep the words of some chapters, not their pictures.
for (const image of document.querySelectorAll(".nx-shot img")) {
  const away = () => image.parentElement.classList.add("is-away");
  image.addEventListener("error", away);
  if (image.complete && !image.naturalWidth) away();
}
