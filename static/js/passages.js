// Words and paragraphs become targets: select words, or press a paragraph's number, then comment, propose or take a
// position on the spot. Without this file each number leads to the paragraph's own page, where all of it can be done.
import { extend, selected } from "./choosing.js";
import { keys, writing } from "./keys.js";

const KEYS =
  "in the text, j and k go from paragraph to paragraph, n and p from card to card, c comments, e proposes a change, s states a position";

const article = document.querySelector("article.text[data-document]");

if (article) begin();

function begin() {
  const blocks = [...article.querySelectorAll("[id^='b-']")];
  const tools = toolbar();
  article.tabIndex = -1; // So that a click into the text lets its keys work.
  let target = null;
  let opener = null;
  let refused = ""; // Words for which Escape put the tools away.

  const offer = (found, box, from) => {
    target = found;
    opener = from;
    tools.offer(found, box);
  };
  const away = (back) => {
    tools.hide();
    if (back) opener?.focus();
    target = null;
  };

  document.addEventListener("selectionchange", () => {
    if (tools.contains(document.activeElement)) return;
    const found = selected(blocks);
    if (found && String(getSelection()) === refused) return;
    refused = "";
    if (found) offer(found, getSelection().getRangeAt(0).getBoundingClientRect(), null);
    else if (target?.quotation) away(false);
  });
  article.addEventListener("click", (event) => {
    const number = event.target.closest("a.mark");
    if (!number || event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
    const block = number.closest("[id^='b-']") ?? number.parentElement.querySelector("[id^='b-']");
    if (!block) return;
    event.preventDefault();
    offer({ blocks: [block], page: number.href }, number.getBoundingClientRect(), number);
    tools.focus();
  });
  tools.element.addEventListener("click", (event) => {
    const kind = event.target.closest("button")?.dataset.kind;
    if (!kind || !target) return;
    const found = target;
    away(false);
    write(kind, found);
  });
  document.addEventListener("pointerdown", (event) => {
    if (!tools.element.hidden && !tools.contains(event.target) && !target?.quotation) away(false);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !tools.element.hidden) {
      event.preventDefault();
      refused = String(getSelection());
      away(true);
      return;
    }
    if (writing(event.target)) return;
    if (event.shiftKey && extend(event, blocks, focused(blocks)?.blocks[0])) event.preventDefault();
  });
  // Keys work only while the text, or what belongs to it, has the focus: not where somebody is about to write.
  keys(KEYS, (key) => {
    if (document.activeElement.closest(".in-place")) return false;
    if (!article.contains(document.activeElement) && !tools.contains(document.activeElement)) return false;
    return press(key, target ?? focused(blocks), () => away(false));
  });
  follow();
}

function press(key, target, away) {
  const kinds = { c: "comment", e: "proposal", s: "position" };
  if (kinds[key] && target) {
    away();
    write(kinds[key], target);
    return true;
  }
  if (key === "j" || key === "k") return step("a.mark", key === "j" ? 1 : -1);
  if (key === "n" || key === "p") return step(".card > a", key === "n" ? 1 : -1);
  return false;
}

function step(what, by) {
  getSelection().removeAllRanges(); // Arrows select from where one goes.
  const all = [...article.querySelectorAll(what)].filter((one) => one.offsetParent);
  const here = document.activeElement;
  let at = all.indexOf(here);
  if (at < 0 && article.contains(here) && here !== article) {
    const later = all.findIndex((one) => here.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING);
    at = by > 0 ? later - 1 : later < 0 ? all.length : later;
  } else if (at < 0 && by < 0) return false;
  const next = all[at + by];
  next?.focus();
  next?.scrollIntoView({ block: "center" });
  return Boolean(next);
}

function focused(blocks) {
  const here = document.activeElement;
  const card = here.closest(".card");
  const block = card ? document.getElementById(card.dataset.block) : (here.closest("[id^='b-']") ?? beside(here));
  return block && blocks.includes(block) ? { blocks: [block] } : null;
}

// A heading's number stands beside it.
function beside(element) {
  return element.closest(".headed")?.querySelector("[id^='b-']") ?? null;
}

function toolbar() {
  const element = document.createElement("div");
  element.className = "passage-tools";
  element.setAttribute("role", "toolbar");
  element.setAttribute("aria-label", "On these words");
  element.hidden = true;
  for (const [kind, label, key] of [
    ["comment", "Comment", "c"],
    ["proposal", "Propose a change", "e"],
    ["position", "State a position", "s"],
  ]) {
    const button = document.createElement("button");
    button.type = "button";
    button.dataset.kind = kind;
    button.textContent = label;
    button.title = `Key ${key}`;
    element.append(button);
  }
  const all = document.createElement("a");
  all.textContent = "All about it";
  element.append(all);
  document.body.append(element);
  element.addEventListener("keydown", (event) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!by) return;
    const items = [...element.children].filter((item) => !item.hidden);
    items.at((items.indexOf(document.activeElement) + by) % items.length).focus();
    event.preventDefault();
  });
  return {
    element,
    contains: (node) => element.contains(node),
    focus: () => element.querySelector("button").focus(),
    hide: () => {
      element.hidden = true;
    },
    offer: (found, box) => {
      all.hidden = !found.page;
      if (found.page) all.href = found.page;
      element.hidden = false;
      const begins = article.dir === "rtl" ? box.right - element.offsetWidth : box.left;
      const inline = Math.min(Math.max(begins, 8), document.documentElement.clientWidth - element.offsetWidth - 8);
      const above = box.top - element.offsetHeight - 8;
      element.style.left = `${Math.max(inline, 8) + scrollX}px`;
      element.style.top = `${(above > 8 ? above : box.bottom + 8) + scrollY}px`;
    },
  };
}

function address(kind, target) {
  const query = new URLSearchParams(target.blocks.map((block) => ["block", block.id.slice(2)]));
  for (const name of ["quotation", "prefix", "suffix"]) {
    // Other words for some words are a change of their paragraph; which words were meant is not asked.
    if (target[name] && kind !== "proposal") query.set(name, target[name]);
  }
  return `/documents/${article.dataset.document}/contributions/${kind}?${query}`;
}

function write(kind, target) {
  const where = address(kind, target);
  if (!article.dataset.may) {
    location.href = where;
    return;
  }
  open(where, target.blocks.at(-1));
}

// The form is the one of its own page, brought to the paragraph.
function open(where, block) {
  const request = new XMLHttpRequest();
  request.open("GET", where);
  request.responseType = "document";
  request.onerror = () => {
    location.href = where;
  };
  request.onload = async () => {
    const main = request.response?.querySelector("main");
    const form = main?.querySelector("form.writing");
    if (request.status !== 200 || !form) {
      location.href = where;
      return;
    }
    document.querySelector(".in-place")?.remove();
    const panel = document.createElement("section");
    panel.className = "in-place";
    panel.lang = "en";
    panel.dir = "ltr";
    const head = document.createElement("h2");
    head.textContent = main.querySelector("h1").textContent;
    head.id = "in-place";
    head.tabIndex = -1;
    panel.setAttribute("aria-labelledby", "in-place");
    const close = document.createElement("button");
    close.type = "button";
    close.className = "quiet small";
    close.textContent = "Close";
    const parts = main.querySelectorAll(".kept-draft, [data-pending], [data-about-words], .ways");
    panel.append(close, head, ...parts, form);
    unit(block).after(panel);
    close.addEventListener("click", () => {
      panel.remove();
      number(block)?.focus();
    });
    for (const way of panel.querySelectorAll(".ways a")) {
      way.addEventListener("click", (event) => {
        event.preventDefault();
        open(way.getAttribute("href"), block);
      });
    }
    head.focus();
    panel.scrollIntoView({ block: "nearest" });
    const [drafts, writing] = await Promise.all([import("./drafts.js"), import("./writing.js")]);
    if (panel.querySelector("textarea[data-editor]")) (await import("./editing.js")).enhance(panel);
    drafts.enhance(panel);
    writing.enhance(panel);
  };
  request.send();
}

function number(block) {
  return block.querySelector("a.mark") ?? block.closest(".headed")?.querySelector("a.mark");
}

function unit(block) {
  let at = block;
  while (at.parentElement !== article) at = at.parentElement;
  return at;
}

// What was said and the words it is about point at each other.
function follow() {
  const cards = new Map([...article.querySelectorAll(".card")].map((card) => [card.id.slice(2), card]));
  const marks = [...article.querySelectorAll("mark.said-on")];
  const show = (numbers, on) => {
    for (const each of numbers) cards.get(each)?.classList.toggle("shown", on);
    for (const mark of marks) {
      if (mark.dataset.on.split(" ").some((each) => numbers.includes(each))) mark.classList.toggle("shown", on);
    }
  };
  for (const [name, card] of cards) {
    for (const [event, on] of [["pointerenter", true], ["pointerleave", false], ["focusin", true], ["focusout", false]]) {
      card.addEventListener(event, () => show([name], on));
    }
  }
  for (const mark of marks) {
    mark.addEventListener("pointerenter", () => show(mark.dataset.on.split(" "), true));
    mark.addEventListener("pointerleave", () => show(mark.dataset.on.split(" "), false));
  }
}
