import assert from "node:assert/strict";
import { test } from "node:test";
import { controlOf, standing } from "../../../geotracker/draw/web/control/code.js";

// Ten cells a degree; a square, the day after with a corner more, two days later the square again and a hole.
const BYTES = [
  [10, 3],
  [2, 1, 2, 4, 0, 0, 20, 0, 0, 20, 19, 0],
  [2, 1, 4, 0, 1, 2, 0, 1, 30, 0],
  [4, 2, 4, 0, 1, 2, 1, 0, 3, 3, 7, 3, 2, 0, 0, 2],
].flat();

test("days are read as splices of the day before", () => {
  const { cells, days } = controlOf(Uint8Array.from(BYTES));
  assert.equal(cells, 10);
  assert.deepEqual(
    days.map(({ day }) => day),
    [1, 2, 4],
  );
  assert.deepEqual([...days[0].rings[0].points], [0, 0, 10, 0, 10, 10, 0, 10]);
  assert.deepEqual([...days[1].rings[0].points], [0, 0, 10, 0, 15, 10, 10, 10, 0, 10]);
  assert.deepEqual([...days[2].rings[0].points], [...days[0].rings[0].points]);
  assert.deepEqual(
    days[2].rings.map(({ isHole }) => isHole),
    [false, true],
  );
});

test("a day without polygons of its own shows the newest before it", () => {
  const { days } = controlOf(Uint8Array.from(BYTES));
  assert.equal(standing(days, 0), undefined);
  assert.equal(standing(days, 3), days[1]);
  assert.equal(standing(days, 99), days[2]);
});

test("bytes that end too early are refused", () => {
  assert.throws(() => controlOf(Uint8Array.from(BYTES.slice(0, 20))), RangeError);
});
