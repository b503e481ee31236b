import { readFileSync } from "node:fs";
import type { Plugin } from "vite";

/** The outline drawing of the states behind the sign-in page, made from the Census atlas. */
interface Topology {
  arcs: [number, number][][];
  transform: { scale: [number, number]; translate: [number, number] };
}

/** Points closer than this (of 975 units' width) are dropped: the drawing is decoration. */
const GRAIN = 2.2;
/** Where sites glow: x, y, radius in the atlas's own Albers frame of 975 by 610. */
const GLOWS = [
  [72, 300, 5], [105, 392, 7], [92, 118, 5], [222, 395, 4], [338, 268, 5], [498, 455, 7], [530, 505, 6],
  [462, 430, 4], [592, 235, 7], [655, 222, 4], [545, 170, 4], [566, 300, 4], [672, 408, 6], [742, 372, 4],
  [798, 520, 5], [768, 470, 3], [800, 262, 5], [838, 226, 8], [868, 188, 5], [700, 268, 4], [440, 330, 3],
];

export function signInMap(atlas: string): Plugin {
  return {
    name: "townsite-sign-in-map",
    apply: "build",
    generateBundle() {
      this.emitFile({
        type: "asset",
        name: "states.svg",
        originalFileName: "states.svg",
        source: drawing(JSON.parse(readFileSync(atlas, "utf8")) as Topology),
      });
    },
  };
}

function drawing(topology: Topology): string {
  const lines = topology.arcs.map((arc) => line(arc, topology.transform)).join("");
  const glows = GLOWS.map(([x, y, r]) => {
    return `<circle cx="${x}" cy="${y}" r="${(r ?? 4) * 3}" opacity=".16"/><circle cx="${x}" cy="${y}" r="${r}"/>`;
  }).join("");
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-20 -10 1015 630"><path d="${lines}" fill="none" stroke="#5f7ba6" stroke-opacity=".55" stroke-width="1"/><g fill="#6ea8fe">${glows}</g></svg>\n`;
}

/** One arc as an SVG path; its ends stay, so that neighbors still meet. */
function line(arc: [number, number][], { scale, translate }: Topology["transform"]): string {
  let [x, y] = [0, 0];
  let kept: [number, number] | null = null;
  const parts: string[] = [];
  arc.forEach(([dx, dy], at) => {
    [x, y] = [x + dx, y + dy];
    const point: [number, number] = [x * scale[0] + translate[0], y * scale[1] + translate[1]];
    const far = !kept || Math.hypot(point[0] - kept[0], point[1] - kept[1]) > GRAIN;
    if (!far && at !== arc.length - 1) return;
    parts.push(`${kept ? "L" : "M"}${point[0].toFixed(1)} ${point[1].toFixed(1)}`);
    kept = point;
  });
  return parts.length > 2 ? parts.join("") : "";
}
