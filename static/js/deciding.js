// The whole text is only needed for one of the decisions: choosing it opens the editor.
import { focusErrors } from "./errors.js";

focusErrors();
const editor = document.querySelector(".own-text");
for (const choice of document.querySelectorAll('input[name="disposition"]')) {
  choice.addEventListener("change", () => {
    if (editor && choice.value === "accepted-with-changes" && !document.querySelector(".place")) editor.open = true;
  });
}

// A saved sentence is put where it can be read and changed; another choice takes its place there.
const phrase = document.getElementById("field-phrase");
const reason = document.getElementById("field-reason");
let begun = "";
phrase?.removeAttribute("name");
phrase?.addEventListener("change", () => {
  const own = reason.value.startsWith(begun) ? reason.value.slice(begun.length).trimStart() : reason.value;
  begun = phrase.value ? phrase.selectedOptions[0].text : "";
  reason.value = begun && own ? `${begun}\n\n${own}` : begun || own;
});

// Writing other words is choosing them.
for (const words of document.querySelectorAll(".third textarea")) {
  words.addEventListener("input", () => {
    document.getElementById(words.id.replace("field-words-", "field-reading-") + "-other").checked = true;
  });
}
// The result of one's choices stands far above the button that asked for it: go there.
document.getElementById("composed")?.previousElementSibling.scrollIntoView();
