// Whether somebody wrote in a form before its scripts were there, as on a slow line, or the browser filled it in again.
export function typedAlready(form) {
  return [...form.elements].some((field) => field.type !== "hidden" && changed(field));
}

function changed(field) {
  if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
  if (field instanceof HTMLSelectElement) return false; // Its first choice is taken without being the default.
  return field.name !== "" && "defaultValue" in field && field.value !== field.defaultValue;
}
