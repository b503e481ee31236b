import assert from "node:assert/strict";
import { test } from "node:test";
import { concerns, sentence } from "../src/behaviors/live.ts";

const news = { number: 12, title: "Hand over", what: "published", by: "Dana", mine: false, territories: ["D01", "D02"], at: "" };
const about = (values: Record<string, string>): DOMStringMap => values;

test("a note is shown for what its page is about", () => {
  assert.ok(concerns(news, about({})));
  assert.ok(concerns(news, about({ liveNumber: "12" })));
  assert.ok(!concerns(news, about({ liveNumber: "13" })));
  assert.ok(concerns(news, about({ liveTerritory: "D02" })));
  assert.ok(!concerns(news, about({ liveTerritory: "D03" })));
  assert.ok(!concerns(news, about({ liveWhat: "reverted refused" })));
});

test("the note says whose change set it was", () => {
  assert.equal(sentence(news), "Change set 12, “Hand over” by Dana, was published just now.");
});
