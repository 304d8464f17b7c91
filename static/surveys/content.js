// The content of a visit as plain data: reading and writing paths, and one form for comparing.

/** What stands at a path of a content. */
export function at(content, path) {
  return path.split(".").reduce((node, key) => (node ? node[key] : undefined), content);
}

/** Puts a value at a path; null takes away what stands there. */
export function put(content, path, value) {
  const keys = path.split(".");
  const last = keys.pop();
  const node = keys.reduce((parent, key) => (parent[key] = parent[key] || {}), content);
  if (value === null) delete node[last];
  else node[last] = value;
}

export function clone(value) {
  return JSON.parse(JSON.stringify(value));
}

/** The answers without blanks, keys in order: equal for equal answers, as the server compares them. */
export function canonical(content) {
  // What the form notes by itself is nobody's answer: a signature holds while it changes.
  const { notes, family, ...answers } = content;
  return everything({ ...answers, family: { ...family, edition: "" } });
}

/** The same of a whole content or any part of it, with nothing left out: what was signed before. */
export function everything(value) {
  return JSON.stringify(withoutBlanks(value));
}

/** Whether words that were signed say what is written now, in the form of today or of before. */
export function isSigned(words, content) {
  return words === canonical(content) || words === everything(content);
}

function withoutBlanks(value) {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return value;
  const kept = {};
  for (const key of Object.keys(value).sort()) {
    const inner = withoutBlanks(value[key]);
    if (!isBlank(inner)) kept[key] = inner;
  }
  return kept;
}

function isBlank(value) {
  if (value === null || value === undefined || value === "") return true;
  return typeof value === "object" && Object.keys(value).length === 0;
}

/** The day of a moment, YYYY-MM-DD. */
export function dayOf(moment) {
  const two = (number) => String(number).padStart(2, "0");
  return `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;
}
