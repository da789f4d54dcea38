import assert from "node:assert/strict";
import { test } from "node:test";
import { endnote, hostOf, safeAddress } from "../../../geotracker/draw/web/links.js";

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
  assert.deepEqual(endnote("12 https://t.example/1"), { number: "12", address: "https://t.example/1" });
  assert.deepEqual(endnote("12"), { number: "12", address: null });
  assert.deepEqual(endnote("9 javascript:alert(1)"), { number: "9", address: null });
});

test("a host is said without its www", () => {
  assert.equal(hostOf("https://www.example.org/x"), "example.org");
});
