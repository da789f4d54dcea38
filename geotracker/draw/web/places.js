/** The places in view, each with the cells that the dates and layers choose; a crowd of them is thinned to spots. */

import { worldMetres } from "./columns.js";

const CROWD = 700; // places in view: past it, one symbol stands for all of a spot
const SPOT = 6; // CSS pixels: the side of a spot, half a symbol
const MARGIN = 60;
const FAN_RADIUS = 10;

/**
 * @typedef {object} Place
 * @property {number} x CSS pixels on the canvas
 * @property {number} y
 * @property {number} metre CSS pixels in a metre on the ground there
 * @property {number[]} cells
 */

/**
 * @param {any} scene
 * @param {import("./canvas-layer.js").View} view
 * @returns {{ places: Place[], crowded: boolean }} in the order in which they are drawn
 */
export function placesInView(scene, view) {
  const places = [];
  eachSite(scene, (table, site, first, last) => {
    const x = table.x[site] * view.scale - view.left;
    const y = table.y[site] * view.scale - view.top;
    if (x < -MARGIN || y < -MARGIN || x > view.width + MARGIN || y > view.height + MARGIN) return;
    places.push({ x, y, metre: view.scale / worldMetres(table.y[site]), first, last });
  });
  const crowded = places.length > CROWD;
  const kept = crowded ? thinned(places, view) : places;
  for (const place of kept) place.cells = crowded ? [fullest(scene, place)] : counted(scene, place);
  return { places: kept, crowded };
}

/** Calls `visit` for every place that has a cell with events: its table, its number, its first cell and its last. */
function eachSite(scene, visit) {
  const { cells } = scene.grid;
  const counts = scene.choice.cells;
  for (let i = 0; i < cells.length; ) {
    const { table, site } = cells[i];
    const first = i;
    let any = false;
    for (; i < cells.length && cells[i].site === site && cells[i].table === table; i++) any ||= counts[i] > 0;
    if (any) visit(table, site, first, i - 1);
  }
}

function counted(scene, { first, last }) {
  const cells = [];
  for (let cell = first; cell <= last; cell++) if (scene.choice.cells[cell]) cells.push(cell);
  return cells;
}

function fullest(scene, { first, last }) {
  let best = first;
  for (let cell = first; cell <= last; cell++) if (scene.choice.cells[cell] > scene.choice.cells[best]) best = cell;
  return best;
}

/** One place of each spot, the southernmost, which would lie over the others. */
function thinned(places, view) {
  const wide = Math.ceil((view.width + 2 * MARGIN) / SPOT) + 1;
  const spots = new Int32Array(wide * (Math.ceil((view.height + 2 * MARGIN) / SPOT) + 1)).fill(-1);
  for (let i = 0; i < places.length; i++) {
    const column = Math.floor((places[i].x + MARGIN) / SPOT);
    spots[Math.floor((places[i].y + MARGIN) / SPOT) * wide + column] = i;
  }
  const kept = [];
  for (const i of spots) if (i >= 0) kept.push(places[i]);
  return kept;
}

/**
 * @param {Place} place
 * @param {number} i which of its cells
 * @returns {[number, number]} where the symbol of that cell stands: several of one place stand around it
 */
export function fanned(place, i) {
  const count = place.cells.length;
  if (count === 1) return [place.x, place.y];
  const angle = -Math.PI / 2 + (i * 2 * Math.PI) / count;
  const reach = FAN_RADIUS + Math.max(0, count - 5) * 1.6;
  return [place.x + Math.cos(angle) * reach, place.y + Math.sin(angle) * reach];
}

/**
 * @param {any} scene
 * @param {import("./canvas-layer.js").View} view
 * @param {number} x
 * @param {number} y
 * @param {number} slack CSS pixels
 * @returns {Set<number>} the cells of all places whose point lies within `slack` of x, y
 */
export function cellsNear(scene, view, x, y, slack) {
  const found = new Set();
  eachSite(scene, (table, site, first, last) => {
    if (Math.abs(table.x[site] * view.scale - view.left - x) > slack) return;
    if (Math.abs(table.y[site] * view.scale - view.top - y) > slack) return;
    for (const cell of counted(scene, { first, last })) found.add(cell);
  });
  return found;
}
