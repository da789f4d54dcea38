import assert from "node:assert/strict";
import { test } from "node:test";
import { eventsOf } from "../../../geotracker/draw/web/choice.js";
import { byDay } from "../../../geotracker/draw/web/daily.js";
import { bounds } from "../../../geotracker/draw/web/rows.js";
import { addLayer, open, setWindow, switchLayer } from "../../../geotracker/draw/web/scene.js";
import { timeFilterOf } from "../../../geotracker/draw/web/time-filter.js";
import { blankScene, layerOf, tableOfRows } from "./made.mjs";

const REGION = 3;
const COUNTRY = 4;
const UNPLACED = 5;

function scene() {
  const table = tableOfRows([
    { start: 10 },
    { start: 11, end: 13 },
    { start: 13, evidence: "claimed", kind: "advance" },
    { start: 12, stands: REGION, admin1_code: "UA-14" },
    { start: 12, stands: REGION, admin1_code: "UA-14" },
    { start: 14, stands: UNPLACED },
    { start: 14, stands: COUNTRY },
    { start: 11, end: 12, kind: "salvo", stands: COUNTRY },
    { start: 12, end: 13, time_precision: "recent" },
  ]);
  const made = blankScene();
  addLayer(made, table, layerOf("strikes", { kind: ["strike"] }));
  addLayer(made, table, layerOf("advances", { kind: ["advance"] }, { show: false }));
  open(made);
  return made;
}

test("a window has every event whose span touches it, ends included", () => {
  const made = scene();
  assert.deepEqual(made.extent, { from: 10, to: 14 });
  setWindow(made, { from: 13, to: 13 });
  assert.deepEqual(
    eventsOf(made, () => true).map(({ row }) => row),
    [1, 8],
  );
  setWindow(made, { from: 10, to: 10 });
  assert.equal(made.choice.visible, 1);
});

test("up to has everything until the last day", () => {
  const made = scene();
  setWindow(made, { from: 12, to: 12, mode: "upto" });
  assert.equal(bounds(made.window)[0], Number.NEGATIVE_INFINITY);
  assert.equal(made.choice.visible, 6);
});

test("a layer that is off is counted but not drawn", () => {
  const made = scene();
  assert.deepEqual(made.choice.inLayer, [7, 1]);
  assert.equal(made.choice.visible, 8);
  assert.equal(made.choice.off, 1);
  switchLayer(made, "advances", true);
  assert.equal(made.choice.visible, 9);
  assert.equal(made.choice.off, 0);
});

test("an event of two layers is one event", () => {
  const made = blankScene();
  const table = tableOfRows([{ start: 10 }, { start: 11 }]);
  addLayer(made, table, layerOf("off", { kind: ["strike"] }, { show: false }));
  addLayer(made, table, layerOf("all", { kind: ["strike"] }));
  addLayer(made, table, layerOf("again", { actor: ["ukraine"] }));
  open(made);
  assert.equal(made.choice.visible, 2);
  assert.equal(made.choice.off, 0);
});

test("what is no point is kept beside the map", () => {
  const { choice } = scene();
  assert.equal(choice.regions.get("UA-14").length, 2);
  assert.equal(choice.unplaced.length, 1);
  assert.equal(choice.country.length, 1);
  assert.equal(choice.salvos.length, 1);
  assert.equal(
    choice.cells.reduce((a, b) => a + b, 0),
    3,
  );
});

test("a histogram holds apart kinds, and the days of events and the days of reports", () => {
  const { from, kinds, dated, loose } = byDay(scene());
  assert.equal(from, 10);
  assert.deepEqual(kinds, ["strike", "advance", "salvo"]);
  assert.deepEqual([...dated[0]], [1, 1, 3, 1, 2]);
  assert.deepEqual([...dated[2]], [0, 1, 1, 0, 0]);
  assert.deepEqual([...loose[0]], [0, 0, 1, 1, 0]);
});

test("scripts outside set dates by ISO days and are refused what is no day", () => {
  const filter = timeFilterOf(scene());
  assert.deepEqual(filter.set("1970-01-14", "1970-01-12"), { start: "1970-01-12", end: "1970-01-14", mode: "within" });
  assert.equal(filter.visibleCount(), 5);
  assert.throws(() => filter.set("1970-02-30", "1970-03-01"), RangeError);
  assert.deepEqual(filter.get().start, "1970-01-12");
});

test("an empty table is a page without events", () => {
  const made = blankScene();
  addLayer(made, { ...tableOfRows([{ start: 1 }]), rows: 0 }, layerOf("strikes", { kind: ["strike"] }));
  open(made);
  assert.equal(made.choice.visible, 0);
});
