import assert from "node:assert/strict";
import { test } from "node:test";
import { neighbour } from "../../../geotracker/draw/web/panel.js";
import { addLayer, open, setWindow } from "../../../geotracker/draw/web/scene.js";
import { linesOf } from "../../../geotracker/draw/web/wave-chart.js";
import { blankScene, layerOf, tableOfRows } from "./made.mjs";

test("the event before and after is the next that is shown", () => {
  const made = blankScene();
  const table = tableOfRows([{ start: 10 }, { start: 11, kind: "attack" }, { start: 12 }, { start: 20 }]);
  addLayer(made, table, layerOf("strikes", { kind: ["strike"] }));
  open(made);
  assert.equal(neighbour(made, { table, row: 0 }, 1).row, 2);
  assert.equal(neighbour(made, { table, row: 0 }, -1), null);
  setWindow(made, { from: 10, to: 12 });
  assert.equal(neighbour(made, { table, row: 2 }, 1), null);
  assert.equal(neighbour(made, { table, row: 2 }, -1).layer.id, "strikes");
});

test("a wave has a line for each side that counts, and one where none does", () => {
  const counts = JSON.stringify([
    { launched: 60, downed: 40, said_by: "A" },
    { launched: 70, said_by: "B" },
  ]);
  const table = tableOfRows([{ start: 1, counts }, { start: 2 }]);
  const [first, second] = linesOf({ table, row: 0 });
  assert.deepEqual([first.by, first.launched, first.downed, second.by, second.launched], ["A", 60, 40, "B", 70]);
  assert.equal(linesOf({ table, row: 1 })[0].launched, null);
});
