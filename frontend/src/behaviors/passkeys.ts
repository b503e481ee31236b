/**
 * Says in words why a passkey did not work; the ceremony itself is allauth's script.
 */
import { showToast } from "./toasts.ts";

const CANCELLED = "No passkey was used. Try again, or take another way.";

export function startPasskeys(): void {
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    const problem: unknown = (event as CustomEvent<{ exception?: unknown }>).detail?.exception;
    const isKnown = problem instanceof DOMException && problem.name === "InvalidStateError";
    showToast({ level: "warning", message: isKnown ? "This device has a passkey of yours already." : CANCELLED });
  });
}
