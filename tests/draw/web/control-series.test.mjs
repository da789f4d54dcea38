import assert from "node:assert/strict";
import { test } from "node:test";
import { weekAt } from "../../../geotracker/draw/web/control/chart.js";
import { borders, runs } from "../../../geotracker/draw/web/control/paths.js";
import {
  changed,
  changeWords,
  dayWords,
  km2,
  nameOf,
  seriesOf,
  stood,
  weekWords,
} from "../../../geotracker/draw/web/control/series.js";
import { weeksIn } from "../../../geotracker/draw/web/control/week-table.js";
import { dayOf } from "../../../geotracker/draw/web/days.js";

const WEEKS = [
  { monday: dayOf("2024-12-30"), days: 3, gained: 9, lost: 0.5 },
  { monday: dayOf("2025-01-06"), days: 1, gained: 2, lost: 0 },
];
const DAYS = ["2025-01-01", "2025-01-02", "2025-01-03", "2025-01-06"].map((iso) => ({ day: dayOf(iso), rings: [] }));
const SERIES = {
  name: "mapper.assessed",
  title: "Mapper",
  category: "assessed",
  holder: "russia",
  weeks: WEEKS,
  days: DAYS,
  gained: [0, 4, 9, 11],
  lost: [0, 0, 0.5, 0.5],
};
const window = (from, to, mode = "within") => ({ from: dayOf(from), to: dayOf(to), mode });
const told = (dates) => {
  const at = stood(SERIES, dates);
  return [dayWords(SERIES, dates, at), changeWords(SERIES, dates, at)];
};

test("what is packed comes back", () => {
  const head = JSON.stringify({ name: "mapper.assessed", weeks: WEEKS, gained_km2: [0, 2, 3], lost_km2: [0, 0, 1] });
  const text = new TextEncoder().encode(head.padEnd(Math.ceil(head.length / 4) * 4));
  const bytes = new Uint8Array(4 + text.length + 12);
  new DataView(bytes.buffer).setUint32(0, text.length, true);
  bytes.set(text, 4);
  bytes.set([10, 3, 2, 0, 0, 2, 0, 0, 2, 0, 0], 4 + text.length);
  const series = seriesOf(bytes.buffer);
  assert.deepEqual([...series.gained], [0, 2, 5]);
  assert.deepEqual([...series.lost], [0, 0, 1]);
  assert.deepEqual(
    series.days.map(({ day, rings }) => [day, rings.length]),
    [
      [1, 0],
      [2, 0],
      [3, 0],
    ],
  );
});

test("the state is that of the last day, the change that of all days of the range", () => {
  assert.deepEqual(stood(SERIES, window("2025-01-02", "2025-01-03")), { state: 2, base: 0 });
  assert.deepEqual(changed(SERIES, { state: 2, base: 0 }), { gained: 9, lost: 0.5 });
  assert.deepEqual(told(window("2025-01-02", "2025-01-03")), [
    "as of 3 January 2025",
    "Russia gained 9.0 km², lost 0.5 km² since 1 January 2025",
  ]);
});

test("one day by itself shows what changed on it", () => {
  const at = stood(SERIES, window("2025-01-02", "2025-01-02"));
  assert.deepEqual(changed(SERIES, at), { gained: 4, lost: 0 });
});

test("a day that is missing is said, in the state and in the change", () => {
  assert.deepEqual(told(window("2025-01-05", "2025-01-05")), [
    "as of 3 January 2025 (it has no day for 5 January 2025)",
    "no change known since 3 January 2025",
  ]);
  assert.match(
    told(window("2025-01-06", "2025-01-06"))[1],
    /since 3 January 2025 \(it has no day for 5 January 2025\)$/,
  );
});

test("old control is said to be old", () => {
  assert.equal(told(window("2025-01-01", "2025-03-06"))[0], "as of 6 January 2025, 59 days earlier (its newest day)");
});

test("before the first day there is nothing, and that is said", () => {
  const dates = window("2024-12-01", "2024-12-20");
  assert.equal(stood(SERIES, dates).state, -1);
  assert.deepEqual(told(dates), ["nothing: its first day is 1 January 2025", ""]);
});

test("a range that begins before the first day counts from that", () => {
  assert.deepEqual(stood(SERIES, window("2024-12-01", "2025-01-02")), { state: 1, base: 0 });
});

test("up to a day there is no change, only a state", () => {
  assert.deepEqual(stood(SERIES, window("2025-01-01", "2025-01-03", "upto")), { state: 2, base: -1 });
  assert.equal(told(window("2025-01-01", "2025-01-03", "upto"))[1], "");
});

test("the words of a series, an area and a week", () => {
  assert.equal(nameOf(SERIES), "Mapper, assessed control");
  assert.equal(nameOf({ ...SERIES, category: "pre_2022" }), "Mapper, held before 24 February 2022");
  assert.equal(km2(1234.5), "1,235 km²");
  assert.equal(weekWords(WEEKS[1]), "6–12 January 2025 (1 day of it): gained 2.0 km², lost 0.0 km²");
});

test("the chart knows the week under the pointer, the table those of the dates shown", () => {
  const scene = { extent: { from: dayOf("2025-01-01"), to: dayOf("2025-01-20") } };
  assert.equal(weekAt(scene, SERIES, 0.1), WEEKS[0]);
  assert.equal(weekAt(scene, SERIES, 0.4), WEEKS[1]);
  assert.equal(weekAt(scene, SERIES, 0.9), undefined);
  assert.deepEqual(weeksIn(SERIES, window("2025-01-01", "2025-01-06")), [WEEKS[1], WEEKS[0]]);
  assert.deepEqual(weeksIn(SERIES, window("2025-01-06", "2025-01-06")), [WEEKS[1]]);
});

test("what only one of two days holds is bounded by the edges that they do not share", () => {
  const ring = (...points) => ({ points: Int32Array.from(points) });
  const square = ring(0, 0, 4, 0, 4, 4, 0, 4);
  const grown = ring(0, 0, 4, 0, 6, 2, 4, 4, 0, 4);
  const island = ring(9, 9, 10, 9, 10, 10);
  const area = (points) =>
    Math.abs(
      points.reduce(
        (sum, x, i) =>
          i % 2 ? sum : sum + x * points[(i + 3) % points.length] - points[i + 1] * points[(i + 2) % points.length],
        0,
      ) / 2,
    );
  assert.deepEqual(borders({ rings: [square] }, { rings: [square] }), []);
  const [found, ...more] = borders({ rings: [square, island] }, { rings: [grown, island] });
  assert.deepEqual(more, []);
  assert.equal(found.length, 6);
  assert.equal(area(found), 4);
  assert.equal(area(borders({ rings: [grown] }, { rings: [square] })[0]), 4);
  assert.equal(borders({ rings: [square] }, { rings: [square, island] })[0].length, 6);
  const cut = ring(0, 0, 4, 4, 0, 4);
  assert.equal(
    borders({ rings: [square] }, { rings: [cut] }).reduce((sum, one) => sum + area(one), 0),
    8,
  );
});

test("the front line runs over the end of a ring, and all of it may be front", () => {
  assert.deepEqual(runs(Uint8Array.of(1, 1, 0, 1, 0, 1)), [[5, 0, 1]]);
  assert.deepEqual(runs(Uint8Array.of(1, 1, 1)), [[0, 1, 2]]);
  assert.deepEqual(runs(Uint8Array.of(0, 0)), []);
});
