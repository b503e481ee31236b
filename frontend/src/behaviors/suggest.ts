/**
 * Suggestions under a search box; arrow down goes into them, Escape comes back.
 *
 *   <div class="suggest-holder">
 *     <input type="search" name="q" data-suggest="/sites/suggest/" autocomplete="off">
 *     <div class="suggest-list" data-suggest-list hidden></div>
 *   </div>
 *
 * The server answers with a list of links.
 */
import htmx from "htmx.org";
import { onEach } from "./dom.ts";

const WAIT_MS = 120;
const BOX = "input[data-suggest]";
const LINKS = "[data-suggest-list] a[href]";
const timers = new WeakMap<HTMLElement, number>();

function listOf(element: Element): HTMLElement | null {
  return element.closest(".suggest-holder")?.querySelector<HTMLElement>("[data-suggest-list]") ?? null;
}

function boxOf(element: Element): HTMLInputElement | null {
  return element.closest(".suggest-holder")?.querySelector<HTMLInputElement>(BOX) ?? null;
}

async function ask(box: HTMLInputElement, list: HTMLElement): Promise<void> {
  const words = box.value.trim();
  if (!words) return close(list);
  const address = `${box.dataset["suggest"]}?q=${encodeURIComponent(words)}`;
  await htmx.ajax("get", address, { target: list, swap: "innerHTML" });
  // The answer may come when the person has moved on.
  list.hidden = !list.childElementCount || !list.parentElement?.contains(document.activeElement);
}

function close(list: HTMLElement | null): void {
  if (list) list.hidden = true;
}

function step(element: HTMLElement, by: number): void {
  const links = [...(listOf(element)?.querySelectorAll<HTMLElement>("a[href]") ?? [])];
  const at = links.indexOf(element);
  const next = at + by < 0 ? boxOf(element) : links[Math.min(at + by, links.length - 1)];
  next?.focus();
}

export function startSuggestions(): void {
  onEach("input", BOX, (box) => {
    const list = listOf(box);
    clearTimeout(timers.get(box));
    if (list) timers.set(box, window.setTimeout(() => void ask(box as HTMLInputElement, list), WAIT_MS));
  });
  onEach("keydown", `${BOX}, ${LINKS}`, (element, event) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by && !listOf(element)?.hidden) {
      event.preventDefault();
      step(element, by);
    } else if (event.key === "Escape") {
      boxOf(element)?.focus();
      close(listOf(element));
    }
  });
  document.addEventListener("focusin", ({ target }) => {
    for (const list of document.querySelectorAll<HTMLElement>("[data-suggest-list]:not([hidden])")) {
      if (!list.parentElement?.contains(target as Node)) close(list);
    }
  });
  document.addEventListener("click", ({ target }) => {
    for (const list of document.querySelectorAll<HTMLElement>("[data-suggest-list]:not([hidden])")) {
      if (!list.parentElement?.contains(target as Node)) close(list);
    }
  });
}
