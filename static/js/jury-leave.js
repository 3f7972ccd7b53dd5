// Signing out deletes a juror's sheets from this phone; one that has not been received is worth a second press.

const { jury } = globalThis;
const { leaving } = document.querySelector("[data-leaving]").dataset;

for (const form of document.querySelectorAll("form[action$='/dang-xuat'], form[action$='/logout']")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    const held = (await jury.all().catch(() => [])).filter((sheet) => jury.isHeld(sheet)).length;
    if (held && !form.dataset.warned) {
      form.dataset.warned = "1";
      const told = Object.assign(document.createElement("p"), { role: "alert", className: "leave-warning" });
      told.textContent = leaving.replace("{count}", held);
      return form.before(told);
    }
    await jury.wipe().catch(() => {});
    form.submit();
  }, { capture: true });
}
