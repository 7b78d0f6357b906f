// An editor over a <textarea>: the form still sends the textarea, and without this file it is simply a textarea.
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { defineLanguageFacet, HighlightStyle, Language, syntaxHighlighting, syntaxTree } from "@codemirror/language";
import { EditorState, StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView, keymap, ViewPlugin } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { GFM, parser } from "@lezer/markdown";

const markdown = new Language(defineLanguageFacet(), parser.configure(GFM), [], "markdown");
const MARKS = new Set(["EmphasisMark", "CodeMark", "StrikethroughMark", "LinkMark", "URL", "LinkTitle", "HeaderMark"]);
const look = HighlightStyle.define([
  { tag: tags.strong, class: "ed-strong" },
  { tag: tags.emphasis, class: "ed-emphasis" },
  { tag: tags.heading, class: "ed-heading" },
  { tag: tags.link, class: "ed-link" },
  { tag: tags.monospace, class: "ed-code" },
  { tag: tags.processingInstruction, class: "ed-mark" },
]);

// Styles of the editor's own stand outside all layers, so what should look like the page is said here.
const frame = EditorView.theme({
  "&": { border: "1px solid var(--edge)", borderRadius: "2px", background: "var(--paper)", color: "var(--ink)" },
  "&.cm-focused": { outline: "3px solid var(--focus)", outlineOffset: "1px" },
  ".cm-scroller": { font: "inherit", fontFamily: "inherit", lineHeight: "1.6", minBlockSize: "7rem" },
  ".cm-content": { padding: "0.5rem 0", caretColor: "var(--ink)", fontFamily: "inherit" },
  ".cm-line": { padding: "0 0.625rem" },
  ".cm-cursor": { borderColor: "var(--ink)" },
});

// The signs that lay words out are hidden until somebody asks to see them; nothing of the text is changed by that.
const showMarks = StateEffect.define();
const marksShown = StateField.define({
  create: () => false,
  update: (shown, change) => change.effects.reduce((now, effect) => (effect.is(showMarks) ? effect.value : now), shown),
});

function hiddenMarks(view) {
  if (view.state.field(marksShown)) return Decoration.none;
  const hidden = [];
  for (const { from, to } of view.visibleRanges) {
    syntaxTree(view.state).iterate({
      from,
      to,
      enter: (node) => {
        if (!MARKS.has(node.name) || node.from === node.to || isBare(node)) return;
        let end = node.to;
        if (node.name === "HeaderMark" && view.state.sliceDoc(end, end + 1) === " ") end += 1;
        if (view.state.doc.lineAt(node.from).number !== view.state.doc.lineAt(end).number) return;
        hidden.push(Decoration.replace({}).range(node.from, end));
      },
    });
  }
  return Decoration.set(hidden, true);
}

// An address that stands in the text by itself is read, not followed by words of its own: it stays.
function isBare(node) {
  return node.name === "URL" && node.node.parent?.name !== "Link" && node.node.parent?.name !== "Image";
}

const hiding = ViewPlugin.fromClass(
  class {
    constructor(view) {
      this.decorations = hiddenMarks(view);
    }
    update(update) {
      const asked = update.transactions.some((change) => change.effects.some((effect) => effect.is(showMarks)));
      if (update.docChanged || update.viewportChanged || asked || syntaxTree(update.startState) !== syntaxTree(update.state)) {
        this.decorations = hiddenMarks(update.view);
      }
    }
  },
  {
    decorations: (plugin) => plugin.decorations,
    provide: (plugin) => EditorView.atomicRanges.of((view) => view.plugin(plugin)?.decorations ?? Decoration.none),
  },
);

/**
 * Put an editor over `area`, a <textarea>, which stays in the form, hidden, and always holds what is written.
 *
 * `nonce` is the page's nonce for styles. Returns { view, marks(shown), remove() }; `remove` shows the textarea again.
 */
export function upgrade(area, { nonce, label }) {
  const following = EditorView.updateListener.of((update) => {
    if (!update.docChanged) return;
    area.value = update.state.doc.toString();
    area.dispatchEvent(new Event("input", { bubbles: true }));
  });
  const attributes = { "aria-label": label, spellcheck: "true", autocapitalize: "sentences" };
  if (area.lang) attributes.lang = area.lang;
  if (area.dir) attributes.dir = area.dir;
  if (area.getAttribute("aria-describedby")) attributes["aria-describedby"] = area.getAttribute("aria-describedby");
  if (area.required) attributes["aria-required"] = "true";
  if (area.getAttribute("aria-invalid")) attributes["aria-invalid"] = "true";
  const focus = () => view.focus();
  const view = new EditorView({
    state: EditorState.create({
      doc: area.value,
      extensions: [
        EditorView.cspNonce.of(nonce),
        frame,
        EditorView.lineWrapping,
        EditorView.perLineTextDirection.of(true),
        EditorView.contentAttributes.of(attributes),
        history(),
        keymap.of([...defaultKeymap, ...historyKeymap]),
        markdown,
        syntaxHighlighting(look),
        marksShown,
        hiding,
        following,
      ],
    }),
  });
  // A hidden field that is required could never be pointed out by the browser; the server checks.
  const required = area.required;
  const named = [...area.labels];
  for (const each of named) {
    each.htmlFor = "";
    each.addEventListener("click", focus);
  }
  const writing = document.activeElement === area;
  area.required = false;
  area.hidden = true;
  area.after(view.dom);
  if (writing) {
    view.dispatch({ selection: { anchor: Math.min(area.selectionEnd, view.state.doc.length) } });
    view.focus();
  }
  return {
    view,
    marks: (shown) => view.dispatch({ effects: showMarks.of(shown) }),
    // What came into the textarea from elsewhere, such as a draft brought back.
    refresh: () => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: area.value } }),
    remove: () => {
      view.destroy();
      area.hidden = false;
      area.required = required;
      for (const each of named) {
        each.htmlFor = area.id;
        each.removeEventListener("click", focus);
      }
    },
  };
}
