// The score sheet: running total and autosave. Without this the form saves and submits as an ordinary form.

const form = document.querySelector("[data-score-sheet]");
if (form) {
  const fields = [...form.querySelectorAll("input[name^=score_]")];
  const total = form.querySelector("[data-running-total]");
  const state = form.querySelector("[data-sheet-state]");
  const comma = document.documentElement.lang === "vi" ? "," : ".";
  const plain = (text) => text.trim().replace(",", ".");

  // Whole hundredths, so that 35.5 + 0.1 is exactly 35.6.
  const hundredths = (text) => {
    const match = /^(\d{1,3})(?:\.(\d{1,2}))?$/.exec(plain(text));
    return match ? Number(match[1]) * 100 + Number((match[2] ?? "").padEnd(2, "0")) : null;
  };
  const showTotal = () => {
    const values = fields.map((field) => hundredths(field.value)).filter((value) => value !== null);
    const sum = values.reduce((a, b) => a + b, 0);
    total.textContent = values.length ? form.dataset.total.replace("{total}", String(sum / 100).replace(".", comma)) : "";
  };

  let timer = 0;
  let pending = null;
  const body = () => ({
    client_id: crypto.randomUUID(),
    scores: Object.fromEntries(fields.filter((f) => hundredths(f.value) !== null).map((f) => [f.name.slice(6), plain(f.value)])),
    comment: form.elements.comment.value,
    submit: false,
  });
  const send = async () => {
    pending ??= body(); // a resend carries the same client_id, so that it is received once
    try {
      const answer = await fetch(form.dataset.api, {
        method: "PUT",
        headers: { "Content-Type": "application/json", "X-CSRFToken": form.elements.csrf_token.value },
        body: JSON.stringify(pending),
      });
      const told = await answer.json();
      pending = null;
      state.textContent = answer.ok
        ? form.dataset.saved.replace("{time}", new Date().toLocaleTimeString(document.documentElement.lang)).replace("{receipt}", told.receipt)
        : told.detail;
    } catch {
      state.textContent = form.dataset.local;
      timer = setTimeout(send, 5000);
    }
  };

  form.addEventListener("input", () => {
    showTotal();
    pending = null;
    clearTimeout(timer);
    timer = setTimeout(send, 1500);
  });
  form.addEventListener("submit", () => clearTimeout(timer));
  showTotal();
}
