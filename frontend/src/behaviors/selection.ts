/**
 * Rows chosen by checkbox, all of the page, or all that match; a bar says how many.
 *
 *   <form data-selection>
 *     <input type="checkbox" data-select-page aria-label="Select all rows on this page">
 *     <input type="checkbox" name="selected" value="0123" aria-label="Select 0123">
 *     <div class="selection-bar" data-selection-bar hidden>
 *       <span data-selection-count></span>
 *       <label><input type="checkbox" name="all_matching" value="1" data-select-matching> All 495 matching</label>
 *     </div></form>
 * Shift-click selects a range.
 */
import { onEach } from "./dom.ts";

const BOX = "[data-selection] input[name=selected]";
let last: HTMLInputElement | null = null;

function boxes(form: Element): HTMLInputElement[] {
  return [...form.querySelectorAll<HTMLInputElement>("input[name=selected]")];
}

function refresh(form: Element): void {
  const all = boxes(form);
  const chosen = all.filter((box) => box.checked).length;
  for (const box of all) box.closest("tr")?.classList.toggle("is-selected", box.checked);
  const page = form.querySelector<HTMLInputElement>("[data-select-page]");
  if (page) page.checked = chosen > 0 && chosen === all.length;
  if (page) page.indeterminate = chosen > 0 && chosen < all.length;
  const count = form.querySelector("[data-selection-count]");
  if (count) count.textContent = `${chosen} selected`;
  const bar = form.querySelector<HTMLElement>("[data-selection-bar]");
  if (bar) bar.hidden = chosen === 0;
}

function range(form: Element, to: HTMLInputElement): void {
  const all = boxes(form);
  const [from, until] = [all.indexOf(last as HTMLInputElement), all.indexOf(to)].sort((a, b) => a - b);
  if (from === undefined || from < 0) return;
  for (const box of all.slice(from, until)) box.checked = to.checked;
}

export function startSelection(): void {
  onEach("click", BOX, (box, event) => {
    const form = box.closest("[data-selection]");
    if (!form || !(box instanceof HTMLInputElement)) return;
    if (event.shiftKey && last) range(form, box);
    last = box;
    refresh(form);
  });
  onEach("change", "[data-selection] [data-select-page]", (page) => {
    const form = page.closest("[data-selection]");
    if (!form) return;
    for (const box of boxes(form)) box.checked = (page as HTMLInputElement).checked;
    refresh(form);
  });
  document.addEventListener("htmx:afterSettle", () => {
    for (const form of document.querySelectorAll("[data-selection]")) refresh(form);
  });
}
