// All pages of a juror: whose phone this is, what is kept for a hall without network, what still waits to be sent.

const { jury } = globalThis;
const place = document.getElementById("jury");
const words = JSON.parse(place.dataset.words);
const decimal = document.documentElement.lang === "vi" ? "," : ".";

jury.say = (name, holes = {}) => Object.entries(holes).reduce((text, [key, value]) => text.replaceAll(`{${key}}`, value), words[name]);
jury.show = (score) => (score ?? "").replace(".", decimal);

// Exact sums: scores as whole hundred-millionths, weights as fractions.
const UNIT = 8;
jury.units = (text) => {
  const match = /^(\d{1,3})(?:\.(\d{1,8}))?$/.exec(text);
  return match ? BigInt(match[1] + (match[2] ?? "").padEnd(UNIT, "0")) : null;
};
jury.total = (scores, weights) => {
  let [sum, under] = [0n, 1n];
  let given = false;
  for (const [code, score] of Object.entries(scores)) {
    const units = jury.units(score);
    if (units === null || !(code in weights)) continue;
    const [whole, part = "1"] = weights[code].split("/");
    const places = (whole.split(".")[1] ?? "").length;
    const [over, below] = [BigInt(whole.replace(".", "")), BigInt(part) * 10n ** BigInt(places)];
    [sum, under, given] = [sum * below + units * over * under, under * below, true];
  }
  if (!given) return "";
  const scaled = (sum * 2n + under) / (under * 2n);
  const digits = String(scaled).padStart(UNIT + 1, "0");
  return jury.show(`${digits.slice(0, -UNIT)}.${digits.slice(-UNIT)}`.replace(/\.?0+$/, ""));
};

// The line above the page: no network, sign-in ended, how many sheets wait.
const line = place.querySelector("[data-line]");
let net = "";
const describe = async () => {
  const held = (await jury.all()).filter((sheet) => jury.isHeld(sheet) || sheet.theirs).length;
  const parts = [];
  if (net === "offline" || !navigator.onLine) parts.push(words.offline);
  else if (net === "signed_out") parts.push(words.signed_out);
  if (held) parts.push(jury.say("left", { count: held }));
  line.querySelector("[data-text]").textContent = parts.join(" ");
  line.querySelector("[data-sign-in]").hidden = net !== "signed_out" || !navigator.onLine;
  line.hidden = !parts.length;
};

let timer = 0;
let wait = 3000;
jury.go = async () => {
  clearTimeout(timer);
  const state = await jury.send();
  net = state;
  if (state === "other") return location.reload();
  await describe();
  wait = state === "offline" ? Math.min(wait * 1.7, 30000) : 3000;
  if (state === "offline") timer = setTimeout(jury.go, wait);
  return state;
};
const wake = async () => {
  const worker = await navigator.serviceWorker?.getRegistration(place.dataset.scope);
  await worker?.sync?.register(jury.CACHE).catch(() => {});
};
jury.listen((news) => {
  if (news.cleared) return;
  if (news.net !== undefined) net = news.net;
  describe();
});
addEventListener("online", () => { wait = 3000; jury.go(); });
addEventListener("offline", () => { describe(); wake(); });
document.addEventListener("visibilitychange", () => (document.hidden ? wake() : jury.go()));

// Keep the pages and pictures for the hall. Only jurors get here, so only they have the worker.
const keepline = document.querySelector("[data-kept]");
const prepare = async () => {
  if (!navigator.serviceWorker || !navigator.onLine) return;
  await navigator.serviceWorker.register(place.dataset.worker, { scope: place.dataset.scope, updateViaCache: "none" });
  const { active } = await navigator.serviceWorker.ready;
  const answer = await fetch(place.dataset.pack, { credentials: "same-origin", redirect: "manual", headers: { Accept: "application/json" } });
  if (answer.status !== 200) return;
  const pack = await answer.json();
  if (pack.owner !== place.dataset.owner) return location.reload();
  const name = `pack ${place.dataset.scope}`;
  const fresh = (await jury.fact(name)) !== pack.version;
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = async ({ data }) => {
    if (data.kept) await jury.setFact(name, pack.version);
    if (!keepline) return;
    keepline.dataset.ready = data.kept ? "1" : "";
    keepline.textContent = data.failed ? "" : data.kept ? jury.say("kept", { pages: pack.pages.length }) : jury.say("keeping", data);
  };
  active.postMessage({ keep: { ...pack, fresh } }, [port2]);
};

// ready: the sheets here are this juror's. What is due goes out behind it, however slow the network is.
jury.ready = (async () => {
  await jury.belongTo(place.dataset.owner);
  navigator.storage?.persist?.();
  const here = location.pathname + location.search;
  place.querySelector("[data-sign-in]").href = `${place.dataset.login}?next=${encodeURIComponent(here)}`;
})();
jury.ready.then(jury.go).then(prepare).catch(() => {});
