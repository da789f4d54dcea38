/** Draws control under the events: the ground held, what entered and left it in the dates shown, the front line. */

import { canvasLayer } from "../canvas-layer.js";
import { look } from "../look.js";
import { pathsOf, SCALE } from "./paths.js";

const HELD = 0.2;
const CHANGED = 0.3;
const TILE = 7;

/**
 * @param {any} control `series`, each with `on` and `at`, and `style`
 * @param {(context: CanvasRenderingContext2D, view: any) => void} names writes the names of the ground over it
 * @returns {any} the L.Layer
 */
export function controlCanvas(control, names) {
  const paths = new Map(control.series.map((series) => [series, pathsOf(series)]));
  const inks = new Map();
  return canvasLayer("gt-control", (context, view) => {
    const shown = control.series.filter(({ on, at }) => on && at.state >= 0);
    for (const series of shown)
      draw(context, view, { series, paths: paths.get(series), style: control.style, change: control.change, inks });
    if (shown.length) names(context, view);
  });
}

function draw(context, view, { series, paths, style, change, inks }) {
  const { state, base } = series.at;
  const ground = paths.ground(state);
  context.save();
  toOrigin(context, view, paths.origin);
  context.globalAlpha = HELD;
  context.fillStyle = style.colors[series.category];
  context.fill(ground);
  if (change && base >= 0 && base !== state) {
    const between = paths.between(base, state);
    for (const [name, held] of [
      ["lost", paths.ground(base)],
      ["gained", ground],
    ]) {
      context.save();
      context.clip(between, "evenodd");
      context.globalAlpha = CHANGED;
      context.fillStyle = style[name];
      context.fill(held);
      context.globalAlpha = 0.9;
      context.fillStyle = inkOf(context, view, inks, name, style[name]);
      context.fill(held);
      context.restore();
    }
  }
  front(context, view, paths.front(state));
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
function inkOf(context, view, inks, name, color) {
  const key = `${name} ${view.ratio}`;
  if (!inks.has(key)) inks.set(key, context.createPattern(hatched(color, name === "gained", view.ratio), "repeat"));
  const ink = inks.get(key);
  ink.setTransform(context.getTransform().inverse());
  return ink;
}

/** @param {string} color @param {boolean} rising @param {number} ratio @returns {HTMLCanvasElement} a tile of hatching */
export function hatched(color, rising, ratio) {
  const tile = document.createElement("canvas");
  tile.width = tile.height = Math.round(TILE * ratio);
  const pen = tile.getContext("2d");
  const side = tile.width;
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
  context.lineJoin = context.lineCap = "round";
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
