// One window of the browser at a time has a visit: it alone writes what is kept of it.

const name = (uuid) => `nuanxin-edit-${uuid}`;

/** Whether no other window has this visit open; kept until the page goes away. */
export function onlyPage(uuid) {
  if (!navigator.locks) return Promise.resolve(true);
  return new Promise((resolve) => {
    navigator.locks.request(name(uuid), { ifAvailable: true }, (lock) => {
      resolve(Boolean(lock));
      return lock ? new Promise(() => {}) : undefined;
    });
  });
}

/** Does the work unless a window has the visit open: that one sends it by itself. */
export function ifClosed(uuid, work) {
  if (!navigator.locks) return work();
  return navigator.locks.request(name(uuid), { ifAvailable: true }, (lock) => (lock ? work() : undefined));
}
