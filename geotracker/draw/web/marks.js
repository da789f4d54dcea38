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
const FULL = 16; // places for each that has events: with fewer, all of them are gone through
const FEW = 6; // places in an area that are looked at one by one
const SPLIT_ZOOM = 15; // from here on every place stands by itself

/**
 * @typedef {object} Mark
 * @property {number} x CSS pixels on the canvas
 * @property {number} y
 * @property {number} radius CSS pixels
 * @property {number} count events
 * @property {number[]} places of the grid, and with them those of the chain (see `placesOf`)
 * @property {number} chain
 * @property {number[][]} [joined] cells of places that a neighbouring area had
 * @property {number[] | null} cells of a place by itself; null for a ring
 * @property {number} metre CSS pixels in a metre on the ground
 * @property {Float64Array | null} colors of a ring: events by number of the color
 * @property {ArrayLike<number>} box of the places: least x, least y, most x, most y (Web Mercator)
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
  if (view.zoom < SPLIT_ZOOM) joinNeighbours(byArea, areas.wide);
  return marks.filter((mark) => mark.count > 0).sort((a, b) => a.y - b.y);
}

/**
 * Sums over the places of each area, with a chain of them through `next`: what a ring needs is added up in one pass, so
 * that a million places are not looked at twice.
 */
function areasInView(scene, view) {
  const [left, top] = [view.left - MARGIN, view.top - MARGIN];
  const [column0, row0] = [Math.floor(left / AREA), Math.floor(top / AREA)];
  const wide = Math.floor((view.left + view.width + MARGIN) / AREA) - column0 + 1;
  const high = Math.floor((view.top + view.height + MARGIN) / AREA) - row0 + 1;
  scene.grid.next ??= new Int32Array(scene.grid.x.length);
  const colorOf = colorNumbers(scene);
  const areas = {
    ...{ wide, high, column0, row0, used: [], next: scene.grid.next, head: new Int32Array(wide * high).fill(-1) },
    number: new Uint32Array(wide * high),
    count: new Uint32Array(wide * high),
    sums: new Float64Array(2 * wide * high),
    boxes: new Float64Array(4 * wide * high),
    colors: new Float64Array(scene.grid.colors.length * wide * high),
  };
  addPlaces(scene, view, areas, Uint8Array.from(colorOf));
  return areas;
}

function addPlaces(scene, view, areas, colorOf) {
  const { x, y, first, symbol, colors: palette } = scene.grid;
  const { cells, places, touched } = scene.choice;
  const { used, head, next, number, count, sums, boxes, colors, wide, high, column0, row0 } = areas;
  const perWorld = view.scale / AREA;
  const many = touched.length * FULL > x.length; // then memory is read faster in its order
  const length = many ? x.length : touched.length;
  for (let i = 0; i < length; i++) {
    const place = many ? i : touched.list[i];
    const here = places[place];
    if (!here) continue;
    const [column, row] = [Math.floor(x[place] * perWorld) - column0, Math.floor(y[place] * perWorld) - row0];
    if (column < 0 || column >= wide || row < 0 || row >= high) continue;
    const area = row * wide + column;
    if (number[area]++ === 0) {
      used.push(area);
      boxes.set([x[place], y[place], x[place], y[place]], 4 * area);
    }
    next[place] = head[area];
    head[area] = place;
    count[area] += here;
    sums[2 * area] += here * x[place];
    sums[2 * area + 1] += here * y[place];
    widen(boxes, 4 * area, x[place], y[place], x[place], y[place]);
    for (let cell = first[place]; cell < first[place + 1]; cell++) {
      colors[palette.length * area + colorOf[symbol[cell]]] += cells[cell];
    }
  }
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
    chain: -1,
    cells,
    metre: view.scale / worldMetres(y[place]),
    colors: null,
    box: [x[place], y[place], x[place], y[place]],
  };
}

function ring(scene, view, areas, area) {
  const { wide, column0, row0, sums } = areas;
  const count = areas.count[area];
  const radius = ringRadius(count);
  const [left, top] = [(column0 + (area % wide)) * AREA, (row0 + Math.floor(area / wide)) * AREA];
  const size = scene.grid.colors.length;
  return {
    x: within((sums[2 * area] / count) * view.scale, left + radius, left + AREA - radius) - view.left,
    y: within((sums[2 * area + 1] / count) * view.scale, top + radius, top + AREA - radius) - view.top,
    radius,
    count,
    places: [],
    chain: areas.head[area],
    cells: null,
    metre: view.scale / worldMetres(sums[2 * area + 1] / count),
    colors: areas.colors.slice(size * area, size * (area + 1)),
    box: areas.boxes.slice(4 * area, 4 * area + 4),
  };
}

/**
 * @param {any} scene
 * @param {Mark} mark of the last call of `marksInView`
 * @returns {number[]} the places of the grid that it stands for
 */
export function placesOf(scene, mark) {
  const places = [...mark.places];
  for (let place = mark.chain; place >= 0; place = scene.grid.next[place]) places.push(place);
  return places;
}

function within(value, least, most) {
  return Math.min(Math.max(value, least), most);
}

function widen(boxes, at, left, top, right, bottom) {
  if (left < boxes[at]) boxes[at] = left;
  if (top < boxes[at + 1]) boxes[at + 1] = top;
  if (right > boxes[at + 2]) boxes[at + 2] = right;
  if (bottom > boxes[at + 3]) boxes[at + 3] = bottom;
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
  widen(ringed.box, 0, ...mark.box);
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
