// One part of the form: what differs from the last visit, its sections, and what is to be checked.

import { partLine } from "./changes.js";
import { drawDoubts } from "./doubts.js";
import { drawSections } from "./sections.js";

export function drawPart(form, number) {
  return [partLine(form, number), drawSections(form, number), drawDoubts(form, number)];
}
