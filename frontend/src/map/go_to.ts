/**
 * "Go to": a pasted point such as `33.749, -84.388`, `33.749N 84.388W` or `-84.388 33.749`,
 * with a radius as a filter when one is chosen. The way to an area without a pointer.
 */
import type { Map } from "maplibre-gl";
import { byId } from "../behaviors/dom.ts";
import type { Area, Position } from "./area.ts";

const METERS: Record<string, number> = { mi: 1_609.344, km: 1_000 };
const CLOSE_ZOOM = 11;

/** Longitude and latitude out of free text; `null` when it is no point. */
export function parsePoint(text: string): Position | null {
  const parts = [...text.matchAll(/(-?\d+(?:\.\d+)?)\s*°?\s*([NSEW])?/gi)];
  if (parts.length !== 2) return null;
  const [first, second] = parts.map(([, digits, side]) => signed(Number(digits), side)) as [number, number];
  const sides = parts.map(([, , side]) => side?.toUpperCase() ?? "").join("");
  // People write latitude first; only a number past 90 or a letter says otherwise.
  const lonFirst = /^[EW]/.test(sides) || Math.abs(first) > 90;
  const [lon, lat] = lonFirst ? [first, second] : [second, first];
  return Math.abs(lat) <= 90 && Math.abs(lon) <= 180 ? [lon, lat] : null;
}

function signed(value: number, side: string | undefined): number {
  return side && /[SW]/i.test(side) ? -Math.abs(value) : value;
}

export function startGoTo(map: Map, filter: (area: Area) => void): void {
  const form = byId("map-go-to") as HTMLFormElement;
  const units = map.getContainer().dataset["units"] ?? "mi";
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const fields = new FormData(form);
    const center = parsePoint(String(fields.get("point") ?? ""));
    const input = form.elements.namedItem("point") as HTMLInputElement;
    input.setCustomValidity(center ? "" : "Type a latitude and a longitude, such as 33.749, -84.388.");
    if (!center) return void input.reportValidity();
    const reach = Number(fields.get("radius"));
    if (reach) filter({ kind: "circle", center, meters: reach * (METERS[units] ?? 1_000) });
    else map.flyTo({ center, zoom: CLOSE_ZOOM });
  });
  form.addEventListener("input", () => (form.elements.namedItem("point") as HTMLInputElement).setCustomValidity(""));
}
