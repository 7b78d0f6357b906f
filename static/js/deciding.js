// The text is only needed for one of the decisions: choosing it opens the editor.
import { focusErrors } from "./errors.js";

focusErrors();
const editor = document.querySelector(".own-text");
for (const choice of document.querySelectorAll('input[name="disposition"]')) {
  choice.addEventListener("change", () => {
    if (editor && choice.value === "accepted-with-changes") editor.open = true;
  });
}
