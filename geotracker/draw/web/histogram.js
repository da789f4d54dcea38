/** Events by day behind the two handles: solid where the day is known, hatched where only the report is dated. */

import { byDay } from "./daily.js";
import { monthOf, partsOf, shortDay } from "./days.js";
import { gapsOf } from "./reporting.js";

const LEAST_BAR = 3;
const AXIS = 28; // the handles stand on the ground line, the days below them
const WIDEST_BAR = 72;

/**
 * @param {import("./daily.js").Daily} days
 * @param {number} bin days in a bar
 * @returns {{ at: number[], total: number[], most: number }} for each bar the day (from the first) that has most events
 */
export function binned({ dated, loose, length }, bin) {
  const bars = { at: [], total: [], most: 0 };
  const all = [...dated, ...loose];
  for (let i = 0; i < length; i += bin) {
    let [best, most] = [i, -1];
    for (let day = i; day < Math.min(i + bin, length); day++) {
      let sum = 0;
      for (const kind of all) sum += kind[day];
      if (sum > most) [best, most] = [day, sum];
    }
    bars.at.push(best);
    bars.total.push(most);
    bars.most = Math.max(bars.most, most);
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
 * Draws all days; which of them are shown is laid over it by the time filter.
 * @param {any} context
 * @param {any} scene
 * @param {number} width CSS pixels
 * @param {number} height
 * @param {Record<string, string>} colors
 */
export function drawHistogram(context, scene, width, height, colors) {
  const days = byDay(scene);
  const dayWidth = width / days.length;
  const bin = Math.max(1, Math.ceil(LEAST_BAR / dayWidth));
  const bars = binned(days, bin);
  const ground = height - AXIS;
  const scale = (ground - 4) / Math.max(1, bars.most);
  gaps(context, scene, dayWidth, ground, colors);
  const inks = days.kinds.map((kind) => inkOf(context, kindColor(colors, kind)));
  const room = bin * dayWidth;
  const wide = Math.min(WIDEST_BAR, Math.max(1, room - (room > 6 ? 2 : room > 3 ? 1 : 0)));
  for (let i = 0; i < bars.at.length; i++) {
    stack(context, days, bars.at[i], inks, { left: i * room + (room - wide) / 2, wide, ground, scale });
  }
  context.fillStyle = colors.line;
  context.fillRect(0, ground, width, 1);
  axis(context, scene, width, height, dayWidth, colors);
}

/** @param {Record<string, string>} colors @param {string} kind @returns {string} */
export function kindColor(colors, kind) {
  return colors[`kind-${kind}`] ?? colors.muted;
}

/** Days without any report are no quiet days: a band of dots in place of bars. */
function gaps(context, scene, dayWidth, ground, colors) {
  context.fillStyle = dots(context, colors.muted);
  for (const [from, to] of gapsOf(scene)) {
    context.fillRect((from - scene.extent.from) * dayWidth, 2, (to - from + 1) * dayWidth, ground - 2);
  }
}

function stack(context, { dated, loose }, day, inks, { left, wide, ground, scale }) {
  let top = ground;
  for (const [counts, name] of [
    [dated, "solid"],
    [loose, "hatch"],
  ]) {
    for (const [kind, ink] of inks.entries()) {
      const high = counts[kind][day] * scale;
      if (!high) continue;
      top -= high;
      context.fillStyle = ink[name];
      context.fillRect(left, top, wide, high);
      if (name === "hatch" && wide > 5) {
        context.strokeStyle = ink.solid;
        context.lineWidth = 1;
        context.strokeRect(left + 0.5, top + 0.5, wide - 1, Math.max(1, high - 0.5));
      }
    }
  }
}

function inkOf(context, color) {
  const tile = tileOf(5);
  const pen = tile.getContext("2d");
  pen.strokeStyle = color;
  pen.lineWidth = 1.2;
  for (const shift of [-5, 0, 5]) {
    pen.moveTo(shift, 5);
    pen.lineTo(shift + 5, 0);
  }
  pen.stroke();
  return { solid: color, hatch: context.createPattern(tile, "repeat") };
}

function dots(context, color) {
  const tile = tileOf(6);
  const pen = tile.getContext("2d");
  pen.fillStyle = color;
  pen.globalAlpha = 0.55;
  pen.fillRect(1, 1, 1.4, 1.4);
  pen.fillRect(4, 4, 1.4, 1.4);
  return context.createPattern(tile, "repeat");
}

function tileOf(side) {
  const tile = document.createElement("canvas");
  tile.width = tile.height = side;
  return tile;
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
