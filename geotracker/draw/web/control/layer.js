/** Draws control under the events: the ground held, what entered and left it in the dates shown, the front line. */

import { canvasLayer } from "../canvas-layer.js";
import { look } from "../look.js";
import { pathsOf, SCALE } from "./paths.js";
import { changed } from "./series.js";

const HELD = 0.2;
const CHANGED = 0.3;
const TILE = 7;

/**
 * @param {any} control `series`, each with `on` and `at`, and `style`
 * @returns {any} the L.Layer
 */
export function controlCanvas(control) {
  const paths = new Map(control.series.map((series) => [series, pathsOf(series)]));
  const inks = new Map();
  return canvasLayer("gt-control", (context, view) => {
    for (const series of control.series) {
      if (!series.on || series.at.state < 0) continue;
      draw(context, view, { series, paths: paths.get(series), control, inks });
    }
  });
}

/**
 * @param {(context: CanvasRenderingContext2D, view: any) => void} names writes the names of the ground
 * @returns {any} the L.Layer: they stand over the tints, and a step of the dates does not draw them again
 */
export function nameCanvas(names) {
  return canvasLayer("gt-names", names);
}

function draw(context, view, { series, paths, control, inks }) {
  const { state, base } = series.at;
  const ground = paths.ground(state);
  context.save();
  toOrigin(context, view, paths.origin);
  context.globalAlpha = HELD;
  context.fillStyle = control.style.colors[series.category];
  context.fill(ground);
  context.globalAlpha = 1;
  if (control.change && base >= 0 && base !== state) {
    const { gained, lost } = changed(series, series.at);
    const inkOf = (name) => ink(context, view, inks, name, control.style[name]);
    const between = paths.between(base, state);
    if (lost) tint(context, between, paths.ground(base), inkOf("lost"));
    if (gained) tint(context, between, ground, inkOf("gained"));
  }
  front(context, view, paths.front(state));
  context.restore();
}

/** What of the ground that only one of two days holds is held on the day of `ground`. */
function tint(context, between, ground, style) {
  context.save();
  context.clip(between, "evenodd");
  context.fillStyle = style;
  context.fill(ground);
  context.restore();
}

function toOrigin(context, view, [x, y]) {
  const factor = (view.scale / SCALE) * view.ratio;
  context.setTransform(
    factor,
    0,
    0,
    factor,
    (x * view.scale - view.left) * view.ratio,
    (y * view.scale - view.top) * view.ratio,
  );
}

/** A hatching in the pixels of the canvas: it does not swim when the map is zoomed. */
function ink(context, view, inks, name, color) {
  const key = `${name} ${view.ratio}`;
  if (!inks.has(key)) inks.set(key, context.createPattern(hatched(color, name === "gained", view.ratio), "repeat"));
  const pattern = inks.get(key);
  pattern.setTransform(context.getTransform().inverse());
  return pattern;
}

/** @param {string} color @param {boolean} rising @param {number} ratio @returns {HTMLCanvasElement} a tile of hatching */
export function hatched(color, rising, ratio) {
  const tile = document.createElement("canvas");
  tile.width = tile.height = Math.round(TILE * ratio);
  const pen = tile.getContext("2d");
  const side = tile.width;
  pen.globalAlpha = CHANGED;
  pen.fillStyle = color;
  pen.fillRect(0, 0, side, side);
  pen.globalAlpha = 0.9;
  pen.strokeStyle = color;
  pen.lineWidth = 1.3 * ratio;
  pen.lineCap = "square";
  for (const shift of [-side, 0, side]) {
    pen.moveTo(shift, rising ? side : 0);
    pen.lineTo(shift + side, rising ? 0 : side);
  }
  pen.stroke();
  return tile;
}

function front(context, view, path) {
  const colors = look();
  const pixel = SCALE / view.scale;
  const width = view.zoom < 7 ? 1.6 : 2.2;
  context.lineJoin = "bevel"; // round joins of a thousand bends would cost more than all else
  for (const { color, alpha, wide } of [
    { color: colors.paper, alpha: 0.75, wide: width + 2.6 },
    { color: colors.ink, alpha: 1, wide: width },
  ]) {
    context.globalAlpha = alpha;
    context.strokeStyle = color;
    context.lineWidth = wide * pixel;
    context.stroke(path);
  }
}
