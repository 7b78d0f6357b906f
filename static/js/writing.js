// While somebody writes: a live preview, and how much of the permitted length is used.
import { focusErrors } from "./errors.js";
import { whenBack } from "./line.js";
import { typedAlready, whenBackAgain } from "./typed.js";

const PAUSE = 700;
const LIMIT = 1_000_000;

const done = new WeakSet();

focusErrors();
enhance(document);

// Preview and count within `root`, such as a form that came into the page later.
export function enhance(root) {
  for (const form of root.querySelectorAll("form[data-preview]")) {
    if (done.has(form)) continue;
    done.add(form);
    livePreview(form);
    for (const area of form.querySelectorAll("textarea")) {
      count(area);
    }
  }
}

function livePreview(form) {
  const place = form.querySelector("#preview");
  const button = form.querySelector("[data-preview-button]");
  if (!place) return;
  let timer = 0;
  let running = null;
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  };
  const ask = () => {
    running?.abort();
    if (!form.isConnected) return; // Closed meanwhile.
    // A request for a document, so that no text is ever turned into markup here.
    const request = new XMLHttpRequest();
    running = request;
    request.open("POST", form.getAttribute("action"));
    request.responseType = "document";
    request.onload = () => {
      if (request.status !== 200 || !request.response) return;
      place.replaceChildren(...request.response.body.childNodes);
      place.hidden = false;
    };
    request.onerror = () => {
      clearTimeout(timer);
      timer = whenBack(ask);
    };
    const data = new FormData(form);
    data.set("action", "preview");
    data.set("part", "preview");
    request.send(data);
  };
  const typed = () => {
    if (typedAlready(form)) later();
  };
  form.addEventListener("input", later);
  typed();
  whenBackAgain(typed);
  button?.addEventListener("click", (event) => {
    event.preventDefault();
    clearTimeout(timer);
    ask();
  });
}

function count(area) {
  const line = document.createElement("p");
  line.className = "counter";
  area.after(line);
  const update = () => {
    const used = new TextEncoder().encode(area.value).length;
    line.hidden = used < LIMIT / 2;
    line.textContent = `${used.toLocaleString("en")} of ${LIMIT.toLocaleString("en")} bytes`;
    line.classList.toggle("counter-over", used > LIMIT);
  };
  area.addEventListener("input", update);
  update();
}
