import assert from "node:assert/strict";
import { test } from "node:test";
import { pointsOf } from "../src/map/edit_table.ts";

test("points are read as latitude and longitude", () => {
  assert.deepEqual(pointsOf(["33.749, -84.388", "34 -85"]), [[-84.388, 33.749], [-85, 34]]);
});

test("a line that is no point is named", () => {
  assert.throws(() => pointsOf(["33.7", "34, -85"]), /“33.7” is no point/);
  assert.throws(() => pointsOf(["north, west"]), /is no point/);
});
