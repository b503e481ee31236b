/** Territory shapes under the sites, in their own colors; neighbors never share one. */
import type { Map } from "maplibre-gl";
import { byTerritory, isDark } from "./colors.ts";

const SOURCE = "territories";
const LAYERS = ["territory-fill", "territory-line", "territory-code"];

export function addTerritories(map: Map, address: string): void {
  const below = map.getStyle().layers.find((layer) => layer.id.startsWith("label-"))?.id;
  map.addSource(SOURCE, { type: "vector", tiles: [address], minzoom: 0, maxzoom: 12 });
  const layer = { source: SOURCE, "source-layer": "territories" };
  const fill = { "fill-color": byTerritory(), "fill-opacity": isDark() ? 0.2 : 0.22 };
  const line = { "line-color": byTerritory(), "line-width": 1.3, "line-opacity": 0.9 };
  map.addLayer({ ...layer, id: "territory-fill", type: "fill", paint: fill }, below);
  map.addLayer({ ...layer, id: "territory-line", type: "line", paint: line }, below);
  // Points of their own, so that a territory cut by tiles is named once.
  map.addLayer({
    source: SOURCE,
    "source-layer": "territory_labels",
    id: "territory-code",
    type: "symbol",
    layout: { "text-field": ["get", "code"], "text-font": ["Inter SemiBold"], "text-size": 12 },
    paint: {
      "text-color": isDark() ? "#e6edf7" : "#1f2a3a",
      "text-halo-color": isDark() ? "#121c2c" : "#fff",
      "text-halo-width": 1.5,
    },
  });
}

export function showTerritories(map: Map, shown: boolean): void {
  for (const id of LAYERS) {
    if (map.getLayer(id)) map.setLayoutProperty(id, "visibility", shown ? "visible" : "none");
  }
}
