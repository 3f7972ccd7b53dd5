// Lots and entries on a phone: an entry is kept here first and sent at once or when there is a network.

const { diary } = globalThis;
const place = document.getElementById("diary-phone");
const words = JSON.parse(place.dataset.words);
const list = place.querySelector("[data-list]");
const line = place.querySelector("[data-line]");
const form = document.querySelector("form[data-diary]");
const received = [];
let net = "";
let wait = 3000;
let timer = 0;

const when = (iso) => new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "short", timeStyle: "short" }).format(new Date(iso));
const element = (name, text, more = {}) => Object.assign(document.createElement(name), { textContent: text }, more);

// What stands on this phone, and what was received while this page is open.
const row = (entry, state) => {
  const item = element("li", "", { className: `phone-entry phone-${state}` });
  item.append(element("strong", `${entry.title} · ${entry.lot}`), element("span", `${words[state]} · ${when(entry.kept)}`));
  for (const text of entry.problem ?? []) item.append(element("span", text, { className: "error" }));
  if (state !== "refused") return item;
  const drop = element("button", words.drop, { type: "button", className: "button button-quiet" });
  drop.addEventListener("click", () => (drop.dataset.sure ? diary.drop(entry.id) : Object.assign(drop, { textContent: words.sure }).setAttribute("data-sure", "1")));
  item.append(element("a", words.mend, { href: `${entry.url}#giu-${entry.id}` }), drop);
  return item;
};
const draw = async () => {
  const entries = await diary.all();
  list.replaceChildren(...entries.map((entry) => row(entry, entry.problem ? "refused" : "waiting")), ...received.map((entry) => row(entry, "received")));
  const parts = [];
  if (net === "offline" || !navigator.onLine) parts.push(words.offline);
  else if (net === "signed_out" && entries.length) parts.push(words.signed_out);
  line.textContent = parts.join(" ");
  place.querySelector("[data-sign-in]").hidden = net !== "signed_out" || !entries.length;
  place.hidden = !parts.length && !list.children.length;
};

const go = async () => {
  clearTimeout(timer);
  net = await diary.send();
  if (net === "other") return location.reload();
  await draw();
  wait = net === "offline" ? Math.min(wait * 1.7, 30000) : 3000;
  if (net === "offline") timer = setTimeout(go, wait);
};
const wake = async () => {
  const worker = await navigator.serviceWorker?.getRegistration(place.dataset.scope);
  await worker?.sync?.register(diary.CACHE).catch(() => {});
};
diary.listen(({ net: heard, received: entry }) => {
  if (heard !== undefined) net = heard;
  if (entry) received.push(entry);
  draw();
});
addEventListener("online", () => { wait = 3000; go(); });
addEventListener("offline", () => { draw(); wake(); });
document.addEventListener("visibilitychange", () => (document.hidden ? wake() : go()));

// A form that was kept on the phone yesterday is one of today: a new number, and today's day where it had its own.
const today = () => new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Ho_Chi_Minh" }).format(new Date());
const renew = () => {
  const day = form.elements.happened_on;
  form.elements.client_id.value = crypto.randomUUID();
  if (day.value === day.defaultValue && day.value === form.dataset.day) day.value = today();
};
const fill = (entry, typed) => {
  for (const box of form.querySelectorAll("input[type=checkbox]")) box.checked &&= typed.has(box.name);
  for (const [name, value] of entry.fields) {
    if (typeof value !== "string" || name === "csrf_token" || typed.has(name)) continue;
    const box = form.elements[name];
    if (box?.type === "checkbox") box.checked = true;
    else if (box) box.value = value;
  }
  form.elements.client_id.dataset.mended = "1";
};

// A link to an entry of this very form changes the fragment alone.
addEventListener("hashchange", () => { if (location.hash.startsWith("#giu-")) location.reload(); });

// The press is heard from the first moment, also while this phone is still reading what it keeps.
const begin = () => {
  const typed = new Set();
  form.addEventListener("input", ({ target }) => typed.add(target.name));
  let old = null;
  const ready = owned.then(async () => {
    const mended = /^#giu-(.+)$/.exec(location.hash)?.[1];
    old = mended ? await diary.get(mended) : null;
    if (old) fill(old, typed);
    else if (!form.querySelector(".field-invalid")) renew();
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    try { await ready; } catch { return form.submit(); } // a browser that keeps nothing
    const data = new FormData(form);
    const picture = data.get("picture");
    if (picture && !picture.size) {
      data.delete("picture");
      const before = old?.fields.find(([name]) => name === "picture");
      if (before) data.append(...before);
    }
    const { lot, title } = form.dataset;
    const id = form.elements.client_id.value;
    await diary.keep({ id, url: location.pathname, lot, title, kept: new Date().toISOString(), fields: [...data], problem: null });
    form.dispatchEvent(new Event("diary-kept"));
    await go();
    const left = await diary.get(id);
    if (!left) return location.assign(place.dataset.lot);
    if (left.problem) {
      await diary.drop(id);
      return form.submit(); // the server's own page says what is wrong, beside each field
    }
    form.reset();
    renew();
    wake();
    place.scrollIntoView();
    place.focus();
  }, { capture: true });
  return ready;
};

// Keep this lot's pages for the workshop where there is no network.
const prepare = async () => {
  if (!navigator.serviceWorker || !navigator.onLine) return;
  if (document.readyState !== "complete") await new Promise((done) => { addEventListener("load", done, { once: true }); });
  await navigator.serviceWorker.register(place.dataset.worker, { scope: place.dataset.scope, updateViaCache: "none" });
  const { active } = await navigator.serviceWorker.ready;
  const acts = [...document.querySelectorAll("a.diary-act")].map((link) => link.pathname);
  const files = performance.getEntriesByType("resource").map(({ name }) => new URL(name)).filter(({ pathname }) => pathname.startsWith("/static/"));
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = ({ data }) => { if (data.kept) place.dataset.ready = "1"; };
  active.postMessage({ keep: { pages: [place.dataset.scope, location.pathname, ...acts], files: files.map(({ pathname, search }) => pathname + search), fresh: true } }, [port2]);
};

const owned = diary.belongTo(place.dataset.owner, place.dataset.session);
await (form ? begin() : owned);
place.querySelector("[data-sign-in]").href = `${place.dataset.login}?next=${encodeURIComponent(location.pathname)}`;
await go();
await prepare().catch(() => {});
