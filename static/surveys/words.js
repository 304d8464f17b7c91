// Words of the visit form: translated by the site's catalogue.

/** The text in the user's language. */
export function gettext(text) {
  return window.gettext(text);
}

/** A translated sentence with its figures filled in: say(gettext("%(n)s open"), {n: 3}). */
export function say(text, figures) {
  return window.interpolate(text, figures, true);
}

/** 10:24, or 6月22日 10:24 when it was not today. */
export function moment(iso) {
  if (!iso) return "";
  const at = new Date(iso);
  const time = `${String(at.getHours()).padStart(2, "0")}:${String(at.getMinutes()).padStart(2, "0")}`;
  const isToday = at.toDateString() === new Date().toDateString();
  return isToday ? time : `${at.getMonth() + 1}-${at.getDate()} ${time}`;
}
