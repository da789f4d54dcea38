import assert from "node:assert/strict";
import { test } from "node:test";
import { controlOf, standing } from "../../../geotracker/draw/web/control/code.js";

// Ten cells a degree; a square, the day after with a corner more, two days later the square again, which begins at
// another corner, and a hole.
const BYTES = [
  [10, 3],
  [2, 1, 2, 4, 0, 0, 20, 0, 0, 20, 19, 0, 2, 1, 2],
  [2, 1, 4, 0, 1, 2, 0, 1, 30, 20, 0, 0],
  [4, 2, 4, 0, 1, 2, 1, 0, 1, 3, 3, 4, 4, 4, 0, 0, 4, 2, 0, 1],
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
  assert.deepEqual([...days[2].rings[0].points], [10, 0, 10, 10, 0, 10, 0, 0]);
  assert.deepEqual([...days[2].rings[1].points], [2, 2, 4, 2, 4, 4]);
  assert.deepEqual(
    days[2].rings.map(({ isHole }) => isHole),
    [false, true],
  );
});

test("the front line is kept with the points that stay, and new ones are told", () => {
  const { days } = controlOf(Uint8Array.from(BYTES));
  assert.deepEqual(
    days.map(({ rings }) => [...rings[0].front]),
    [
      [0, 1, 1, 0],
      [0, 1, 1, 1, 0],
      [0, 1, 0, 0],
    ],
  );
  assert.deepEqual([...days[2].rings[1].front], [0, 0, 0]);
});

test("a ring that stays is the same object, unless its front line is another", () => {
  const copied = [10, 3, ...BYTES.slice(2, 17), 2, 1, 0, 0, 0, 2, 1, 0, 0, 1, 3];
  const { days } = controlOf(Uint8Array.from(copied));
  assert.equal(days[1].rings[0], days[0].rings[0]);
  assert.deepEqual([...days[2].rings[0].front], [0, 1, 1, 1]);
  assert.deepEqual([...days[1].rings[0].front], [0, 1, 1, 0]);
});

test("a day without polygons of its own shows the newest before it", () => {
  const { days } = controlOf(Uint8Array.from(BYTES));
  assert.deepEqual(
    [0, 1, 3, 99].map((day) => standing(days, day)),
    [-1, 0, 1, 2],
  );
});

test("bytes that end too early are refused", () => {
  assert.throws(() => controlOf(Uint8Array.from(BYTES.slice(0, 20))), RangeError);
});
