import assert from "node:assert/strict";
import { test } from "node:test";
import { inflate, tableOf, UNDATED, worldMetres, worldOf } from "../../../geotracker/draw/web/columns.js";
import { withMentions } from "../../../geotracker/draw/web/mentions.js";

/** Bytes as draw/columns.py packs them. */
function packed(rows, columns, arrays) {
  const parts = [];
  let size = 0;
  const place = (type, array) => {
    const bytes = new Uint8Array(array.buffer);
    const entry = { type, at: size, n: array.length };
    parts.push(bytes, new Uint8Array(-bytes.length & 3));
    size += bytes.length + (-bytes.length & 3);
    return entry;
  };
  const head = {
    rows,
    columns: columns(place),
    sites: { lat: place("i32", arrays.lat), lon: place("i32", arrays.lon) },
  };
  let text = JSON.stringify(head);
  text += " ".repeat(-new TextEncoder().encode(text).length & 3);
  const header = new TextEncoder().encode(text);
  return new Blob([new Uint32Array([header.length]), header, ...parts]).arrayBuffer();
}

test("packed bytes are unpacked, and bytes that are none are refused", async () => {
  const gzip = (text) => new Response(new Blob([text]).stream().pipeThrough(new CompressionStream("gzip")));
  const packedBytes = Buffer.from(await gzip("words").arrayBuffer());
  assert.equal(new TextDecoder().decode(await inflate(`\n${packedBytes.toString("base64")}\n`)), "words");
  await assert.rejects(inflate(btoa("no gzip")));
  await assert.rejects(inflate(packedBytes.subarray(0, 12).toString("base64")));
});

const NOWHERE = { lat: Int32Array.of(), lon: Int32Array.of() };

test("columns come back as they were packed", async () => {
  const words = new TextEncoder().encode("üb");
  const buffer = await packed(
    2,
    (place) => [
      { name: "start", kind: "day", array: place("i32", Int32Array.of(20105, UNDATED)) },
      { name: "kind", kind: "code", array: place("u8", Uint8Array.of(1, 0)), words: ["strike", "attack"], list: false },
      { name: "basis", kind: "code", array: place("u8", Uint8Array.of(0, 1)), words: ['["photo"]', "[]"], list: true },
      {
        name: "place",
        kind: "text",
        array: place("u32", Uint32Array.of(2, 1)),
        bytes: place("u8", words),
        list: false,
      },
      { name: "disputed", kind: "flag", array: place("u8", Uint8Array.of(1, 0)) },
      { name: "radius_m", kind: "number", array: place("f32", Float32Array.of(Number.NaN, 500)) },
      { name: "n_sources", kind: "number", array: { type: "u8", at: null, n: 2 } },
    ],
    { lat: Int32Array.of(0), lon: Int32Array.of(0) },
  );
  const table = tableOf(buffer);
  const row = (number) =>
    ["start", "kind", "basis", "place", "disputed", "radius_m", "n_sources"].map((name) => table.get(number, name));
  assert.deepEqual(row(0), [20105, "attack", ["photo"], "ü", true, null, 0]);
  assert.deepEqual(row(1), [null, "strike", [], "b", false, 500, 0]);
  assert.deepEqual([table.x[0], table.y[0]], [0.5, 0.5]);
  assert.throws(() => table.get(0, "no such column"), RangeError);
});

test("sentences are found by the row of their event", async () => {
  const buffer = await packed(
    2,
    (place) => [
      { name: "event", kind: "number", array: place("u32", Uint32Array.of(4, 4)) },
      { name: "sentence", kind: "code", array: place("u8", Uint8Array.of(0, 1)), words: ["One.", "Two."], list: false },
    ],
    NOWHERE,
  );
  const table = {};
  withMentions(table, tableOf(buffer));
  assert.deepEqual(
    table.mentionsOf(4).map(({ words }) => words),
    ["One.", "Two."],
  );
  assert.deepEqual(table.mentionsOf(1), []);
});

test("the world is a square, and metres grow towards the poles", () => {
  assert.deepEqual(worldOf(0, 0), [0.5, 0.5]);
  assert.ok(worldOf(0, 89)[1] >= 0);
  assert.ok(worldMetres(0.3) < worldMetres(0.5));
});
