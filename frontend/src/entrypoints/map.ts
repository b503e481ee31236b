/** The map page: sites and territories of the directory's query, with its list and its legend. */
import type { Map as MapLibreMap } from "maplibre-gl";
import "maplibre-gl/dist/maplibre-gl.css";
import "../styles/map.css";
import { byId, jsonData } from "../behaviors/dom.ts";
import { readArea, writeArea, type Area } from "../map/area.ts";
import { addArea, showArea } from "../map/area_layer.ts";
import { startClicks } from "../map/clicks.ts";
import { createMap } from "../map/create_map.ts";
import { startDrawing } from "../map/draw.ts";
import { startFit } from "../map/fit.ts";
import { startGoTo } from "../map/go_to.ts";
import { startHoverCard } from "../map/hover_card.ts";
import { entriesOf, facet, startLegend } from "../map/legend.ts";
import { type Bounds, firstView, tiles } from "../map/page_data.ts";
import { startPanel } from "../map/panel.ts";
import { change, current, onChange, shared, startQuery } from "../map/query.ts";
import { addSites, paintSites, reloadSites, withQuery } from "../map/sites_layer.ts";
import { addTerritories, showTerritories } from "../map/territories_layer.ts";

const container = byId("map");
const address = (): string => withQuery(tiles().sites, shared());
const filterBy = (area: Area | null): void => change((query) => writeArea(area, query));
const territoriesShown = (): boolean => (byId("show-territories") as HTMLInputElement).checked;

startQuery();
startLegend();
try {
  start(await drawn());
} catch (error) {
  // A browser without WebGL: the list has it all.
  console.warn(error);
  byId("map-notice").textContent = "This browser cannot draw the map. The list has every site, and so has the table.";
  byId("map-notice").hidden = false;
  startPanel(null);
}
container.setAttribute("data-map-ready", "");

function drawn(): Promise<MapLibreMap> {
  return createMap(container, {
    bounds: firstView(jsonData<Bounds>("map-bounds")),
    hash: "map",
    units: container.dataset["units"] === "km" ? "km" : "mi",
    dress(map) {
      addTerritories(map, withQuery(tiles().territories, new URLSearchParams()));
      showTerritories(map, territoriesShown());
      addArea(map, readArea(current()));
      addSites(map, address(), facet(), entriesOf(facet()));
    },
  });
}

function start(map: MapLibreMap): void {
  startHoverCard(map);
  startClicks(map);
  startFit(map);
  startDrawing(map, filterBy);
  startGoTo(map, (area) => {
    filterBy(area);
    if (area.kind === "circle") map.flyTo({ center: area.center, zoom: 8 });
  });
  startPanel(map);
  followQuery(map);
  byId("map-clear").addEventListener("click", () => filterBy(null));
  byId("show-territories").addEventListener("change", () => showTerritories(map, territoriesShown()));
}

function followQuery(map: MapLibreMap): void {
  let [loaded, colored] = [address(), facet()];
  byId("map-clear").hidden = !readArea(current());
  onChange(() => {
    const area = readArea(current());
    showArea(map, area);
    byId("map-clear").hidden = !area;
    if (address() !== loaded) reloadSites(map, address());
    if (facet() !== colored) paintSites(map, facet(), entriesOf(facet()));
    [loaded, colored] = [address(), facet()];
  });
}
