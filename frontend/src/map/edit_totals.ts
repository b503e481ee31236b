/** Live totals of an edit: in the list, and in a card for what was chosen or changed. */
import { byId } from "../behaviors/dom.ts";
import type { AccessChange, Answer, Effect } from "./edit_session.ts";
import { dollars, figures, type Figures } from "./figures.ts";

const LISTED = 4;

function cell(row: HTMLTableRowElement, text: string, css = ""): void {
  const made = row.insertCell();
  made.textContent = text;
  made.className = css;
}

function line(css: string, text: string): HTMLElement {
  const element = document.createElement("p");
  element.className = css;
  element.textContent = text;
  return element;
}

const count = (value: number): string => value.toLocaleString("en-US");
const signed = (value: number, words: (amount: number) => string = count): string =>
  value ? `${value > 0 ? "+" : "−"}${words(Math.abs(value))}` : "±0";
const rounded = (value: number): string => (Math.round(value * 10) / 10).toLocaleString("en-US");

export function showTotals(answer: Answer, chosen: string[]): void {
  const changed = new Map(answer.effects.map((effect) => [effect.code, effect]));
  for (const each of figures()) {
    const row = document.querySelector<HTMLElement>(`.editor-row[data-code="${CSS.escape(each.code)}"]`);
    const effect = changed.get(each.code);
    row?.toggleAttribute("data-changed", Boolean(effect));
    const [sites, revenue] = [row?.querySelector("[data-sites]"), row?.querySelector("[data-revenue]")];
    if (sites) sites.textContent = count(effect?.sites_after ?? each.sites);
    if (revenue) revenue.textContent = dollars(effect?.revenue_after_cents ?? each.revenue_cents);
  }
  const place = byId("editor-totals");
  place.hidden = !chosen.length && !changed.size;
  place.replaceChildren(table(answer, chosen, changed), ...notes(answer));
}

function table(answer: Answer, chosen: string[], changed: Map<string, Effect>): HTMLTableElement {
  const known = new Map(figures().map((each) => [each.code, each]));
  const made = document.createElement("table");
  const head = made.createTHead().insertRow();
  for (const words of ["Territory", "Sites", "Load", "Revenue", "Drive"]) {
    const title = document.createElement("th");
    title.scope = "col";
    title.textContent = words;
    head.append(title);
  }
  const body = made.createTBody();
  const codes = [...new Set([...answer.effects.map((each) => each.code), ...chosen])];
  for (const code of codes) fill(body, code, changed.get(code), known.get(code));
  return made;
}

/** Each figure as it would be, with how it changes below. */
function fill(body: HTMLTableSectionElement, code: string, effect: Effect | undefined, each: Figures | undefined): void {
  const now = body.insertRow();
  now.className = "editor-now";
  cell(now, code);
  cell(now, `${count(effect?.sites_after ?? each?.sites ?? 0)} sites`);
  cell(now, effect?.after ? rounded(effect.after.units) : "");
  cell(now, dollars(effect?.revenue_after_cents ?? each?.revenue_cents ?? 0));
  cell(now, effect?.after?.drive_minutes == null ? "" : `${Math.round(effect.after.drive_minutes)} min`);
  if (!effect) return;
  const by = body.insertRow();
  by.className = "editor-by";
  cell(by, "");
  cell(by, [effect.gained.length && `+${effect.gained.length}`, effect.lost.length && `−${effect.lost.length}`].filter(Boolean).join(" ") || "±0");
  cell(by, effect.after && effect.before ? signed(effect.after.units - effect.before.units, rounded) : "");
  cell(by, signed(effect.revenue_after_cents - effect.revenue_before_cents, dollars));
  const [was, is] = [effect.before?.drive_minutes, effect.after?.drive_minutes];
  cell(by, was == null || is == null ? "" : signed(Math.round(is) - Math.round(was)));
}

function notes({ breaches, access, effects }: Answer): HTMLElement[] {
  if (!effects.length) return [];
  const rules = breaches.slice(0, LISTED).map((each) => line("editor-breach", each.sentence));
  if (breaches.length > LISTED) rules.push(line("editor-breach", `${breaches.length - LISTED} more rules broken.`));
  if (!rules.length) rules.push(line("editor-note", "No rule is newly broken."));
  const people = access.slice(0, LISTED).map((each) => line("editor-note", said(each)));
  if (access.length > LISTED) people.push(line("editor-note", `Access of ${access.length - LISTED} more people changes.`));
  return [...rules, ...people];
}

function said({ person, gained, lost }: AccessChange): string {
  const parts = [gained && `gains access to ${count(gained)}`, lost && `loses access to ${count(lost)}`].filter(Boolean);
  return `${person} ${parts.join(" and ")} site${gained + lost === 1 ? "" : "s"}.`;
}
