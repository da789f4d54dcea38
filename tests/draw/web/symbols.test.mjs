import assert from "node:assert/strict";
import { test } from "node:test";
import { gridOf, symbolOf } from "../../../geotracker/draw/web/cells.js";
import { filling, symbolKey } from "../../../geotracker/draw/web/symbols.js";
import { layerOf, STYLE, tableOfRows } from "./made.mjs";

const EVIDENCE = ["observed", "acknowledged", "reported", "claimed"];

test("each evidence has a filling of its own, without colour", () => {
  assert.equal(new Set(EVIDENCE.map((evidence) => filling(evidence, false))).size, 4);
});

test("a hollow layer never fills, and still tells reported from claimed", () => {
  const fillings = EVIDENCE.map((evidence) => filling(evidence, true));
  assert.ok(fillings.every((name) => name === "dot" || name === "open"));
  assert.notEqual(filling("reported", true), filling("claimed", true));
});

test("a guess, a near place and a district are drawn as such", () => {
  const table = tableOfRows([
    { start: 1, place_confidence: "guess" },
    { start: 1, stands: 1, radius_m: 4100 },
    { start: 1, stands: 2 },
    { start: 1, actor: "nobody known" },
  ]);
  const symbols = [0, 1, 2, 3].map((row) => symbolOf(table, STYLE, row));
  assert.deepEqual(
    symbols.map(({ guess, manner }) => [guess, manner]),
    [
      [true, "point"],
      [false, "near"],
      [false, "disc"],
      [false, "point"],
    ],
  );
  assert.equal(symbols[1].radius, 4000);
  assert.equal(symbols[2].radius, 15_000);
  assert.equal(symbols[3].color, STYLE.colors.unknown);
});

test("events that look alike at one place share a cell, others do not", () => {
  const table = tableOfRows([
    { start: 1 },
    { start: 2 },
    { start: 2, evidence: "claimed" },
    { start: 2, site: 1 },
    { start: 3, stands: 3 },
  ]);
  const layer = { ...layerOf("all", {}), table, rows: Uint32Array.from([0, 1, 2, 3, 4]) };
  const { size, place, symbols } = gridOf([layer]);
  assert.equal(size, 3);
  assert.equal(symbols.length, 2);
  assert.equal(layer.cellOf[0], layer.cellOf[1]);
  assert.deepEqual([...place], [0, 0, 1]);
  assert.equal(new Set(symbols.map(symbolKey)).size, 2);
});
