// Where a draft stands, in words and colour: 已保存在本机, 已同步, 有冲突 and what stands in the way.

import { gettext, moment, say } from "./words.js";

/** States the line on top of the page tells about. */
export const TROUBLE = ["local", "signed_out", "barred", "closed", "refused", "stuck", "full"];

/** {text, tone}: for the tag beside the title and for the list of the day. */
export function stateWords(draft) {
  const { state, document, queue } = draft;
  const [text, tone] = {
    synced: () => [say(gettext("Synced %(at)s"), { at: moment(document.saved_at) }), "nx-tag--ok"],
    typing: () => [gettext("Writing …"), ""],
    sending: () => [gettext("Uploading …"), "nx-tag--go"],
    local: () => [queue && queue.isSubmitting
      ? gettext("No network. Kept on this device; will be submitted by itself")
      : gettext("No network. Kept on this device; will be uploaded by itself"), "nx-tag--warn"],
    clash: () => [gettext("Answers clash"), "nx-tag--bad"],
    signed_out: () => [gettext("Kept on this device. Sign in again to upload"), "nx-tag--warn"],
    barred: () => [gettext("Kept on this device. Your account may not record this visit: ask your unit's security administrator, it is uploaded once you may"), "nx-tag--bad"],
    closed: () => [gettext("Submitted meanwhile. What you typed last is kept on this device and is not in the visit"), "nx-tag--bad"],
    refused: () => [gettext("Kept on this device, but the server did not take it"), "nx-tag--bad"],
    stuck: () => [gettext("Kept on this device: this household can no longer be visited here"), "nx-tag--bad"],
    full: () => [gettext("This device is full. What you typed is still on this page: upload or delete photos, then it is kept by itself"), "nx-tag--bad"],
  }[state]();
  return { text, tone };
}
