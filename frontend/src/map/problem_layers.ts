/** Overlaps and gaps on the editor's map; the table beside it lists the same. */
import type { Map as MapLibreMap } from "maplibre-gl";
import { onEach } from "../behaviors/dom.ts";

const SOURCE = "problems";
const INKS = ["match", ["get", "kind"], "overlap", "#c22f2f", "#d98b1f"] as const;
const CLOSE = 9;

export function addProblems(map: MapLibreMap, found: GeoJSON.FeatureCollection): void {
  map.addSource(SOURCE, { type: "geojson", data: found });
  const ink = [...INKS] as unknown as string;
  map.addLayer({ id: "problem-fill", source: SOURCE, type: "fill", paint: { "fill-color": ink, "fill-opacity": 0.32 } });
  map.addLayer({ id: "problem-line", source: SOURCE, type: "line", paint: { "line-color": ink, "line-width": 2, "line-dasharray": [1, 1.5] } });
}

export async function readProblems(): Promise<GeoJSON.FeatureCollection> {
  const response = await fetch("/territories/boundaries/problems.geojson");
  return response.ok ? ((await response.json()) as GeoJSON.FeatureCollection) : { type: "FeatureCollection", features: [] };
}

/** A problem of the table is shown on the map. */
export function startGoing(map: MapLibreMap): void {
  onEach("click", "[data-go-lon]", ({ dataset }) => {
    map.jumpTo({ center: [Number(dataset["goLon"]), Number(dataset["goLat"])], zoom: Math.max(map.getZoom(), CLOSE) });
  });
}
