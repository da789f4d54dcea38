/**
 * What stands on the map now: a place by itself, or a ring with the number of events of places too close to tell apart.
 *
 * The world is divided into areas of a fixed size on the screen, the same ones wherever the map is moved. Places of an
 * area that would cover one another are counted together; as the reader zooms in, areas are smaller and rings split.
 */

import { worldMetres } from "./columns.js";

export const AREA = 48; // CSS pixels
const MARGIN = 60;
const FAN_RADIUS = 10;
const SINGLE_RADIUS = 7;
const FEW = 6; // places in an area that are looked at one by one
const SPLIT_ZOOM = 15; // from here on every place stands by itself

/**
 * @typedef {object} Mark
 * @property {number} x CSS pixels on the canvas
 * @property {number} y
 * @property {number} radius CSS pixels
 * @property {number} count events
 * @property {number[]} places those counted together; only the first ones of a large ring
 * @property {number[] | null} cells of a place by itself; null for a ring
 * @property {number} metre CSS pixels in a metre on the ground
 * @property {Float64Array | null} colors of a ring: events by number of the color
 * @property {[number, number, number, number]} box of the places: least x, least y, most x, most y (Web Mercator)
 */

/**
 * @param {any} scene
 * @param {import("./canvas-layer.js").View} view
 * @returns {Mark[]} in the order in which they are drawn
 */
export function marksInView(scene, view) {
  const areas = areasInView(scene, view);
  const marks = [];
  const byArea = new Map();
  for (const area of areas.used) {
    const own =
      view.zoom >= SPLIT_ZOOM
        ? apart(scene, view, areas, area)
        : (few(scene, view, areas, area) ?? [ring(scene, view, areas, area)]);
    byArea.set(area, own);
    marks.push(...own);
  }
  if (view.zoom < SPLIT_ZOOM) joinNeighbours(byArea, areas.wide, view);
  return marks.filter((mark) => mark.count > 0).sort((a, b) => a.y - b.y);
}

/** Places and events by area, with a chain of its places (from the southernmost) through `next`. */
function areasInView(scene, view) {
  const { x, y } = scene.grid;
  const counts = scene.choice.places;
  const [left, top] = [view.left - MARGIN, view.top - MARGIN];
  const [column0, row0] = [Math.floor(left / AREA), Math.floor(top / AREA)];
  const wide = Math.floor((view.left + view.width + MARGIN) / AREA) - column0 + 1;
  const high = Math.floor((view.top + view.height + MARGIN) / AREA) - row0 + 1;
  const head = new Int32Array(wide * high).fill(-1);
  const number = new Uint32Array(wide * high);
  scene.grid.next ??= new Int32Array(x.length);
  const next = scene.grid.next;
  const used = [];
  const [west, east] = [left / view.scale, (view.left + view.width + MARGIN) / view.scale];
  const [north, south] = [top / view.scale, (view.top + view.height + MARGIN) / view.scale];
  const perWorld = view.scale / AREA;
  for (let place = 0; place < x.length; place++) {
    if (!counts[place] || x[place] < west || x[place] > east || y[place] < north || y[place] > south) continue;
    const area = (Math.floor(y[place] * perWorld) - row0) * wide + Math.floor(x[place] * perWorld) - column0;
    if (number[area]++ === 0) used.push(area);
    next[place] = head[area];
    head[area] = place;
  }
  return { used, head, next, number, wide, column0, row0 };
}

function apart(scene, view, { head, next }, area) {
  const marks = [];
  for (let place = head[area]; place >= 0; place = next[place]) marks.push(single(scene, view, place));
  return marks;
}

/** The places of an area one by one, or null where one would cover another. */
function few(scene, view, areas, area) {
  if (areas.number[area] > FEW) return null;
  const marks = apart(scene, view, areas, area);
  for (let i = 0; i < marks.length; i++) for (let j = 0; j < i; j++) if (overlap(marks[i], marks[j])) return null;
  return marks;
}

function overlap(a, b) {
  const reach = a.radius + b.radius - 2;
  return (a.x - b.x) ** 2 + (a.y - b.y) ** 2 < reach * reach;
}

function single(scene, view, place) {
  const { x, y, first } = scene.grid;
  const cells = [];
  for (let cell = first[place]; cell < first[place + 1]; cell++) if (scene.choice.cells[cell]) cells.push(cell);
  return {
    x: x[place] * view.scale - view.left,
    y: y[place] * view.scale - view.top,
    radius: cells.length === 1 ? SINGLE_RADIUS : SINGLE_RADIUS + fanReach(cells.length),
    count: scene.choice.places[place],
    places: [place],
    cells,
    metre: view.scale / worldMetres(y[place]),
    colors: null,
    box: [x[place], y[place], x[place], y[place]],
  };
}

function ring(scene, view, areas, area) {
  const { x, y, first, symbol } = scene.grid;
  const { cells, places } = scene.choice;
  const colorOf = colorNumbers(scene);
  const colors = new Float64Array(scene.grid.colors.length);
  const kept = [];
  const box = [1, 1, 0, 0];
  let [count, sumX, sumY] = [0, 0, 0];
  for (let place = areas.head[area]; place >= 0; place = areas.next[place]) {
    const here = places[place];
    count += here;
    sumX += here * x[place];
    sumY += here * y[place];
    widen(box, x[place], y[place], x[place], y[place]);
    kept.push(place);
    for (let cell = first[place]; cell < first[place + 1]; cell++) colors[colorOf[symbol[cell]]] += cells[cell];
  }
  const radius = ringRadius(count);
  const [left, top] = [
    (areas.column0 + (area % areas.wide)) * AREA,
    (areas.row0 + Math.floor(area / areas.wide)) * AREA,
  ];
  return {
    x: within((sumX / count) * view.scale, left + radius, left + AREA - radius) - view.left,
    y: within((sumY / count) * view.scale, top + radius, top + AREA - radius) - view.top,
    radius,
    count,
    places: kept,
    cells: null,
    metre: view.scale / worldMetres(sumY / count),
    colors,
    box,
  };
}

function within(value, least, most) {
  return Math.min(Math.max(value, least), most);
}

function widen(box, left, top, right, bottom) {
  box[0] = Math.min(box[0], left);
  box[1] = Math.min(box[1], top);
  box[2] = Math.max(box[2], right);
  box[3] = Math.max(box[3], bottom);
}

/** The number of its color for each symbol; the colors are kept in the grid. */
function colorNumbers({ grid }) {
  if (!grid.colorOf) {
    grid.colors = [...new Set(grid.symbols.map(({ color }) => color))];
    grid.colorOf = grid.symbols.map(({ color }) => grid.colors.indexOf(color));
  }
  return grid.colorOf;
}

/** @param {number} count @returns {number} CSS pixels */
export function ringRadius(count) {
  return count < 10 ? 12 : count < 100 ? 15 : count < 1000 ? 18 : 21;
}

/** Takes a place that a mark of the next area covers into that mark. */
function joinNeighbours(byArea, wide) {
  for (const [area, own] of byArea) {
    for (const mark of own) {
      if (!mark.cells || !mark.count) continue;
      const other = covering(byArea, area, wide, mark);
      if (other) join(other, mark);
    }
  }
}

function covering(byArea, area, wide, mark) {
  for (const row of [-wide, 0, wide]) {
    for (const column of [-1, 0, 1]) {
      if (row === 0 && column === 0) continue;
      for (const other of byArea.get(area + row + column) ?? []) if (other.count && overlap(mark, other)) return other;
    }
  }
  return null;
}

function join(ringed, mark) {
  const count = ringed.count + mark.count;
  ringed.x = (ringed.x * ringed.count + mark.x * mark.count) / count;
  ringed.y = (ringed.y * ringed.count + mark.y * mark.count) / count;
  ringed.count = count;
  ringed.radius = ringRadius(count);
  ringed.joined = [...(ringed.joined ?? (ringed.cells ? [ringed.cells] : [])), mark.cells];
  ringed.cells = null;
  ringed.places.push(...mark.places);
  widen(ringed.box, ...mark.box);
  mark.count = 0;
}

/**
 * @param {any} scene
 * @param {Mark} mark a ring
 * @returns {[string, number][]} color and its share of the events, the largest first
 */
export function shares(scene, mark) {
  const colorOf = colorNumbers(scene);
  const colors = mark.colors ?? new Float64Array(scene.grid.colors.length);
  for (const cells of mark.joined ?? []) {
    for (const cell of cells) colors[colorOf[scene.grid.symbol[cell]]] += scene.choice.cells[cell];
  }
  mark.colors = colors;
  mark.joined = null;
  const total = colors.reduce((sum, part) => sum + part, 0);
  return scene.grid.colors
    .map((color, i) => [color, colors[i] / total])
    .filter(([, share]) => share > 0)
    .sort((a, b) => b[1] - a[1]);
}

function fanReach(count) {
  return FAN_RADIUS + Math.max(0, count - 5) * 1.6;
}

/**
 * @param {Mark} mark a place by itself
 * @param {number} i which of its cells
 * @returns {[number, number]} where the symbol of that cell stands: several of one place stand around it
 */
export function fanned(mark, i) {
  const count = mark.cells.length;
  if (count === 1) return [mark.x, mark.y];
  const angle = -Math.PI / 2 + (i * 2 * Math.PI) / count;
  const reach = fanReach(count);
  return [mark.x + Math.cos(angle) * reach, mark.y + Math.sin(angle) * reach];
}
