/**
 * The scene of one map: its tables, its layers, the dates shown, and what follows from them.
 *
 * Everything that draws or counts listens to the scene; nothing else is shared between the parts of the page.
 */

import { gridOf } from "./cells.js";
import { choose } from "./choice.js";
import { UNDATED } from "./columns.js";

/**
 * @typedef {object} Window
 * @property {number} from first day
 * @property {number} to last day, included
 * @property {"within" | "upto"} mode up to: everything until `to`, whenever it began
 */

const scenes = new WeakMap();

/** @param {any} map a Leaflet map @returns {any} its scene, made at the first call */
export function sceneOf(map) {
  let scene = scenes.get(map);
  if (!scene) {
    scene = { map, tables: [], layers: [], window: null, listeners: new Set(), pending: [], chosen: null };
    // What other parts add: days that the dates span, work before it opens, views below the map, what the address keeps.
    Object.assign(scene, { spans: [], before: [], views: [], saves: [] });
    scenes.set(map, scene);
  }
  return scene;
}

/** @param {any} scene @param {(what: string) => void} listener called with "layers", "filters", "window", "control" or "event" */
export function listen(scene, listener) {
  scene.listeners.add(listener);
}

/** @param {any} scene @param {string} what */
export function tell(scene, what) {
  if (what === "layers" || what === "filters") scene.days = null;
  if (what !== "event" && what !== "control") scene.choice = choose(scene);
  for (const listener of scene.listeners) listener(what);
}

/**
 * @param {any} table
 * @param {Record<string, string[]>} only the values that each column may have
 * @returns {Uint32Array} the rows of the table that a layer draws
 */
export function rowsOf(table, only) {
  const rows = new Uint32Array(table.rows);
  for (let row = 0; row < rows.length; row++) rows[row] = row;
  let count = rows.length;
  for (const [column, values] of Object.entries(only))
    count = keep(rows, count, testOf(table, column, new Set(values)));
  return rows.slice(0, count);
}

function testOf(table, column, wanted) {
  const words = table.words(column);
  const numbers = table.numbers(column);
  if (!words.length) return (row) => wanted.has(String(table.get(row, column)));
  const allowed = Uint8Array.from(words, (word) => Number(wanted.has(word)));
  return (row) => allowed[numbers[row]] === 1;
}

/** Moves the first `count` rows that pass to the front. */
function keep(rows, count, passes) {
  let kept = 0;
  for (let i = 0; i < count; i++) if (passes(rows[i])) rows[kept++] = rows[i];
  return kept;
}

/**
 * @param {any} scene
 * @param {any} table
 * @param {any} layer the layer's definition: id, title, time, only, style, popup, show
 */
export function addLayer(scene, table, layer) {
  const found = rowsOf(table, layer.only);
  const { rows, ascending } = inTime(found, table.numbers(layer.time[0]));
  scene.layers.push({ ...layer, table, rows, ascending, on: layer.show });
  if (!scene.tables.includes(table)) scene.tables.push(table);
}

/** Tables come in the order of `start`; a layer that takes its time from another column gets its rows in that one's. */
function inTime(rows, start) {
  for (let i = 1; i < rows.length; i++) {
    if (start[rows[i]] < start[rows[i - 1]])
      return { rows: rows.sort((a, b) => start[a] - start[b]), ascending: false };
  }
  return { rows, ascending: true };
}

/** @param {any} scene all its layers are there: count, draw and listen from now on */
export function open(scene) {
  scene.grid = gridOf(scene.layers);
  scene.extent = extentOf(scene);
  scene.window ??= { ...scene.extent, mode: "within" };
  tell(scene, "layers");
}

/** @param {any} scene @returns {{ from: number, to: number }} the first and the last day that any event touches, or that another part spans */
function extentOf(scene) {
  let from = Number.POSITIVE_INFINITY;
  let to = Number.NEGATIVE_INFINITY;
  for (const table of scene.tables) {
    const [start, end] = [table.numbers("start"), table.numbers("end")];
    for (let row = 0; row < table.rows; row++) {
      if (start[row] === UNDATED) continue;
      if (start[row] < from) from = start[row];
      if (end[row] > to) to = end[row];
    }
  }
  for (const [first, last] of scene.spans ?? []) {
    from = Math.min(from, first);
    to = Math.max(to, last);
  }
  return from > to ? { from: 0, to: 0 } : { from, to };
}

/** @param {any} scene @param {Partial<Window>} change */
export function setWindow(scene, change) {
  const next = { ...scene.window, ...change };
  if (next.from > next.to) [next.from, next.to] = [next.to, next.from];
  scene.window = next;
  tell(scene, "window");
}

/** @param {any} scene @param {string} id @param {boolean} on */
export function switchLayer(scene, id, on) {
  for (const layer of scene.layers) if (layer.id === id) layer.on = on;
  tell(scene, "layers");
}

/** @param {any} scene @param {{ table: any, row: number, layer: any } | null} event the one whose card is open */
export function chooseEvent(scene, event) {
  scene.chosen = event;
  tell(scene, "event");
}
