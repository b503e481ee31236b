/** Today and the plan side by side, moving together. */
import "maplibre-gl/dist/maplibre-gl.css";
import "../styles/map.css";
import { byId } from "../behaviors/dom.ts";
import { startPainting } from "../map/plan_painting.ts";
import { drawSide, together } from "../map/plan_sides.ts";

try {
  const [before, after] = await Promise.all([drawSide("before"), drawSide("after")]);
  together(before, after);
  startPainting(after);
} catch (error) {
  console.warn(error); // a browser without WebGL: the tables say the same
  for (const side of ["before", "after"]) byId(`map-${side}`).hidden = true;
  const notice = document.querySelector<HTMLElement>("[data-map-notice]");
  if (notice) notice.hidden = false;
}
