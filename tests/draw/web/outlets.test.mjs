import assert from "node:assert/strict";
import { test } from "node:test";
import { warningOf } from "../../../geotracker/draw/web/outlets.js";

const OUTLETS = [
  { domain: "state.example", warning: "state media, Examplia" },
  { domain: "free.state.example", warning: "" },
];

test("a domain stands for all hosts under it, and for no other", () => {
  assert.equal(warningOf("https://state.example/1", OUTLETS), "state media, Examplia");
  assert.equal(warningOf("https://www.state.example/1", OUTLETS), "state media, Examplia");
  assert.equal(warningOf("https://interstate.example/1", OUTLETS), "");
  assert.equal(warningOf("https://state.example.org/1", OUTLETS), "");
});

test("the longest domain counts", () => {
  assert.equal(warningOf("https://a.free.state.example/", OUTLETS), "");
});
