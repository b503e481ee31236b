/**
 * The legend: which facet colors the sites, and which of its values are shown.
 *
 *   <select data-color-by>…</select>
 *   <div data-legend-items></div>
 */
import { byId } from "../behaviors/dom.ts";
import { change, current, onChange } from "./query.ts";
import { legend, type Facet, type LegendEntry } from "./page_data.ts";

const entries = legend();

export function facet(): Facet {
  const asked = current().get("color");
  const known = asked && entries.some((entry) => entry.facet === asked);
  return known ? (asked as Facet) : "type";
}

export function entriesOf(name: Facet): LegendEntry[] {
  return entries.filter((entry) => entry.facet === name);
}

function item(entry: LegendEntry, shown: boolean): HTMLElement {
  const template = byId("legend-item") as HTMLTemplateElement;
  const label = template.content.firstElementChild?.cloneNode(true) as HTMLElement;
  const box = label.querySelector("input");
  if (box) Object.assign(box, { value: entry.value, checked: shown });
  label.querySelector("svg")?.setAttribute("data-color", entry.color_token);
  const words = label.querySelector("[data-legend-label]");
  if (words) words.textContent = entry.label;
  const count = label.querySelector("[data-legend-count]");
  if (count) count.textContent = entry.count.toLocaleString("en-US");
  return label;
}

function render(): void {
  const name = facet();
  // The directory reads type=hotel,medical as well as type=hotel&type=medical.
  const shown = current().getAll(name).flatMap((values) => values.split(","));
  const items = entriesOf(name).map((entry) => item(entry, !shown.length || shown.includes(entry.value)));
  byId("legend-items").replaceChildren(...items);
  (byId("color-by") as HTMLSelectElement).value = name;
}

/** Puts the values that stay shown into the address; all of them is no filter. */
function toggle(): void {
  const boxes = [...document.querySelectorAll<HTMLInputElement>("#legend-items input")];
  const kept = boxes.filter((box) => box.checked);
  change((query) => {
    query.delete(facet());
    if (kept.length < boxes.length) for (const box of kept) query.append(facet(), box.value);
  });
}

export function startLegend(): void {
  render();
  byId("legend-items").addEventListener("change", toggle);
  byId("color-by").addEventListener("change", (event) => {
    change((query) => query.set("color", (event.target as HTMLSelectElement).value));
  });
  onChange(render);
}
