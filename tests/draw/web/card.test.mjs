import assert from "node:assert/strict";
import { test } from "node:test";
import { filled } from "../../../geotracker/draw/web/card.js";
import { exactness, grouped } from "../../../geotracker/draw/web/words.js";

test("a title leaves out what an event does not have", () => {
  const value = (name) => ({ place: "Kazan", admin1: "" })[name] ?? "";
  assert.equal(filled("{place}, {admin1}", value), "Kazan");
  assert.equal(filled("{admin1}, {place}", value), "Kazan");
  assert.equal(filled("Strike on {place}, {admin1}, {admin1}", value), "Strike on Kazan");
  assert.equal(
    filled("{place}, {admin1}", () => "Kaluga Oblast"),
    "Kaluga Oblast",
  );
});

test("a value that looks like a template stays as it is", () => {
  assert.equal(
    filled("{place}", () => "{admin1} $& `x`"),
    "{admin1} $& `x`",
  );
});

test("how exact a place is stands in words", () => {
  assert.equal(exactness(3, "sure", 4000), "near the place, not exact (within about 4 km)");
  assert.match(exactness(2, "guess", null), /chosen by guess/);
  assert.equal(exactness(5, "sure", 90000), "somewhere in this region");
});

test("thousands are grouped as English does", () => {
  const numbers = [0, 12, 999, 1000, 1234567, -1234, -12];
  assert.deepEqual(
    numbers.map((number) => grouped(number)),
    numbers.map((number) => number.toLocaleString("en-GB")),
  );
  assert.deepEqual(
    [1234.56, 0.04, -5004.25].map((number) => grouped(number, 1)),
    ["1,234.6", "0.0", "-5,004.3"],
  );
});
