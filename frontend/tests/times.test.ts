import assert from "node:assert/strict";
import { test } from "node:test";
import { relative } from "../src/behaviors/times.ts";

const NOW = new Date("2026-11-21T12:00:00Z");
const CASES: [seconds: number, words: string | null][] = [
  [-5, "5 seconds ago"],
  [-300, "5 minutes ago"],
  [-7_000, "1 hour ago"],
  [-86_400, "yesterday"],
  [3_600, "in 1 hour"],
  [-8 * 86_400, null],
];

for (const [seconds, words] of CASES) {
  test(`${seconds} s is ${words ?? "left to the date"}`, () => {
    assert.equal(relative(new Date(NOW.getTime() + seconds * 1_000), NOW), words);
  });
}
