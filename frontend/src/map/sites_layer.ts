/** Sites on the map: discs with counts while clustered, colored dots when single. */
import type { CircleLayerSpecification, ExpressionSpecification, Map, SymbolLayerSpecification } from "maplibre-gl";
import { byFacet, color, isDark } from "./colors.ts";
import type { Facet, LegendEntry } from "./page_data.ts";
import { reloadTiles } from "./tile_addresses.ts";

export const SITES = "sites";
export const CLUSTERS = "site-clusters";
export const DOTS = "site-dots";
const CHOSEN = "site-chosen";
const NOBODY = "\u0000";

const count: ExpressionSpecification = ["to-number", ["get", "count"], 1];
const isCluster: ExpressionSpecification = [">", count, 1];
const words: ExpressionSpecification = [
  "case",
  [">=", count, 10_000],
  ["concat", ["to-string", ["round", ["/", count, 1_000]]], "k"],
  [">=", count, 1_000],
  ["concat", ["to-string", ["/", ["round", ["/", count, 100]], 10]], "k"],
  ["to-string", count],
];

/** Circles do not push names aside; an unseen letter of their size does. */
export const roomForDots = {
  type: "symbol",
  layout: { "text-field": "●", "text-font": ["Inter Medium"], "text-size": 16, "text-allow-overlap": true },
  paint: { "text-opacity": 0 },
} satisfies Pick<SymbolLayerSpecification, "type" | "layout" | "paint">;

/** The address of the tiles with the query of the directory, so that both always agree. */
export function withQuery(address: string, query: URLSearchParams): string {
  const text = query.toString();
  return new URL(address, location.origin).href.replaceAll("%7B", "{").replaceAll("%7D", "}") + (text ? `?${text}` : "");
}

export function addSites(map: Map, address: string, facet: Facet, legend: LegendEntry[]): void {
  map.addSource(SITES, { type: "vector", tiles: [address], minzoom: 0, maxzoom: 14 });
  const layer = { source: SITES, "source-layer": "sites" };
  map.addLayer({ ...layer, ...dots(facet, legend) });
  map.addLayer({ ...layer, ...clusters() });
  map.addLayer({ ...layer, ...counts });
  map.addLayer({ ...layer, id: "site-room", minzoom: 7, ...roomForDots, filter: ["!", isCluster] });
  map.addLayer({ ...layer, ...chosen() });
}

type Circle = Omit<CircleLayerSpecification, "source">;

function dots(facet: Facet, legend: LegendEntry[]): Circle {
  return {
    id: DOTS,
    type: "circle",
    filter: ["!", isCluster],
    paint: {
      "circle-color": byFacet(facet, legend),
      "circle-radius": ["interpolate", ["linear"], ["zoom"], 3, 4, 8, 5.5, 14, 8],
      "circle-stroke-color": isDark() ? "#0f1828" : "#fff",
      "circle-stroke-width": 1.5,
    },
  };
}

function clusters(): Circle {
  return {
    id: CLUSTERS,
    type: "circle",
    filter: isCluster,
    paint: {
      "circle-color": isDark() ? "#35537f" : "#2a4163",
      "circle-radius": ["interpolate", ["linear"], ["log10", count], 0.3, 10, 1, 12, 2, 17, 3, 24, 4, 32, 5, 40],
      "circle-stroke-color": isDark() ? "#8fb1e2" : "#fff",
      "circle-stroke-width": 2,
    },
  };
}

const counts: Omit<SymbolLayerSpecification, "source"> = {
  id: "site-counts",
  type: "symbol",
  filter: isCluster,
  layout: {
    "text-field": words,
    "text-font": ["Inter SemiBold"],
    "text-size": ["interpolate", ["linear"], ["log10", count], 0, 11, 3, 13, 5, 15],
    "text-allow-overlap": true,
  },
  paint: { "text-color": "#fff" },
};

function chosen(): Circle {
  return {
    id: CHOSEN,
    type: "circle",
    filter: ["==", ["get", "number"], NOBODY],
    paint: {
      "circle-color": "rgba(0,0,0,0)",
      "circle-radius": 12,
      "circle-stroke-color": color("type-mixed_use"),
      "circle-stroke-width": 3,
    },
  };
}

/** Rings the site that the pointer or the list is on; `null` none. */
export function chooseSite(map: Map, number: string | null): void {
  if (map.getLayer(CHOSEN)) map.setFilter(CHOSEN, ["==", ["get", "number"], number ?? NOBODY]);
}

export function paintSites(map: Map, facet: Facet, legend: LegendEntry[]): void {
  if (map.getLayer(DOTS)) map.setPaintProperty(DOTS, "circle-color", byFacet(facet, legend));
}

/** Loads the sites of another query. */
export function reloadSites(map: Map, address: string): void {
  void reloadTiles(map, { [SITES]: address });
}
