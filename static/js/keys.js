// Single keys that act where nobody is writing. The foot of the page tells them, beside the one switch that turns all of
// them off, here and on every other page; this browser remembers it.
const KEPT = "wgec-keys";
const acts = [];
const told = document.createElement("span");
let on = remembered();

document.addEventListener("keydown", (event) => {
  if (!on || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || writing(event.target)) return;
  if (acts.some((act) => act(event.key))) event.preventDefault();
});

// Have `act` called with each key until it is given back true: that key was its own. `words` tell what its keys do.
export function keys(words, act) {
  if (!acts.length) showSwitch();
  else told.append("; ");
  told.append(words);
  acts.push(act);
}

export function writing(element) {
  return element.closest("input, textarea, select, [contenteditable='true']") !== null;
}

function showSwitch() {
  const line = document.createElement("label");
  const box = document.createElement("input");
  line.className = "keys";
  box.type = "checkbox";
  box.checked = on;
  box.addEventListener("change", () => {
    on = box.checked;
    remember();
  });
  told.append("Single keys act on this page: ");
  line.append(box, told);
  document.querySelector(".footer-inner").append(line);
}

function remembered() {
  try {
    return localStorage.getItem(KEPT) !== "off";
  } catch {
    return true;
  }
}

function remember() {
  try {
    localStorage.setItem(KEPT, on ? "on" : "off");
  } catch {
    // Not permitted: what is chosen then holds until the page is left.
  }
}
