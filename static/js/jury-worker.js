// The service worker of the juror's pages. Nothing but those pages, their pictures and their static files is kept, and
// only what the page asks for by name; it goes with everything else at sign-out.

const PAGES = /^\/(giam-khao|en\/jury)(\/|$)/;
const FILES = /^\/(static\/|giam-khao\/anh)/;
const SLOW = 5000;
let leaving = new AbortController();
let sending = Promise.resolve();

const kept = async (request) => (await caches.open(jury.CACHE)).match(request, { ignoreVary: true });

// The page from the network; from the phone when there is none, or when it takes too long.
const page = async (request) => {
  const address = new URL(request.url);
  const list = new URL(registration.scope).pathname;
  const fallback = async () => (await kept(request)) ?? (await kept(address.pathname));
  let timer = 0;
  const slow = new Promise((resolve) => { timer = setTimeout(resolve, SLOW); }).then(fallback);
  const fresh = fetch(request).then((answer) => (answer.status >= 502 && answer.status <= 504 ? fallback().then((old) => old ?? answer) : answer));
  try {
    return (await Promise.race([fresh, slow.then((old) => old ?? fresh)]));
  } catch (error) {
    const old = await fallback();
    if (old) return old;
    if (address.pathname !== list && (await kept(list))) return Response.redirect(list);
    throw error;
  } finally {
    clearTimeout(timer);
  }
};

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));

addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (request.mode === "navigate") {
    if (PAGES.test(pathname)) event.respondWith(page(request));
  } else if (FILES.test(pathname)) {
    event.respondWith(kept(request).then((file) => file ?? fetch(request)));
  }
});

// Keep what the page names, a few at a time; what is there already is left unless the page wants it fresh.
const keep = async ({ pages, files, fresh }, port, { signal }) => {
  const cache = await caches.open(jury.CACHE);
  const wanted = [...pages, ...files];
  let done = 0;
  const left = [...wanted];
  const one = async () => {
    for (let address = left.shift(); address; address = left.shift()) {
      const there = await cache.match(address, { ignoreVary: true });
      if (!there || (fresh && pages.includes(address))) {
        const answer = await fetch(address, { credentials: "same-origin", redirect: "manual", cache: "no-cache", signal });
        signal.throwIfAborted();
        if (answer.status === 200) await cache.put(address, answer);
        else if (!there && pages.includes(address)) throw new Error(`${address}: ${answer.status}`);
      }
      done += 1;
      port.postMessage({ done, total: wanted.length });
    }
  };
  await Promise.all([one(), one(), one()]);
  const known = new Set(wanted);
  for (const old of await cache.keys()) {
    const { pathname, search } = new URL(old.url);
    const other = /^\/en\//.test(pathname) !== /^\/en\//.test(pages[0]) && PAGES.test(pathname) && !FILES.test(pathname);
    if (!known.has(pathname + search) && !other) await cache.delete(old);
  }
};

// A person who signs out stops what is under way, so that nothing is kept again behind the wipe.
addEventListener("message", (event) => {
  const [port] = event.ports;
  if (event.data?.leave) {
    leaving.abort();
    event.waitUntil(sending.finally(() => port.postMessage({ left: true })));
  }
  if (!event.data?.keep) return;
  if (leaving.signal.aborted) leaving = new AbortController();
  event.waitUntil(keep(event.data.keep, port, leaving).then(
    () => port.postMessage({ kept: true }),
    () => port.postMessage({ failed: true }),
  ));
});

// Chromium wakes the worker when the network is back, even with the tab closed.
addEventListener("sync", (event) => {
  if (event.tag !== jury.CACHE || leaving.signal.aborted) return;
  sending = jury.send().catch(() => {});
  event.waitUntil(sending);
});
