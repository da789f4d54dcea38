import assert from "node:assert/strict";
import { test } from "node:test";
import { citation, linkTo } from "../../../geotracker/draw/web/cite.js";

test("a link to an event keeps the view it was seen in", () => {
  const address = "file:///tmp/map.html#from=2025-01-17&to=2025-01-18&is.kind=strike&event=old";
  assert.equal(linkTo("new", address), "file:///tmp/map.html#from=2025-01-17&to=2025-01-18&is.kind=strike&event=new");
  assert.equal(linkTo("a", "https://example.org/map"), "https://example.org/map#event=a");
});

test("a citation says what, when, how it is known, and where it stands", () => {
  const said = citation({
    line: "Strike by Ukraine, Kazan",
    when: "20 January 2025",
    evidence: "seen or assessed",
    report: "Report of 20 January 2025",
    reportAddress: "https://example.org/r",
    title: "Map",
    newest: "20 January 2025",
    address: "https://example.org/map#event=e0",
    id: "e0",
  });
  assert.equal(
    said,
    "Strike by Ukraine, Kazan, 20 January 2025; seen or assessed. Report of 20 January 2025, https://example.org/r. " +
      "In: “Map”, newest report 20 January 2025, event e0. https://example.org/map#event=e0",
  );
});
