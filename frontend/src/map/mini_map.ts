/**
 * A small map without tools: a point, points of a `json_script` list, or the sites of a query.
 * What it shows stands as text on the same page, so it needs no list of its own.
 */
import { Popup, type Map } from "maplibre-gl";
import { jsonData } from "../behaviors/dom.ts";
import { color, isDark } from "./colors.ts";
import { createMap } from "./create_map.ts";
import { addLines } from "./mini_lines.ts";
import { type Bounds, firstView, type LegendEntry, tiles } from "./page_data.ts";
import { addSites, roomForDots, withQuery } from "./sites_layer.ts";
import { addTerritories } from "./territories_layer.ts";

interface PointData {
  lon: number;
  lat: number;
  label?: string;
  href?: string;
  token?: string;
}

const SPAN_DEGREES = 0.06;
const LAYER = "points";

export async function startMiniMap(container: HTMLElement): Promise<void> {
  const { lon, lat, points: list, lines, query, bounds, facet } = container.dataset;
  const points = list ? (jsonData<PointData[]>(list) ?? []) : single(lon, lat, container.dataset["label"]);
  const map = await createMap(container, {
    bounds: bounds ? firstView(bounds.split(",").map(Number) as Bounds) : around(points),
    units: container.dataset["units"] === "km" ? "km" : "mi",
    dress(drawn) {
      if (query !== undefined) {
        addTerritories(drawn, withQuery(tiles().territories, new URLSearchParams(container.dataset["territories"] ?? "")));
        const legend = jsonData<LegendEntry[]>("map-legend") ?? [];
        const by = (facet ?? "type") as LegendEntry["facet"];
        addSites(drawn, withQuery(tiles().sites, new URLSearchParams(query)), by, legend);
      }
      if (lines) addLines(drawn, lines);
      if (points.length) addPoints(drawn, points);
    },
  });
  map.scrollZoom.disable();
  if (points.some((point) => point.href)) openOnClick(map);
}

function single(lon: string | undefined, lat: string | undefined, label: string | undefined): PointData[] {
  return lon && lat ? [{ lon: Number(lon), lat: Number(lat), ...(label ? { label } : {}) }] : [];
}

function around(points: PointData[]): Bounds | null {
  if (!points.length) return null;
  const [lons, lats] = [points.map(({ lon }) => lon), points.map(({ lat }) => lat)];
  const margin = points.length === 1 ? SPAN_DEGREES : 0;
  return [Math.min(...lons) - margin, Math.min(...lats) - margin, Math.max(...lons) + margin, Math.max(...lats) + margin];
}

function addPoints(map: Map, points: PointData[]): void {
  const features = points.map(({ lon, lat, token, ...properties }): GeoJSON.Feature => {
    const ink = color(token ?? "type-hotel");
    return { type: "Feature", geometry: { type: "Point", coordinates: [lon, lat] }, properties: { ...properties, ink } };
  });
  map.addSource(LAYER, { type: "geojson", data: { type: "FeatureCollection", features } });
  map.addLayer({
    id: LAYER,
    type: "circle",
    source: LAYER,
    paint: {
      "circle-color": ["get", "ink"],
      "circle-radius": 8,
      "circle-stroke-color": isDark() ? "#0f1828" : "#fff",
      "circle-stroke-width": 2.5,
    },
  });
  map.addLayer({ id: "point-room", source: LAYER, ...roomForDots });
}

function openOnClick(map: Map): void {
  const popup = new Popup({ closeButton: false, closeOnClick: false, offset: 12 });
  map.on("mousemove", LAYER, ({ features, lngLat }) => {
    popup.setLngLat(lngLat).setText(String(features?.[0]?.properties["label"] ?? "")).addTo(map);
  });
  map.on("mouseleave", LAYER, () => popup.remove());
  map.on("click", LAYER, ({ features }) => {
    const href = features?.[0]?.properties["href"] as string | undefined;
    if (href) location.assign(href);
  });
}
