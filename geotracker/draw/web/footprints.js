/** The ground that an event may have happened on: a circle of the radius that its place is known to. */

import { worldMetres } from "./columns.js";
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
  for (const { cells, x, y, metre } of marks) {
    if (!cells) continue;
    const widest = cells.map((cell) => symbols[symbol[cell]]).reduce((a, b) => (b.radius > a.radius ? b : a));
    circle(context, x, y, widest.radius * metre, widest.color, view);
  }
}

/** Draws the footprint of one event, at the place of that number in the grid. */
export function drawFootprint(context, view, scene, { table, row, layer }, place) {
  const metres = table.get(row, "radius_m") ?? 0;
  const cell = cellOfRow(layer, row);
  const { x, y, symbol, symbols } = scene.grid;
  const metre = view.scale / worldMetres(y[place]);
  const left = x[place] * view.scale - view.left;
  circle(context, left, y[place] * view.scale - view.top, metres * metre, symbols[symbol[cell]].color, view);
}

function circle(context, x, y, radius, color, view) {
  if (radius < LEAST || radius > 4 * Math.max(view.width, view.height)) return;
  context.save();
  context.beginPath();
  context.arc(x, y, radius, 0, Math.PI * 2);
  context.globalAlpha = 0.1;
  context.fillStyle = color;
  context.fill();
  context.globalAlpha = 0.9;
  context.strokeStyle = color;
  context.lineWidth = WIDTH;
  context.setLineDash([5, 4]);
  context.stroke();
  context.restore();
}
