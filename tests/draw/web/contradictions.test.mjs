import assert from "node:assert/strict";
import { test } from "node:test";
import { differences } from "../../../geotracker/draw/web/contradictions.js";

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
