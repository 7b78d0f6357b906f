// A slider over revisions tells the one it stands at while it is drawn, and opens it when a pointer lets go. By keyboard
// one steps without leaving the page; Enter or the button opens. Without this file a number is typed instead.
const DECISION = /^Accept(?: with changes)? contribution [0-9]+: (?=.)/;
const FOUNDING = /^Found the record of /;
const WAIT = 120;
const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
const count = new Intl.NumberFormat("en");

for (const form of document.querySelectorAll("form.slider")) enhance(form);

function enhance(form) {
  const range = form.querySelector("input[type='range']");
  const told = Object.fromEntries([...form.querySelectorAll("[data-told]")].map((one) => [one.dataset.told, one]));
  const start = range.defaultValue;
  const known = new Map([[start, { date: told.date.textContent, summary: told.summary.textContent }]]);
  let drawn = false;
  let timer = 0;

  form.hidden = false;
  const typed = form.previousElementSibling;
  if (typed?.matches(".slider-number")) typed.hidden = true;

  const show = () => {
    const number = range.value;
    const found = known.get(number);
    told.number.textContent = count.format(number);
    told.date.textContent = found?.date ?? "…";
    told.summary.textContent = found?.summary ?? "";
    const parts = [`Revision ${count.format(number)} of ${count.format(range.max)}`, found?.date, found?.summary];
    range.setAttribute("aria-valuetext", parts.filter(Boolean).join(", "));
  };
  const ask = async (number) => {
    if (known.has(number)) return;
    try {
      const answer = await fetch(form.dataset.revisions + number);
      if (!answer.ok) return;
      const revision = await answer.json();
      const founding = revision.contribution === null && FOUNDING.test(revision.summary);
      const summary = founding ? "The founding text" : revision.summary.replace(DECISION, "");
      known.set(number, { date: day.format(new Date(revision.at)), summary });
      if (range.value === number) show();
    } catch {
      // The number alone is told; opening the revision says what is wrong.
    }
  };

  range.addEventListener("pointerdown", () => {
    drawn = true;
  });
  range.addEventListener("keydown", (event) => {
    drawn = false;
    if (event.key !== "Enter") return;
    event.preventDefault();
    form.requestSubmit();
  });
  range.addEventListener("input", () => {
    show();
    clearTimeout(timer);
    timer = setTimeout(() => ask(range.value), WAIT);
  });
  range.addEventListener("change", () => {
    if (drawn && range.value !== start) form.requestSubmit();
    drawn = false;
  });
  // Whoever comes back finds the revision of the page, not the one last drawn to.
  window.addEventListener("pageshow", () => {
    range.value = start;
    show();
  });
  show();
}
