// The doubt about one answer.

/** The doubt about one answer, shown below it. */
export function doubtAt(form, path) {
  return form.faults.find((fault) => fault.path === path && fault.level === "soft");
}
