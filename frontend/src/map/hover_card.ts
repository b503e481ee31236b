/** The card beside the pointer that says what is under it; the list says the same to keyboards. */
import type { Map, MapGeoJSONFeature, MapMouseEvent } from "maplibre-gl";
import { byId } from "../behaviors/dom.ts";
import { entriesOf } from "./legend.ts";
import type { Facet } from "./page_data.ts";
import { chooseSite, CLUSTERS, DOTS } from "./sites_layer.ts";

const OFFSET_PX = 14;

function line(css: string, text: string): HTMLElement {
  const element = document.createElement("div");
  element.className = css;
  element.textContent = text;
  return element;
}

function words(facet: Facet, value: unknown): string {
  return entriesOf(facet).find((entry) => entry.value === String(value))?.label ?? "";
}

function siteLines({ properties }: MapGeoJSONFeature): HTMLElement[] {
  const { facility_type, status, tier, health, territory, number, name } = properties as Record<string, unknown>;
  const facts = [words("type", facility_type), words("status", status), words("tier", tier)].filter(Boolean);
  const state = [territory && `Territory ${territory}`, health && `Health: ${words("health", health)}`];
  return [
    line("map-card-title", String(name ?? "")),
    line("map-card-number", String(number ?? "")),
    line("map-card-facts", facts.join(" · ")),
    line("map-card-facts", state.filter(Boolean).join(" · ")),
  ];
}

function clusterLines({ properties }: MapGeoJSONFeature): HTMLElement[] {
  const count = Number(properties["count"] ?? 0).toLocaleString("en-US");
  return [line("map-card-title", `${count} sites`), line("map-card-facts", "Click to zoom in")];
}

function place(card: HTMLElement, { point }: MapMouseEvent, map: Map): void {
  card.hidden = false;
  const box = map.getContainer();
  const left = point.x + OFFSET_PX + card.offsetWidth > box.clientWidth ? point.x - OFFSET_PX - card.offsetWidth : point.x + OFFSET_PX;
  const top = Math.min(point.y + OFFSET_PX, box.clientHeight - card.offsetHeight - OFFSET_PX);
  card.style.transform = `translate(${Math.max(4, left)}px, ${Math.max(4, top)}px)`;
}

export function startHoverCard(map: Map): void {
  const card = byId("map-card");
  const show = (event: MapMouseEvent & { features?: MapGeoJSONFeature[] }, lines: typeof siteLines): void => {
    const [feature] = event.features ?? [];
    if (!feature || map.getContainer().dataset["drawing"]) return;
    map.getCanvas().style.cursor = "pointer";
    card.replaceChildren(...lines(feature));
    place(card, event, map);
    chooseSite(map, (feature.properties["number"] as string | undefined) ?? null);
  };
  const hide = (): void => {
    map.getCanvas().style.cursor = "";
    card.hidden = true;
    chooseSite(map, null);
  };
  map.on("mousemove", DOTS, (event) => show(event, siteLines));
  map.on("mousemove", CLUSTERS, (event) => show(event, clusterLines));
  map.on("mouseleave", DOTS, hide);
  map.on("mouseleave", CLUSTERS, hide);
  map.on("movestart", hide);
}
