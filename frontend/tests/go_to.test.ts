import assert from "node:assert/strict";
import { test } from "node:test";
import { parsePoint } from "../src/map/go_to.ts";

const READ: [text: string, lon: number, lat: number][] = [
  ["33.749, -84.388", -84.388, 33.749],
  ["33.749 -84.388", -84.388, 33.749],
  ["(33.749,-84.388)", -84.388, 33.749],
  ["33.749N 84.388W", -84.388, 33.749],
  ["84.388° W, 33.749° N", -84.388, 33.749],
  ["-122.33 47.61", -122.33, 47.61],
];

for (const [text, lon, lat] of READ) {
  test(`"${text}" is read`, () => assert.deepEqual(parsePoint(text), [lon, lat]));
}

for (const text of ["", "Atlanta", "33.7", "1, 2, 3", "95, 200"]) {
  test(`"${text}" is no point`, () => assert.equal(parsePoint(text), null));
}
