/**
 * Submits a form as soon as a choice in it changes.
 *
 *   <form method="post" data-auto-submit><select name="theme">…</select></form>
 */
import { onEach } from "./dom.ts";

export function startAutoSubmit(): void {
  onEach("change", "form[data-auto-submit]", (form) => (form as HTMLFormElement).requestSubmit());
}
