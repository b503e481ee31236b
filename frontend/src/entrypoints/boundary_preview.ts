/** The borders of a preview, before (dashed) and after. */
import { LngLatBounds } from "maplibre-gl";
import "maplibre-gl/dist/maplibre-gl.css";
import "../styles/map.css";
import "../styles/territory_map.css";
import { byId, jsonData } from "../behaviors/dom.ts";
import { createMap } from "../map/create_map.ts";
import { firstView } from "../map/page_data.ts";
import { addShapes, drawShapes, EMPTY, type Shapes } from "../map/shape_layers.ts";

const before = jsonData<Shapes>("shapes-before") ?? EMPTY;
const after = jsonData<Shapes>("shapes-after") ?? EMPTY;

function extent(): [number, number, number, number] | null {
  const box = new LngLatBounds();
  for (const { geometry } of after.features) {
    const rings = geometry.type === "Polygon" ? geometry.coordinates : geometry.coordinates.flat();
    for (const point of rings.flat()) box.extend(point as [number, number]);
  }
  return box.isEmpty() ? null : (box.toArray().flat() as [number, number, number, number]);
}

try {
  const map = await createMap(byId("preview-map"), {
    bounds: firstView(extent()),
    dress(drawn) {
      addShapes(drawn);
      drawShapes(drawn, before, after, new Set());
    },
  });
  map.scrollZoom.disable();
} catch (error) {
  console.warn(error); // a browser without WebGL: the table says what it means
  byId("preview-map").hidden = true;
}
