// The service worker of a facility's lots. It keeps the pages of lots and entries that were opened, or that a lot's page
// names, with their static files; it goes with everything else at sign-out.

const PAGES = /^\/(co-so-cua-toi\/lo|en\/my-facility\/lots)(\/\d+(\/(nhat-ky|diary)\/[a-z-]+)?)?$/;
const SLOW = 5000;
const MOST = 160;
let leaving = new AbortController();
let sending = Promise.resolve();

const kept = async (request) => (await caches.open(diary.CACHE)).match(request, { ignoreVary: true });
const put = async (address, answer, { signal }) => {
  if (signal.aborted) return;
  const cache = await caches.open(diary.CACHE);
  await cache.put(address, answer);
  const old = await cache.keys();
  for (const request of old.slice(0, Math.max(0, old.length - MOST))) await cache.delete(request);
};
const isPage = (answer) => answer.status === 200 && !answer.redirected;

// The page from the network; from the phone when there is none, or when it takes too long.
const page = async (request) => {
  const person = leaving;
  const { pathname } = new URL(request.url);
  const fallback = () => kept(pathname);
  let timer = 0;
  const slow = new Promise((resolve) => { timer = setTimeout(resolve, SLOW); }).then(fallback);
  const fresh = fetch(request).then(async (answer) => {
    if (isPage(answer)) await put(pathname, answer.clone(), person);
    return answer.status >= 502 && answer.status <= 504 ? (await fallback()) ?? answer : answer;
  });
  try {
    return await Promise.race([fresh, slow.then((old) => old ?? fresh)]);
  } catch (error) {
    const old = await fallback();
    if (old) return old;
    const list = new URL(registration.scope).pathname;
    if (pathname !== list && (await kept(list))) return Response.redirect(list);
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
  } else if (pathname.startsWith("/static/")) {
    event.respondWith(kept(request).then((file) => file ?? fetch(request)));
  }
});

// Keep what a page names, a few at a time.
const keep = async ({ pages, files }, person) => {
  const cache = await caches.open(diary.CACHE);
  const left = [...files, ...pages];
  const one = async () => {
    for (let address = left.shift(); address; address = left.shift()) {
      if (files.includes(address) && (await cache.match(address))) continue;
      const answer = await fetch(address, { credentials: "same-origin", redirect: "manual", signal: person.signal });
      if (isPage(answer)) await put(address, answer, person);
    }
  };
  await Promise.all([one(), one()]);
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
  event.waitUntil(keep(event.data.keep, leaving).then(() => port.postMessage({ kept: true }), () => port.postMessage({ failed: true })));
});

// Chromium wakes the worker when the network is back, even with the tab closed.
addEventListener("sync", (event) => {
  if (event.tag !== diary.CACHE || leaving.signal.aborted) return;
  sending = diary.send().catch(() => {});
  event.waitUntil(sending);
});
