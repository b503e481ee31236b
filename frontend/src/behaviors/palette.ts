/**
 * The command palette: every page of the navigation, and sites by number or name.
 * base.html holds its dialog `#palette`; commands are the links with `data-command`.
 *
 *   <a href="/sites/new/" data-command="New site">New site</a>
 */
import { byId, onEach } from "./dom.ts";

const WAIT_MS = 150;
let timer = 0;

interface Command {
  label: string;
  hint?: string;
  href: string;
}

function commands(): Command[] {
  const links = [...document.querySelectorAll<HTMLAnchorElement>("a[data-command]")];
  const all = links.map((link) => ({ label: link.dataset["command"] ?? "", href: link.href }));
  return [...new Map(all.map((command) => [command.href, command])).values()];
}

function hintOf(text: string): HTMLElement {
  const hint = document.createElement("span");
  hint.className = "palette-hint";
  hint.textContent = text;
  return hint;
}

/** Sites that the directory suggests for these words. */
async function sites(words: string): Promise<Command[]> {
  if (words.trim().length < 2) return [];
  const answer = await fetch(`/sites/suggest/?q=${encodeURIComponent(words)}`, { headers: { "HX-Request": "true" } });
  if (!answer.ok) return [];
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return [...page.querySelectorAll<HTMLAnchorElement>("a[href^='/sites/']")].map((link) => {
    const [label, hint] = [...link.querySelectorAll("span")].map((span) => span.textContent?.trim() ?? "");
    return { label: label ?? "", hint: hint ?? "", href: new URL(link.getAttribute("href") ?? "", location.origin).href };
  });
}

function matching(words: string): Command[] {
  const parts = words.toLowerCase().split(/\s+/).filter(Boolean);
  const found = commands().filter(({ label }) => {
    return parts.every((part) => label.toLowerCase().includes(part));
  });
  const search = `/sites/?q=${encodeURIComponent(words)}`;
  return words.trim() ? [...found, { label: `Search sites for “${words.trim()}”`, href: search }] : found;
}

function option({ label, hint, href }: Command, at: number): HTMLElement {
  const item = document.createElement("a");
  item.href = href;
  item.id = `palette-option-${at}`;
  item.className = "palette-option";
  item.setAttribute("role", "option");
  item.setAttribute("aria-selected", String(at === 0));
  item.tabIndex = -1;
  item.textContent = label;
  if (hint) item.append(hintOf(hint));
  return item;
}

function render(words: string): void {
  show(matching(words));
  clearTimeout(timer);
  timer = window.setTimeout(() => void renderSites(words), WAIT_MS);
}

async function renderSites(words: string): Promise<void> {
  const found = await sites(words);
  const input = byId("palette-input") as HTMLInputElement;
  // An answer to words that were changed meanwhile is of no use.
  if (found.length && input.value === words) show([...matching(words), ...found]);
}

function show(all: Command[]): void {
  byId("palette-options").replaceChildren(...all.map(option));
  announce();
}

function announce(): void {
  const chosen = document.querySelector("#palette-options [aria-selected=true]");
  byId("palette-input").setAttribute("aria-activedescendant", chosen?.id ?? "");
  chosen?.scrollIntoView({ block: "nearest" });
}

function move(by: number): void {
  const all = [...document.querySelectorAll<HTMLElement>("#palette-options [role=option]")];
  const at = all.findIndex((item) => item.getAttribute("aria-selected") === "true");
  const next = all[(at + by + all.length) % all.length];
  for (const item of all) item.setAttribute("aria-selected", String(item === next));
  announce();
}

export function startPalette(): void {
  onEach("input", "#palette-input", (input) => render((input as HTMLInputElement).value));
  onEach("focusin", "#palette-input", (input) => render((input as HTMLInputElement).value));
  onEach("keydown", "#palette-input", (_input, event) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by) move(by);
    else if (event.key === "Enter") {
      document.querySelector<HTMLElement>("#palette-options [aria-selected=true]")?.click();
    } else return;
    event.preventDefault();
  });
}
