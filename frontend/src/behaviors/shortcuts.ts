/**
 * Keys that work on every page: `/` search, `?` help, Ctrl/Cmd+K palette, Ctrl/Cmd+S save.
 *
 *   <input type="search" data-shortcut-search>     gets focus by /
 *   <form data-shortcut-save>                       is submitted by Ctrl/Cmd+S
 *   <body data-shortcuts="off">                     switches the single keys off (WCAG 2.1.4)
 */
import { singleKeysAllowed } from "./dom.ts";
import { openDialog } from "./dialogs.ts";

function focusSearch(): void {
  const fields = [...document.querySelectorAll<HTMLInputElement>("[data-shortcut-search]")];
  const seen = fields.filter((candidate) => candidate.checkVisibility());
  // The page's own search, which filters what is on it, comes before the one of every page.
  const field = seen.find((candidate) => candidate.closest("main")) ?? seen[0];
  field?.focus();
  field?.select();
}

function withCommand(event: KeyboardEvent): boolean {
  const key = event.key.toLowerCase();
  if (key === "k") openDialog(document.getElementById("palette"));
  else if (key === "s") {
    const form = document.querySelector<HTMLFormElement>("form[data-shortcut-save]");
    if (!form) return false;
    form.requestSubmit();
  } else return false;
  return true;
}

function single(event: KeyboardEvent): boolean {
  if (!singleKeysAllowed(event) || document.querySelector("dialog[open]")) return false;
  if (event.key === "/") focusSearch();
  else if (event.key === "?") openDialog(document.getElementById("shortcut-help"));
  else return false;
  return true;
}

export function startShortcuts(): void {
  document.addEventListener("keydown", (event) => {
    const command = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
    if (command ? withCommand(event) : single(event)) event.preventDefault();
  });
}
