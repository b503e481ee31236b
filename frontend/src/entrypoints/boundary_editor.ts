/** The editor of borders: choose territories, draw a stroke, see who gains and loses, propose. */
import type { Map as MapLibreMap } from "maplibre-gl";
import "maplibre-gl/dist/maplibre-gl.css";
import "../styles/map.css";
import "../styles/territory_map.css";
import { byId, isTyping, jsonData, onEach } from "../behaviors/dom.ts";
import { thinned, type Position } from "../map/area.ts";
import { createMap } from "../map/create_map.ts";
import { corners, EditDrawing, type Drawing } from "../map/edit_drawing.ts";
import { EditSession, type Stroke } from "../map/edit_session.ts";
import { startTable } from "../map/edit_table.ts";
import { showTotals } from "../map/edit_totals.ts";
import { showToastOnce } from "../map/notices.ts";
import { firstView, type Bounds, tiles } from "../map/page_data.ts";
import { addProblems, readProblems, startGoing } from "../map/problem_layers.ts";
import { addShapes, drawShapes, EMPTY, FILL, type Shapes } from "../map/shape_layers.ts";
import { addSites, withQuery } from "../map/sites_layer.ts";

type Tool = "select" | "border" | "area" | "lasso" | "cut";

const MODES: Record<Exclude<Tool, "select">, Drawing> = { border: "linestring", area: "polygon", lasso: "freehand", cut: "linestring" };
const HINTS: Record<Tool, string> = {
  select: "Click a territory; with Shift a second one",
  border: "Choose two neighbors, then draw the new border across it · snaps to corners · Enter finishes · Esc cancels",
  area: "Draw an area: it goes to the first chosen territory · snaps to corners · Enter finishes · Esc cancels",
  lasso: "Click, draw around the sites, click again: the ground goes to the first chosen territory · Esc cancels",
  cut: "Draw a line through the first chosen territory: the smaller piece goes to the second · Enter finishes",
};
const NEEDED: Record<Tool, number> = { select: 0, border: 2, area: 1, lasso: 1, cut: 2 };
const LASSO_POINTS = 400;

const container = byId("map");
const session = new EditSession(Number(container.dataset["changeSet"]) || null);
const [response, problems] = await Promise.all([fetch("/territories/boundaries/coverage.geojson"), readProblems()]);
const before: Shapes = response.ok ? ((await response.json()) as Shapes) : EMPTY;
const points = corners(before);
let chosen: string[] = [];
let tool: Tool = "select";

function show(map: MapLibreMap | null): void {
  if (map?.getSource("edit")) {
    drawShapes(map, before, session.answer.changed, session.locked);
    map.setFilter("edit-chosen", ["in", ["get", "code"], ["literal", chosen]]);
  }
  showTotals(session.answer, chosen);
  enable("editor-undo", session.strokes.length > 0);
  enable("editor-redo", session.undone.length > 0);
  enable("editor-propose", session.strokes.length > 0);
  (byId("editor-edit") as HTMLInputElement).value = session.text();
  container.dataset["strokes"] = String(session.strokes.length);
  for (const button of document.querySelectorAll<HTMLElement>("[data-choose]")) {
    button.setAttribute("aria-pressed", String(chosen.includes(button.dataset["choose"] ?? "")));
  }
}

function enable(id: string, on: boolean): void {
  (byId(id) as HTMLButtonElement).disabled = !on;
}

function choose(map: MapLibreMap | null, code: string, more: boolean): void {
  if (chosen.includes(code)) chosen = chosen.filter((each) => each !== code);
  else chosen = more ? [...chosen.slice(-1), code] : [code];
  show(map);
}

function asStroke(drawn: Position[]): Stroke | null {
  const [one, other] = chosen;
  if (!one) return null;
  if (tool === "area") return { kind: "give", ring: drawn, to: one };
  if (tool === "lasso") return { kind: "give", ring: thinned(drawn, LASSO_POINTS), to: one };
  if (!other) return null;
  return tool === "border" ? { kind: "move_border", one, other, line: drawn } : { kind: "cut", code: one, line: drawn, to: other };
}

async function attempt(map: MapLibreMap | null, act: () => Promise<void>): Promise<void> {
  container.setAttribute("data-busy", "");
  try {
    await act();
  } catch (error) {
    showToastOnce(error instanceof Error ? error.message : String(error), "error");
  }
  container.removeAttribute("data-busy");
  show(map);
}

function start(map: MapLibreMap): void {
  const drawing = new EditDrawing(map, () => points, (drawn) => {
    const stroke = asStroke(drawn);
    if (stroke) void attempt(map, () => session.add(stroke));
  });
  const use = (next: Tool): void => {
    if (chosen.length < NEEDED[next]) {
      showToastOnce(NEEDED[next] === 2 ? "Choose two territories first: click one, then another with Shift." : "Choose a territory first.", "warning");
      next = "select";
    }
    tool = next;
    for (const button of document.querySelectorAll<HTMLElement>("[data-tool]")) button.setAttribute("aria-pressed", String(button.dataset["tool"] === tool));
    byId("map-hint").textContent = HINTS[tool];
    if (tool === "select") drawing.stop();
    else void drawing.begin(MODES[tool]);
  };
  onEach("click", "[data-tool]", (button) => use(button.dataset["tool"] as Tool));
  map.on("click", FILL, ({ features, originalEvent }) => {
    const code = features?.[0]?.properties["code"] as string | undefined;
    if (code && tool === "select") choose(map, code, originalEvent.shiftKey);
  });
  map.on("style.load", () => use("select"));
  use("select");
}

/** Everything that needs no map: the list, locks, undo and redo, the tables. */
function follow(map: MapLibreMap | null): void {
  onEach("click", "[data-choose]", (button, event) => choose(map, button.dataset["choose"] ?? "", event.shiftKey));
  onEach("click", "[data-lock]", (button) => {
    const code = button.dataset["lock"] ?? "";
    if (!session.locked.delete(code)) session.locked.add(code);
    button.setAttribute("aria-pressed", String(session.locked.has(code)));
    show(map);
  });
  const undo = (): void => void attempt(map, () => session.undo());
  const redo = (): void => void attempt(map, () => session.redo());
  byId("editor-undo").addEventListener("click", undo);
  byId("editor-redo").addEventListener("click", redo);
  addEventListener("keydown", (event) => {
    if (isTyping(event) || !(event.ctrlKey || event.metaKey)) return;
    const key = event.key.toLowerCase();
    const act = key === "y" || (key === "z" && event.shiftKey) ? redo : key === "z" ? undo : null;
    if (!act) return;
    event.preventDefault();
    act();
  });
  startTable(
    (stroke) => void attempt(map, () => session.add(stroke)),
    (words) => showToastOnce(words, "warning"),
  );
  void attempt(map, () => session.open());
}

try {
  const map = await createMap(container, {
    bounds: firstView(jsonData<Bounds>("map-bounds")),
    hash: "map",
    units: container.dataset["units"] === "km" ? "km" : "mi",
    dress(drawn) {
      addShapes(drawn);
      addProblems(drawn, problems);
      addSites(drawn, withQuery(tiles().sites, new URLSearchParams()), "type", []);
      show(drawn);
    },
  });
  start(map);
  startGoing(map);
  follow(map);
} catch (error) {
  console.warn(error);
  byId("map-notice").textContent = "This browser cannot draw the map. “By table” changes borders without it.";
  byId("map-notice").hidden = false;
  follow(null);
}
container.setAttribute("data-map-ready", "");
