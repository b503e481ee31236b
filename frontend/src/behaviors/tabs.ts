/**
 * Tabs whose panels are all in the page; the hash keeps the open one. Arrow keys move.
 * Tabs that are pages of their own are plain links: see components/tabs.html.
 *
 *   <div role="tablist" class="nav nav-tabs" data-tabs aria-label="…">
 *     <button role="tab" class="nav-link active" id="t-a" aria-controls="a" aria-selected="true">…</button>
 *   </div>
 *   <div role="tabpanel" id="a" aria-labelledby="t-a">…</div>
 */
import { onEach, onLoad } from "./dom.ts";

function tabsOf(tab: Element): HTMLElement[] {
  return [...(tab.closest("[data-tabs]")?.querySelectorAll<HTMLElement>("[role=tab]") ?? [])];
}

function open(tab: HTMLElement): void {
  for (const other of tabsOf(tab)) {
    const chosen = other === tab;
    other.classList.toggle("active", chosen);
    other.setAttribute("aria-selected", String(chosen));
    other.tabIndex = chosen ? 0 : -1;
    const panel = document.getElementById(other.getAttribute("aria-controls") ?? "");
    if (panel) panel.hidden = !chosen;
  }
}

export function startTabs(): void {
  onLoad("[data-tabs]", (list) => {
    const all = [...list.querySelectorAll<HTMLElement>("[role=tab]")];
    const wanted = all.find((tab) => `#${tab.getAttribute("aria-controls")}` === location.hash);
    const first = wanted ?? all.find((tab) => tab.classList.contains("active")) ?? all[0];
    if (first) open(first);
  });
  onEach("click", "[data-tabs] [role=tab]", (tab) => {
    open(tab);
    history.replaceState(null, "", `#${tab.getAttribute("aria-controls")}`);
  });
  onEach("keydown", "[data-tabs] [role=tab]", (tab, event) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!by) return;
    const all = tabsOf(tab);
    const next = all[(all.indexOf(tab) + by + all.length) % all.length];
    next?.click();
    next?.focus();
  });
}
