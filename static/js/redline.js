// On a comparison: n goes to the next change, p to the previous one, unless somebody writes or has turned that off.
const KEPT = "wgec-change-keys";
const STEPS = { n: 1, p: -1 };

const changes = [...document.querySelectorAll(".passage[id^='change-']")];
const stored = { get: () => null, set: () => {} };
try {
  const storage = window.localStorage;
  stored.get = () => storage.getItem(KEPT);
  stored.set = (value) => storage.setItem(KEPT, value);
} catch {
  // Storage may be forbidden: the keys then work until the page is left.
}

if (changes.length > 1) {
  let on = stored.get() !== "off";
  const button = document.createElement("button");
  const keys = document.createElement("p");
  keys.className = "change-keys";
  button.type = "button";
  button.className = "quiet";
  const tell = () => {
    button.textContent = on ? "Keys n and p go from change to change: on" : "Keys n and p go from change to change: off";
    button.setAttribute("aria-pressed", String(on));
  };
  button.addEventListener("click", () => {
    on = !on;
    stored.set(on ? "on" : "off");
    tell();
  });
  tell();
  keys.append(button);
  document.querySelector(".redline").before(keys);
  document.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    if (!on || !step || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    event.preventDefault();
    go(step);
  });
}

function go(step) {
  const here = changes.findIndex((change) => change.contains(document.activeElement));
  const top = window.innerHeight / 4;
  let next = here + step;
  if (here < 0) {
    // From where the reader has scrolled to.
    const below = changes.findIndex((change) => change.getBoundingClientRect().bottom > top);
    next = step > 0 ? (below < 0 ? changes.length - 1 : below) : (below < 0 ? changes.length : below) - 1;
  }
  const change = changes[Math.min(Math.max(next, 0), changes.length - 1)];
  change.focus({ preventScroll: true });
  change.scrollIntoView({ block: "start" });
}
