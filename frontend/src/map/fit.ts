/** "Fit to results": the box of all matching sites, which the list's answer carries. */
import type { Map } from "maplibre-gl";
import { byId } from "../behaviors/dom.ts";
import type { Bounds } from "./page_data.ts";
import { showToastOnce } from "./notices.ts";

export function resultBounds(): Bounds | null {
  const text = document.querySelector<HTMLElement>("#map-panel [data-bounds]")?.dataset["bounds"] ?? "";
  const box = text.split(",").map(Number);
  return box.length === 4 && box.every(Number.isFinite) ? (box as Bounds) : null;
}

export function startFit(map: Map): void {
  byId("map-fit").addEventListener("click", () => {
    const bounds = resultBounds();
    if (bounds) map.fitBounds(bounds, { padding: 60, maxZoom: 14 });
    else showToastOnce("No matching site has a point on the map.");
  });
}
