// The text field of a proposal becomes an editor that shows words as they will be read; the field itself still sends.
import { upgrade } from "../vendor/editor.js";
import { whenBackAgain } from "./typed.js";

const PLAIN = "plain text box";

const done = new WeakSet();

enhance(document);

// Put an editor over each field for one within `root`, such as a form that came into the page later.
export function enhance(root) {
  for (const area of root.querySelectorAll("textarea[data-editor]")) editable(area);
}

function editable(area) {
  if (done.has(area)) return;
  done.add(area);
  const bar = document.createElement("p");
  bar.className = "editor-bar";
  const signs = toggle("Show formatting marks", "Show the marks that make words bold, headings or links");
  const plain = toggle("Write as plain text", "Write in a plain text box instead");
  bar.append(signs, plain);
  area.before(bar);
  let editor = null;
  const label = area.labels[0]?.textContent ?? "";
  const use = (wanted) => {
    if (wanted && !editor) {
      editor = upgrade(area, { nonce: document.body.dataset.nonce ?? "", label });
      editor.marks(signs.getAttribute("aria-pressed") === "true");
    } else if (!wanted && editor) {
      editor.remove();
      editor = null;
    }
    signs.hidden = !editor;
    plain.setAttribute("aria-pressed", String(!editor));
  };
  signs.addEventListener("click", () => {
    const shown = signs.getAttribute("aria-pressed") !== "true";
    signs.setAttribute("aria-pressed", String(shown));
    editor?.marks(shown);
  });
  plain.addEventListener("click", () => {
    use(!editor);
    remember(!editor);
    (editor ? editor.view : area).focus();
  });
  area.addEventListener("restored", () => editor?.refresh());
  whenBackAgain(() => {
    if (editor && editor.view.state.doc.toString() !== area.value) editor.refresh();
  });
  area.addEventListener("focus", () => editor?.view.focus());
  use(!remembered());
}

function toggle(words, title) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "quiet small";
  button.textContent = words;
  button.title = title;
  button.setAttribute("aria-pressed", "false");
  return button;
}

function remembered() {
  try {
    return localStorage.getItem(PLAIN) === "yes";
  } catch {
    return false;
  }
}

function remember(wanted) {
  try {
    if (wanted) localStorage.setItem(PLAIN, "yes");
    else localStorage.removeItem(PLAIN);
  } catch {
    // Not permitted: it holds for this page.
  }
}
