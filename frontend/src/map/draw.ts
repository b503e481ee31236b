/**
 * Drawing the area filter with terra-draw, loaded at the first use: a polygon by corners,
 * a lasso, or a circle. Enter or a double click finishes, Escape cancels.
 *
 *   <button data-draw="polygon|freehand|circle" aria-pressed="false">…</button>
 */
import type { Map } from "maplibre-gl";
import type { TerraDraw } from "terra-draw";
import { byId, onEach } from "../behaviors/dom.ts";
import { distance, type Area, type Position } from "./area.ts";

type Mode = "polygon" | "freehand" | "circle";

const INK = "#c2255c";
const HINTS: Record<Mode, string> = {
  polygon: "Click to add corners · click the first corner or press Enter to finish · Esc cancels",
  freehand: "Click, draw around the sites, and click again to finish · Esc cancels",
  circle: "Click the center, move out, and click again · Esc cancels",
};

export function startDrawing(map: Map, finish: (area: Area) => void): void {
  let draw: TerraDraw | null = null;
  const stop = (): void => {
    if (draw?.enabled) draw.stop();
    delete map.getContainer().dataset["drawing"];
    press(null);
  };
  const begin = async (mode: Mode): Promise<void> => {
    stop();
    draw ??= await terraDraw(map);
    if (!draw) return;
    draw.start();
    draw.setMode(mode);
    map.getContainer().dataset["drawing"] = mode;
    press(mode);
  };
  const done = (id: string | number): void => {
    const feature = draw?.getSnapshotFeature(id);
    const mode = map.getContainer().dataset["drawing"] as Mode | undefined;
    if (feature?.geometry.type !== "Polygon" || !mode) return;
    const ring = (feature.geometry.coordinates[0] ?? []).slice(0, -1) as Position[];
    stop();
    if (ring.length >= 3) finish(mode === "circle" ? asCircle(ring) : { kind: "ring", ring });
  };
  onEach("click", "[data-draw]", (button) => {
    const mode = button.dataset["draw"] as Mode;
    if (button.getAttribute("aria-pressed") === "true") stop();
    else void begin(mode).then(() => draw && listen(draw, done));
  });
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && map.getContainer().dataset["drawing"]) stop();
  });
  map.on("style.load", stop);
}

const heard = new WeakSet<TerraDraw>();

function listen(draw: TerraDraw, done: (id: string | number) => void): void {
  if (heard.has(draw)) return;
  heard.add(draw);
  draw.on("finish", done);
}

function press(mode: Mode | null): void {
  for (const button of document.querySelectorAll<HTMLElement>("[data-draw]")) {
    button.setAttribute("aria-pressed", String(button.dataset["draw"] === mode));
  }
  const hint = byId("map-hint");
  hint.textContent = mode ? HINTS[mode] : "";
  hint.hidden = !mode;
}

/** The drawn circle is a ring; its middle and its reach are what the filter needs. */
function asCircle(ring: Position[]): Area {
  const lons = ring.map(([lon]) => lon);
  const lats = ring.map(([, lat]) => lat);
  const center: Position = [(Math.min(...lons) + Math.max(...lons)) / 2, (Math.min(...lats) + Math.max(...lats)) / 2];
  const reaches = ring.map((point) => distance(center, point));
  return { kind: "circle", center, meters: reaches.reduce((sum, reach) => sum + reach, 0) / reaches.length };
}

async function terraDraw(map: Map): Promise<TerraDraw> {
  const [kit, { TerraDrawMapLibreGLAdapter }] = await Promise.all([
    import("terra-draw"),
    import("terra-draw-maplibre-gl-adapter"),
  ]);
  const keyEvents = { cancel: "Escape", finish: "Enter" };
  const styles = { fillColor: INK, outlineColor: INK, fillOpacity: 0.12, outlineWidth: 2.5 } as const;
  const corners = { closingPointColor: INK, closingPointOutlineColor: "#ffffff" } as const;
  return new kit.TerraDraw({
    adapter: new TerraDrawMapLibreGLAdapter({ map }),
    modes: [
      new kit.TerraDrawPolygonMode({ keyEvents, styles: { ...styles, ...corners } }),
      new kit.TerraDrawFreehandMode({ keyEvents, styles: { ...styles, ...corners } }),
      new kit.TerraDrawCircleMode({ keyEvents, styles }),
    ],
  });
}
