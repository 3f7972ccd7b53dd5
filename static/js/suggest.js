// Suggestions under a search box: an ARIA combobox over GET <url>?q=… -> {"suggestions": [{text, href, kind}]}.
const DELAY = 150;

function attach(form) {
  const input = form.querySelector("input[type=search]");
  const list = document.createElement("ul");
  let items = [];
  let chosen = -1;
  let timer = 0;
  let asked = null;

  list.className = "suggestions";
  list.id = `${input.id}-list`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", form.querySelector("label").textContent);
  list.hidden = true;
  form.append(list);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");

  function close() {
    list.hidden = true;
    chosen = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function choose(index) {
    chosen = index;
    [...list.children].forEach((row, n) => row.setAttribute("aria-selected", String(n === index)));
    if (index < 0) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", list.children[index].id);
    list.children[index].scrollIntoView({ block: "nearest" });
  }

  function take(item) {
    if (item.href) location.assign(item.href);
    else {
      input.value = item.text;
      form.requestSubmit();
    }
  }

  function show(found) {
    items = found;
    list.replaceChildren(...found.map((item, n) => {
      const row = document.createElement("li");
      row.id = `${list.id}-${n}`;
      row.setAttribute("role", "option");
      row.setAttribute("aria-selected", "false");
      const text = document.createElement("span");
      text.textContent = item.text;
      row.append(text);
      if (item.kind) {
        const kind = document.createElement("span");
        kind.className = "muted";
        kind.textContent = item.kind;
        row.append(kind);
      }
      row.addEventListener("pointerdown", (event) => event.preventDefault());
      row.addEventListener("click", () => take(item));
      return row;
    }));
    if (!found.length) return close();
    chosen = -1;
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
  }

  async function ask() {
    const text = input.value.trim();
    asked?.abort();
    if (text.length < 2) return close();
    asked = new AbortController();
    const url = new URL(form.dataset.suggest, location.href);
    url.searchParams.set("q", text);
    try {
      const answer = await fetch(url, { signal: asked.signal, credentials: "omit" });
      if (answer.ok) show((await answer.json()).suggestions ?? []);
    } catch {
      // No suggestions is no harm: the form still searches.
    }
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, DELAY);
  });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      const places = items.length + 1;
      choose(((chosen + 1 + step + places) % places) - 1);
    } else if (event.key === "Enter" && chosen >= 0) {
      event.preventDefault();
      take(items[chosen]);
    } else if (event.key === "Escape") {
      event.preventDefault();
      close();
    }
  });
}

for (const form of document.querySelectorAll("form[data-suggest]")) attach(form);
