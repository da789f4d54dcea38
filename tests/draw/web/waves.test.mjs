import assert from "node:assert/strict";
import { test } from "node:test";
import { fullest, totals } from "../../../geotracker/draw/web/waves.js";

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

test("a wave is drawn by the count that tells most, and of two such by the one that says whose it is", () => {
  const bare = { weapon: "drones", launched: 200, said_by: "" };
  const full = { weapon: "drones", launched: 190, downed: 138, said_by: "Air Force" };
  const of = (...counts) => fullest(totals(JSON.stringify(counts)))?.by;
  assert.equal(of(bare, full), "Air Force");
  assert.equal(of(full, bare), "Air Force");
  assert.equal(of({ ...full, said_by: "" }, full), "Air Force");
  assert.equal(of({ ...full, said_by: "" }, { launched: 3, said_by: "Ministry" }), "");
  assert.equal(of(), undefined);
});
