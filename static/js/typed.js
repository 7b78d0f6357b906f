// Whether somebody wrote in a form before its scripts were there, as on a slow line, or the browser filled it in again.
export function typedAlready(form) {
  return [...form.elements].some((field) => field.type !== "hidden" && changed(field));
}

// Call `then` once a page one came back to is filled in again: Chromium does so after the scripts have begun.
export function whenBackAgain(then) {
  const back = performance.getEntriesByType("navigation")[0]?.type === "back_forward";
  addEventListener("pageshow", (event) => {
    if (back || event.persisted) then();
  });
}

function changed(field) {
  if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
  if (field instanceof HTMLSelectElement) return false; // Its first choice is taken without being the default.
  return field.name !== "" && "defaultValue" in field && field.value !== field.defaultValue;
}
