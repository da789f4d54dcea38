import assert from "node:assert/strict";
import { test } from "node:test";
import { dayOf } from "../../../geotracker/draw/web/days.js";
import { binned, ticks } from "../../../geotracker/draw/web/histogram.js";
import { moved, stride } from "../../../geotracker/draw/web/player.js";

test("a bar of several days shows the fullest of them", () => {
  const days = {
    length: 5,
    dated: [Uint32Array.from([1, 0, 3, 0, 2]), Uint32Array.from([0, 0, 2, 0, 0])],
    loose: [Uint32Array.from([0, 2, 0, 0, 4])],
  };
  assert.deepEqual(binned(days, 2), { at: [1, 2, 4], total: [2, 5, 6], most: 6 });
  assert.equal(binned(days, 1).at.length, 5);
});

test("an axis never has more labels than there is room for", () => {
  const from = dayOf("2022-02-24");
  for (const days of [1, 4, 30, 365, 1461, 4000]) {
    for (const room of [3, 6, 14]) {
      const labels = ticks(from, from + days - 1, room);
      assert.ok(labels.length <= room + 1, `${days} days, room ${room}: ${labels.length}`);
      assert.ok(labels.every(({ day }) => day >= from && day < from + days));
    }
  }
});

test("a step moves the window by its length and stops at the ends", () => {
  const extent = { from: 0, to: 10 };
  assert.deepEqual(moved({ from: 2, to: 3, mode: "within" }, extent, 2), { from: 4, to: 5 });
  assert.deepEqual(moved({ from: 8, to: 9, mode: "within" }, extent, 2), { from: 9, to: 10 });
  assert.deepEqual(moved({ from: 1, to: 2, mode: "within" }, extent, -2), { from: 0, to: 1 });
  assert.deepEqual(moved({ from: 0, to: 9, mode: "upto" }, extent, 5), { from: 0, to: 10 });
  assert.equal(stride({ from: 0, to: 364 }), 5);
});
