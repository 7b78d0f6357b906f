// What is typed in a form is kept while it is typed: on the server, and in this browser until the server has it.
// A form says so with data-draft (where to keep it; empty: in this browser only), data-place and data-version.
import { whenBack } from "./line.js";
import { typedAlready, whenBackAgain } from "./typed.js";

const PAUSE = 1_200;
const AGE = 90 * 24 * 3_600_000;
const done = new WeakSet();
const OMITTED = new Set(["csrf_token", "action", "part", "idempotency_key", "base"]);

for (const form of document.querySelectorAll("form[data-forget]")) {
  const away = () => forget(keyOf(form.dataset.owner, form.dataset.forget));
  if (!("forgetLater" in form.dataset)) away(); // The server has it now.
  else {
    form.addEventListener("submit", (event) => {
      if (event.submitter?.value === "send") away();
    });
  }
}
enhance(document);
forgetOld();

// Keep what is typed in the forms within `root`, such as one that came into the page later.
export function enhance(root) {
  for (const form of root.querySelectorAll("form[data-place]")) {
    if (form.dataset.place) keepDraft(form);
  }
}

function keepDraft(form) {
  if (done.has(form)) return;
  done.add(form);
  const told = form.querySelector("[data-draft-told]");
  const key = keyOf(form.dataset.owner, form.dataset.place);
  const opened = snapshot(form);
  let saved = opened;
  let timer = 0;
  let sending = false;
  let busy = false;
  let more = false;
  let filled = null; // What the browser put in again by itself, which may have been sent.
  let before = null; // A link to what was sent from this form before.

  const say = (...words) => {
    told?.replaceChildren(...words);
  };
  const keepHere = () => {
    try {
      localStorage.setItem(key, JSON.stringify({ at: Date.now(), fields: snapshot(form) }));
      return true;
    } catch {
      return false; // No room, or not permitted: the server keeps it.
    }
  };
  const keep = async () => {
    clearTimeout(timer);
    const words = snapshot(form);
    const here = words === filled || keepHere();
    if (!form.dataset.draft) {
      if (here) say("Kept in this browser.");
      return;
    }
    if (busy) {
      more = true; // The answer brings the version that the next one must name.
      return;
    }
    busy = true;
    const data = new FormData(form);
    data.delete("action");
    data.set("place", form.dataset.place);
    data.set("version", form.dataset.version);
    try {
      const answer = await fetch(form.dataset.draft, { method: "POST", body: data, keepalive: size(data) < 60_000 });
      const kind = answer.headers.get("Content-Type") ?? "";
      const body = kind.startsWith("application/json") ? await answer.json() : {};
      if (answer.ok && body.version) {
        form.dataset.version = body.version;
        saved = words;
        say("Your draft is kept.", ...(before ? [" What was sent from this form before is ", before, "."] : []));
        if (!sending && snapshot(form) === words) forget(key);
      } else if (answer.ok && body.sent) {
        sentAlready(body, words);
      } else if (answer.status === 409) {
        say("You went on with this draft in another window. What you write here is kept in this browser; reload the page to see the other one.");
      } else if (answer.status === 401 || answer.status === 403) {
        say("You are signed out. What you write is kept in this browser, and comes back when you have signed in.");
      } else {
        say(`What you write is kept in this browser. ${body.error ?? ""}`.trim());
      }
    } catch {
      say("No connection. What you write is kept in this browser, and the server gets it when the line is back.");
      timer = whenBack(keep);
    }
    busy = false;
    if (more && !sending) {
      more = false;
      keep();
    }
  };

  // Words nobody touched since are on record, and no draft; others, such as those this browser still holds, are
  // something new, under a key of their own.
  const sentAlready = ({ sent, at, key: fresh }, words) => {
    before = document.createElement("a");
    before.href = at;
    before.textContent = `contribution ${sent}`;
    for (const notice of form.parentElement.querySelectorAll(".kept-draft")) notice.remove();
    if (words === filled && heldHere(key)?.fields !== words) {
      saved = words;
      forget(key);
      say("This was sent and is on record: ", before, ". Nothing of it waits here.");
      return;
    }
    form.elements.idempotency_key.value = fresh;
    form.dataset.version = "0"; // What was kept of the form went with its sending.
    filled = null;
    more = true;
  };

  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(keep, PAUSE);
  };
  form.addEventListener("input", soon);
  if (typedAlready(form)) {
    saved = null;
    soon();
  }
  whenBackAgain(() => {
    sending = false;
    filled = snapshot(form);
    if (typedAlready(form) || form.dataset.version !== "0") keep();
  });
  form.addEventListener("submit", () => {
    sending = true;
    clearTimeout(timer);
    keepHere(); // Until the answer is there: the page that comes next forgets it.
  });
  addEventListener("pagehide", () => {
    if (!sending && snapshot(form) !== saved) keep();
  });
  offer(form, key, opened);
}

// Words that this browser has and the page has not are offered, never put in unasked.
function offer(form, key, opened) {
  const kept = heldHere(key);
  if (!kept || kept.fields === opened) {
    forget(key);
    return;
  }
  const notice = document.createElement("div");
  notice.className = "notice kept-draft";
  notice.setAttribute("role", "note");
  const words = document.createElement("p");
  words.textContent = "This browser holds words you typed here and did not send.";
  const back = document.createElement("button");
  const away = document.createElement("button");
  back.type = away.type = "button";
  back.textContent = "Bring them back";
  away.textContent = "Forget them";
  back.className = away.className = "quiet small";
  let others = kept.fields;
  back.addEventListener("click", () => {
    const stood = snapshot(form);
    restore(form, JSON.parse(others));
    others = stood;
    form.dispatchEvent(new Event("input", { bubbles: true }));
    if (form.dataset.version === "0") {
      notice.remove();
      return;
    }
    // A draft stood here, perhaps another window's, and what is brought back takes its place on the server.
    words.textContent = "They stand here now. What stood here before is there until you leave this page.";
    back.textContent = "Change them over";
    away.remove();
  });
  away.addEventListener("click", () => {
    forget(key);
    notice.remove();
  });
  const buttons = document.createElement("p");
  buttons.append(back, " ", away);
  notice.append(words, buttons);
  form.before(notice);
}

// Another person at the same computer is not shown them.
function keyOf(owner, place) {
  return `draft ${owner} ${place}`;
}

function heldHere(key) {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "null");
  } catch {
    return null; // Not permitted, or not ours.
  }
}

function forget(key) {
  try {
    localStorage.removeItem(key);
  } catch {
    // Not permitted, so there is nothing to forget.
  }
}

function snapshot(form) {
  const pairs = [...new FormData(form)].filter(([name, value]) => !OMITTED.has(name) && typeof value === "string");
  return JSON.stringify(pairs.map(([name, value]) => [name, value.replaceAll("\r\n", "\n")]));
}

function restore(form, pairs) {
  const byName = new Map();
  for (const [name, value] of pairs) byName.set(name, [...(byName.get(name) ?? []), value]);
  for (const field of form.elements) {
    if (!field.name || OMITTED.has(field.name) || field.type === "hidden") continue;
    const values = byName.get(field.name) ?? [];
    if (field.type === "checkbox" || field.type === "radio") field.checked = values.includes(field.value);
    else if (values.length) {
      field.value = values.shift();
      field.dispatchEvent(new Event("restored"));
    }
  }
}

function size(data) {
  let total = 0;
  for (const [, value] of data) total += value.length * 3;
  return total;
}

function forgetOld() {
  let count = 0;
  try {
    count = localStorage.length;
  } catch {
    return;
  }
  for (let place = count - 1; place >= 0; place -= 1) {
    const key = localStorage.key(place);
    if (!key?.startsWith("draft ")) continue;
    try {
      if (Date.now() - JSON.parse(localStorage.getItem(key)).at > AGE) localStorage.removeItem(key);
    } catch {
      localStorage.removeItem(key);
    }
  }
}
