// Sends photos and papers one by one with a progress bar; without this script the form sends all.

/** One file with the form's other fields; resolves to {kept, refused}, or null when it failed. */
function send(form, name, file, onProgress) {
  return new Promise((resolve) => {
    const body = new FormData(form);
    form.querySelectorAll("input[type=file]").forEach((input) => body.delete(input.name));
    body.append(name, file, file.name);
    const request = new XMLHttpRequest();
    request.open("POST", form.action || window.location.href);
    request.setRequestHeader("Accept", "application/json");
    request.responseType = "json";
    request.upload.addEventListener("progress", (event) => onProgress(event.loaded));
    request.addEventListener("load", () => resolve(request.status === 200 ? request.response : null));
    request.addEventListener("error", () => resolve(null));
    request.send(body);
  });
}

function chosen(form) {
  return [...form.querySelectorAll("input[type=file]")].flatMap((input) =>
    [...input.files].map((file) => ({ name: input.name, file })),
  );
}

function line(list, text) {
  const item = document.createElement("li");
  item.textContent = text;
  list.append(item);
}

async function sendAll(form, panel) {
  const files = chosen(form);
  const bar = panel.querySelector("progress");
  const list = panel.querySelector("ul");
  const total = files.reduce((sum, { file }) => sum + file.size, 0) || 1;
  let before = 0;
  let kept = 0;
  list.replaceChildren();
  panel.hidden = false;
  for (const { name, file } of files) {
    panel.querySelector("[data-now]").textContent = file.name;
    const show = (loaded) => {
      bar.value = Math.min(1, (before + Math.min(loaded, file.size)) / total);
    };
    const answer = await send(form, name, file, show);
    before += file.size;
    show(0);
    if (answer === null) line(list, `${file.name}：${panel.dataset.failed}`);
    else answer.refused.forEach((text) => line(list, text));
    kept += answer === null ? 0 : answer.kept;
  }
  if (kept === files.length) {
    window.location.assign(form.dataset.done);
    return;
  }
  const done = `${panel.dataset.kept} ${kept} / ${files.length}`;
  panel.querySelector("[data-now]").textContent = `${done}　${panel.dataset.some}`;
  form.querySelectorAll("input[type=file]").forEach((input) => {
    input.value = "";
  });
  list.focus();
}

document.querySelectorAll("form[data-upload]").forEach((form) => {
  const panel = form.querySelector("[data-progress]");
  form.addEventListener("submit", async (event) => {
    // What the form itself has to say (no kind, no file) the server says, on the whole page.
    if (!chosen(form).length || !form.elements.namedItem("kind").value) return;
    event.preventDefault();
    const button = form.querySelector("button[type=submit]");
    button.disabled = true;
    await sendAll(form, panel);
    button.disabled = false;
  });
});
