import assert from "node:assert/strict";
import { test } from "node:test";
import { totals } from "../../../geotracker/draw/web/waves.js";

test("counts of different sources are never added", () => {
  const counts = [
    { weapon: "drones", launched: 60, downed: 41, lost: 15, hit: null, said_by: "Air Force" },
    { weapon: "missiles", launched: 4, downed: 2, said_by: "Air Force" },
    { weapon: "drones", launched: 99, said_by: "Ministry" },
  ];
  const said = totals(JSON.stringify(counts));
  assert.deepEqual(
    said.map(({ by, launched, downed, lost, hit }) => [by, launched, downed, lost, hit]),
    [
      ["Air Force", 64, 43, 15, null],
      ["Ministry", 99, null, null, null],
    ],
  );
  assert.equal(said[0].words, "drones: 60 launched, 41 downed, 15 lost; missiles: 4 launched, 2 downed");
});

test("counts that are no JSON, or not as they should be, are no counts", () => {
  for (const text of ["", "{", '{"launched": 3}', "[1, null]", '[{"launched": "many"}]']) {
    assert.equal(
      totals(text).reduce((sum, { launched }) => sum + (launched ?? 0), 0),
      0,
      text,
    );
  }
});
