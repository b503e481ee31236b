/** Small maps in pages: one site, a few points, or the portfolio. Usage: docs/guides/front-end.md. */
import "maplibre-gl/dist/maplibre-gl.css";
import "../styles/mini_map.css";
import { onLoad } from "../behaviors/dom.ts";
import { startMiniMap } from "../map/mini_map.ts";

onLoad("[data-mini-map]", (container) => void startMiniMap(container));
