import assert from "node:assert/strict";
import { test } from "node:test";
import { format, parse } from "../../../geotracker/draw/web/fragment.js";

test("a view comes back from its fragment as it was", () => {
  const saved = {
    from: 20105,
    to: 20106,
    mode: "upto",
    layers: ["strikes", "a&b=c,d"],
    camera: [48.25, 37.5, 7],
    filters: { kind: ["strike", "a,b"], source: [""] },
    words: "oil & gas",
    view: "table",
    sort: "-place",
    footprints: true,
    event: "x&y=ü",
  };
  assert.deepEqual(parse(`#${format(saved)}`), saved);
});

test("no layer is a view too", () => {
  assert.deepEqual(parse(format({ layers: [] })), { layers: [] });
});

test("what cannot be read is left out and nothing else", () => {
  const text = "#from=2025-01-40&to=2025-01-18&mode=evil&at=1,2,NaN&event=%E0%A4%A&layers=strikes";
  assert.deepEqual(parse(text), { layers: ["strikes"], event: "" });
  assert.deepEqual(parse("#from=2025-01-20&to=2025-01-18"), {});
  assert.deepEqual(parse(""), {});
});
