import assert from "node:assert/strict";
import { test } from "node:test";
import { differences } from "../../../geotracker/draw/web/contradictions.js";
import { bySentence } from "../../../geotracker/draw/web/mentions.js";

const said = {
  actor: "russia",
  start: 10,
  end: 10,
  place: "Kazan",
  offset: "",
  facility: "",
  evidence: "reported",
  disputed: false,
};

test("only what sentences say differently is set side by side", () => {
  assert.deepEqual(differences([said, said]), []);
  const other = { ...said, actor: "ukraine", disputed: true };
  assert.deepEqual(differences([said, other]), [
    ["Done by", ["Russia", "Ukraine"]],
    ["Disputed", ["no", "yes"]],
  ]);
});

test("to say nothing is no contradiction", () => {
  assert.deepEqual(differences([said, { ...said, facility: "oil depot" }]), []);
});

test("two mentions of one sentence are one sentence", () => {
  const first = {
    ...said,
    words: "Two plants burned.",
    report_url: "https://example.org/1",
    report_date: "2025-01-20",
  };
  const again = { ...first, place: "Kazan plant" };
  const later = { ...first, report_url: "https://example.org/2" };
  assert.deepEqual(bySentence([first, later, again]), [[first, again], [later]]);
  assert.equal(bySentence([said, said]).length, 2);
  assert.deepEqual(differences([first, again]), []);
  assert.deepEqual(differences([first, later, again]), [["Place", ["Kazan; Kazan plant", "Kazan"]]]);
});
