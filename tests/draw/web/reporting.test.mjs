import assert from "node:assert/strict";
import { test } from "node:test";
import { faultOf, lastDays } from "../../../geotracker/draw/web/dates.js";
import { dayOf } from "../../../geotracker/draw/web/days.js";
import { ageWords, gapsOf } from "../../../geotracker/draw/web/reporting.js";

test("days between reports of which there is none are gaps", () => {
  const scene = { tables: [], reportDays: ["2025-01-17", "2025-01-18", "2025-01-22", "no day"] };
  assert.deepEqual(gapsOf(scene), [[dayOf("2025-01-19"), dayOf("2025-01-21")]]);
});

test("the days before the first and after the newest report are gaps too", () => {
  const scene = { tables: [], reportDays: ["1970-01-11", "1970-01-13"], extent: { from: 7, to: 15 } };
  assert.deepEqual(gapsOf(scene), [
    [7, 9],
    [11, 11],
    [13, 15],
  ]);
  assert.deepEqual(gapsOf({ tables: [], reportDays: [], extent: { from: 7, to: 15 } }), []);
  assert.deepEqual(gapsOf({ tables: [], reportDays: ["1970-01-11"], extent: { from: 20, to: 21 } }), [[20, 21]]);
});

test("the age of the newest report is said in days", () => {
  assert.deepEqual([ageWords(10, 10), ageWords(10, 11), ageWords(10, 1210)], ["today", "1 day ago", "1,200 days ago"]);
});

test("a quick range ends where the dates end and stays within the record", () => {
  const extent = { from: 0, to: 99 };
  assert.deepEqual(lastDays({ from: 0, to: 50 }, extent, 7), { from: 44, to: 50 });
  assert.deepEqual(lastDays({ from: 0, to: 3 }, extent, 7), { from: 0, to: 6 });
  assert.deepEqual(lastDays({ from: 0, to: 3 }, extent, Number.POSITIVE_INFINITY), extent);
});

test("typed dates that are no days, or the wrong way round, are refused with a reason", () => {
  assert.match(faultOf([null, 3]), /Type a day/);
  assert.match(faultOf([4, 3]), /after the last/);
  assert.equal(faultOf([3, 3]), "");
});
