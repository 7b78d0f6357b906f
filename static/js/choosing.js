// Which words of the text are selected, and selecting them by keyboard.
const article = document.querySelector("article.text[data-document]");
const CONTEXT = 32;
const LONGEST = 1_000;
const ADDED = ".mark, .sign, .cards, .visually-hidden, .footnote-backref, sup[id^='fnref']";

// Browsers let arrows select only where there is a caret: here they begin at the paragraph that has the focus.
export function extend(event, blocks, block) {
  const by = { ArrowRight: "right", ArrowLeft: "left", ArrowUp: "backward", ArrowDown: "forward" }[event.key];
  const here = document.activeElement;
  if (!by || !article.contains(here) || here.closest(".in-place, .cards")) return false;
  const selection = getSelection();
  const known = selection.rangeCount && article.contains(selection.anchorNode) && !(block && selection.isCollapsed);
  if (!known) selection.collapse(...beginning(block ?? blocks[0]));
  const line = by === "backward" || by === "forward";
  selection.modify("extend", by, line ? "line" : event.ctrlKey || event.altKey ? "word" : "character");
  return true;
}

function beginning(block) {
  const walk = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    if (walk.currentNode.data.trim() && !walk.currentNode.parentElement.closest(ADDED)) return [walk.currentNode, 0];
  }
  return [block, block.childNodes.length];
}

export function selected(blocks) {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  if (!article.contains(range.commonAncestorContainer) || range.startContainer.parentElement?.closest(".in-place, .cards")) return null;
  const within = blocks.filter((block) => range.intersectsNode(block) && words(clip(range, block)));
  // Of a list item that holds others, and of those, the innermost have the words.
  const inner = within.filter((block) => !within.some((other) => other !== block && block.contains(other)));
  const quotation = words(range);
  if (!inner.length || !quotation || quotation.length > LONGEST) return null;
  const before = document.createRange();
  before.setStart(inner[0], 0);
  before.setEnd(range.startContainer, range.startOffset);
  const after = document.createRange();
  after.setStart(range.endContainer, range.endOffset);
  after.setEndAfter(inner.at(-1));
  return {
    blocks: inner,
    quotation,
    prefix: words(before, true).slice(-CONTEXT),
    suffix: words(after, true).slice(0, CONTEXT),
  };
}

function clip(range, block) {
  const part = document.createRange();
  part.selectNodeContents(block);
  if (part.compareBoundaryPoints(Range.START_TO_START, range) < 0) part.setStart(range.startContainer, range.startOffset);
  if (part.compareBoundaryPoints(Range.END_TO_END, range) > 0) part.setEnd(range.endContainer, range.endOffset);
  return part;
}

// Words as they are read: without numbers and signs that the page adds.
function words(range, edges = false) {
  const part = range.cloneContents();
  for (const added of part.querySelectorAll(ADDED)) added.remove();
  const text = part.textContent.replace(/\s+/g, " ");
  return edges ? text : text.trim();
}
