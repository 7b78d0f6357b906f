// After a form came back with errors: the summary is read first.
export function focusErrors() {
  document.getElementById("errors")?.focus();
}
