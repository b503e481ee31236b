/**
 * Shows or hides an element, such as the menu of a narrow screen.
 *
 *   <button type="button" data-bs-toggle="collapse" data-bs-target="#menu"
 *           aria-controls="menu" aria-expanded="false">…</button>
 *   <div class="collapse" id="menu">…</div>
 */
import { onEach } from "./dom.ts";

export function startCollapse(): void {
  onEach("click", "[data-bs-toggle=collapse]", (toggle) => {
    const target = document.querySelector(toggle.dataset["bsTarget"] ?? "");
    if (!target) return;
    const open = target.classList.toggle("show");
    toggle.setAttribute("aria-expanded", String(open));
  });
}
