/** What the dates, the layers and the filters choose: counts for the legend, cells for the map, rows for the lists. */

import { UNDATED } from "./columns.js";
import { failuresOf } from "./filters.js";
import { bounds, salvosOf, slice } from "./rows.js";

/** Where an event stands on the page; the same order as STANDS in draw/columns.py. */
export const STANDS = ["point", "near", "disc", "region", "country", "unplaced"];
const [REGION, COUNTRY, UNPLACED] = [3, 4, 5];
const FULL = 16; // places for each that has events: with fewer, all are emptied at once
const OFF = 1; // what has been seen of a row: in the dates, but only in layers that are off
export const SHOWN = 2;

/**
 * @typedef {object} Choice
 * @property {number} visible events of the window in layers that are on, and salvos
 * @property {number} off those only in layers that are off
 * @property {number[]} inLayer
 * @property {Uint32Array} cells events of each cell of the grid
 * @property {Uint32Array} places events of each place of the grid
 * @property {{ list: Uint32Array, length: number }} touched the places that have any
 * @property {Map<any, Uint8Array>} seen for each table and row: SHOWN, or less
 * @property {Map<string, any[]>} regions
 * @property {any[]} country
 * @property {any[]} unplaced
 * @property {any[]} salvos
 * @property {any[]} undated whatever the dates shown
 */

/** @param {any} scene @returns {Choice} */
export function choose(scene) {
  const range = bounds(scene.window);
  const choice = {
    visible: 0,
    off: 0,
    inLayer: [],
    ...emptied(scene.grid),
    seen: unseen(scene),
    regions: new Map(),
    country: [],
    unplaced: [],
    salvos: [],
    undated: [],
  };
  for (const layer of scene.layers) chooseLayer(scene, choice, layer, range);
  for (const table of scene.tables) chooseSalvos(scene, choice, table, range);
  return choice;
}

/** Nothing seen of any row; the same arrays every time. */
function unseen(scene) {
  scene.grid.seen ??= new Map(scene.tables.map((table) => [table, new Uint8Array(table.rows)]));
  for (const rows of scene.grid.seen.values()) rows.fill(0);
  return scene.grid.seen;
}

/** The counts of the grid, all zero; the same arrays every time, since a step touches few of a million places. */
function emptied(grid) {
  grid.counts ??= {
    cells: new Uint32Array(grid.size),
    places: new Uint32Array(grid.x.length),
    touched: { list: new Uint32Array(grid.x.length), length: 0 },
  };
  const { cells, places, touched } = grid.counts;
  if (touched.length * FULL > places.length) {
    cells.fill(0);
    places.fill(0);
    touched.length = 0;
  }
  for (let i = 0; i < touched.length; i++) {
    const place = touched.list[i];
    places[place] = 0;
    for (let cell = grid.first[place]; cell < grid.first[place + 1]; cell++) cells[cell] = 0;
  }
  touched.length = 0;
  return grid.counts;
}

function chooseLayer(scene, choice, layer, range) {
  const { rows, cellOf, on, table, time } = layer;
  const [end, stands] = [table.numbers(time[1]), table.numbers("stands")];
  const fails = failuresOf(scene, table);
  const { place } = scene.grid;
  const { cells, places, touched } = choice;
  const seen = choice.seen.get(table);
  const [first, after] = slice(layer, range);
  let count = 0;
  for (let i = first; i < after; i++) {
    const row = rows[i];
    if (end[row] < range[0] || fails?.[row]) continue;
    count++;
    if (!on) {
      if (seen[row] === 0) choice.off += seen[row] = OFF;
      continue;
    }
    if (stands[row] < REGION) {
      const cell = cellOf[i];
      const at = place[cell];
      cells[cell]++;
      if (places[at]++ === 0) touched.list[touched.length++] = at;
    }
    if (seen[row] === SHOWN) continue;
    if (seen[row] === OFF) choice.off--;
    if (stands[row] >= REGION) aside(choice, { table, row, layer }, stands[row]);
    choice.visible++;
    seen[row] = SHOWN;
  }
  choice.inLayer.push(count);
  if (on) withoutDay(choice, layer, fails);
}

/** Rows without a day come after all others. */
function withoutDay(choice, layer, fails) {
  const { rows, table, time } = layer;
  const start = table.numbers(time[0]);
  for (let i = rows.length - 1; i >= 0 && start[rows[i]] === UNDATED; i--) {
    if (!fails?.[rows[i]]) choice.undated.push({ table, row: rows[i], layer });
  }
}

function aside(choice, event, stand) {
  if (stand === COUNTRY) choice.country.push(event);
  else if (stand === UNPLACED) choice.unplaced.push(event);
  else {
    const code = event.table.get(event.row, "admin1_code");
    const list = choice.regions.get(code);
    if (list) list.push(event);
    else choice.regions.set(code, [event]);
  }
}

function chooseSalvos(scene, choice, table, [from, to]) {
  const [start, end] = [table.numbers("start"), table.numbers("end")];
  const fails = failuresOf(scene, table);
  const seen = choice.seen.get(table);
  for (const row of salvosOf(table)) {
    if (start[row] > to || end[row] < from || seen[row] === SHOWN || fails?.[row]) continue;
    choice.visible++;
    choice.salvos.push({ table, row, layer: null });
    seen[row] = SHOWN;
  }
}

/**
 * @param {any} scene
 * @param {(event: { table: any, row: number, layer: any, cell: number }) => boolean} wanted
 * @returns {{ table: any, row: number, layer: any }[]} the events on the map now that are wanted, in time order
 */
export function eventsOf(scene, wanted) {
  const range = bounds(scene.window);
  const found = [];
  for (const layer of scene.layers) {
    if (!layer.on) continue;
    const { rows, cellOf, table, time } = layer;
    const [end, stands] = [table.numbers(time[1]), table.numbers("stands")];
    const fails = failuresOf(scene, table);
    const [first, after] = slice(layer, range);
    for (let i = first; i < after; i++) {
      const row = rows[i];
      if (end[row] < range[0] || stands[row] >= REGION || fails?.[row]) continue;
      if (wanted({ table, row, layer, cell: cellOf[i] })) found.push({ table, row, layer });
    }
  }
  return found.sort((a, b) => a.table.numbers("start")[a.row] - b.table.numbers("start")[b.row]);
}
