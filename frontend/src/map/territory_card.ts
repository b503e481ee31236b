/** The card of the chosen territory: its figures, what it is made of, and the ways on. */
import { dollars, swatchInk, words, type Figures } from "./figures.ts";

const SVG = "http://www.w3.org/2000/svg";

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

/** A small square of a color, as the style sheet's policy allows: drawn, not styled. */
export function square(ink: string): SVGElement {
  const mark = document.createElementNS(SVG, "svg");
  mark.setAttribute("viewBox", "0 0 12 12");
  mark.setAttribute("class", "legend-mark");
  mark.setAttribute("aria-hidden", "true");
  const shape = document.createElementNS(SVG, "rect");
  for (const [name, value] of Object.entries({ width: "12", height: "12", rx: "3", fill: ink })) shape.setAttribute(name, value);
  mark.append(shape);
  return mark;
}

function facts(chosen: Figures): HTMLElement {
  const box = part("div", "territory-card-facts", "");
  box.append(
    fact("Sites", chosen.sites.toLocaleString("en-US")),
    fact("Revenue", dollars(chosen.revenue_cents)),
    fact("Load", words("load_percent", chosen.load_percent)),
    fact("Balance", words("balance_percent", chosen.balance_percent)),
    fact("Poor health", `${chosen.poor_percent}%`),
    fact("Rules broken", words("violations", chosen.violations)),
  );
  if (chosen.drive_minutes !== null) box.append(fact("Mean drive", words("drive_minutes", chosen.drive_minutes)));
  return box;
}

export function showCard(card: HTMLElement, chosen: Figures | null): void {
  card.hidden = !chosen;
  if (!chosen) return;
  const code = encodeURIComponent(chosen.code);
  const head = part("div", "territory-card-title", "");
  head.append(square(swatchInk(chosen.color_index)), `${chosen.code} ${chosen.name}`);
  const who = part("div", "text-secondary", [chosen.group_name, chosen.manager || "Vacant"].filter(Boolean).join(" · "));
  const types = part("p", "territory-card-more", chosen.types.map(([label, count]) => `${label} ${count.toLocaleString("en-US")}`).join(" · "));
  const tiers = part("p", "territory-card-more", `Tiers 1 to 3: ${chosen.tiers.map((count) => count.toLocaleString("en-US")).join(" · ")}`);
  const ways = part("div", "d-flex gap-2", "");
  ways.append(
    link(`/territories/${code}/`, "Open", "btn btn-sm btn-primary"),
    link(`/sites/?q=territory:${code}`, "Sites", "btn btn-sm"),
    link(`/placement/compare/?territory=${code}`, "Compare", "btn btn-sm"),
  );
  card.replaceChildren(head, who, facts(chosen), types, tiers, ways);
}
