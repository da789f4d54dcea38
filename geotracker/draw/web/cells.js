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
 * @param {any[]} layers
 * @returns {{ symbols: any[], cells: { table: any, site: number, symbol: number, layer: any }[] }} cells in the order
 *   of their tables and sites; every layer gets `cellOf`, the cell of each of its rows
 */
export function gridOf(layers) {
  const symbols = symbolsOf();
  const cells = [];
  const found = new Map();
  for (const [depth, layer] of layers.entries()) {
    const { table, rows } = layer;
    const site = table.numbers("site");
    const stands = table.numbers("stands");
    const symbolAt = symbolReader(layer, symbols);
    layer.cellOf = new Uint32Array(rows.length);
    const byKey = found.get(table) ?? new Map();
    found.set(table, byKey);
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i];
      if (stands[row] >= REGION) continue;
      const symbol = symbolAt(row);
      const key = (site[row] * 4096 + symbol) * 64 + depth;
      let cell = byKey.get(key);
      if (cell === undefined) {
        cell = cells.length;
        byKey.set(key, cell);
        cells.push({ table, site: site[row], symbol, layer });
      }
      layer.cellOf[i] = cell;
    }
  }
  return { symbols: symbols.list, cells: inOrder(cells, layers) };
}

/** Sorts the cells by table and site, in time that grows with their number only, and tells the layers. */
function inOrder(cells, layers) {
  const first = new Map();
  let sites = 0;
  for (const { table } of layers) {
    if (first.has(table)) continue;
    first.set(table, sites);
    sites += table.x.length;
  }
  const next = new Uint32Array(sites + 1);
  for (const { table, site } of cells) next[first.get(table) + site + 1]++;
  for (let i = 0; i < sites; i++) next[i + 1] += next[i];
  const place = new Uint32Array(cells.length);
  const ordered = new Array(cells.length);
  for (let i = 0; i < cells.length; i++) {
    place[i] = next[first.get(cells[i].table) + cells[i].site]++;
    ordered[place[i]] = cells[i];
  }
  for (const layer of layers) layer.cellOf = layer.cellOf.map((cell) => place[cell]);
  return ordered;
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
  const known = new Map();
  return (row) => {
    const steps = stands[row] === 0 ? 0 : Math.min(511, Math.round((radius[row] || 0) / RADIUS_STEP));
    const key = (((color[row] * 16 + evidence[row]) * 16 + confidence[row]) * 4 + stands[row]) * 512 + steps;
    if (!known.has(key)) known.set(key, symbols.number(symbolOf(table, style, row)));
    return known.get(key);
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
