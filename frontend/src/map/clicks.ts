/** A click on a site opens its page, on a cluster zooms in. */
import type { Map } from "maplibre-gl";
import { CLUSTERS, DOTS } from "./sites_layer.ts";

const STEP = 2.2;

export function startClicks(map: Map): void {
  map.on("click", DOTS, (event) => {
    const number = event.features?.[0]?.properties["number"] as string | undefined;
    if (!number || map.getContainer().dataset["drawing"]) return;
    const href = `/sites/${encodeURIComponent(number)}/`;
    const mouse = event.originalEvent;
    if (mouse.ctrlKey || mouse.metaKey) window.open(href, "_blank", "noopener");
    else location.assign(href);
  });
  map.on("click", CLUSTERS, (event) => {
    if (!map.getContainer().dataset["drawing"]) map.easeTo({ center: event.lngLat, zoom: map.getZoom() + STEP });
  });
}
