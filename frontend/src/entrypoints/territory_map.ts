/** The map of territories: colored by any figure, at any date, with its list. */
import htmx from "htmx.org";
import type { Map as MapLibreMap } from "maplibre-gl";
import "maplibre-gl/dist/maplibre-gl.css";
import "../styles/map.css";
import "../styles/territory_map.css";
import { byId, jsonData, onEach } from "../behaviors/dom.ts";
import { createMap } from "../map/create_map.ts";
import { startDateSlider } from "../map/date_slider.ts";
import { figures, paint, steps, words, type Measure, type Metric } from "../map/figures.ts";
import { firstView, type Bounds, tiles } from "../map/page_data.ts";
import { addSites, withQuery } from "../map/sites_layer.ts";
import { reloadTiles } from "../map/tile_addresses.ts";
import { addTerritories } from "../map/territories_layer.ts";
import { showCard, square } from "../map/territory_card.ts";

const FILL = "territory-fill";
const CHOSEN = "territory-chosen";
/** Metrics that the list tells already. */
const NAMED = new Set<Metric>(["territory", "sites", "revenue_cents"]);
const SITE_LAYERS = ["site-clusters", "site-dots", "site-counts", "site-room", "site-chosen"];
const container = byId("map");
const metric = byId("metric") as HTMLSelectElement;
const sitesShown = byId("show-sites") as HTMLInputElement;
const sitesAs = byId("sites-as") as HTMLSelectElement;
let chosen = "";

const query = (): URLSearchParams => new URLSearchParams(location.search);

function dated(address: string): string {
  const kept = [...query()].filter(([name, value]) => value && ["as_of", "hierarchy"].includes(name));
  return withQuery(address, new URLSearchParams(kept));
}

const marks = jsonData<Record<string, number[]>>("map-marks") ?? {};

function legend(): void {
  const items = steps(metric.value as Metric, figures(), marks).map(({ label, ink, count }) => {
    const item = document.createElement("span");
    item.className = "legend-item";
    const number = document.createElement("span");
    number.className = "legend-count";
    number.textContent = String(count);
    item.append(square(ink), label, number);
    return item;
  });
  byId("legend-items").replaceChildren(...items);
}

/** The list says in words what the color says. */
function list(): void {
  const chosenMetric = metric.value as Metric;
  const known = new Map(figures().map((each) => [each.code, each]));
  for (const row of document.querySelectorAll<HTMLElement>("#territory-panel [data-code]")) {
    const place = row.querySelector<HTMLElement>("[data-metric]");
    const each = known.get(row.dataset["code"] ?? "");
    if (!place || !each) continue;
    place.hidden = NAMED.has(chosenMetric);
    place.textContent = NAMED.has(chosenMetric) ? "" : `${words(chosenMetric as Measure, each[chosenMetric as Measure])} · `;
  }
}

function recolor(map: MapLibreMap | null): void {
  legend();
  list();
  if (!map?.getLayer(FILL)) return;
  const all = figures();
  const plain = metric.value === "territory";
  const codes = all.map((each) => each.code);
  for (const id of [FILL, "territory-line", "territory-code"]) map.setFilter(id, ["in", ["get", "code"], ["literal", codes]]);
  map.setPaintProperty(FILL, "fill-color", paint(metric.value as Metric, all, marks));
  map.setPaintProperty(FILL, "fill-opacity", plain ? 0.26 : 0.7);
  map.setPaintProperty("territory-line", "line-color", plain ? paint("territory", all, marks) : "#33445c");
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
  await htmx.ajax("get", `/territories/map/panel/?${next}`, { target: "#territory-panel", swap: "innerHTML" });
  const tree = document.querySelector<HTMLAnchorElement>("[data-with-date]");
  if (tree) tree.href = `/territories/?${next}`;
  recolor(map);
  choose(map, chosen);
  if (map) await reloadTiles(map, { territories: dated(tiles().territories), sites: dated(tiles().sites) });
  container.dataset["asOf"] = next.get("as_of") ?? "now";
}

function follow(map: MapLibreMap | null): void {
  metric.addEventListener("change", () => {
    const plain = metric.value === "territory";
    // Mean drives are worked out only when they are asked for.
    if (metric.value === "drive_minutes") void reload(map, (next) => next.set("color", metric.value));
    else {
      const next = query();
      if (plain) next.delete("color");
      else next.set("color", metric.value);
      history.replaceState(null, "", `${location.pathname}${next.size ? `?${next}` : ""}${location.hash}`);
      recolor(map);
    }
  });
  sitesAs.addEventListener("change", () => void reload(map, (next) => next.set("sites", sitesAs.value)));
  // Somebody published: the shapes of today are drawn anew, a past day stays as it is.
  document.addEventListener("townsite:live", (event) => {
    if (query().get("as_of")) return;
    event.preventDefault();
    void reload(map, () => undefined);
  });
  startDateSlider((day) => void reload(map, (next) => next.set("as_of", day)));
  onEach("submit", "[data-territory-filter]", (form, event) => {
    event.preventDefault();
    const data = new FormData(form as HTMLFormElement);
    void reload(map, (next) => {
      for (const name of ["q", "kind", "vacant", "hierarchy"]) next.set(name, String(data.get(name) ?? ""));
    });
  });
}

/** Under the pointer: which territory, and what its color says; the list tells it to keyboards. */
function startTip(map: MapLibreMap): void {
  const tip = byId("map-card");
  map.on("mousemove", FILL, ({ features, point }) => {
    const each = figures().find(({ code }) => code === features?.[0]?.properties["code"]);
    tip.hidden = !each;
    map.getCanvas().style.cursor = "pointer";
    if (!each) return;
    const shown = metric.value === "territory" ? "sites" : (metric.value as Measure);
    const title = document.createElement("div");
    title.className = "map-card-title";
    title.textContent = `${each.code} ${each.name}`;
    const value = document.createElement("div");
    value.className = "map-card-facts";
    value.textContent = `${metric.value === "territory" ? "Sites" : metric.selectedOptions[0]?.textContent}: ${words(shown, each[shown])}`;
    tip.replaceChildren(title, value);
    tip.style.transform = `translate(${point.x + 14}px, ${point.y + 14}px)`;
  });
  map.on("mouseleave", FILL, () => {
    tip.hidden = true;
    map.getCanvas().style.cursor = "";
  });
}

function start(map: MapLibreMap): void {
  map.on("click", FILL, ({ features }) => choose(map, String(features?.[0]?.properties["code"] ?? "")));
  startTip(map);
  for (const type of ["focusin", "mouseover"] as const) {
    onEach(type, "#territory-panel [data-code]", (row) => choose(map, row.dataset["code"] ?? ""));
  }
  byId("map-fit").addEventListener("click", () => map.fitBounds(firstView(jsonData<Bounds>("map-bounds")), { padding: 40 }));
  sitesShown.addEventListener("change", () => showSites(map));
}

legend();
list();
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
