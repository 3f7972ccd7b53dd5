// The service worker of a facility's lots. It keeps the pages of lots and entries that were opened, or that a lot's page
// names, with their static files; it goes with everything else at sign-out.

const PAGES = /^\/(co-so-cua-toi\/lo|en\/my-facility\/lots)(\/\d+(\/(nhat-ky|diary)\/[a-z-]+)?)?$/;
const SLOW = 5000;
const MOST = 160;

const kept = async (request) => (await caches.open(diary.CACHE)).match(request, { ignoreVary: true });
const put = async (address, answer) => {
  const cache = await caches.open(diary.CACHE);
  await cache.put(address, answer);
  const old = await cache.keys();
  for (const request of old.slice(0, Math.max(0, old.length - MOST))) await cache.delete(request);
};
const isPage = (answer) => answer.status === 200 && !answer.redirected;

// The page from the network; from the phone when there is none, or when it takes too long.
const page = async (request) => {
  const { pathname } = new URL(request.url);
  const fallback = () => kept(pathname);
  let timer = 0;
  const slow = new Promise((resolve) => { timer = setTimeout(resolve, SLOW); }).then(fallback);
  const fresh = fetch(request).then(async (answer) => {
    if (isPage(answer)) await put(pathname, answer.clone());
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
const keep = async ({ pages, files }) => {
  const cache = await caches.open(diary.CACHE);
  const left = [...files, ...pages];
  const one = async () => {
    for (let address = left.shift(); address; address = left.shift()) {
      if (files.includes(address) && (await cache.match(address))) continue;
      const answer = await fetch(address, { credentials: "same-origin", redirect: "manual" });
      if (isPage(answer)) await put(address, answer);
    }
  };
  await Promise.all([one(), one()]);
};

addEventListener("message", (event) => {
  if (!event.data?.keep) return;
  const [port] = event.ports;
  event.waitUntil(keep(event.data.keep).then(() => port.postMessage({ kept: true }), () => port.postMessage({ failed: true })));
});

// Chromium wakes the worker when the network is back, even with the tab closed.
addEventListener("sync", (event) => { if (event.tag === diary.CACHE) event.waitUntil(diary.send()); });
