// A text as it grew: steps without leaving the page, and plays them where motion is welcome. Each step is the page of its
// address; one is fetched at a time, the next ahead. Without this file the links lead from page to page.
const PARTS = ["told", "steps", "legend", "text"];
const still = matchMedia("(prefers-reduced-motion: reduce)");
const panel = document.querySelector(".lapse-play");
const button = panel.querySelector("[data-play]");
const speed = panel.querySelector("[data-speed]");
const follow = panel.querySelector("[data-follow]");
const announce = document.querySelector("[data-announce]");
let ahead = null; // The step fetched before it is wanted: { address, page }.
let timer = 0;
let playing = false;
let turn = 0; // Which wish was the last: an answer to an earlier one comes too late.

const part = (page, name) => page.querySelector(`[data-lapse='${name}']`);
const way = (name) => document.querySelector(`.lapse-steps a[data-way='${name}']`);

// As a document, since the policy of the page takes no strings for markup.
function fetched(address) {
  if (ahead?.address === address) return ahead.page;
  const page = new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("GET", address);
    request.responseType = "document";
    request.onload = () => {
      const found = request.status === 200 ? request.response : null;
      if (found && PARTS.every((name) => part(found, name))) resolve(found);
      else reject(new Error("no such step"));
    };
    request.onerror = () => reject(new Error("not reached"));
    request.send();
  });
  page.catch(() => {}); // Told where it is wanted.
  return page;
}

function prefetch() {
  const address = way("next")?.href;
  ahead = address ? { address, page: fetched(address) } : null;
}

async function go(address, { keep = true, told = true } = {}) {
  const mine = ++turn;
  let page;
  try {
    page = await fetched(address);
  } catch {
    if (mine === turn) location.href = address;
    return false;
  }
  if (mine !== turn) return false;
  const focused = document.activeElement?.dataset?.way;
  for (const name of PARTS) part(document, name).replaceWith(document.adoptNode(part(page, name)));
  document.title = page.title;
  if (keep) history.replaceState(null, "", address);
  if (focused) (way(focused) ?? button).focus({ preventScroll: true });
  if (follow.checked) document.querySelector("article .fresh")?.scrollIntoView({ block: "center", behavior: "instant" });
  if (told) say();
  prefetch();
  return true;
}

function say() {
  announce.textContent = part(document, "told").textContent.trim();
}

function pause(words = "Paused. ") {
  clearTimeout(timer);
  if (!playing) return;
  playing = false;
  turn += 1;
  button.textContent = "Play";
  announce.textContent = words + part(document, "told").textContent.trim();
}

async function play() {
  playing = true;
  button.textContent = "Pause";
  announce.textContent = "Playing.";
  if (!way("next") && way("first") && !(await go(way("first").href, { told: false }))) return;
  plan();
}

function plan() {
  clearTimeout(timer);
  timer = setTimeout(async () => {
    const next = way("next");
    if (!playing) return;
    if (!next) return pause("The end. ");
    if (await go(next.href, { told: false })) plan();
  }, Number(speed.value));
}

document.querySelector(".lapse").addEventListener("click", (event) => {
  const link = event.target.closest("a[data-way]");
  if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
  event.preventDefault();
  pause("");
  go(link.href);
});
button.addEventListener("click", () => (playing ? pause() : play()));
speed.addEventListener("change", () => playing && plan());
document.addEventListener("visibilitychange", () => document.hidden && pause());
still.addEventListener("change", motion);

// Where motion is not wanted nothing plays by itself; the steps remain.
function motion() {
  if (still.matches) pause();
  panel.hidden = still.matches;
}
motion();
prefetch();
