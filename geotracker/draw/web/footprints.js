/** The ground that an event may have happened on: a circle of the radius that its place is known to, or its own shape. */

import { eventsOf } from "./choice.js";
import { worldMetres } from "./columns.js";
import { toWorld } from "./regions.js";
import { cellOfRow } from "./rows.js";

const LEAST = 9; // CSS pixels: a smaller circle would hide under its symbol
const WIDTH = 1.6;

/**
 * Draws the footprint of every place that stands by itself, the widest of each.
 * @param {CanvasRenderingContext2D} context
 * @param {any} view
 * @param {any} scene
 * @param {any[]} marks
 */
export function drawFootprints(context, view, scene, marks) {
  const { symbol, symbols } = scene.grid;
  const shaped = shapesOf(scene, new Set(marks.flatMap(({ cells }) => cells ?? [])));
  for (const { cells, x, y, metre } of marks) {
    if (!cells) continue;
    for (const cell of cells)
      for (const path of shaped.get(cell) ?? []) outline(context, path, colorOf(scene, cell), view);
    const round = cells.filter((cell) => !shaped.has(cell)).map((cell) => symbols[symbol[cell]]);
    if (!round.length) continue;
    const widest = round.reduce((a, b) => (b.radius > a.radius ? b : a));
    circle(context, x, y, widest.radius * metre, widest.color, view);
  }
}

/** The grounds of their own that events of those cells have. */
function shapesOf(scene, cells) {
  const shaped = new Map();
  if (!scene.tables.some((table) => table.groundOf)) return shaped;
  eventsOf(scene, ({ table, row, cell }) => {
    const ground = cells.has(cell) && table.groundOf?.(row);
    if (ground) shaped.set(cell, (shaped.get(cell) ?? new Set()).add(ground.path));
    return false;
  });
  return shaped;
}

function colorOf({ grid }, cell) {
  return grid.symbols[grid.symbol[cell]].color;
}

/** Draws the footprint of one event, at the place of that number in the grid. */
export function drawFootprint(context, view, scene, { table, row, layer }, place) {
  const color = colorOf(scene, cellOfRow(layer, row));
  const ground = table.groundOf?.(row);
  if (ground) return outline(context, ground.path, color, view);
  const metres = table.get(row, "radius_m") ?? 0;
  const { x, y } = scene.grid;
  const metre = view.scale / worldMetres(y[place]);
  const left = x[place] * view.scale - view.left;
  circle(context, left, y[place] * view.scale - view.top, metres * metre, color, view);
}

function circle(context, x, y, radius, color, view) {
  if (radius < LEAST || radius > 4 * Math.max(view.width, view.height)) return;
  const path = new Path2D();
  path.arc(x, y, radius, 0, Math.PI * 2);
  context.save();
  ink(context, path, color, 1);
  context.restore();
}

function outline(context, path, color, view) {
  context.save();
  toWorld(context, view);
  ink(context, path, color, 256 / view.scale);
  context.restore();
}

/** @param {number} pixel the length of a CSS pixel in the units of the path */
function ink(context, path, color, pixel) {
  context.globalAlpha = 0.1;
  context.fillStyle = color;
  context.fill(path, "evenodd");
  context.globalAlpha = 0.9;
  context.strokeStyle = color;
  context.lineWidth = WIDTH * pixel;
  context.setLineDash([5 * pixel, 4 * pixel]);
  context.stroke(path);
}
