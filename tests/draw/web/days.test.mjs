import assert from "node:assert/strict";
import { test } from "node:test";
import { dayOf, isoOf, span, when } from "../../../geotracker/draw/web/days.js";

test("a day is the same number in every time zone", () => {
  const before = process.env.TZ;
  for (const zone of ["Pacific/Kiritimati", "America/Adak", "Europe/Kyiv"]) {
    process.env.TZ = zone;
    assert.equal(dayOf("2025-01-17"), 20105);
    assert.equal(isoOf(20105), "2025-01-17");
    assert.equal(span(20105, 20105), "17 January 2025");
  }
  process.env.TZ = before;
});

test("what is no day of the calendar has no number", () => {
  for (const text of ["2025-02-29", "2025-13-01", "17.01.2025", "", "2025-1-7", "x2025-01-17"]) {
    assert.equal(dayOf(text), null, text);
  }
  assert.equal(isoOf(dayOf("2024-02-29")), "2024-02-29");
});

test("a span says nothing twice", () => {
  const [a, b, c, d] = ["2025-01-17", "2025-01-18", "2025-02-02", "2026-01-01"].map(dayOf);
  assert.equal(span(a, b), "17–18 January 2025");
  assert.equal(span(a, c), "17 January – 2 February 2025");
  assert.equal(span(a, d), "17 January 2025 – 1 January 2026");
});

test("a day of reporting is never said to be the day of the event", () => {
  const [a, b] = ["2026-06-29", "2026-06-30"].map(dayOf);
  assert.equal(when(a, b, "recent"), "reported 29–30 June 2026, date of event unknown");
  assert.equal(when(a, b, "night"), "night of 29–30 June 2026");
  assert.equal(when(dayOf("2025-11-01"), dayOf("2025-11-30"), "month"), "some time in November 2025");
  assert.equal(when(a, b, "range"), "29–30 June 2026");
});
