/** Toasts of the map page; this page's bundle reaches them by an event. */
export function showToastOnce(message: string, level = "info"): void {
  document.dispatchEvent(new CustomEvent("toast", { detail: { message, level } }));
}
