import assert from "node:assert/strict";
import { test } from "node:test";
import { type Area, distance, outline, type Position, readArea, thinned, writeArea } from "../src/map/area.ts";

const ATLANTA: Position = [-84.388, 33.749];

function roundTrip(area: Area): Area | null {
  const query = new URLSearchParams("type=hotel&near=0,0,5&area=1,1;2,2;3,1");
  writeArea(area, query);
  assert.equal(query.get("type"), "hotel");
  return readArea(query);
}

test("a ring survives the address", () => {
  const ring: Position[] = [[-84.4, 33.7], [-84.3, 33.7], [-84.3, 33.8]];
  assert.deepEqual(roundTrip({ kind: "ring", ring }), { kind: "ring", ring });
});

test("a circle survives the address", () => {
  const area: Area = { kind: "circle", center: ATLANTA, meters: 80467 };
  assert.deepEqual(roundTrip(area), area);
});

test("no area clears both parameters", () => {
  const query = new URLSearchParams("near=0,0,5&area=1,1;2,2;3,1&q=x");
  writeArea(null, query);
  assert.equal(query.toString(), "q=x");
});

for (const text of ["area=1,1;2,2", "area=1,1;2,x;3,3", "near=1,2", "near=a,b,c", ""]) {
  test(`"${text}" is no area`, () => assert.equal(readArea(new URLSearchParams(text)), null));
}

test("every point of a circle lies at its radius", () => {
  const points = outline({ kind: "circle", center: ATLANTA, meters: 50_000 });
  assert.deepEqual(points[0], points.at(-1));
  for (const point of points) assert.ok(Math.abs(distance(ATLANTA, point) - 50_000) < 1);
});

test("Atlanta to Chicago is 948 km on the sphere, as PostGIS says", () => {
  assert.equal(Math.round(distance(ATLANTA, [-87.63, 41.88]) / 1_000), 948);
});

test("thinning keeps the corners of a square", () => {
  const corners: Position[] = [[0, 0], [4, 0], [4, 4], [0, 4]];
  const ring: Position[] = [[0, 0], [1, 0], [2, 0], [4, 0], [4, 2], [4, 4], [1, 4], [0, 4], [0, 1]];
  assert.deepEqual(thinned(ring, 4), corners);
});
