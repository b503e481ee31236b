/**
 * Warns before leaving a form with changes that were not saved.
 *
 *   <form method="post" data-unsaved>…</form>
 */
import { onEach } from "./dom.ts";

export function startUnsavedGuard(): void {
  onEach("input", "form[data-unsaved]", (form) => form.setAttribute("data-changed", ""));
  document.addEventListener("submit", (event) => {
    if (event.target instanceof Element) event.target.removeAttribute("data-changed");
  });
  addEventListener("beforeunload", (event) => {
    if (document.querySelector("form[data-unsaved][data-changed]")) event.preventDefault();
  });
}
