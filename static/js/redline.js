// On a comparison: n goes to the next change, p to the previous one.
import { keys } from "./keys.js";

const STEPS = { n: 1, p: -1 };
const changes = [...document.querySelectorAll(".passage[id^='change-']")];

if (changes.length > 1) {
  keys("n and p go from change to change", (key) => {
    if (!STEPS[key]) return false;
    go(STEPS[key]);
    return true;
  });
  for (const [way, key] of [["next", "n"], ["prev", "p"]]) {
    for (const link of document.querySelectorAll(`.change-steps a[rel='${way}']`)) link.title = `Key ${key}`;
  }
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
