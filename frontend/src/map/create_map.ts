/** A map as every page of the portal has it: own worker file, controls, theme, one error notice. */
import {
  AttributionControl,
  type Map as MapLibreMap,
  Map,
  NavigationControl,
  ScaleControl,
  setWorkerUrl,
} from "maplibre-gl";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url";
import { HOME, type Bounds } from "./page_data.ts";
import { baseStyle } from "./provider.ts";

// A worker from a blob: address would break the Content-Security-Policy.
setWorkerUrl(workerUrl);

interface Options {
  bounds?: Bounds | null;
  hash?: string | false;
  interactive?: boolean;
  units?: "mi" | "km";
  /** Called for every new style, the first one included: add sources and layers here. */
  dress: (map: MapLibreMap) => void;
}

export async function createMap(container: HTMLElement, options: Options): Promise<MapLibreMap> {
  const map = new Map({
    container,
    style: await baseStyle(),
    bounds: options.bounds ?? HOME,
    fitBoundsOptions: { padding: 40, maxZoom: 13 },
    hash: options.hash ?? false,
    interactive: options.interactive ?? true,
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    maxZoom: 18,
    fadeDuration: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 200,
    locale: { "Map.Title": container.dataset["label"] ?? "Map" },
  });
  map.touchZoomRotate.disableRotation();
  addControls(map, options);
  map.on("style.load", () => options.dress(map));
  map.on("error", ({ error }) => notice(container, error));
  map.on("idle", () => container.setAttribute("data-map-idle", ""));
  map.on("movestart", () => container.removeAttribute("data-map-idle"));
  followTheme(map);
  return map;
}

function addControls(map: MapLibreMap, { interactive = true, units = "mi" }: Options): void {
  map.addControl(new AttributionControl({ compact: false }), "bottom-right");
  map.addControl(new ScaleControl({ unit: units === "km" ? "metric" : "imperial" }), "bottom-right");
  if (interactive) map.addControl(new NavigationControl({ showCompass: false }), "top-right");
}

function followTheme(map: MapLibreMap): void {
  const observer = new MutationObserver(() => {
    void baseStyle().then((style) => map.setStyle(style, { diff: false }));
  });
  observer.observe(document.documentElement, { attributeFilter: ["data-bs-theme"] });
}

/** One notice for any number of failed tiles; what could be drawn stays. */
function notice(container: HTMLElement, error: { message: string }): void {
  const place = container.parentElement?.querySelector<HTMLElement>("[data-map-notice]");
  console.warn(error.message);
  if (place) place.hidden = false;
}
