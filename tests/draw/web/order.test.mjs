import assert from "node:assert/strict";
import { test } from "node:test";
import { SHOWN } from "../../../geotracker/draw/web/choice.js";
import { orderBy, shownInOrder } from "../../../geotracker/draw/web/order.js";
import { addLayer, open, setWindow } from "../../../geotracker/draw/web/scene.js";
import { sortOf } from "../../../geotracker/draw/web/table-view.js";
import { blankScene, layerOf, tableOfRows } from "./made.mjs";

const PLACES = [
  { start: 10, place: "Éclair" },
  { start: 11, place: "" },
  { start: 12, place: "Delta 10" },
  { start: 13, place: "delta 9" },
];

test("rows are in the order of words as a reader has them, what is not said last", () => {
  assert.deepEqual([...orderBy(tableOfRows(PLACES), "place")], [3, 2, 0, 1]);
  assert.deepEqual([...orderBy(tableOfRows(PLACES), "start")], [0, 1, 2, 3]);
  assert.deepEqual([...orderBy(tableOfRows(PLACES), "no such column")], [0, 1, 2, 3]);
});

test("the table has the rows that the map has, either way round", () => {
  const made = blankScene();
  addLayer(made, tableOfRows(PLACES), layerOf("strikes", { kind: ["strike"] }));
  open(made);
  setWindow(made, { from: 11, to: 13 });
  const list = shownInOrder(made, "place", false, SHOWN);
  assert.deepEqual([...list.row.slice(0, list.length)], [1, 2, 3]);
});

test("an order in the address that is none is that of time", () => {
  assert.deepEqual(sortOf("-place"), ["place", false]);
  assert.deepEqual(sortOf("evil"), ["start", true]);
});
