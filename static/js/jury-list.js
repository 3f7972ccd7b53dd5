// The list of entries and the comparison: what this phone knows goes over what the page was drawn with, and both sort
// and filter without a network.

const { jury } = globalThis;
const rows = [...document.querySelectorAll("[data-row]")];
const sheets = new Map();

const tag = (name) => document.querySelector(`template[data-state="${name}"]`)?.content.cloneNode(true);
const GROUPS = { submitted: "submitted", waiting: "draft", device: "draft", received: "draft", choose: "draft", refused: "draft" };
const weightsOf = (place) => JSON.parse(place.closest("[data-weights]").dataset.weights);

const draw = (row) => {
  const sheet = sheets.get(row.dataset.row);
  const state = jury.stateOf(sheet);
  if (!state) return;
  row.querySelector("[data-tag]").replaceChildren(tag(state));
  row.dataset.status = GROUPS[state];
  const { scores } = sheet.draft ?? sheet.sent?.body ?? sheet.received;
  if (row.dataset.scores) {
    row.dataset.scores = JSON.stringify(scores);
    for (const cell of row.querySelectorAll("[data-cell]")) {
      const name = cell.dataset.cell;
      cell.textContent = (name === "total" ? jury.total(scores, weightsOf(row)) : jury.show(scores[name])) || "–";
    }
  } else {
    const weights = JSON.parse(row.closest("[data-weights]")?.dataset.weights ?? "null");
    if (weights) row.querySelector("[data-sum]").textContent = jury.total(scores, weights);
  }
};

// The filter of the address, also where the page came from this phone and knows nothing of it.
const filter = () => {
  const wanted = new URLSearchParams(location.search).get("state") ?? "";
  const tabs = [...document.querySelectorAll(".tabs a")];
  if (!tabs.length) return;
  const stateOf = (address) => new URL(address).searchParams.get("state") ?? "";
  for (const tab of tabs) {
    if (stateOf(tab.href) === wanted) tab.setAttribute("aria-current", "page");
    else tab.removeAttribute("aria-current");
  }
  for (const row of rows) row.hidden = Boolean(wanted) && row.dataset.status !== wanted;
};

const body = document.querySelector(".compare-table tbody");
const value = (row, name) => {
  const scores = JSON.parse(row.dataset.scores);
  const text = name === "total" ? jury.total(scores, weightsOf(row)).replace(",", ".") : scores[name];
  return text ? jury.units(text) : null;
};
const sort = (name, falls) => {
  const sign = falls ? -1 : 1;
  const code = (one, other) => one.dataset.code.localeCompare(other.dataset.code);
  body.append(...[...rows].sort((one, other) => {
    if (name === "code") return sign * code(one, other);
    const [left, right] = [value(one, name), value(other, name)];
    if (left === null || right === null) return (left === null) - (right === null) || code(one, other);
    return left === right ? code(one, other) : (left < right ? -sign : sign);
  }));
  for (const link of document.querySelectorAll("[data-sort]")) {
    link.closest("th").setAttribute("aria-sort", link.dataset.sort === name ? (falls ? "descending" : "ascending") : "none");
  }
};
for (const link of document.querySelectorAll("[data-sort]")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    const now = link.closest("th").getAttribute("aria-sort");
    sort(link.dataset.sort, now === "none" ? link.dataset.sort !== "code" : now === "ascending");
  });
}

// Sheets that are typed here and that another juror has now. The server says so: a row may be missing for a filter alone.
const place = document.querySelector("[data-not-taken]");
const showNotTaken = () => {
  if (!place) return;
  const left = [...sheets.values()].filter((sheet) => sheet.problem?.code === "sheet_given_up" && sheet.draft);
  place.querySelector("ul").replaceChildren(...left.map((sheet) => {
    const item = place.querySelector("template").content.cloneNode(true);
    item.querySelector("[data-why]").textContent = sheet.problem.detail;
    item.querySelector("[data-typed]").textContent = [...Object.values(sheet.draft.scores).map(jury.show), sheet.draft.comment].filter(Boolean).join(" · ");
    item.querySelector("[data-forget]").addEventListener("click", async () => {
      await jury.drop(sheet.id);
      sheets.delete(sheet.id);
      showNotTaken();
      jury.go();
    });
    return item;
  }));
  place.hidden = !left.length;
};

const overlay = async () => {
  for (const sheet of await jury.all()) sheets.set(sheet.id, sheet);
  for (const row of rows) draw(row);
  showNotTaken();
  filter();
};
await jury.ready.catch(() => {});
jury.listen(async ({ row: id }) => {
  if (!id) return;
  const found = await jury.get(id);
  if (found) sheets.set(id, found);
  rows.filter((row) => row.dataset.row === id).forEach(draw);
  showNotTaken();
  filter();
});
await overlay();
if (navigator.onLine) { await jury.refresh(); await overlay(); }
