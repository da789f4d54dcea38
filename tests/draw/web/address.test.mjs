import assert from "node:assert/strict";
import { test } from "node:test";
import { closes, opens, restore } from "../../../geotracker/draw/web/address.js";
import { dayWords } from "../../../geotracker/draw/web/range.js";
import { addLayer, open } from "../../../geotracker/draw/web/scene.js";
import { blankScene, layerOf, tableOfRows } from "./made.mjs";

function at(hash) {
  globalThis.location = { hash };
  globalThis.document = { documentElement: { classList: { toggle: () => {} } } };
  const made = blankScene();
  made.map = { setView: (...view) => Object.assign(made, { camera: view }) };
  addLayer(
    made,
    tableOfRows([{ start: 10 }, { start: 11, actor: "russia" }]),
    layerOf("strikes", { kind: ["strike"] }),
  );
  restore(made);
  open(made);
  return made;
}

test("dates, filters, layers and camera come from the address", () => {
  const made = at("#from=1970-01-11&to=1970-01-12&is.actor=russia&at=50,30,6&footprints=on");
  assert.deepEqual(made.window, { from: 10, to: 11, mode: "within" });
  assert.equal(made.choice.visible, 1);
  assert.deepEqual(made.camera[0], [50, 30]);
  assert.equal(made.footprints, true);
  assert.equal(at("#layers=").choice.visible, 0);
});

test("a filter in the address that nothing fits shows nothing, and one that is none is left", () => {
  assert.equal(at("#is.actor=nobody").choice.visible, 0);
  assert.equal(at("#is.evil=1").choice.visible, 2);
});

test("a day is told by its kinds", () => {
  const made = at("");
  assert.equal(dayWords(made, 10), "11 January 1970: strike 1");
  made.days = null;
  assert.equal(dayWords(made, 11), "12 January 1970: strike 1");
});

test("an event or a view that opens is a step that Back undoes; to go on or to close is none", () => {
  assert.equal(opens({}, { event: "e1" }), true);
  assert.equal(opens({}, { view: "table" }), true);
  assert.equal(opens({ view: "table" }, { view: "waves" }), true);
  assert.equal(opens({ view: "table" }, { view: "table", event: "e1" }), true);
  assert.equal(opens({ event: "e1" }, { event: "e2" }), false);
  assert.equal(opens({ event: "e1", view: "table" }, { view: "table" }), false);
  assert.equal(opens({ event: "e1", view: "table" }, { event: undefined, view: "" }), false);
});

test("what is closed by hand goes back to what lies under it, where Back would show the same", () => {
  const [event, table] = [{ event: "e1" }, { view: "table" }];
  assert.equal(closes(event, { event: undefined, view: "" }, {}), true);
  assert.equal(closes({ ...event, ...table }, table, table), true);
  assert.equal(closes({ ...event, ...table }, table, event), false);
  assert.equal(closes(event, {}, undefined), false);
  assert.equal(closes(event, { event: "e2" }, {}), false);
  assert.equal(closes({}, {}, {}), false);
});
