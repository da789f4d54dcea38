import assert from "node:assert/strict";
import { test } from "node:test";
import { baseMap } from "../../../../geotracker/draw/web/base-map.js";
import { canvasLayer } from "../../../../geotracker/draw/web/canvas-layer.js";
import { card } from "../../../../geotracker/draw/web/card.js";
import { eventCanvas } from "../../../../geotracker/draw/web/event-canvas.js";
import { drawFootprint, drawFootprints } from "../../../../geotracker/draw/web/footprints.js";
import { withGrounds } from "../../../../geotracker/draw/web/grounds.js";
import { pointer } from "../../../../geotracker/draw/web/pointer.js";
import { addRegions, drawRegions, regionAt } from "../../../../geotracker/draw/web/regions.js";
import { addLayer, chooseEvent, open, sceneOf, setWindow } from "../../../../geotracker/draw/web/scene.js";
import { live, still } from "../../../../geotracker/draw/web/sheet.js";
import { swatch } from "../../../../geotracker/draw/web/symbols.js";
import { layerOf, tableOfRows } from "../made.mjs";
import { frame, leaflet, openPage } from "./page.mjs";

const REGION = {
  "RU-KLU": { name: "Kaluga Oblast", at: [35.5, 54.4], rings: [[34_000, 54_000, 2000, 0, 0, 1000]] },
};
const VIEW = { scale: 256, left: 0, top: 0, width: 256, height: 256, zoom: 0, ratio: 1 };

function scene(
  rows = [
    { start: 10, site: 0 },
    { start: 10, site: 0, actor: "russia" },
    { start: 12, site: 1 },
  ],
) {
  openPage();
  const map = leaflet();
  const made = sceneOf(map);
  const table = tableOfRows(rows);
  [table.x, table.y] = [
    [0.25, 0.75],
    [0.25, 0.25],
  ];
  addLayer(made, table, layerOf("strikes", { kind: ["strike"] }));
  open(made);
  return made;
}

const texts = (context) => context.calls.filter(([name]) => name === "fillText").map(([, text]) => text);
const arcs = (context) => context.calls.filter(([name]) => name === "arc").map(([, x, y, radius]) => [x, y, radius]);

for (const [name, sheet] of Object.entries({ live, still }))
  test(`a ${name} canvas has as many device pixels as the screen has for it, and shows what was drawn last`, () => {
    openPage();
    const canvas = document.createElement("canvas");
    const show = sheet(canvas);
    show(0, 40.4, () => assert.fail("there is nothing to draw on"));
    show(100, 40.4, (context) => context.fillText("now", 0, 0));
    assert.deepEqual([canvas.width, canvas.height, canvas.style.width], [200, 81, "100px"]);
    assert.deepEqual(texts(canvas.getContext("2d")), ["now"]);
  });

test("a canvas over the map is drawn once a frame, lies a margin beyond it, and moves with it", () => {
  openPage();
  const map = leaflet();
  const views = [];
  const layer = canvasLayer("pane", (_, view) => views.push(view)).addTo(map);
  layer.redraw();
  frame();
  assert.equal(views.length, 1);
  assert.deepEqual([views[0].width, views[0].height, views[0].left, views[0].top], [496, 372, -48, -36]);
  assert.equal(map.getPane("pane").firstChild, layer.canvas);
  assert.equal(layer.canvas.getAttribute("aria-hidden"), "true");
  layer.follow({ zoom: 1, center: { x: 0, y: 0 } });
  assert.equal(layer.canvas.moved.scale, 2);
  const within = layer.within(L.point(10, 10));
  assert.deepEqual([within.x, within.y], [58, 46]);
  layer.onRemove(map);
  layer.remove();
  layer.redraw();
  assert.doesNotThrow(frame);
  assert.equal(views.length, 1);
});

test("the ground names cities from the zoom that each has, none over another", () => {
  openPage();
  const map = leaflet();
  const cities = [
    [-90, 0, "Bigtown", 0],
    [-89, 0, "Besidetown", 0],
    [90, 0, "Smalltown", 7],
  ];
  const ground = baseMap({
    land: [[0, 0, 1000, 0, 0, 1000]],
    countries: [[0, 0, 5, 5]],
    regions: [[1, 1, 2, 2]],
    cities,
  });
  ground.addTo(map);
  frame();
  const context = ground.canvas.getContext("2d");
  assert.deepEqual(texts(context), ["Bigtown"]);
  assert.equal(context.calls.filter(([name]) => name === "stroke").length, 1);
  assert.match(ground.getAttribution(), /Natural Earth/);
});

test("a region is shaded, named with its count, and found under the pointer", () => {
  const made = scene([
    { start: 10, stands: 3, admin1_code: "RU-KLU" },
    { start: 11, stands: 3, admin1_code: "RU-XX" },
  ]);
  addRegions(made, REGION);
  addRegions(made, REGION);
  assert.equal(made.regions.size, 1);
  const view = { ...VIEW, scale: 256 * 64, left: 9792, top: 5200, zoom: 7 };
  const context = document.createElement("canvas").getContext("2d");
  drawRegions(context, view, made, {});
  assert.deepEqual(texts(context), ["Kaluga Oblast: 1 somewhere here"]);
  const [x, y] = made.regions.get("RU-KLU").at;
  assert.equal(regionAt(made, view, x * view.scale - view.left, y * view.scale - view.top), "RU-KLU");
  assert.equal(regionAt(made, view, -5000, -5000), null);
  assert.equal(regionAt({ choice: made.choice }, view, 0, 0), null);
});

const filled = (context) => context.calls.filter(([name]) => name === "fill").map(([, path]) => path);

test("a footprint has the radius of its place in metres, and none is drawn that would hide under its symbol", () => {
  const made = scene([
    { start: 10, site: 0, stands: 2, radius_m: 2_000_000 },
    { start: 10, site: 1, radius_m: 10 },
  ]);
  const context = document.createElement("canvas").getContext("2d");
  const [layer] = made.layers;
  drawFootprint(context, VIEW, made, { table: layer.table, row: 0, layer }, made.grid.place[layer.cellOf[0]]);
  const [x, y, radius] = filled(context)[0].circle;
  assert.deepEqual([x, y], [64, 64]);
  assert.ok(radius > 12 && radius < 40, String(radius));
  drawFootprint(context, VIEW, made, { table: layer.table, row: 1, layer }, made.grid.place[layer.cellOf[1]]);
  assert.equal(filled(context).length, 1);
  const mark = { cells: [layer.cellOf[0]], x: 5, y: 6, metre: 1 / 10_000 };
  drawFootprints(context, VIEW, made, [mark, { cells: null }]);
  assert.equal(filled(context).length, 2);
  assert.deepEqual(filled(context)[1].circle, [5, 6, 200]);
});

test("a sector, a strip or a district is drawn as it is, once for all events of one place that share it", () => {
  const made = scene([
    { start: 10, site: 0, stands: 1, radius_m: 9_000_000 },
    { start: 11, site: 0, stands: 1, radius_m: 9_000_000 },
    { start: 12, site: 1, stands: 1, radius_m: 9_000_000 },
  ]);
  const [layer] = made.layers;
  const shapes = [[[36_000, 50_000, 1000, 0, 0, 1000]]];
  withGrounds(layer.table, { rows: [0, 1], forms: ["sector", "sector"], numbers: [0, 0], shapes });
  const context = document.createElement("canvas").getContext("2d");
  drawFootprint(context, VIEW, made, { table: layer.table, row: 0, layer }, 0);
  assert.equal(filled(context)[0].points.length, 3);
  assert.equal(layer.table.groundOf(0).path, layer.table.groundOf(1).path);
  assert.equal(layer.table.groundOf(2), null);
  const marks = [0, 2].map((row) => ({ cells: [layer.cellOf[row]], x: 5, y: 6, metre: 1 / 100_000 }));
  drawFootprints(context, VIEW, made, marks);
  assert.deepEqual(
    filled(context)
      .slice(1)
      .map(({ circle }) => circle !== undefined),
    [false, true],
  );
  const event = { table: layer.table, layer: { ...layer, popup: { ...layer.popup, columns: [] } } };
  assert.match(textOfCard({ ...event, row: 0 }), /Footprint\s*the side of the place that the report tells/);
  assert.match(textOfCard({ ...event, row: 2 }), /Footprint\s*a circle of 9000 km/);
});

function textOfCard(event) {
  const { table } = event;
  const get = (row, name) => (["basis", "endnotes"].includes(name) ? [] : table.get(row, name));
  const full = Object.assign(Object.create(table), { get, has: () => true });
  return card({ ...event, table: full }, [])
    .map((node) => node.textContent)
    .join(" ");
}

test("a sentence that tells of an event twice is quoted and counted once", () => {
  const layer = scene().layers[0];
  const blank = { by: "", role: "", basis: [], actor: "russia", start: null, offset: "", facility: "" };
  const first = { ...blank, words: "Two plants burned.", endnotes: ["7"], evidence: "reported" };
  const said = [
    { ...first, place: "Kazan", report_date: "2025-01-20", report_url: "https://example.org/1" },
    { ...first, place: "Kazan plant", report_date: "2025-01-20", report_url: "https://example.org/1" },
  ];
  const table = Object.assign(Object.create(layer.table), { mentionsOf: () => said });
  const event = { table, layer: { ...layer, popup: { ...layer.popup, columns: [] } }, row: 0 };
  const words = textOfCard(event);
  assert.equal(words.split("Two plants burned.").length, 2);
  assert.equal(words.split("Note 7").length, 2);
  assert.match(words, /1 sentence says it/);
  assert.doesNotMatch(words, /Where the sentences differ/);
  said[1].words = "Later a third burned.";
  const differ = textOfCard(event);
  assert.match(differ, /2 sentences say it/);
  assert.match(differ, /Where the sentences differ\s*Place\s*Sentence 1\s*Kazan\s*Sentence 2\s*Kazan plant/);
});

test("a swatch is a picture without words of its own", () => {
  openPage();
  const [layer] = scene().layers;
  const made = swatch(
    { ...layer.style, color: "#0057b7", evidence: "observed", hollow: false, guess: false, manner: "disc", radius: 0 },
    "#fff",
  );
  assert.deepEqual([made.getAttribute("alt") ?? made.alt, made.className], ["", "gt-swatch"]);
  assert.match(made.src, /^data:image\/png/);
});

test("places are drawn where they are, several of one place around it, and found under the pointer", () => {
  const made = scene();
  const canvas = eventCanvas(made).addTo(made.map);
  frame();
  const marks = canvas.marks();
  assert.deepEqual(marks.map(({ count }) => count).sort(), [1, 2]);
  const alone = marks.find(({ count }) => count === 1);
  const at = canvas.view();
  const point = L.point(alone.x + at.left, alone.y + at.top);
  assert.equal(canvas.at(point, 5).cells.size, 1);
  assert.equal(canvas.at(L.point(5, 5), 5).cells.size, 0);
  const pictures = canvas.canvas.getContext("2d").calls.filter(([name]) => name === "drawImage");
  assert.equal(pictures.length, 3);
  setWindow(made, { from: 12, to: 12 });
  canvas.redraw();
  frame();
  assert.deepEqual(
    canvas.marks().map(({ count }) => count),
    [1],
  );
});

test("the chosen event has a ring of ink around it", () => {
  const made = scene();
  const canvas = eventCanvas(made).addTo(made.map);
  frame();
  const before = arcs(canvas.canvas.getContext("2d")).length;
  chooseEvent(made, { table: made.layers[0].table, row: 2, layer: made.layers[0] });
  canvas.redraw();
  frame();
  const drawn = arcs(canvas.canvas.getContext("2d")).slice(before);
  assert.ok(
    drawn.some(([, , radius]) => radius === 13),
    JSON.stringify(drawn),
  );
});

test("a click opens what lies there, a ring is zoomed into, and the pointer tells what it is over", () => {
  const made = scene();
  const shown = [];
  const found = { cells: new Set(), ring: null, region: null };
  pointer(made, { at: () => found }, (event, options) => shown.push([event, options]));
  const tip = made.map.getContainer().querySelector(".gt-tip");
  const at = { containerPoint: L.point(50, 50) };
  made.map.tell("mousemove", at);
  assert.equal(tip.hidden, true);
  found.cells = new Set([made.layers[0].cellOf[0]]);
  made.map.tell("mousemove", at);
  assert.equal(tip.hidden, false);
  assert.ok(made.map.getContainer().classList.contains("gt-over"));
  made.map.tell("click", at);
  assert.deepEqual([shown[0][0].row, shown[0][1].among.length], [0, 2]);
  Object.assign(found, { cells: new Set(), ring: { count: 3, box: [0.2, 0.2, 0.3, 0.3], places: [0], chain: -1 } });
  made.map.tell("mousemove", at);
  assert.match(tip.textContent, /^3 events close together/);
  made.map.tell("click", at);
  assert.ok(made.map.zoom > 0 && made.map.zoom <= 4);
  made.map.zoom = 16;
  made.map.tell("click", at);
  assert.equal(shown[1][1].among.length, 2);
  made.map.tell("mouseout");
  assert.equal(tip.hidden, true);
});
