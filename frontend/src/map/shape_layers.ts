/** Shapes of the editor: what is in force, what the strokes made of it, and what is chosen. */
import type { GeoJSONSource, Map as MapLibreMap } from "maplibre-gl";
import { isDark } from "./colors.ts";
import { figures, swatchInk } from "./figures.ts";

export type Shapes = GeoJSON.FeatureCollection<GeoJSON.Polygon | GeoJSON.MultiPolygon, { code: string }>;
export const FILL = "edit-fill";
export const EMPTY: Shapes = { type: "FeatureCollection", features: [] };

function inked(shapes: Shapes): Shapes {
  const colors = new Map(figures().map((each) => [each.code, swatchInk(each.color_index)]));
  const features = shapes.features.map((each) => ({ ...each, properties: { ...each.properties, ink: colors.get(each.properties.code) ?? "#6b7890" } }));
  return { ...shapes, features };
}

export function addShapes(map: MapLibreMap): void {
  for (const name of ["edit", "edit-former"]) map.addSource(name, { type: "geojson", data: EMPTY });
  map.addLayer({ id: FILL, source: "edit", type: "fill", paint: { "fill-color": ["get", "ink"], "fill-opacity": ["case", ["get", "locked"], 0.08, 0.26] } });
  map.addLayer({ id: "edit-line", source: "edit", type: "line", paint: { "line-color": ["get", "ink"], "line-width": 1.6 } });
  map.addLayer({ id: "edit-chosen", source: "edit", type: "line", filter: ["in", ["get", "code"], ["literal", []]], paint: { "line-color": isDark() ? "#8dbbff" : "#1d5fc1", "line-width": 3.5 } });
  map.addLayer({ id: "edit-former", source: "edit-former", type: "line", paint: { "line-color": isDark() ? "#e6edf7" : "#1f2a3a", "line-width": 1.5, "line-dasharray": [2, 2] } });
  map.addSource("edit-labels", { type: "geojson", data: { type: "FeatureCollection", features: [] } });
  map.addLayer({
    id: "edit-code",
    source: "edit-labels",
    type: "symbol",
    layout: { "text-field": ["get", "code"], "text-font": ["Inter SemiBold"], "text-size": 12 },
    paint: { "text-color": isDark() ? "#e6edf7" : "#1f2a3a", "text-halo-color": isDark() ? "#121c2c" : "#fff", "text-halo-width": 1.5 },
  });
}

/** Draws the shapes in force with the changed ones in their place, the former lines dashed. */
export function drawShapes(map: MapLibreMap, before: Shapes, changed: Shapes, locked: Set<string>): void {
  const after = new Map(changed.features.map((each) => [each.properties.code, each]));
  const codes = new Set(before.features.map((each) => each.properties.code));
  const features = [
    ...before.features.map((each) => after.get(each.properties.code) ?? each),
    ...changed.features.filter((each) => !codes.has(each.properties.code)),
  ].map((each) => ({ ...each, properties: { ...each.properties, locked: locked.has(each.properties.code) } }));
  const former = before.features.filter((each) => after.has(each.properties.code));
  map.getSource<GeoJSONSource>("edit")?.setData(inked({ ...before, features }));
  map.getSource<GeoJSONSource>("edit-labels")?.setData({ type: "FeatureCollection", features: features.map(labelled) });
  map.getSource<GeoJSONSource>("edit-former")?.setData({ ...before, features: former });
}

type Box = [west: number, south: number, east: number, north: number];

/** A point for the name: the middle of the largest part, so that islands do not repeat it. */
function labelled({ geometry, properties }: Shapes["features"][number]): GeoJSON.Feature {
  const parts = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
  const boxes = parts.map(([outer]) => around(outer ?? []));
  const [west, south, east, north] = boxes.reduce((best, box) => (size(box) > size(best) ? box : best));
  return { type: "Feature", properties, geometry: { type: "Point", coordinates: [(west + east) / 2, (south + north) / 2] } };
}

const size = ([west, south, east, north]: Box): number => (east - west) * (north - south);

function around(ring: GeoJSON.Position[]): Box {
  const box: Box = [180, 90, -180, -90];
  for (const [lon = 0, lat = 0] of ring) {
    box[0] = Math.min(box[0], lon);
    box[1] = Math.min(box[1], lat);
    box[2] = Math.max(box[2], lon);
    box[3] = Math.max(box[3], lat);
  }
  return box;
}
