/**
 * Strokes without a pointer: sites ticked in a table, units by code, lines and areas by coordinates.
 *
 *   <form data-table-stroke="sites|units|points"> fields named territory, number, unit, codes, tool, from, points, to </form>
 */
import { onEach } from "../behaviors/dom.ts";
import type { Position } from "./area.ts";
import type { Stroke } from "./edit_session.ts";

type Read = (data: FormData, to: string) => Stroke;

const LEAST_AREA = 3;

function lines(data: FormData, name: string): string[] {
  return String(data.get(name) ?? "").split("\n").map((line) => line.trim()).filter(Boolean);
}

/** The points of lines of latitude and longitude. Throws with the line that is none. */
export function pointsOf(text: string[]): Position[] {
  return text.map((line) => {
    const [lat, lon, ...more] = line.split(/[\s,;]+/).filter(Boolean).map(Number);
    if (lat === undefined || lon === undefined || more.length || ![lat, lon].every(Number.isFinite)) {
      throw new Error(`“${line}” is no point. Write latitude and longitude, for example 33.749, -84.388.`);
    }
    return [lon, lat];
  });
}

const READ: Record<string, Read> = {
  sites(data, to) {
    const numbers = data.getAll("number").map(String);
    if (!numbers.length) throw new Error("Tick the sites to give.");
    return { kind: "sites", numbers, to };
  },
  units(data, to) {
    const codes = lines(data, "codes");
    if (!codes.length) throw new Error("Name at least one unit.");
    return { kind: "units", unit: String(data.get("unit")), codes, to };
  },
  points(data, to) {
    const drawn = pointsOf(lines(data, "points"));
    const tool = String(data.get("tool"));
    if (drawn.length < (tool === "area" ? LEAST_AREA : 2)) throw new Error("A line has two points or more, an area three.");
    if (tool === "area") return { kind: "give", ring: drawn, to };
    const one = String(data.get("from") ?? "");
    if (!one) throw new Error("Choose the first territory.");
    return tool === "border" ? { kind: "move_border", one, other: to, line: drawn } : { kind: "cut", code: one, line: drawn, to };
  },
};

/** Calls `add` with the stroke of a sent form, `refuse` with what is wrong in it. */
export function startTable(add: (stroke: Stroke) => void, refuse: (words: string) => void): void {
  onEach("submit", "[data-table-stroke]", (form, event) => {
    event.preventDefault();
    const data = new FormData(form as HTMLFormElement);
    const to = String(data.get("to") ?? "");
    try {
      if (!to) throw new Error("Choose the territory that it goes to.");
      const read = READ[form.dataset["tableStroke"] ?? ""];
      if (read) add(read(data, to));
    } catch (error) {
      refuse(error instanceof Error ? error.message : String(error));
    }
  });
}
