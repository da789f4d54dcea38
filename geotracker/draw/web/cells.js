/**
 * The grid of the map: a cell is a place and a symbol; all events that would be drawn alike at one place share one.
 *
 * It is made once; a step of the dates only counts the events of each cell, and only cells are drawn.
 */

import { STANDS } from "./choice.js";
import { symbolKey } from "./symbols.js";

const DISC_RADIUS = 15_000;
const NEAR_RADIUS = 5_000;
const RADIUS_STEP = 500;
const REGION = 3;

/**
 * @typedef {object} Grid cells in the order of their places; a place is a site of a table
 * @property {any[]} symbols
 * @property {number} size how many cells there are
 * @property {Uint32Array} place the place of each cell
 * @property {Uint16Array} symbol the symbol of each cell
 * @property {Uint32Array} first the first cell of each place, and after the last place the number of cells
 * @property {Float64Array} x Web Mercator, 0 to 1, of each place
 * @property {Float64Array} y
 * @property {any[]} tables with `firstPlace`, the place of its first site
 */

/**
 * @param {any[]} layers
 * @returns {Grid} every layer gets `cellOf`, the cell of each of its rows (none for what has no point)
 */
export function gridOf(layers) {
  const symbols = symbolsOf();
  const { tables, x, y } = placesOf(layers);
  const entries = sorted(layers, tables, x.length, symbols);
  const grid = { ...merged(entries, x.length), symbols: symbols.list, tables, x, y };
  let entry = 0;
  for (const layer of layers) {
    layer.cellOf = entries.cellOf.subarray(entry, entry + layer.rows.length);
    entry += layer.rows.length;
  }
  return grid;
}

function placesOf(layers) {
  const tables = [];
  const firsts = new Map();
  let count = 0;
  for (const { table } of layers) {
    if (firsts.has(table)) continue;
    firsts.set(table, count);
    tables.push({ table, firstPlace: count });
    count += table.x.length;
  }
  const [x, y] = [new Float64Array(count), new Float64Array(count)];
  for (const { table, firstPlace } of tables) {
    x.set(table.x, firstPlace);
    y.set(table.y, firstPlace);
  }
  return { tables, x, y };
}

/** All rows of all layers, one entry each, put in the order of their places by counting. */
function sorted(layers, tables, places, symbols) {
  const total = layers.reduce((sum, { rows }) => sum + rows.length, 0);
  const place = new Uint32Array(total);
  const look = new Uint32Array(total); // symbol and layer
  const starts = new Uint32Array(places + 2);
  let entry = 0;
  for (const [depth, layer] of layers.entries()) {
    const { table, rows } = layer;
    const first = tables.find((known) => known.table === table).firstPlace;
    const [site, stands] = [table.numbers("site"), table.numbers("stands")];
    const symbolAt = symbolReader(layer, symbols);
    for (let i = 0; i < rows.length; i++, entry++) {
      const row = rows[i];
      if (stands[row] >= REGION) {
        place[entry] = places;
        continue;
      }
      const at = first + site[row];
      place[entry] = at;
      look[entry] = symbolAt(row) * 64 + depth;
      starts[at + 1]++;
    }
  }
  for (let i = 0; i < places; i++) starts[i + 1] += starts[i];
  const next = starts.slice();
  const order = new Uint32Array(starts[places]);
  for (entry = 0; entry < total; entry++) if (place[entry] < places) order[next[place[entry]]++] = entry;
  return { order, starts, look, cellOf: new Uint32Array(total) };
}

/** One cell for the entries of a place that look alike. */
function merged({ order, starts, look, cellOf }, places) {
  const first = new Uint32Array(places + 1);
  const place = new Uint32Array(order.length);
  const looks = new Uint32Array(order.length);
  let size = 0;
  for (let at = 0; at < places; at++) {
    first[at] = size;
    for (let i = starts[at]; i < starts[at + 1]; i++) {
      const entry = order[i];
      let cell = first[at];
      while (cell < size && looks[cell] !== look[entry]) cell++;
      if (cell === size) {
        looks[size] = look[entry];
        place[size++] = at;
      }
      cellOf[entry] = cell;
    }
  }
  first[places] = size;
  return {
    size,
    first,
    place: place.slice(0, size),
    symbol: Uint16Array.from(looks.slice(0, size), (key) => key >>> 6),
  };
}

function symbolsOf() {
  const list = [];
  const byKey = new Map();
  return {
    list,
    number: (symbol) => {
      const key = symbolKey(symbol);
      if (!byKey.has(key)) {
        byKey.set(key, list.length);
        list.push(symbol);
      }
      return byKey.get(key);
    },
  };
}

function symbolReader({ table, style }, symbols) {
  const color = table.numbers(style.color_by);
  const [evidence, confidence] = [table.numbers("evidence"), table.numbers("place_confidence")];
  const [stands, radius] = [table.numbers("stands"), table.numbers("radius_m")];
  const points = []; // most rows: known without hashing
  const areas = new Map();
  return (row) => {
    const alike = (color[row] * 16 + evidence[row]) * 16 + confidence[row];
    if (stands[row] === 0) {
      points[alike] ??= symbols.number(symbolOf(table, style, row));
      return points[alike];
    }
    const key = (alike * 4 + stands[row]) * 512 + Math.min(511, Math.round((radius[row] || 0) / RADIUS_STEP));
    if (!areas.has(key)) areas.set(key, symbols.number(symbolOf(table, style, row)));
    return areas.get(key);
  };
}

/**
 * @param {any} table
 * @param {any} style
 * @param {number} row
 * @returns {import("./symbols.js").Symbol} how the row is drawn
 */
export function symbolOf(table, style, row) {
  const manner = STANDS[Math.min(table.numbers("stands")[row], REGION)];
  return {
    shape: style.shape,
    size: style.size,
    color: colorOf(style, table.get(row, style.color_by)),
    evidence: table.get(row, "evidence"),
    hollow: style.fill === "hollow",
    guess: table.get(row, "place_confidence") === "guess",
    manner: manner === "near" || manner === "disc" ? manner : "point",
    radius: manner === "near" || manner === "disc" ? radiusOf(table, row, manner) : 0,
  };
}

function radiusOf(table, row, manner) {
  const known = table.get(row, "radius_m");
  const radius = known ? Math.max(RADIUS_STEP, Math.round(known / RADIUS_STEP) * RADIUS_STEP) : 0;
  return radius || (manner === "disc" ? DISC_RADIUS : NEAR_RADIUS);
}

/** @param {any} style @param {string} value @returns {string} */
export function colorOf(style, value) {
  return style.colors[value] ?? style.colors.unknown ?? "#6b7280";
}
