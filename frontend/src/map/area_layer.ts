/** The area filter drawn on the map: a tinted outline. */
import type { GeoJSONSource, Map } from "maplibre-gl";
import { outline, type Area } from "./area.ts";
import { isDark } from "./colors.ts";

const SOURCE = "area";

function shape(area: Area | null): GeoJSON.FeatureCollection {
  const geometry: GeoJSON.Polygon | null = area && { type: "Polygon", coordinates: [outline(area)] };
  return { type: "FeatureCollection", features: geometry ? [{ type: "Feature", geometry, properties: {} }] : [] };
}

export function addArea(map: Map, area: Area | null): void {
  const ink = isDark() ? "#ff7aa5" : "#c2255c";
  map.addSource(SOURCE, { type: "geojson", data: shape(area) });
  map.addLayer({ id: "area-fill", type: "fill", source: SOURCE, paint: { "fill-color": ink, "fill-opacity": 0.1 } });
  map.addLayer({ id: "area-line", type: "line", source: SOURCE, paint: { "line-color": ink, "line-width": 2.5 } });
}

export function showArea(map: Map, area: Area | null): void {
  map.getSource<GeoJSONSource>(SOURCE)?.setData(shape(area));
}
