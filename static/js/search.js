// The key / goes to the search box.
import { keys } from "./keys.js";

const box = [...document.querySelectorAll("[data-search]")].find((one) => one.checkVisibility());

if (box) {
  keys("/ goes to the search box", (key) => {
    if (key !== "/") return false;
    box.focus();
    box.select();
    return true;
  });
}
