/**
 * Rows by keyboard: j and k move, x selects, e edits, Enter opens, o too.
 *
 *   <table data-rows><tbody>
 *     <tr data-href="/sites/0123/" data-edit="/sites/0123/edit/">
 *       <td><input type="checkbox" name="selected" …></td><td><a href="/sites/0123/">…</a></td></tr>
 */
import { onEach, singleKeysAllowed } from "./dom.ts";

const ROWS = "[data-rows] tbody tr[data-href]";

function rows(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>(ROWS)];
}

function current(): HTMLElement | null {
  return document.querySelector<HTMLElement>(`${ROWS}[data-current]`);
}

function goTo(row: HTMLElement | undefined): void {
  if (!row) return;
  current()?.removeAttribute("data-current");
  row.setAttribute("data-current", "");
  row.querySelector<HTMLElement>("a[href]")?.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
}

function act(key: string, row: HTMLElement | null): boolean {
  const all = rows();
  const at = row ? all.indexOf(row) : -1;
  if (key === "j") goTo(all[Math.min(at + 1, all.length - 1)]);
  else if (key === "k") goTo(all[Math.max(at - 1, 0)]);
  else if (key === "x") row?.querySelector<HTMLInputElement>("input[type=checkbox]")?.click();
  else if (key === "e" && row?.dataset["edit"]) location.assign(row.dataset["edit"]);
  else if (key === "o" && row?.dataset["href"]) location.assign(row.dataset["href"]);
  else return false;
  return true;
}

export function startRowKeys(): void {
  document.addEventListener("keydown", (event) => {
    if (!singleKeysAllowed(event) || document.querySelector("dialog[open]")) return;
    if (document.querySelector(ROWS) && act(event.key, current())) event.preventDefault();
  });
  onEach("click", ROWS, (row, event) => {
    const target = event.target instanceof Element ? event.target : null;
    if (target?.closest("a, button, input, label, select, .dropdown") || getSelection()?.toString()) return;
    row.querySelector<HTMLElement>("a[href]")?.click();
  });
}
