// Signing out deletes what this phone keeps for its juror or its facility; what has not been received is worth a second press.

const store = globalThis.jury ?? globalThis.diary;
const { leaving } = document.querySelector("[data-leaving]").dataset;

// The workers stop what they are keeping before the sign-out wipes it; one that does not answer is waited for ten seconds.
const halt = async () => {
  const found = (await navigator.serviceWorker?.getRegistrations()) ?? [];
  const answers = found.filter(({ active }) => active).map(({ active }) => new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = resolve;
    active.postMessage({ leave: true }, [port2]);
  }));
  await Promise.race([Promise.all(answers), new Promise((resolve) => { setTimeout(resolve, 10000); })]);
};

for (const form of document.querySelectorAll("form[action$='/dang-xuat'], form[action$='/logout']")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    const waiting = (await store.unsent().catch(() => [])).length;
    if (waiting && !form.dataset.warned) {
      form.dataset.warned = "1";
      const told = Object.assign(document.createElement("p"), { role: "alert", className: "leave-warning" });
      told.textContent = leaving.replace("{count}", waiting);
      return form.before(told);
    }
    await halt().catch(() => {});
    await store.wipe().catch(() => {});
    form.submit();
  }, { capture: true });
}
