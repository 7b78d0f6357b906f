// A button that copies the field it names; where copying is not permitted, it selects the text instead.
import { focusErrors } from "./errors.js";

focusErrors();
for (const button of document.querySelectorAll("button[data-copy]")) {
  const field = document.getElementById(button.dataset.copy);
  const told = document.getElementById("copied");
  button.hidden = false;
  button.addEventListener("click", async () => {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
      told.textContent = "Copied.";
    } catch {
      told.textContent = "The link is selected: copy it with your keyboard or menu.";
    }
  });
}
