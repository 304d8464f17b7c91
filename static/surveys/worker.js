// Has the browser keep the data-free shell of the visit form.

/** Registers the service worker; a browser without one works on with the network alone. */
export function keepShell() {
  if (!navigator.serviceWorker) return;
  navigator.serviceWorker.register("/sw.js", { scope: "/", updateViaCache: "none" }).catch(() => {});
}
