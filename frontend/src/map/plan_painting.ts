/** Choosing sites for painting: a click, a lasso, or the numbers typed in #paint-sites. */
import type { Map } from "maplibre-gl";
import { jsonData, onEach } from "../behaviors/dom.ts";
import type { Area, Position } from "./area.ts";
import { startDrawing } from "./draw.ts";
import { CHOSEN, SITES } from "./plan_sides.ts";

type Sites = GeoJSON.FeatureCollection<GeoJSON.Point, { number: string }>;

export function startPainting(map: Map): void {
  const box = document.querySelector<HTMLTextAreaElement>("#paint-sites");
  if (!box) return; // the plan belongs to somebody else
  const show = (): void => {
    if (map.getLayer(CHOSEN)) map.setFilter(CHOSEN, ["in", ["get", "number"], ["literal", chosen(box)]]);
  };
  const choose = (numbers: string[]): void => {
    box.value = numbers.join(" ");
    box.dispatchEvent(new Event("change", { bubbles: true }));
    show();
  };
  box.addEventListener("input", show);
  map.on("style.load", show);
  map.on("click", SITES, ({ features }) => {
    if (map.getContainer().dataset["drawing"]) return;
    const number = String(features?.[0]?.properties["number"]);
    const before = chosen(box);
    choose(before.includes(number) ? before.filter((each) => each !== number) : [...before, number]);
  });
  startDrawing(map, (area) => choose([...new Set([...chosen(box), ...within(area)])]));
  onEach("click", "[data-paint-clear]", () => choose([]));
}

function chosen(box: HTMLTextAreaElement): string[] {
  return box.value.split(/[\s,;]+/).filter(Boolean);
}

function within(area: Area): string[] {
  if (area.kind !== "ring") return [];
  const sites = jsonData<Sites>("sites-after")?.features ?? [];
  return sites
    .filter(({ geometry }) => isInside(geometry.coordinates as Position, area.ring))
    .map(({ properties }) => properties.number);
}

/** Even-odd rule: a ray to the east crosses the ring an odd number of times. */
function isInside([x, y]: Position, ring: Position[]): boolean {
  let inside = false;
  ring.forEach(([x1, y1], at) => {
    const [x2, y2] = ring[(at + 1) % ring.length] as Position;
    if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) inside = !inside;
  });
  return inside;
}
