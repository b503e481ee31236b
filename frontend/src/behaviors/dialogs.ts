/**
 * Native dialogs opened by a button; Escape and a click beside them close them.
 *
 *   <button type="button" class="btn" data-dialog-open="merge-dialog">Merge…</button>
 *   <dialog class="ts-dialog" id="merge-dialog" aria-labelledby="merge-title">
 *     <h2 id="merge-title">…</h2> … <button type="button" class="btn" data-dialog-close>Cancel</button>
 *   </dialog>
 *
 * A dialog that HTMX swaps in with `data-dialog-now` opens at once.
 */
import { onEach, onLoad } from "./dom.ts";

export function openDialog(dialog: HTMLElement | null): void {
  if (dialog instanceof HTMLDialogElement && !dialog.open) dialog.showModal();
}

export function startDialogs(): void {
  onEach("click", "[data-dialog-open]", (opener) => {
    openDialog(document.getElementById(opener.dataset["dialogOpen"] ?? ""));
  });
  onEach("click", "[data-dialog-close]", (closer) => {
    closer.closest("dialog")?.close();
  });
  onEach("click", "dialog", (dialog, event) => {
    // The backdrop belongs to the dialog itself; its content sits in child elements.
    if (event.target === dialog) (dialog as HTMLDialogElement).close();
  });
  onLoad("dialog[data-dialog-now]", openDialog);
}
