/**
 * A menu under a button; arrow keys move, Escape closes and returns focus.
 *
 *   <div class="dropdown">
 *     <button type="button" class="btn dropdown-toggle" data-bs-toggle="dropdown" aria-expanded="false">…</button>
 *     <div class="dropdown-menu dropdown-menu-end"><a class="dropdown-item" href="…">…</a></div>
 *   </div>
 */
import { onEach } from "./dom.ts";

const TOGGLE = "[data-bs-toggle=dropdown]";
const OPEN = ".dropdown-menu.show";

function menuOf(toggle: HTMLElement): HTMLElement | null {
  return toggle.parentElement?.querySelector<HTMLElement>(".dropdown-menu") ?? null;
}

function toggleOf(menu: Element): HTMLElement | null {
  return menu.parentElement?.querySelector<HTMLElement>(TOGGLE) ?? null;
}

function show(toggle: HTMLElement, menu: HTMLElement, open: boolean): void {
  menu.dataset["bsPopper"] = "static";
  menu.classList.toggle("show", open);
  toggle.setAttribute("aria-expanded", String(open));
}

function closeAll(except?: HTMLElement | null): void {
  for (const menu of document.querySelectorAll<HTMLElement>(OPEN)) {
    const toggle = toggleOf(menu);
    if (menu !== except && toggle) show(toggle, menu, false);
  }
}

function items(menu: HTMLElement): HTMLElement[] {
  return [...menu.querySelectorAll<HTMLElement>("a[href], button, input, select, [tabindex='0']")];
}

function step(menu: HTMLElement, by: number): void {
  const all = items(menu);
  const at = all.indexOf(document.activeElement as HTMLElement);
  const next = at < 0 ? (by > 0 ? 0 : all.length - 1) : (at + by + all.length) % all.length;
  all[next]?.focus();
}

function onKey(event: KeyboardEvent): void {
  const target = event.target instanceof Element ? event.target : null;
  const holder = target?.closest(".dropdown, .dropup, .nav-item");
  const menu = holder?.querySelector<HTMLElement>(OPEN);
  const toggle = menu ? toggleOf(menu) : null;
  if (!menu || !toggle) return;
  if (event.key === "Escape") {
    show(toggle, menu, false);
    toggle.focus();
  } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && !target?.matches("select")) {
    event.preventDefault();
    step(menu, event.key === "ArrowDown" ? 1 : -1);
  }
}

export function startDropdowns(): void {
  onEach("click", TOGGLE, (toggle) => {
    const menu = menuOf(toggle);
    if (menu) show(toggle, menu, !menu.classList.contains("show"));
  });
  document.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    const inside = target?.closest<HTMLElement>(".dropdown-menu");
    const own = target?.closest<HTMLElement>(TOGGLE);
    closeAll(own ? menuOf(own) : inside && !target?.closest(".dropdown-item") ? inside : null);
  });
  document.addEventListener("focusin", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    const holder = target?.closest(".dropdown, .dropup, .nav-item");
    closeAll(holder?.querySelector<HTMLElement>(".dropdown-menu"));
  });
  document.addEventListener("keydown", onKey);
}
