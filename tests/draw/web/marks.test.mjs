import assert from "node:assert/strict";
import { test } from "node:test";
import { marksInView, shares } from "../../../geotracker/draw/web/marks.js";
import { addLayer, open, setWindow } from "../../../geotracker/draw/web/scene.js";
import { blankScene, layerOf, tableOfRows } from "./made.mjs";

/** A map of the whole world, so many CSS pixels wide. */
function world(scale, zoom) {
  return { scale, left: 0, top: 0, width: scale, height: scale, zoom, ratio: 1 };
}

function scene() {
  const table = tableOfRows([
    { start: 10, site: 0 },
    { start: 10, site: 1, actor: "russia" },
    { start: 11, site: 1 },
    { start: 12, site: 2 },
  ]);
  table.x = [0.5, 0.5001, 0.8, 0.9];
  table.y = [0.5, 0.5001, 0.5, 0.5];
  const made = blankScene();
  addLayer(made, table, layerOf("strikes", { kind: ["strike"] }));
  open(made);
  return made;
}

test("places that would cover one another are one ring, with the number of their events", () => {
  const made = scene();
  const marks = marksInView(made, world(1024, 2));
  assert.deepEqual(marks.map(({ count, cells }) => [count, cells === null]).sort(), [
    [1, false],
    [3, true],
  ]);
  const ring = marks.find(({ cells }) => cells === null);
  assert.deepEqual(shares(made, ring), [
    ["#0057b7", 2 / 3],
    ["#c8102e", 1 / 3],
  ]);
});

test("a ring splits as the reader zooms in", () => {
  const marks = marksInView(scene(), {
    ...world(1024 * 256, 10),
    left: 0.49 * 1024 * 256,
    top: 0.49 * 1024 * 256,
    width: 9000,
    height: 9000,
  });
  assert.deepEqual(
    marks.map(({ count, cells }) => [count, cells.length]),
    [
      [1, 1],
      [2, 2],
    ],
  );
});

test("rings count the events of the dates shown and no others", () => {
  const made = scene();
  setWindow(made, { from: 10, to: 10 });
  const counts = marksInView(made, world(1024, 2)).map(({ count }) => count);
  assert.deepEqual(counts, [2]);
});

test("places at a border of two areas do not cover one another either", () => {
  const made = scene();
  made.grid.x.set([48 / 1024 - 0.001, 48 / 1024 + 0.001, 0.8]);
  assert.deepEqual(
    marksInView(made, world(1024, 2))
      .map(({ count }) => count)
      .sort(),
    [1, 3],
  );
});
