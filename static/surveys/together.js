// The tick on top ticks every visit of the page, and stands half where only some are ticked.

const form = document.getElementById("together");
if (form) {
  const all = form.querySelector("[data-all]") || document.createElement("input");
  const rows = Array.from(form.querySelectorAll("[name=pick], [data-pick]"));
  const show = () => {
    const ticked = rows.filter((row) => row.checked).length;
    all.checked = ticked === rows.length;
    all.indeterminate = ticked > 0 && ticked < rows.length;
  };
  all.addEventListener("change", () => {
    for (const row of rows) row.checked = all.checked;
    show();
  });
  form.addEventListener("change", (event) => rows.includes(event.target) && show());
  show();
}
