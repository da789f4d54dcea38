/** Control polygons as paths of a canvas: in world widths times SCALE from a point near them, so that they stay exact. */

import { worldX, worldY } from "../columns.js";

export const SCALE = 2 ** 20;
const KEPT = 24; // days whose paths are at hand: a step or two back and forth, whatever is dragged

/** @param {import("./series.js").Series} series @returns {any} gives the paths of its days; `origin` is their world point */
export function pathsOf({ days, cells }) {
  const first = days.find(({ rings }) => rings.length)?.rings[0].points ?? [0, 0];
  /** @type {[number, number]} */
  const origin = [worldX(first[0] / cells), worldY(first[1] / cells)];
  const projected = new WeakMap();
  const coordinates = (ring) => {
    if (!projected.has(ring.points)) projected.set(ring.points, flat(ring.points, cells, origin));
    return projected.get(ring.points);
  };
  const made = new Map();
  const kept = (key, make) => {
    const path = made.get(key) ?? make();
    made.delete(key);
    made.set(key, path);
    if (made.size > KEPT) made.delete(made.keys().next().value);
    return path;
  };
  return {
    origin,
    ground: (place) => kept(`${place}`, () => closed(days[place].rings.map(coordinates))),
    front: (place) => kept(`${place} front`, () => alongFront(days[place].rings, coordinates)),
    /** What only one of two days holds, filled by "evenodd". */
    between: (one, other) =>
      kept(`${one} ${other}`, () => closed(borders(days[one], days[other]).map((ring) => flat(ring, cells, origin)))),
  };
}

function flat(points, cells, [left, top]) {
  const found = new Float32Array(points.length);
  for (let i = 0; i < points.length; i += 2) {
    found[i] = (worldX(points[i] / cells) - left) * SCALE;
    found[i + 1] = (worldY(points[i + 1] / cells) - top) * SCALE;
  }
  return found;
}

const WIDE = 2 ** 26; // more cells than there are from pole to pole
const EQUATOR = WIDE / 2;

/**
 * @param {{ rings: { points: Int32Array }[] }} one
 * @param {{ rings: { points: Int32Array }[] }} other
 * @returns {number[][]} rings (longitude and latitude by turns) around the ground that only one of two days holds: the
 *   edges that both days have are left out, so that a canvas has little to fill
 */
export function borders(one, other) {
  const [a, b] = [new Set(one.rings.map(({ points }) => points)), new Set(other.rings.map(({ points }) => points))];
  const ways = new Map();
  for (const points of a) if (!b.has(points)) walk(points, (from, to) => add(ways, to, from));
  for (const points of b)
    if (!a.has(points)) walk(points, (from, to) => take(ways, to, from) === undefined && add(ways, from, to));
  const found = [];
  for (const start of ways.keys()) while (ways.get(start).length) found.push(round(ways, start));
  return found;
}

function walk(points, step) {
  const at = (i) => points[i] * WIDE + points[i + 1] + EQUATOR;
  let from = at(points.length - 2);
  for (let i = 0; i < points.length; i += 2) {
    const to = at(i);
    step(from, to);
    from = to;
  }
}

function add(ways, from, to) {
  const known = ways.get(from);
  if (known) known.push(to);
  else ways.set(from, [to]);
}

/** Takes the edge from one point to the other away; undefined where there is none. */
function take(ways, from, to) {
  const known = ways.get(from);
  const place = known ? known.indexOf(to) : -1;
  return place < 0 ? undefined : known.splice(place, 1)[0];
}

/** Every point has as many edges to it as from it, so a walk only ends where it began. */
function round(ways, start) {
  const ring = [];
  for (let at = start; ways.get(at)?.length; at = ways.get(at).pop()) {
    const lon = Math.floor(at / WIDE);
    ring.push(lon, at - lon * WIDE - EQUATOR);
  }
  return ring;
}

function closed(rings) {
  const path = new Path2D();
  for (const ring of rings) {
    path.moveTo(ring[0], ring[1]);
    for (let i = 2; i < ring.length; i += 2) path.lineTo(ring[i], ring[i + 1]);
    path.closePath();
  }
  return path;
}

function alongFront(rings, coordinates) {
  const path = new Path2D();
  for (const ring of rings) {
    const at = coordinates(ring);
    for (const run of runs(ring.front)) {
      path.moveTo(at[2 * run[0]], at[2 * run[0] + 1]);
      for (let i = 1; i < run.length; i++) path.lineTo(at[2 * run[i]], at[2 * run[i] + 1]);
      if (run.length === ring.front.length) path.closePath();
    }
  }
  return path;
}

/**
 * @param {Uint8Array} front 1 for each point of a ring that lies on the front line
 * @returns {number[][]} the stretches of at least two of them, the ring's end and start together
 */
export function runs(front) {
  const count = front.length;
  const gap = front.indexOf(0);
  if (gap < 0) return [Array.from(front, (_, i) => i)];
  const found = [];
  let run = [];
  for (let step = 1; step <= count; step++) {
    const point = (gap + step) % count;
    if (front[point]) run.push(point);
    else {
      if (run.length > 1) found.push(run);
      run = [];
    }
  }
  return found;
}
