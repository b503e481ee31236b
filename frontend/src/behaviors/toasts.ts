/**
 * Short news in the corner, read out by screen readers. Errors stay until dismissed.
 *
 * Django messages are rendered into `#toasts` by base.html. An HTMX response adds one with
 *   HX-Trigger: {"toast": {"level": "success", "message": "3 sites changed", "href": "/…", "action": "Undo"}}
 */
import { byId, onEach, onLoad } from "./dom.ts";

export interface Toast {
  level?: "success" | "info" | "warning" | "error";
  message: string;
  href?: string;
  action?: string;
}

const SHOWN_MS = 8_000;

export function showToast({ level = "info", message, href, action }: Toast): void {
  const template = byId("toast-template") as HTMLTemplateElement;
  const toast = template.content.firstElementChild?.cloneNode(true);
  if (!(toast instanceof HTMLElement)) return;
  toast.dataset["level"] = level;
  const text = toast.querySelector("[data-toast-text]");
  if (text) text.textContent = message;
  const link = toast.querySelector("a");
  if (link && href) link.href = href;
  if (link) link.hidden = !href;
  if (link && action) link.textContent = action;
  byId("toasts").append(toast);
  fade(toast);
}

function fade(toast: HTMLElement): void {
  if (toast.dataset["level"] === "error" || toast.dataset["level"] === "warning") return;
  let timer = setTimeout(() => toast.remove(), SHOWN_MS);
  toast.addEventListener("pointerenter", () => clearTimeout(timer));
  toast.addEventListener("focusin", () => clearTimeout(timer));
  toast.addEventListener("pointerleave", () => {
    timer = setTimeout(() => toast.remove(), SHOWN_MS);
  });
}

export function startToasts(): void {
  onLoad("#toasts > [data-toast]", fade);
  onEach("click", "[data-toast-close]", (button) => button.closest("[data-toast]")?.remove());
  document.addEventListener("toast", (event) => showToast((event as CustomEvent<Toast>).detail));
}
