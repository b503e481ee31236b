/** Drawing lines and areas for the editor, snapping to the corners of the shapes. */
import type { Map } from "maplibre-gl";
import type { TerraDraw } from "terra-draw";
import type { Position } from "./area.ts";
import type { Shapes } from "./shape_layers.ts";

export type Drawing = "polygon" | "freehand" | "linestring";

const INK = "#c2255c";
const SNAP_PX = 14;
const styles = { fillColor: INK, outlineColor: INK, lineStringColor: INK, fillOpacity: 0.12, outlineWidth: 2.5, lineStringWidth: 3 } as const;

/** Every corner of the shapes, so that a line begins and ends exactly on a border. */
export function corners(shapes: Shapes): Position[] {
  return shapes.features.flatMap(({ geometry }) => {
    const rings = geometry.type === "Polygon" ? geometry.coordinates : geometry.coordinates.flat();
    return rings.flat() as Position[];
  });
}

/** The corner within reach of the pointer that is nearest to it. */
export function snapped(map: Map, at: Position, points: Position[]): Position | undefined {
  const box = map.getBounds();
  const here = map.project(at);
  let best: Position | undefined;
  let reach = SNAP_PX;
  for (const point of points) {
    if (!box.contains(point)) continue;
    const there = map.project(point);
    const off = Math.hypot(there.x - here.x, there.y - here.y);
    if (off < reach) [best, reach] = [point, off];
  }
  return best;
}

export class EditDrawing {
  #draw: TerraDraw | null = null;
  readonly #map: Map;
  readonly #points: () => Position[];
  readonly #finish: (points: Position[]) => void;

  constructor(map: Map, points: () => Position[], finish: (points: Position[]) => void) {
    this.#map = map;
    this.#points = points;
    this.#finish = finish;
  }

  async begin(mode: Drawing): Promise<void> {
    this.stop();
    this.#draw ??= await this.#make();
    this.#draw.start();
    this.#draw.setMode(mode);
    this.#map.getContainer().dataset["drawing"] = mode;
  }

  stop(): void {
    if (this.#draw?.enabled) this.#draw.stop();
    delete this.#map.getContainer().dataset["drawing"];
  }

  async #make(): Promise<TerraDraw> {
    const [kit, { TerraDrawMapLibreGLAdapter }] = await Promise.all([import("terra-draw"), import("terra-draw-maplibre-gl-adapter")]);
    const keyEvents = { cancel: "Escape", finish: "Enter" };
    const snapping = { toCustom: (event: { lng: number; lat: number }) => snapped(this.#map, [event.lng, event.lat], this.#points()) };
    const draw = new kit.TerraDraw({
      adapter: new TerraDrawMapLibreGLAdapter({ map: this.#map }),
      modes: [
        new kit.TerraDrawPolygonMode({ keyEvents, styles, snapping }),
        new kit.TerraDrawFreehandMode({ keyEvents, styles }),
        new kit.TerraDrawLineStringMode({ keyEvents, styles, snapping }),
      ],
    });
    draw.on("finish", (id) => this.#done(draw, id));
    return draw;
  }

  #done(draw: TerraDraw, id: string | number): void {
    const geometry = draw.getSnapshotFeature(id)?.geometry;
    const points = geometry?.type === "Polygon" ? geometry.coordinates[0] : geometry?.type === "LineString" ? geometry.coordinates : [];
    const copy = [...(points ?? [])] as Position[];
    draw.clear();
    if (copy.length > 1) this.#finish(copy);
  }
}
