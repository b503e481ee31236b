/** One side of a plan's maps: sites in their territory's color, moved ones ringed, centers. */
import { LngLatBounds, type Map, Popup } from "maplibre-gl";
import { byId, jsonData } from "../behaviors/dom.ts";
import { byTerritory, color, isDark } from "./colors.ts";
import { createMap } from "./create_map.ts";
import { type Bounds, firstView } from "./page_data.ts";

export type Side = "before" | "after";
type Points = GeoJSON.FeatureCollection<GeoJSON.Point, { number: string; site: number; code: string; moved: boolean }>;

const EMPTY: GeoJSON.FeatureCollection = { type: "FeatureCollection", features: [] };
export const SITES = "plan-sites";
export const CHOSEN = "plan-sites-chosen";

export async function drawSide(side: Side): Promise<Map> {
  const sites = jsonData<Points>(`sites-${side}`) ?? (EMPTY as Points);
  const map = await createMap(byId(`map-${side}`), { bounds: extent(sites), dress: (drawn) => dress(drawn, side, sites) });
  map.scrollZoom.disable();
  hover(map);
  return map;
}

/** Both maps show the same ground. */
export function together(one: Map, other: Map): void {
  let following = false;
  const follow = (from: Map, to: Map) => () => {
    if (following) return;
    following = true;
    to.jumpTo({ center: from.getCenter(), zoom: from.getZoom() });
    following = false;
  };
  one.on("move", follow(one, other));
  other.on("move", follow(other, one));
}

function extent(sites: Points): Bounds {
  const box = new LngLatBounds();
  for (const { geometry } of sites.features) box.extend(geometry.coordinates as [number, number]);
  return firstView(box.isEmpty() ? null : (box.toArray().flat() as Bounds));
}

function dress(map: Map, side: Side, sites: Points): void {
  const ink = isDark() ? "#fff" : "#0f1828";
  const links = jsonData<GeoJSON.FeatureCollection>(`links-${side}`) ?? EMPTY;
  map.addSource("links", { type: "geojson", data: links });
  map.addLayer({ id: "links", type: "line", source: "links", paint: { "line-color": color("subtle"), "line-width": 1, "line-opacity": 0.7 } });
  map.addSource(SITES, { type: "geojson", data: sites });
  const moved = ["get", "moved"] as const;
  map.addLayer({
    id: SITES,
    type: "circle",
    source: SITES,
    paint: {
      "circle-color": byTerritory(),
      "circle-radius": ["case", [...moved], 6, 4],
      "circle-stroke-color": ink,
      "circle-stroke-width": ["case", [...moved], 2, 0.5],
    },
  });
  map.addLayer({
    id: CHOSEN,
    type: "circle",
    source: SITES,
    filter: ["in", ["get", "number"], ["literal", []]],
    paint: { "circle-radius": 9, "circle-color": "transparent", "circle-stroke-color": "#c2255c", "circle-stroke-width": 3 },
  });
  map.addSource("centers", { type: "geojson", data: jsonData<GeoJSON.FeatureCollection>(`centers-${side}`) ?? EMPTY });
  map.addLayer({
    id: "centers",
    type: "symbol",
    source: "centers",
    layout: { "text-field": ["get", "code"], "text-font": ["Inter Medium"], "text-size": 11, "text-variable-anchor": ["top", "bottom"] },
    paint: { "text-color": ink, "text-halo-color": isDark() ? "#0f1828" : "#fff", "text-halo-width": 1.5 },
  });
}

function hover(map: Map): void {
  const popup = new Popup({ closeButton: false, closeOnClick: false, offset: 10 });
  map.on("mousemove", SITES, ({ features, lngLat }) => {
    const { number, code } = (features?.[0]?.properties ?? {}) as { number?: string; code?: string };
    popup.setLngLat(lngLat).setText(`${number} in ${code}`).addTo(map);
  });
  map.on("mouseleave", SITES, () => popup.remove());
}
