/** Events by day behind the two handles: solid where the day is known, hatched where only the report is dated. */

import { fit } from "./canvas-layer.js";
import { byDay } from "./choice.js";
import { monthOf, partsOf, shortDay } from "./days.js";

const LEAST_BAR = 3;
const AXIS = 28; // the handles stand on the ground line, the days below them
const WIDEST_BAR = 72;

/**
 * @param {{ dated: Uint32Array, loose: Uint32Array }} days
 * @param {number} bin days in a bar
 * @returns {{ dated: number[], loose: number[], most: number }} events a day in each bar (the most of its days)
 */
export function binned({ dated, loose }, bin) {
  const bars = { dated: [], loose: [], most: 0 };
  for (let i = 0; i < dated.length; i += bin) {
    let best = i;
    for (let j = i; j < Math.min(i + bin, dated.length); j++) {
      if (dated[j] + loose[j] > dated[best] + loose[best]) best = j;
    }
    bars.dated.push(dated[best]);
    bars.loose.push(loose[best]);
    bars.most = Math.max(bars.most, dated[best] + loose[best]);
  }
  return bars;
}

/**
 * @param {number} from
 * @param {number} to
 * @param {number} room how many labels fit
 * @returns {{ day: number, text: string }[]} labels for the axis, at day, week, month or year steps
 */
export function ticks(from, to, room) {
  const days = to - from + 1;
  const step = [1, 2, 7, 14].find((size) => days / size <= room);
  const found = [];
  for (let day = from; day <= to; day++) {
    const { year, month, day: number } = partsOf(day);
    if (step) {
      if ((day - from) % step === 0) found.push({ day, text: shortDay(day) });
    } else if (number === 1) {
      const every = [1, 2, 3, 6, 12, 24, 60].find((size) => days / 30.4 / size <= room) ?? 120;
      if ((year * 12 + month - 1) % every === 0)
        found.push({ day, text: every >= 12 ? String(year) : monthOf(day).replace(/^(...)\w*/, "$1") });
    }
  }
  return found;
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {any} scene
 * @param {number} width CSS pixels
 * @param {number} height
 * @param {Record<string, string>} colors
 * @returns {number} the most events that any day has
 */
export function drawHistogram(canvas, scene, width, height, colors) {
  const ratio = window.devicePixelRatio || 1;
  fit(canvas, width, height, ratio);
  const context = canvas.getContext("2d");
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  const days = byDay(scene);
  const dayWidth = width / days.dated.length;
  const bin = Math.max(1, Math.ceil(LEAST_BAR / dayWidth));
  const bars = binned(days, bin);
  const ground = height - AXIS;
  const scale = (ground - 4) / Math.max(1, bars.most);
  const hatch = { on: stripes(context, colors.accent), off: stripes(context, colors.muted) };
  shade(context, scene, days.from, dayWidth, ground, colors);
  for (let i = 0; i < bars.dated.length; i++) {
    const first = days.from + i * bin;
    const inside = within(scene.window, first, first + bin - 1);
    const room = bin * dayWidth;
    const wide = Math.min(WIDEST_BAR, Math.max(1, room - (room > 6 ? 2 : 1)));
    bar(
      context,
      i * room + (room - wide) / 2,
      wide,
      ground,
      bars.dated[i] * scale,
      bars.loose[i] * scale,
      inside,
      hatch,
      colors,
    );
  }
  axis(context, scene, width, height, dayWidth, colors);
  return bars.most;
}

function within(window, first, last) {
  return (window.mode === "upto" || last >= window.from) && first <= window.to;
}

function shade(context, scene, origin, dayWidth, ground, colors) {
  const from = clamped(scene.window.mode === "upto" ? origin : scene.window.from, origin, scene.extent);
  const to = clamped(scene.window.to + 1, origin, scene.extent);
  context.fillStyle = colors.accent;
  context.globalAlpha = 0.1;
  context.fillRect(from * dayWidth, 0, (to - from) * dayWidth, ground);
  context.globalAlpha = 1;
  context.fillStyle = colors.line;
  context.fillRect(0, ground, dayWidth * (scene.extent.to - origin + 1), 1);
}

function clamped(day, origin, extent) {
  return Math.min(Math.max(day - origin, 0), extent.to - origin + 1);
}

function bar(context, left, wide, ground, dated, loose, inside, hatch, colors) {
  context.globalAlpha = inside ? 1 : 0.45;
  context.fillStyle = inside ? colors.accent : colors.muted;
  context.fillRect(left, ground - dated, wide, dated);
  if (!loose) {
    context.globalAlpha = 1;
    return;
  }
  context.fillStyle = inside ? hatch.on : hatch.off;
  context.fillRect(left, ground - dated - loose, wide, loose);
  context.strokeStyle = inside ? colors.accent : colors.muted;
  context.lineWidth = 1;
  if (wide > 5) context.strokeRect(left + 0.5, ground - dated - loose + 0.5, wide - 1, Math.max(1, loose - 0.5));
  context.globalAlpha = 1;
}

function stripes(context, color) {
  const tile = document.createElement("canvas");
  tile.width = tile.height = 5;
  const pen = tile.getContext("2d");
  pen.strokeStyle = color;
  pen.lineWidth = 1.2;
  for (const shift of [-5, 0, 5]) {
    pen.moveTo(shift, 5);
    pen.lineTo(shift + 5, 0);
  }
  pen.stroke();
  return context.createPattern(tile, "repeat");
}

function axis(context, scene, width, height, dayWidth, colors) {
  context.font = "11px system-ui, sans-serif";
  context.textBaseline = "alphabetic";
  context.fillStyle = colors.muted;
  const { from, to } = scene.extent;
  for (const { day, text } of ticks(from, to, Math.max(2, Math.floor(width / 62)))) {
    const middle = (day - from + 0.5) * dayWidth;
    const half = context.measureText(text).width / 2;
    context.textAlign = "center";
    context.fillText(text, Math.min(Math.max(middle, half), width - half), height - 3);
  }
}
