/**
 * Submits a form as soon as a choice in it changes.
 *
 *   <form method="get" data-auto-submit><select name="state">…</select></form>
 *   <form method="get"><select name="state" data-auto-submit>…</select> …</form>
 */
import { onEach } from "./dom.ts";

export function startAutoSubmit(): void {
  onEach("change", "[data-auto-submit]", (element) => element.closest("form")?.requestSubmit());
}
