// Keeps what is typed into a form as a draft on the server. The form has a button for that too.

const PAUSE = 3000;

for (const form of document.querySelectorAll("form[data-autosave]")) {
  const line = document.getElementById(form.dataset.autosave);
  let timer = 0;
  let sending = null;

  const save = async () => {
    if (sending) return plan();
    const body = new FormData(form);
    body.set("draft_of", body.get("once")); // of a form that was saved no draft is kept
    body.delete("once"); // which stands for the saving of the form itself
    body.set("act", "draft");
    sending = new AbortController();
    try {
      const answer = await fetch(location.href, {
        method: "POST", body, headers: { Accept: "application/json" }, redirect: "manual", signal: sending.signal,
      });
      if (!answer.ok && answer.status !== 409) throw new Error(String(answer.status));
      const told = await answer.json();
      line.textContent = answer.ok ? told.text : told.detail;
      if (answer.ok && !timer) form.dispatchEvent(new Event("kept"));
    } catch (error) {
      if (error.name !== "AbortError") line.textContent = line.dataset.failed;
    }
    sending = null;
  };
  const plan = () => {
    clearTimeout(timer);
    timer = setTimeout(() => { timer = 0; save(); }, PAUSE);
  };

  form.addEventListener("input", plan);
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    sending?.abort();
  });
}
