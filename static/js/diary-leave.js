// Signing out deletes the entries on this phone; one that has not been received is worth a second press.

const { diary } = globalThis;
const { leaving } = document.querySelector("[data-diary-leaving]").dataset;

for (const form of document.querySelectorAll("form[action$='/dang-xuat'], form[action$='/logout']")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    const waiting = (await diary.all().catch(() => [])).length;
    if (!waiting || form.dataset.warned) return form.submit();
    form.dataset.warned = "1";
    const told = Object.assign(document.createElement("p"), { role: "alert", className: "leave-warning" });
    told.textContent = leaving.replace("{count}", waiting);
    form.before(told);
  }, { capture: true });
}
