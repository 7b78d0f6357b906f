// The key / goes to the search box, unless somebody writes or has turned that off on the search page.
const KEPT = "wgec-search-key";
const stored = { get: () => null, set: () => {} };
try {
  const storage = window.localStorage;
  stored.get = () => storage.getItem(KEPT);
  stored.set = (value) => storage.setItem(KEPT, value);
} catch {
  // Storage may be forbidden: what is chosen then holds until the page is left.
}

const box = [...document.querySelectorAll("[data-search]")].find((one) => one.checkVisibility());
if (box) {
  let on = stored.get() !== "off";
  document.addEventListener("keydown", (event) => {
    if (!on || event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    event.preventDefault();
    box.focus();
    box.select();
  });
  if (box.id === "field-q") {
    const button = document.createElement("button");
    const keys = document.createElement("p");
    const tell = () => {
      button.textContent = `Key / goes to the search box: ${on ? "on" : "off"}`;
      button.setAttribute("aria-pressed", String(on));
    };
    keys.className = "change-keys seek-keys";
    button.type = "button";
    button.className = "quiet";
    button.addEventListener("click", () => {
      on = !on;
      stored.set(on ? "on" : "off");
      tell();
    });
    tell();
    keys.append(button);
    document.querySelector("main").append(keys);
  }
}
