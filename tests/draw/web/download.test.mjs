import assert from "node:assert/strict";
import { test } from "node:test";
import { csvOf, geojsonOf, visibleRows } from "../../../geotracker/draw/web/download.js";
import { addLayer, open, setWindow } from "../../../geotracker/draw/web/scene.js";
import { blankScene, layerOf, tableOfRows } from "./made.mjs";

function scene() {
  const table = tableOfRows([
    { start: 10, place: "=cmd()", claimed_by: ["a", "b"], excerpt: 'said "so", twice' },
    { start: 11, place: "Kazan", claimed_by: [], excerpt: "", stands: 5 },
  ]);
  const made = blankScene();
  addLayer(made, table, layerOf("strikes", { kind: ["strike"] }));
  open(made);
  return made;
}

test("a download holds the rows that are shown, and no others", () => {
  const made = scene();
  setWindow(made, { from: 11, to: 11 });
  const { features } = JSON.parse(geojsonOf(visibleRows(made)));
  assert.equal(features.length, 1);
  assert.equal(features[0].properties.place, "Kazan");
  assert.equal(features[0].properties.start, "1970-01-12");
  assert.equal(features[0].geometry, null);
});

test("places come back from the map in degrees", () => {
  const [first] = JSON.parse(geojsonOf(visibleRows(scene()))).features;
  assert.equal(first.geometry.coordinates[0], 36);
  assert.ok(Math.abs(first.geometry.coordinates[1] - 49.80169) < 0.0001);
  assert.deepEqual(first.properties.claimed_by, ["a", "b"]);
});

test("nothing in a CSV file runs in a spreadsheet, and quotes are doubled", () => {
  const lines = csvOf(visibleRows(scene())).split("\r\n");
  assert.match(lines[1], /,'=cmd\(\),/);
  assert.match(lines[1], /"said ""so"", twice"/);
  assert.match(lines[1], /,a; b,/);
  assert.match(lines[1], /,49\.80\d*,36$/);
  assert.match(lines[2], /,,$/);
});
