// Asking again after an answer that never came: when the browser says that the line is back, or else after a while.
const LATER = 10_000;

export function whenBack(again) {
  if (navigator.onLine) return setTimeout(again, LATER);
  addEventListener("online", again, { once: true }); // Of the same function only one is kept.
  return 0;
}
