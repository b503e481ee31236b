/** The map of territories: colored by any figure, at any date, with its list. */
import htmx from "htmx.org";
import type { Map as MapLibreMap, VectorTileSource } from "maplibre-gl";
import "maplibre-gl/dist/maplibre-gl.css";
import "../styles/map.css";
import "../styles/territory_map.css";
import { byId, jsonData, onEach } from "../behaviors/dom.ts";
import { createMap } from "../map/create_map.ts";
import { startDateSlider } from "../map/date_slider.ts";
import { figures, paint, steps, type Metric } from "../map/figures.ts";
import { firstView, type Bounds, tiles } from "../map/page_data.ts";
import { addSites, withQuery } from "../map/sites_layer.ts";
import { addTerritories } from "../map/territories_layer.ts";
import { showCard } from "../map/territory_card.ts";

const FILL = "territory-fill";
const CHOSEN = "territory-chosen";
const SITE_LAYERS = ["site-clusters", "site-dots", "site-counts", "site-room", "site-chosen"];
const container = byId("map");
const metric = byId("metric") as HTMLSelectElement;
const sitesShown = byId("show-sites") as HTMLInputElement;
const sitesAs = byId("sites-as") as HTMLSelectElement;
let chosen = "";

const query = (): URLSearchParams => new URLSearchParams(location.search);

function dated(address: string): string {
  const day = query().get("as_of");
  return withQuery(address, new URLSearchParams(day ? { as_of: day } : {}));
}

function legend(): void {
  const items = steps(metric.value as Metric, figures()).map(({ label, ink }) => {
    const item = document.createElement("span");
    item.className = "legend-item";
    const mark = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    mark.setAttribute("viewBox", "0 0 12 12");
    mark.setAttribute("class", "legend-mark");
    mark.setAttribute("aria-hidden", "true");
    const square = document.createElementNS(mark.namespaceURI, "rect");
    for (const [name, value] of Object.entries({ width: "12", height: "12", rx: "3", fill: ink })) square.setAttribute(name, value);
    mark.append(square);
    item.append(mark, label);
    return item;
  });
  byId("legend-items").replaceChildren(...items);
}

function recolor(map: MapLibreMap | null): void {
  legend();
  if (!map?.getLayer(FILL)) return;
  const all = figures();
  const plain = metric.value === "territory";
  const codes = all.map((each) => each.code);
  for (const id of [FILL, "territory-line", "territory-code"]) map.setFilter(id, ["in", ["get", "code"], ["literal", codes]]);
  map.setPaintProperty(FILL, "fill-color", paint(metric.value as Metric, all));
  map.setPaintProperty(FILL, "fill-opacity", plain ? 0.26 : 0.7);
  map.setPaintProperty("territory-line", "line-color", plain ? paint("territory", all) : "#33445c");
}

function choose(map: MapLibreMap | null, code: string): void {
  chosen = code;
  showCard(byId("territory-card"), figures().find((each) => each.code === code) ?? null);
  if (map?.getLayer(CHOSEN)) map.setFilter(CHOSEN, ["==", ["get", "code"], code || "\u0000"]);
  for (const row of document.querySelectorAll<HTMLElement>("#territory-panel [data-code]")) {
    row.toggleAttribute("data-chosen", row.dataset["code"] === code);
  }
}

function dress(map: MapLibreMap): void {
  addTerritories(map, dated(tiles().territories));
  const layer = { source: "territories", "source-layer": "territories" };
  map.addLayer({ ...layer, id: CHOSEN, type: "line", filter: ["==", ["get", "code"], "\u0000"], paint: { "line-color": "#1d5fc1", "line-width": 3 } });
  addSites(map, dated(tiles().sites), "type", []);
  showSites(map);
  recolor(map);
}

function showSites(map: MapLibreMap): void {
  for (const id of SITE_LAYERS) {
    if (map.getLayer(id)) map.setLayoutProperty(id, "visibility", sitesShown.checked ? "visible" : "none");
  }
}

/** Another date or filter: the list, the colors and the tiles follow the address. */
async function reload(map: MapLibreMap | null, edit: (query: URLSearchParams) => void): Promise<void> {
  const next = query();
  edit(next);
  for (const [name, value] of [...next]) if (!value) next.delete(name);
  history.replaceState(null, "", `${location.pathname}${next.size ? `?${next}` : ""}${location.hash}`);
  sitesAs.disabled = !next.get("as_of");
  map?.getSource<VectorTileSource>("territories")?.setTiles([dated(tiles().territories)]);
  map?.getSource<VectorTileSource>("sites")?.setTiles([dated(tiles().sites)]);
  await htmx.ajax("get", `/territories/map/panel/?${next}`, { target: "#territory-panel", swap: "innerHTML" });
  const tree = document.querySelector<HTMLAnchorElement>("[data-with-date]");
  if (tree) tree.href = `/territories/?${next}`;
  recolor(map);
  choose(map, chosen);
  container.dataset["asOf"] = next.get("as_of") ?? "now";
}

function follow(map: MapLibreMap | null): void {
  metric.addEventListener("change", () => recolor(map));
  sitesAs.addEventListener("change", () => void reload(map, (next) => next.set("sites", sitesAs.value)));
  startDateSlider((day) => void reload(map, (next) => next.set("as_of", day)));
  onEach("submit", "[data-territory-filter]", (form, event) => {
    event.preventDefault();
    const data = new FormData(form as HTMLFormElement);
    void reload(map, (next) => {
      for (const name of ["q", "kind", "vacant"]) next.set(name, String(data.get(name) ?? ""));
    });
  });
}

function start(map: MapLibreMap): void {
  map.on("click", FILL, ({ features }) => choose(map, String(features?.[0]?.properties["code"] ?? "")));
  map.on("mouseenter", FILL, () => (map.getCanvas().style.cursor = "pointer"));
  map.on("mouseleave", FILL, () => (map.getCanvas().style.cursor = ""));
  for (const type of ["focusin", "mouseover"] as const) {
    onEach(type, "#territory-panel [data-code]", (row) => choose(map, row.dataset["code"] ?? ""));
  }
  byId("map-fit").addEventListener("click", () => map.fitBounds(firstView(jsonData<Bounds>("map-bounds")), { padding: 40 }));
  sitesShown.addEventListener("change", () => showSites(map));
}

legend();
try {
  const bounds = firstView(jsonData<Bounds>("map-bounds"));
  const map = await createMap(container, { bounds, hash: "map", units: container.dataset["units"] === "km" ? "km" : "mi", dress });
  start(map);
  follow(map);
} catch (error) {
  // A browser without WebGL: the list has it all.
  console.warn(error);
  byId("map-notice").textContent = "This browser cannot draw the map. The list has every territory, and so has the tree.";
  byId("map-notice").hidden = false;
  follow(null);
}
container.setAttribute("data-map-ready", "");
