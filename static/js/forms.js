// Help while filling in a form. Everything here adds to a form that already works.

// A number with − and +. Digits are counted as integers in units of the step's last place, so 0.1 + 0.2 is 0.3.
for (const stepper of document.querySelectorAll("[data-stepper]")) {
  const input = stepper.querySelector("input");
  const places = (stepper.dataset.step.split(".")[1] ?? "").length;
  const unit = 10 ** places;
  const whole = (text) => Math.round(Number(text.replace(",", ".")) * unit);
  const step = whole(stepper.dataset.step);
  const low = whole(stepper.dataset.min);
  const high = stepper.dataset.max === undefined ? Infinity : whole(stepper.dataset.max);
  const comma = document.documentElement.lang === "vi" ? "," : ".";

  const move = (by) => {
    const now = whole(input.value.trim() || "0");
    if (Number.isNaN(now)) return;
    const next = Math.min(high, Math.max(low, now + by * step));
    input.value = String(next / unit).replace(".", comma);
    input.dispatchEvent(new Event("input", { bubbles: true }));
  };

  for (const button of stepper.querySelectorAll("button")) {
    button.hidden = false;
    button.addEventListener("click", () => move(Number(button.dataset.by)));
  }
  input.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
    event.preventDefault();
    move(event.key === "ArrowUp" ? 1 : -1);
  });
}

for (const counter of document.querySelectorAll("[data-counter]")) {
  const area = document.getElementById(counter.dataset.counter);
  const show = () => {
    const left = counter.dataset.max - [...area.value].length;
    counter.textContent = (left < 0 ? counter.dataset.over : counter.dataset.left).replace("{n}", Math.abs(left));
    counter.classList.toggle("counter-over", left < 0);
  };
  area?.addEventListener("input", show);
  if (area?.value) show();
}

for (const button of document.querySelectorAll("[data-reveal]")) {
  const input = document.getElementById(button.dataset.reveal);
  const shown = button.textContent;
  button.hidden = false;
  button.addEventListener("click", () => {
    const open = input.type === "password";
    input.type = open ? "text" : "password";
    button.textContent = open ? button.dataset.hideText : shown;
    button.setAttribute("aria-pressed", String(open));
  });
}

// One press, one request; the server refuses a second one anyway.
for (const form of document.querySelectorAll("form[method=post]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "1";
    event.submitter?.classList.add("button-busy");
  });
}
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    form.querySelector(".button-busy")?.classList.remove("button-busy");
  }
});

// Warn before typed text is lost.
for (const form of document.querySelectorAll("form[data-guard]")) {
  let typed = false;
  form.addEventListener("input", () => { typed = true; });
  form.addEventListener("submit", () => { typed = false; });
  form.addEventListener("kept", () => { typed = false; }); // as a draft
  addEventListener("beforeunload", (event) => { if (typed) event.preventDefault(); });
}
