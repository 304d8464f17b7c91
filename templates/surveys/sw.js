// Keeps the data-free shell of the visit form on the device. Data never passes through here.
const BUILD = "{{ build }}";
const SHELL = "{{ shell }}";
const HELP = "{{ help }}";
const NO_NETWORK = "{{ no_network }}";
const ASSETS = [{% for asset in assets %}
  "{{ asset|escapejs }}",{% endfor %}
];
const NAME = "nuanxin-shell-";
const CACHE = NAME + BUILD;
const WAIT = 3000;
const OWN = /^\/visits\/(field|[0-9a-f-]{36})\/$/;

async function fill() {
  const cache = await caches.open(CACHE);
  await Promise.all([SHELL, HELP, NO_NETWORK, ...ASSETS].map(async (address) => {
    const response = await fetch(new Request(address, { cache: "reload", credentials: "same-origin" }));
    // A sign-in page in place of the shell is no shell.
    if (!response.ok || response.redirected) throw new Error(address);
    await cache.put(address, response);
  }));
}

/** Old builds go once none of their pages is open; the last one stays for pages still open. */
async function clean() {
  const names = (await caches.keys()).filter((name) => name.startsWith(NAME) && name !== CACHE);
  await Promise.all(names.slice(0, -1).map((name) => caches.delete(name)));
}

self.addEventListener("install", (event) => {
  event.waitUntil(fill().then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(clean().then(() => self.clients.claim()));
});

async function page(request, path) {
  const address = OWN.test(path) ? SHELL : path.startsWith("/help/") ? HELP : NO_NETWORK;
  const network = fetch(request);
  const limit = new Promise((resolve) => setTimeout(resolve, WAIT));
  try {
    const response = await (OWN.test(path) ? Promise.race([network, limit]) : network);
    // Whoever may not record visits any more still gets at what lies on the device.
    const isBarred = response && response.status === 403 && OWN.test(path);
    if (response && response.status < 500 && !isBarred) return response;
  } catch (error) {
    // No network: the kept page serves.
  }
  network.catch(() => {});
  const kept = await (await caches.open(CACHE)).match(address, { ignoreVary: true });
  return kept || network;
}

async function asset(request) {
  const kept = await (await caches.open(CACHE)).match(request, { ignoreVary: true });
  return kept || fetch(request);
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request, url.pathname));
  else if (ASSETS.includes(url.pathname)) event.respondWith(asset(request));
});
