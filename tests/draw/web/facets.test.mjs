import assert from "node:assert/strict";
import { test } from "node:test";
import { codesOf, FACETS, folded, textTest } from "../../../geotracker/draw/web/facets.js";
import { tableOfRows } from "./made.mjs";

const facet = (id) => FACETS.find((known) => known.id === id);

test("a region is a country where no region is known", () => {
  const table = tableOfRows([
    { start: 1, admin1: "Kaluga Oblast", country_name: "Russia" },
    { start: 2, admin1: "", country_name: "Ukraine" },
    { start: 3, admin1: "", country_name: "" },
  ]);
  const { codes, values } = codesOf(table, facet("region"));
  assert.deepEqual(
    [...codes].map((code) => values[code]),
    [["Kaluga Oblast"], ["Ukraine"], [""]],
  );
});

test("an empty list is a value that can be chosen", () => {
  const { codes, values } = codesOf(
    tableOfRows([
      { start: 1, basis: ["photo", "photo"] },
      { start: 2, basis: [] },
    ]),
    facet("basis"),
  );
  assert.deepEqual(values[codes[0]], ["photo"]);
  assert.deepEqual(values[codes[1]], [""]);
});

test("a table without the column has no such facet", () => {
  assert.equal(codesOf(tableOfRows([{ start: 1 }]), facet("source")), null);
});

test("every word must stand somewhere, in any case and without accents", () => {
  const fits = textTest(tableOfRows([{ start: 1, place: "Kalúga", facility: "Oil depot" }]), "depot kaluga");
  assert.equal(fits(0), true);
  assert.equal(textTest(tableOfRows([{ start: 1, place: "Kaluga" }]), "kaluga depot")(0), false);
  assert.equal(folded("Їжак É"), "іжак e");
});
