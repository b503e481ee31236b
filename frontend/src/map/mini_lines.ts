/** Lines between the points of a small map: `data-lines` names a json_script list of [[lon, lat], …]. */
import type { Map } from "maplibre-gl";
import { jsonData } from "../behaviors/dom.ts";
import { color } from "./colors.ts";

export function addLines(map: Map, list: string): void {
  const lines = jsonData<[number, number][][]>(list) ?? [];
  const features = lines.map((coordinates): GeoJSON.Feature => {
    return { type: "Feature", geometry: { type: "LineString", coordinates }, properties: {} };
  });
  map.addSource("lines", { type: "geojson", data: { type: "FeatureCollection", features } });
  const paint = { "line-color": color("subtle"), "line-width": 2, "line-dasharray": [2, 1.5] };
  map.addLayer({ id: "lines", type: "line", source: "lines", paint });
}
