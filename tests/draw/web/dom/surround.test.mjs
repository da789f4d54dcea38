import assert from "node:assert/strict";
import { test } from "node:test";
import { filterPanel } from "../../../../geotracker/draw/web/filter-panel.js";
import { filtersOf, setFacet } from "../../../../geotracker/draw/web/filters.js";
import { legend } from "../../../../geotracker/draw/web/legend.js";
import { addLayer, listen, open, sceneOf, setWindow, tell } from "../../../../geotracker/draw/web/scene.js";
import { surround } from "../../../../geotracker/draw/web/surround.js";
import { tileSwitch } from "../../../../geotracker/draw/web/tiles.js";
import { waveButtons, wavesOf, waveWords } from "../../../../geotracker/draw/web/waves.js";
import { layerOf, tableOfRows } from "../made.mjs";
import { fire, frame, leaflet, openPage } from "./page.mjs";

const ROWS = [
  { start: 10, place: "Kazan", admin1: "Tatarstan", country_name: "Russia", report_date: "1970-01-12" },
  {
    start: 11,
    place: "Toretsk",
    admin1: "Donetsk Oblast",
    country_name: "Ukraine",
    report_date: "1970-01-12",
    actor: "russia",
  },
  { start: 11, place: "Nowhere", admin1: "", country_name: "", report_date: "1970-01-12", stands: 5 },
];
const PAGE = `<details class="gt-drawer"><summary>x</summary><div id="gt-filters"></div><div id="gt-legend"></div></details>
  <div id="gt-tools"></div><div id="gt-lower"></div><span id="gt-age"></span><div id="gt-stale" hidden></div>
  <b class="gt-imprint-dates"></b>`;

function scene() {
  const document = openPage(PAGE);
  const made = Object.assign(sceneOf(leaflet()), { saved: {} });
  addLayer(made, tableOfRows(ROWS), layerOf("strikes", { kind: ["strike"] }));
  open(made);
  return { made, host: (name) => document.getElementById(`gt-${name}`) };
}

const facetOf = (host, title) => [...host.querySelectorAll("details")].find((one) => one.textContent.startsWith(title));
const quiet = () => new Promise((go) => setTimeout(go, 260));

test("a facet that all events have alike is not offered", () => {
  const { made, host } = scene();
  filterPanel(made, host("filters"));
  assert.ok(facetOf(host("filters"), "Done by"));
  assert.ok(facetOf(host("filters"), "What").hidden);
  setFacet(made, "kind", ["attack"]);
  tell(made, "filters");
  assert.ok(!facetOf(host("filters"), "What").hidden);
});

test("an open facet has a box for each value with what it would leave, and a choice filters", async () => {
  const { made, host } = scene();
  const told = [];
  listen(made, (what) => told.push(what));
  filterPanel(made, host("filters"));
  const facet = facetOf(host("filters"), "Region");
  facet.open = true;
  fire("toggle", facet);
  const rows = [...facet.querySelectorAll("label")];
  assert.deepEqual(
    rows.map((row) => row.textContent),
    ["Tatarstan1", "Donetsk Oblast1", "Not known1"],
  );
  const box = rows[0].querySelector("input");
  box.checked = true;
  fire("change", box);
  assert.deepEqual(told, ["filters"]);
  assert.deepEqual([...filtersOf(made).facets.get("region")], ["Tatarstan"]);
  assert.equal(made.choice.visible, 1);
  assert.equal(host("filters").querySelector("[role=status]").textContent, "1 on");
  setWindow(made, { from: 11, to: 11 });
  await quiet();
  assert.deepEqual(
    rows.map((row) => row.querySelector(".gt-count").textContent),
    ["0", "1", "1"],
  );
});

test("a value that a link asks for and no event has is listed, so that it can be seen and taken back", async () => {
  const { made, host } = scene();
  filterPanel(made, host("filters"));
  const region = facetOf(host("filters"), "Region");
  region.open = true;
  fire("toggle", region);
  setFacet(made, "region", ["Elsewhere"]);
  tell(made, "filters");
  await quiet();
  const [row] = region.querySelectorAll(".gt-choice");
  assert.deepEqual([row.textContent, row.querySelector("input").checked], ["Elsewhere0", true]);
  row.querySelector("input").checked = false;
  fire("change", row.querySelector("input"));
  assert.equal(filtersOf(made).facets.size, 0);
});

test("words are looked for once the typing rests, and one button clears all", async () => {
  const { made, host } = scene();
  filterPanel(made, host("filters"));
  const clear = host("filters").querySelector(".gt-clear");
  assert.ok(clear.disabled);
  const input = host("filters").querySelector("input");
  input.value = "kazan";
  fire("input", input);
  await quiet();
  assert.deepEqual([made.choice.visible, clear.disabled], [1, false]);
  input.focus = () => {};
  fire("click", clear);
  assert.deepEqual([made.choice.visible, clear.disabled], [3, true]);
});

test("the legend counts each layer, switches it, and lists what is not on the map", () => {
  const { made, host } = scene();
  const shown = [];
  legend(made, host("legend"), { notes: ["A note."], show: (event) => shown.push(event.row), tiles: null });
  const row = host("legend").querySelector(".gt-layer");
  assert.equal(row.querySelector(".gt-count").textContent, "3");
  frame();
  frame();
  assert.equal(row.querySelectorAll("img.gt-swatch").length, 2);
  const lists = [...host("legend").querySelectorAll(".gt-aside")].filter((list) => !list.hidden);
  assert.deepEqual(
    lists.map((list) => list.querySelector("summary").textContent),
    ["Not placed on the map1"],
  );
  lists[0].open = true;
  fire("toggle", lists[0]);
  fire("click", lists[0].querySelector("button"));
  assert.deepEqual(shown, [2]);
  const box = row.querySelector("input");
  box.checked = false;
  fire("change", box);
  assert.equal(made.choice.visible, 0);
  frame(); // of the map, which does not wait for what stands beside it
  frame();
  assert.ok(row.classList.contains("gt-off"));
  assert.equal(row.querySelector("small").textContent, "off");
  assert.ok(lists[0].hidden);
  assert.match(host("legend").textContent, /A note\./);
});

test("footprints are drawn when they are asked for", () => {
  const { made, host } = scene();
  legend(made, host("legend"), { notes: [], show: () => {}, tiles: null });
  const box = host("legend").querySelector(".gt-footprints input");
  assert.ok(!box.checked);
  box.checked = true;
  fire("change", box);
  assert.equal(made.footprints, true);
});

test("tiles come when asked for; where none come the built-in ground is back and the page says so", async () => {
  openPage();
  const map = leaflet();
  const acts = {};
  const layer = () => ({
    addTo: (to) => to.layers.add(layer),
    on: (name, act) => Object.assign(acts, { [name]: act }),
  });
  const made = (name) => ({ ...layer(), addTo: () => map.layers.add(name), remove: () => map.layers.delete(name) });
  const [tiles, ground] = [made("tiles"), made("ground")];
  ground.addTo(map);
  const root = tileSwitch(map, tiles, Promise.resolve(ground), "tiles.example");
  const box = root.querySelector("input");
  assert.match(root.textContent, /Asks tiles\.example for pictures/);
  const change = async (on) => {
    box.checked = on;
    fire("change", box);
    await Promise.resolve();
    await Promise.resolve();
    return [...map.layers];
  };
  assert.deepEqual([...map.layers], ["ground"]);
  assert.deepEqual(await change(true), ["tiles"]);
  assert.deepEqual(await change(false), ["ground"]);
  await change(true);
  acts.tileerror();
  await Promise.resolve();
  await Promise.resolve();
  assert.deepEqual([box.checked, [...map.layers]], [false, ["ground"]]);
  assert.match(root.querySelector("[role=status]").textContent, /No tiles came from tiles\.example/);
  await change(true);
  acts.tileload();
  acts.tileerror();
  assert.equal(box.checked, true);
});

test("around the map stand views, downloads, the report's age, and the dates for paper", () => {
  const { made, host } = scene();
  surround(made, { notes: [], tiles: null, provider: "", newest: "1970-01-12" }, () => {});
  assert.match(host("age").textContent, /days ago$/);
  assert.equal(host("stale").hidden, false);
  assert.match(host("stale").textContent, /What has happened since is not here/);
  fire("click", host("stale").querySelector("button"));
  assert.equal(host("stale"), null);
  assert.equal(document.querySelector(".gt-imprint-dates").textContent, "11–12 January 1970.");
  setWindow(made, { from: 11, to: 11, mode: "upto" });
  assert.equal(document.querySelector(".gt-imprint-dates").textContent, "Up to 12 January 1970.");
  const buttons = [...host("tools").querySelectorAll("button")].map((button) => button.textContent);
  assert.deepEqual(buttons, ["Table", "Copy link to this view", "GeoJSON", "CSV"]);
});

test("the door opens a map: its layers are read from the page, and scripts of others find the dates", async () => {
  const bytes = (table) => Buffer.from(table).toString("base64");
  const header = new TextEncoder().encode(
    JSON.stringify({ rows: 0, columns: [...columnsOf()], sites: { lat: nothing(), lon: nothing() } }).padEnd(4096),
  );
  const whole = new Blob([new Uint32Array([header.length]), header]);
  const packed = await new Response(whole.stream().pipeThrough(new CompressionStream("gzip"))).arrayBuffer();
  openPage(`<script type="application/octet-stream" id="events">${bytes(packed)}</script>`);
  const map = leaflet();
  Object.assign(map, { createPane: (name) => map.getPane(name), invalidateSize: () => map, fitBounds: () => map });
  await import("../../../../geotracker/draw/web/geotracker.js");
  const { geotracker } = window;
  assert.deepEqual(Object.keys(geotracker).slice(0, 5), ["layer", "base", "fit", "time", "page"]);
  geotracker.layer(map, { events: "events", mentions: null, regions: null, definition: layerOf("strikes", {}) });
  for (let i = 0; i < 200 && !geotracker.timeFilter; i++) await new Promise((go) => setTimeout(go, 5));
  frame();
  assert.equal(document.documentElement.dataset.geotracker, "ready");
  assert.equal(geotracker.timeFilter.visibleCount(), 0);
  assert.deepEqual(geotracker.timeFilter.set("2025-01-17", "2025-01-18"), {
    start: "2025-01-17",
    end: "2025-01-18",
    mode: "within",
  });
});

const nothing = (type = "i32") => ({ type, at: null, n: 0 });

function* columnsOf() {
  for (const name of ["start", "end"]) yield { name, kind: "day", array: nothing() };
  for (const name of ["site", "stands", "radius_m"]) yield { name, kind: "number", array: nothing("u8") };
  for (const name of ["kind", "actor", "evidence", "place_confidence", "time_precision"])
    yield { name, kind: "code", array: nothing("u8"), words: [], list: false };
}

test("a wave bears its number where the next leaves room for it", () => {
  const { made } = scene();
  const counts = JSON.stringify([{ launched: 60 }]);
  made.extent = { from: 0, to: 60 };
  const rows = [10, 11, 40, 40].map((start) => ({ start, kind: "salvo", actor: "russia", counts }));
  made.tables = [tableOfRows(rows)];
  const labels = (wide) =>
    waveButtons(
      made,
      (day) => day * wide,
      () => {},
    ).map((one) => one.textContent);
  assert.deepEqual(labels(40), ["60", "60", "", "60"]);
  assert.deepEqual(labels(4), ["", "60", "", "60"]);
  made.extent = { from: 0, to: 40 };
  assert.deepEqual(labels(4), ["", "60", "60", ""]);
});

test("the number of a wave at the right edge stands on its left", () => {
  const { made } = scene();
  const rows = [10, 40].map((start) => ({ start, kind: "salvo", actor: "russia", counts: '[{"launched": 60}]' }));
  made.tables = [tableOfRows(rows)];
  made.extent = { from: 0, to: 40 };
  const buttons = waveButtons(
    made,
    (day) => day * 4,
    () => {},
  );
  const sides = buttons.map((one) => one.querySelector(".gt-wave-label").classList.contains("gt-wave-label-left"));
  assert.deepEqual(sides, [false, true]);
});

test("a wave tells of its fullest count, and that there are others", () => {
  const counts = JSON.stringify([{ launched: 200 }, { launched: 190, downed: 138, said_by: "Air Force" }]);
  const table = tableOfRows([{ start: 10, kind: "salvo", actor: "russia", place: "Ukraine", counts }]);
  const words = waveWords({ table, row: 0 });
  assert.equal(words, "Russia against Ukraine: 190 launched, 138 downed (count of Air Force; 1 other count)");
  assert.equal(wavesOf({ tables: [table] })[0].shot, 138);
});

test("past the values of most events, a facet lists the others by their names", () => {
  const { made, host } = scene();
  const regions = ["B", "B", ..."ZYXWVUT", "S", "A", "M", "Q"].map((name) => ({ start: 10, admin1: `${name} Oblast` }));
  made.tables = [tableOfRows(regions.map((row) => ({ ...row, country_name: "" })))];
  filterPanel(made, host("filters"));
  const facet = facetOf(host("filters"), "Region");
  facet.open = true;
  fire("toggle", facet);
  const rows = [...facet.querySelectorAll("label")];
  assert.equal(rows[0].querySelector("span").textContent, "B Oblast");
  const rest = rows.slice(8);
  assert.deepEqual(
    rest.map((row) => row.querySelector("span").textContent),
    ["A Oblast", "M Oblast", "Q Oblast", "S Oblast"],
  );
  assert.ok(rest.every((row) => row.hidden));
  const more = facet.querySelector("button");
  assert.equal(more.textContent, "Show all 12");
  for (const row of rest) row.querySelector("input").focus = () => {};
  fire("click", more);
  assert.ok(rest.every((row) => !row.hidden));
});
