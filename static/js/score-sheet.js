// The score sheet: running total, bands, steps of at most four fields, keyboard; and for a real sheet, keeping it on
// this phone until it is received. Without this the form saves and submits as an ordinary form.

const { jury } = globalThis;
const form = document.querySelector("[data-score-sheet]");
const part = (name) => document.querySelector(`[data-part="${name}"]`);

if (form) {
  const practice = "practice" in form.dataset;
  const id = form.dataset.sheet;
  const fields = [...form.querySelectorAll("input[name^=score_]")];
  const codeOf = (field) => field.name.slice(6);
  const weights = Object.fromEntries(fields.map((field) => [codeOf(field), field.closest("[data-field]").dataset.weight]));
  const comment = form.elements.comment;
  const state = form.querySelector("[data-sheet-state]");

  const plain = (text) => text.trim().replace(",", ".").replace(/^(\d+)\.$/, "$1");
  const fault = (field) => {
    const text = plain(field.value);
    if (!text) return "";
    const units = jury.units(text);
    if (units === null) return jury.say("number");
    const { max } = field.closest("[data-field]").dataset;
    return units > jury.units(max) ? jury.say("too_high", { maximum: jury.show(max) }) : "";
  };
  const read = () => {
    const good = fields.filter((field) => plain(field.value) && !fault(field));
    return {
      scores: Object.fromEntries(good.map((field) => [codeOf(field), plain(field.value)])),
      typed: Object.fromEntries(fields.map((field) => [codeOf(field), field.value])),
      comment: comment.value.normalize("NFC").trim(),
      ready: !fields.some(fault),
    };
  };
  const mark = (field, text) => {
    const line = field.closest("[data-field]").querySelector("[data-fault]");
    line.textContent = text;
    line.hidden = !text;
    field.setAttribute("aria-invalid", text ? "true" : "false");
  };

  const showTotals = () => {
    for (const field of fields) {
      const units = fault(field) ? null : jury.units(plain(field.value));
      for (const band of field.closest("[data-field]").querySelectorAll("[data-lower]")) {
        const [low, high] = [jury.units(band.dataset.lower), jury.units(band.dataset.upper)];
        const top = band.dataset.upper === field.closest("[data-field]").dataset.max;
        band.toggleAttribute("data-here", units !== null && low <= units && (units < high || (top && units === high)));
      }
    }
    const total = jury.total(read().scores, weights);
    for (const place of document.querySelectorAll("[data-running-total]")) place.textContent = total ? jury.say("total", { total }) : "";
  };

  // Screens of at most four fields, one at a time.
  const screens = [...form.querySelectorAll("[data-screen]")];
  const steps = form.querySelector("[data-steps]");
  let at = 0;
  const turn = (to, focus = false) => {
    at = Math.min(screens.length - 1, Math.max(0, to));
    screens.forEach((screen, number) => { screen.hidden = number !== at; });
    steps.hidden = screens.length < 2;
    steps.querySelector("[data-step-text]").textContent = jury.say("screen", { number: at + 1, total: screens.length });
    steps.querySelector("[data-step='-1']").disabled = at === 0;
    steps.querySelector("[data-step='1']").disabled = at === screens.length - 1;
    if (focus) screens[at].querySelector("input").focus();
  };
  for (const button of steps.querySelectorAll("[data-step]")) button.addEventListener("click", () => turn(at + Number(button.dataset.step), true));
  const goTo = (field) => { turn(screens.findIndex((screen) => screen.contains(field))); field.focus(); };

  // Enter goes on to the next field, so that a number pad is enough; only the buttons send.
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !fields.includes(event.target)) return;
    event.preventDefault();
    const next = fields[fields.indexOf(event.target) + 1];
    if (next) { goTo(next); next.select(); } else comment.focus();
  });

  const table = (place, columns) => {
    place.replaceChildren(...fields.map((field) => [field.closest("[data-field]").dataset.label, ...columns.map((given) => jury.show(given.scores[codeOf(field)]))])
      .concat([[comment.labels[0].textContent, ...columns.map((given) => given.comment)]])
      .map(([name, ...values]) => {
        const row = document.createElement("tr");
        const head = Object.assign(document.createElement("th"), { scope: "row", textContent: name });
        row.append(head, ...values.map((value) => Object.assign(document.createElement("td"), { textContent: value || "–" })));
        if (values.length > 1 && values[0] !== values[1]) {
          row.dataset.differs = "";
          head.append(" ", Object.assign(document.createElement("em"), { textContent: jury.say("differs") }));
        }
        return row;
      }));
  };
  const show = (name) => {
    for (const each of ["edit", "confirm", "waiting", "choose", "done"]) {
      const place = part(each);
      if (place) place.hidden = each !== name;
    }
  };

  // Look at the sheet as it will be counted, then submit.
  const review = () => {
    for (const field of fields) mark(field, fault(field) || (plain(field.value) ? "" : jury.say("missing")));
    const wrong = fields.find((field) => fault(field) || !plain(field.value));
    if (wrong) return goTo(wrong);
    table(part("confirm").querySelector("tbody"), [read()]);
    show("confirm");
    part("confirm").querySelector("h2").focus();
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    if (event.submitter?.value === "review") review();
    else save();
  }, { capture: true });
  part("confirm").querySelector("[data-back]").addEventListener("click", () => { show("edit"); fields[0].focus(); });
  part("confirm").querySelector("[data-submit]").addEventListener("click", () => submit());

  let timer = 0;
  const save = async () => {
    clearTimeout(timer);
    if (practice) return;
    await begun;
    await jury.keep(id, read());
    await jury.go();
  };
  const submit = async () => {
    clearTimeout(timer);
    if (practice) { table(part("done").querySelector("tbody"), [read()]); return show("done"); }
    await begun;
    await jury.keep(id, { ...read(), submit: true });
    await draw();
    await jury.go();
  };
  form.addEventListener("input", ({ target }) => {
    if (fields.includes(target)) mark(target, fault(target));
    showTotals();
    if (practice || !drawn) return;
    jury.keep(id, read());
    clearTimeout(timer);
    timer = setTimeout(jury.go, 1500);
  });

  const fill = ({ scores, typed, comment: text }, left = []) => {
    for (const field of fields) if (!left.includes(field)) field.value = typed?.[codeOf(field)] ?? jury.show(scores[codeOf(field)]);
    if (!left.includes(comment)) comment.value = text;
    showTotals();
  };
  let filled = false;
  let drawn = false; // until then nothing typed is kept: it would go over a draft that is not in the form yet
  let begun = null;
  const draw = async () => {
    const sheet = await jury.get(id);
    const now = jury.stateOf(sheet);
    if (!filled && sheet && !sheet.theirs) {
      filled = true;
      const early = drawn ? [] : [...fields, comment].filter((field) => field.value !== field.defaultValue);
      fill(sheet.draft ?? sheet.received ?? read(), early);
      if (early.length) { await jury.keep(id, read()); timer = setTimeout(jury.go, 1500); }
    }
    drawn = true;
    document.querySelector("[data-sheet-tag]")?.replaceChildren(tag(now || "empty"));
    if (now === "choose") {
      table(part("choose").querySelector("tbody"), [sheet.draft, sheet.theirs]);
      part("choose").querySelector("[data-mine]").hidden = sheet.theirs.status === "submitted";
      part("choose").querySelector("[data-sealed]").hidden = sheet.theirs.status !== "submitted";
      filled = false;
      return show("choose");
    }
    if (now === "waiting") {
      part("waiting").querySelector("[data-take-back]").hidden = Boolean(sheet.sent?.body.submit);
      return show("waiting");
    }
    if (now === "submitted") {
      if (form.dataset.status !== "submitted" && navigator.onLine && !form.dataset.reloaded) {
        form.dataset.reloaded = "1";
        const fresh = await fetch(location.href, { method: "GET", redirect: "manual" }).catch(() => null);
        if (fresh?.status === 200) return location.reload(); // the receipt's page with its QR code
      }
      table(part("done").querySelector("tbody"), [sheet.received]);
      part("done").querySelector("[data-receipt]").textContent = sheet.received.receipt;
      return show("done");
    }
    if (part("confirm").hidden) show("edit");
    state.textContent = now === "refused" ? jury.say("refused", { reason: sheet.problem.detail })
      : now === "device" ? jury.say(sheet.draft && !sheet.draft.ready ? "not_sent" : "device")
        : now === "received" ? jury.say("received", { receipt: sheet.received.receipt }) : "";
  };
  const tag = (name) => document.querySelector(`template[data-state="${name}"]`).content.cloneNode(true);

  showTotals();
  turn(Math.max(0, screens.findIndex((screen) => screen.querySelector(".field-invalid"))));
  document.querySelectorAll("[data-with-script]").forEach((element) => { element.hidden = false; });
  if (!practice) {
    const told = JSON.parse(form.dataset.received);
    part("waiting").querySelector("[data-take-back]").addEventListener("click", async () => { await jury.takeBack(id); filled = false; draw(); });
    for (const which of ["mine", "theirs"]) {
      part("choose").querySelector(`[data-${which}]`).addEventListener("click", async () => { await jury.choose(id, which); await draw(); jury.go(); });
    }
    begun = (async () => {
      await jury.ready.catch(() => {});
      await jury.note(id, told);
      jury.listen((news) => { if (news.row === id) draw(); });
      await draw();
    })();
  }
}
