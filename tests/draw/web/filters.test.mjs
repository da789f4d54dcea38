import assert from "node:assert/strict";
import { test } from "node:test";
import { clearFilters, facetCounts, filtered, setFacet, setText } from "../../../geotracker/draw/web/filters.js";
import { addLayer, open, setWindow, tell } from "../../../geotracker/draw/web/scene.js";
import { blankScene, layerOf, tableOfRows } from "./made.mjs";

function scene() {
  const table = tableOfRows([
    { start: 10, place: "Kalúga", excerpt: "a depot burned", basis: ["video"], claimed_by: ["the governor", "media"] },
    { start: 11, place: "Kazan", excerpt: "", actor: "russia", basis: [], claimed_by: ["media"] },
    { start: 12, place: "Oryol", excerpt: "an oil depot", actor: "russia", basis: ["video", "photo"], claimed_by: [] },
    { start: 12, kind: "salvo", stands: 4, place: "Ukraine", excerpt: "", basis: [], claimed_by: [] },
  ]);
  const made = blankScene();
  addLayer(made, table, layerOf("strikes", { kind: ["strike"] }));
  open(made);
  return made;
}

const visible = (made) => {
  tell(made, "filters");
  return made.choice.visible;
};

test("values of a facet are alternatives; facets must all fit", () => {
  const made = scene();
  setFacet(made, "basis", ["photo", "video"]);
  assert.equal(visible(made), 2);
  setFacet(made, "actor", ["russia"]);
  assert.equal(visible(made), 1);
  setFacet(made, "basis", []);
  assert.equal(visible(made), 2);
});

test("words are looked for in place, facility and excerpt, whatever their accents", () => {
  const made = scene();
  setText(made, "kaluga DEPOT");
  assert.equal(visible(made), 1);
  setText(made, "depot");
  assert.equal(visible(made), 2);
  setText(made, "  ");
  assert.equal(visible(made), 4);
  assert.equal(filtered(made), false);
});

test("a choice tells how many events of the dates it would leave, as the other filters are", () => {
  const made = scene();
  setFacet(made, "actor", ["russia"]);
  tell(made, "filters");
  const counts = facetCounts(made);
  assert.deepEqual(
    [...counts.get("actor")],
    [
      ["ukraine", 2],
      ["russia", 2],
    ],
  );
  assert.deepEqual(
    [...counts.get("source")],
    [
      ["the governor", 0],
      ["media", 1],
      ["", 1],
    ],
  );
  setWindow(made, { from: 12, to: 12 });
  assert.equal(facetCounts(made).get("actor").get("russia"), 1);
  assert.equal(facetCounts(made).get("kind").get("salvo"), 0);
});

test("one step clears every filter", () => {
  const made = scene();
  setFacet(made, "kind", ["salvo"]);
  setText(made, "nothing like it");
  assert.equal(visible(made), 0);
  clearFilters(made);
  assert.equal(visible(made), 4);
});
