import assert from "node:assert/strict";
import { test } from "node:test";
import { archiveOf, endnote, hostOf, safeAddress } from "../../../geotracker/draw/web/links.js";

test("only http and https addresses are linked to", () => {
  assert.equal(safeAddress("https://example.org/a?b=1"), "https://example.org/a?b=1");
  assert.equal(safeAddress("HTTP://example.org"), "http://example.org/");
  for (const address of [
    "javascript:alert(1)",
    "data:text/html,x",
    " https://example.org",
    "java\nscript:alert(1)",
    "https://",
    "//example.org",
    "file:///etc/passwd",
    "https://user@example.org",
    "",
  ]) {
    assert.equal(safeAddress(address), null, address);
  }
});

test("an endnote is a number with or without an address", () => {
  const printed = "https://t.example/1";
  assert.deepEqual(endnote(`12 ${printed}`), { number: "12", address: printed, printed });
  assert.deepEqual(endnote("12"), { number: "12", address: null, printed: "" });
  assert.equal(endnote("9 javascript:alert(1)").address, null);
});

test("an archived copy is looked for by the address itself", () => {
  assert.equal(archiveOf("https://example.org/a?b"), "https://web.archive.org/web/https://example.org/a?b");
});

test("a host is said without its www", () => {
  assert.equal(hostOf("https://www.example.org/x"), "example.org");
});
