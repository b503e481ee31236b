/**
 * The list beside the map: the sites in view, told by the server. It makes the map's facts
 * reachable by keyboard: arrow keys move, Enter opens, focus rings the site on the map.
 */
import htmx from "htmx.org";
import type { Map } from "maplibre-gl";
import { byId, onEach } from "../behaviors/dom.ts";
import { facet } from "./legend.ts";
import type { Bounds } from "./page_data.ts";
import { onChange, shared } from "./query.ts";
import { chooseSite } from "./sites_layer.ts";

const WAIT_MS = 200;
const DIGITS = 4;
const WORLD: Bounds = [-180, -90, 180, 90];
let timer = 0;

function load(map: Map | null): void {
  const query = shared();
  const box = map ? clipped(map.getBounds().toArray().flat() as Bounds) : WORLD;
  query.set("bbox", box.map((value) => value.toFixed(DIGITS)).join(","));
  void htmx.ajax("get", `/sites/map/panel/?${query}`, { target: "#map-panel", swap: "innerHTML" });
}

/** A map zoomed far out shows more than the world. */
function clipped([west, south, east, north]: Bounds): Bounds {
  return [Math.max(west, -180), Math.max(south, -90), Math.min(east, 180), Math.min(north, 90)];
}

function later(map: Map | null): void {
  clearTimeout(timer);
  timer = window.setTimeout(() => load(map), WAIT_MS);
}

/** The discs of the list wear the colors of the map. */
function recolor(): void {
  for (const disc of document.querySelectorAll<SVGElement>("#map-panel .map-site .dot")) {
    disc.dataset["color"] = `${facet()}-${disc.dataset[facet()]}`;
  }
}

function step(link: HTMLElement, by: number): void {
  const all = [...document.querySelectorAll<HTMLElement>("#map-panel a[data-number]")];
  all[all.indexOf(link) + by]?.focus();
}

/** Without a map (no WebGL) the list still works and tells of all matching sites. */
export function startPanel(map: Map | null): void {
  map?.on("moveend", () => later(map));
  onChange(() => later(map));
  onChange(recolor);
  document.addEventListener("htmx:afterSwap", recolor);
  load(map);
  const link = "#map-panel a[data-number]";
  startKeys(link);
  if (map) ringOnMap(map, link);
}

function startKeys(link: string): void {
  onEach("keydown", link, (element, event) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    step(element, by);
  });
}

function ringOnMap(map: Map, link: string): void {
  for (const type of ["focusin", "mouseover"] as const) {
    onEach(type, link, (element) => chooseSite(map, element.dataset["number"] ?? null));
  }
  byId("map-panel").addEventListener("mouseleave", () => chooseSite(map, null));
  onEach("focusin", link, (element) => showOnMap(map, element));
}

/** Moves the map only when the site lies outside it, so that the list does not jump. */
function showOnMap(map: Map, { dataset }: HTMLElement): void {
  const at: [number, number] = [Number(dataset["lon"]), Number(dataset["lat"])];
  if (at.every(Number.isFinite) && !map.getBounds().contains(at)) map.panTo(at);
}
