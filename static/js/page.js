// A form that came back: the list of what to correct is read first, unless somebody is typing already.
if (document.activeElement === document.body) document.getElementById("error-summary")?.focus();

// On a phone the row of tabs is wider than the screen: the one that is open is shown.
const tab = document.querySelector(".tabs [aria-current]");
if (tab) {
  const row = tab.parentElement;
  const before = tab.getBoundingClientRect().left - row.getBoundingClientRect().left;
  row.scrollLeft += before - (row.clientWidth - tab.offsetWidth) / 2; // the page itself stays where it is
}

// Copy-link and share buttons. Without this module the address stands there as text.
for (const box of document.querySelectorAll("[data-share]")) {
  const { share: url, title, copied } = box.dataset;
  const status = box.querySelector(".share-status");
  const copy = box.querySelector("[data-copy]");
  const send = box.querySelector("[data-send]");

  if (navigator.clipboard) {
    copy.hidden = false;
    box.querySelector(".share-url").hidden = true;
    copy.addEventListener("click", async () => {
      await navigator.clipboard.writeText(url);
      status.textContent = copied;
    });
  }
  if (navigator.share) {
    send.hidden = false;
    send.addEventListener("click", () => navigator.share({ title, url }).catch(() => {}));
  }
}

// Facets are long on a phone and short on a desk: folded there, open here.
if (matchMedia("(min-width: 60rem)").matches) {
  for (const facet of document.querySelectorAll("details.facets, details.facet, details.desk-fold")) facet.open = true;
}

// A menu that lies over the page closes when somebody presses elsewhere, or Escape.
const menu = document.querySelector("details.areas-menu");
if (menu) {
  document.addEventListener("click", (event) => menu.contains(event.target) || menu.removeAttribute("open"));
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}

// A job that runs: the page comes anew, but not while somebody is about to press a button of it.
const again = document.querySelector("[data-again]");
if (again) {
  setInterval(() => again.contains(document.activeElement) || location.reload(), Number(again.dataset.again) * 1000);
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
