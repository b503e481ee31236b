/** The card of the chosen territory: its figures and the ways on. */
import { dollars, words, type Figures } from "./figures.ts";

function part(tag: string, css: string, text: string): HTMLElement {
  const element = document.createElement(tag);
  element.className = css;
  element.textContent = text;
  return element;
}

function fact(label: string, value: string): HTMLElement {
  const box = part("div", "", "");
  box.append(part("div", "territory-card-label", label), part("div", "territory-card-value", value));
  return box;
}

function link(href: string, text: string, css: string): HTMLAnchorElement {
  const element = document.createElement("a");
  Object.assign(element, { href, className: css, textContent: text });
  return element;
}

export function showCard(card: HTMLElement, chosen: Figures | null): void {
  card.hidden = !chosen;
  if (!chosen) return;
  const code = encodeURIComponent(chosen.code);
  const facts = part("div", "territory-card-facts", "");
  facts.append(
    fact("Sites", chosen.sites.toLocaleString("en-US")),
    fact("Revenue", dollars(chosen.revenue_cents)),
    fact("Load", words("load_percent", chosen.load_percent)),
  );
  const more = part("p", "territory-card-more", `Tier 1 ${chosen.tier_1_percent}% · poor health ${chosen.poor_percent}%`);
  const ways = part("div", "d-flex gap-2", "");
  ways.append(
    link(`/territories/${code}/`, "Open", "btn btn-sm btn-primary"),
    link(`/sites/?q=territory:${code}`, "Sites", "btn btn-sm"),
  );
  const head = part("div", "territory-card-title", `${chosen.code} ${chosen.name}`);
  card.replaceChildren(head, part("div", "text-secondary", chosen.manager || "Vacant"), facts, more, ways);
}
