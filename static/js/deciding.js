// The whole text is only needed for one of the decisions: choosing it opens the editor.
import { focusErrors } from "./errors.js";

focusErrors();
const editor = document.querySelector(".own-text");
for (const choice of document.querySelectorAll('input[name="disposition"]')) {
  choice.addEventListener("change", () => {
    if (editor && choice.value === "accepted-with-changes" && !document.querySelector(".place")) editor.open = true;
  });
}

// Writing other words is choosing them.
for (const words of document.querySelectorAll(".third textarea")) {
  words.addEventListener("input", () => {
    document.getElementById(words.id.replace("field-words-", "field-reading-") + "-other").checked = true;
  });
}
// The result of one's choices stands far above the button that asked for it: go there.
document.getElementById("composed")?.previousElementSibling.scrollIntoView();
