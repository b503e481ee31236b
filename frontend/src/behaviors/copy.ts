/**
 * Copies the address of this page, or a given text.
 *
 *   <button type="button" class="btn" data-copy>Copy link</button>
 *   <button type="button" class="btn" data-copy="0123">Copy number</button>
 */
import { onEach } from "./dom.ts";
import { showToast } from "./toasts.ts";

export function startCopy(): void {
  onEach("click", "[data-copy]", (button) => {
    const text = button.dataset["copy"] || location.href;
    navigator.clipboard.writeText(text).then(
      () => showToast({ level: "success", message: `Copied ${text}` }),
      () => showToast({ level: "warning", message: `The browser did not allow copying. It is: ${text}` }),
    );
  });
}
