import assert from "node:assert/strict";
import { test } from "node:test";
import { dayOf } from "../../../geotracker/draw/web/days.js";
import { sectorGrid } from "../../../geotracker/draw/web/sectors.js";

const DATES = [dayOf("2025-01-17"), dayOf("2025-01-19")];
const NORTH = { sector: "North", day: "2025-01-17", status: "operations, no confirmed advance" };

test("a direction has a row, and every day between the first and the last a column", () => {
  const grid = sectorGrid(
    [NORTH, { ...NORTH, sector: "South", day: "2025-01-19" }, { ...NORTH, day: "2025-01-25" }],
    DATES,
  );
  assert.deepEqual(
    grid.rows.map(({ name }) => name),
    ["North", "South"],
  );
  assert.equal(grid.days.length, 3);
  assert.equal(grid.rows[0].status.get(DATES[0]), NORTH.status);
});

test("of two words on one day the one that says more stands", () => {
  const grid = sectorGrid(
    [NORTH, { ...NORTH, status: "advance confirmed" }, { ...NORTH, status: "nothing reported" }],
    DATES,
  );
  assert.equal(grid.rows[0].status.get(DATES[0]), "advance confirmed");
});

test("days without a word give no grid", () => {
  assert.deepEqual(sectorGrid([], DATES).days, []);
});
