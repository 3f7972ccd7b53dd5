// The service worker of pages that work without a network, behind a store that says which they are: `offline`. It answers
// for those pages, their pictures and their static files only; what it keeps goes with everything else at sign-out.
//
// offline.pages, offline.files   the addresses it answers for
// offline.opened   how many opened pages it keeps besides those that a page names; 0: just the named ones, and all of them

const SLOW = 5000;
let leaving = new AbortController();
let sending = Promise.resolve();

const kept = async (request) => (await caches.open(offline.CACHE)).match(request, { ignoreVary: true });
const isPage = (answer) => answer.status === 200 && !answer.redirected;

// Keep an answer, unless its person has left meanwhile.
const put = async (address, answer, { signal }) => {
  if (signal.aborted) return;
  const cache = await caches.open(offline.CACHE);
  await cache.put(address, answer);
  if (!offline.opened) return;
  const old = await cache.keys();
  for (const request of old.slice(0, Math.max(0, old.length - offline.opened))) await cache.delete(request);
};

// The page from the network; from the phone when there is none, or when it takes too long.
const page = async (request) => {
  const person = leaving;
  const { pathname } = new URL(request.url);
  const list = new URL(registration.scope).pathname;
  const fallback = async () => (await kept(request)) ?? (await kept(pathname));
  let timer = 0;
  const slow = new Promise((resolve) => { timer = setTimeout(resolve, SLOW); }).then(fallback);
  const fresh = fetch(request).then(async (answer) => {
    if (offline.opened && isPage(answer)) await put(pathname, answer.clone(), person);
    return answer.status >= 502 && answer.status <= 504 ? (await fallback()) ?? answer : answer;
  });
  try {
    return await Promise.race([fresh, slow.then((old) => old ?? fresh)]);
  } catch (error) {
    const old = await fallback();
    if (old) return old;
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
    if (offline.pages.test(pathname)) event.respondWith(page(request));
  } else if (offline.files.test(pathname)) {
    event.respondWith(kept(request).then((file) => file ?? fetch(request)));
  }
});

// Drop what the page no longer names, but for the pages of the other language.
const prune = async ({ pages, files }) => {
  const cache = await caches.open(offline.CACHE);
  const known = new Set([...pages, ...files]);
  const isEnglish = (address) => /^\/en\//.test(address);
  for (const old of await cache.keys()) {
    const { pathname, search } = new URL(old.url);
    const isOwn = offline.pages.test(pathname) && !offline.files.test(pathname);
    const isOther = isOwn && isEnglish(pathname) !== isEnglish(pages[0]);
    if (!known.has(pathname + search) && !isOther) await cache.delete(old);
  }
};

// Keep what the page names, a few at a time; what is there already is left unless the page wants it fresh.
const keep = async ({ pages, files, fresh }, port, person) => {
  const cache = await caches.open(offline.CACHE);
  const left = [...pages, ...files];
  const total = left.length;
  let done = 0;
  const one = async () => {
    for (let address = left.shift(); address; address = left.shift()) {
      const named = pages.includes(address);
      const there = await cache.match(address, { ignoreVary: true });
      if (!there || (fresh && named)) {
        const answer = await fetch(address, { credentials: "same-origin", redirect: "manual", cache: "no-cache", signal: person.signal });
        person.signal.throwIfAborted();
        if (isPage(answer)) await put(address, answer, person);
        else if (!offline.opened && !there && named) throw new Error(`${address}: ${answer.status}`);
      }
      done += 1;
      port.postMessage({ done, total });
    }
  };
  await Promise.all([one(), one(), one()]);
  if (!offline.opened) await prune({ pages, files });
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
  if (event.tag !== offline.CACHE || leaving.signal.aborted) return;
  sending = offline.send().catch(() => {});
  event.waitUntil(sending);
});
