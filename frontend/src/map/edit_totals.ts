/** Live totals of an edit: in the list, and in a card for what was chosen or changed. */
import { byId } from "../behaviors/dom.ts";
import type { Effect } from "./edit_session.ts";
import { dollars, figures } from "./figures.ts";

interface Total {
  code: string;
  sites: number;
  revenue: number;
  note: string;
}

function cell(row: HTMLTableRowElement, text: string): void {
  row.insertCell().textContent = text;
}

const signed = (effect: Effect): string =>
  [effect.gained.length && `+${effect.gained.length}`, effect.lost.length && `−${effect.lost.length}`].filter(Boolean).join(" ");

export function showTotals(effects: Effect[], chosen: string[]): void {
  const changed = new Map(effects.map((effect) => [effect.code, effect]));
  for (const each of figures()) {
    const row = document.querySelector<HTMLElement>(`.editor-row[data-code="${each.code}"]`);
    const effect = changed.get(each.code);
    row?.toggleAttribute("data-changed", Boolean(effect));
    const [sites, revenue] = [row?.querySelector("[data-sites]"), row?.querySelector("[data-revenue]")];
    if (sites) sites.textContent = (effect?.sites_after ?? each.sites).toLocaleString("en-US");
    if (revenue) revenue.textContent = dollars(effect?.revenue_after_cents ?? each.revenue_cents);
  }
  card(effects, chosen);
}

function card(effects: Effect[], chosen: string[]): void {
  const place = byId("editor-totals");
  const known = new Map(figures().map((each) => [each.code, each]));
  const changed = new Map(effects.map((effect) => [effect.code, effect]));
  const codes = [...new Set([...chosen, ...changed.keys()])];
  place.hidden = !codes.length;
  const table = document.createElement("table");
  const rows: Total[] = codes.map((code) => {
    const effect = changed.get(code);
    return {
      code,
      sites: effect?.sites_after ?? known.get(code)?.sites ?? 0,
      revenue: effect?.revenue_after_cents ?? known.get(code)?.revenue_cents ?? 0,
      note: effect ? signed(effect) : "",
    };
  });
  const sum = { code: "Together", note: "", sites: 0, revenue: 0 };
  for (const each of rows) [sum.sites, sum.revenue] = [sum.sites + each.sites, sum.revenue + each.revenue];
  for (const each of rows.length > 1 ? [...rows, sum] : rows) {
    const row = table.insertRow();
    cell(row, each.code);
    cell(row, `${each.sites.toLocaleString("en-US")} sites`);
    cell(row, each.note);
    cell(row, dollars(each.revenue));
  }
  place.replaceChildren(table);
}
