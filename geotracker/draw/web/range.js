/** The range of days: a histogram with two handles, which can also be brushed. */

import { byDay } from "./daily.js";
import { span } from "./days.js";
import { element } from "./dom.js";
import { drawHistogram } from "./histogram.js";
import { following } from "./later.js";
import { look } from "./look.js";
import { gapsOf } from "./reporting.js";
import { setWindow } from "./scene.js";
import { still } from "./sheet.js";

const HANDLE = 24; // the width of a handle, as time-filter.css has it
const HEIGHT = 88;

/**
 * @param {any} scene
 * @returns {{ root: HTMLElement, draw: () => void, update: () => void }} `update` puts handles and shade where the dates
 *   are
 */
export function range(scene) {
  const canvas = element("canvas.gt-histogram", { "aria-hidden": "true" });
  const parts = {
    canvas,
    before: element("div.gt-out.gt-out-before"),
    after: element("div.gt-out"),
    from: handle(scene, "from", "First day"),
    to: handle(scene, "to", "Last day"),
  };
  const root = element("div.gt-range", {}, canvas, parts.before, parts.after, parts.from, parts.to);
  brush(scene, canvas);
  const show = still(canvas);
  let width = 0; // read when it is drawn anew: asking for it at every step would have the page laid out twice
  const picture = () => show(width, HEIGHT, (context) => drawHistogram(context, scene, width, HEIGHT, look()));
  let paint = following(() => {
    picture();
    paint = picture;
  }); // the first time after the map
  return {
    root,
    draw: () => {
      width = root.clientWidth;
      if (!width) return;
      place(parts, scene, width);
      paint();
    },
    update: () => width && arrange(scene, parts),
  };
}

function handle(scene, side, name) {
  const input = element(`input.gt-handle.gt-handle-${side}`, { type: "range", step: 1, "aria-label": name });
  Object.assign(input, { min: scene.extent.from, max: scene.extent.to });
  input.addEventListener("input", () => {
    const day = Number(input.value);
    const { from: first, to: last } = scene.window;
    const change = side === "from" ? { from: day, to: Math.max(day, last) } : { from: Math.min(day, first), to: day };
    setWindow(scene, change);
  });
  return input;
}

function arrange(scene, parts) {
  const { from, to } = scene.extent;
  const { from: first, to: last, mode } = scene.window;
  for (const [input, value] of [
    [parts.from, first],
    [parts.to, last],
  ]) {
    if (input.value !== String(value)) input.value = String(value);
    input.setAttribute("aria-valuetext", span(value, value));
  }
  parts.from.hidden = mode === "upto";
  const days = to - from + 1;
  const before = mode === "upto" ? 0 : within(first - from, days);
  // Stretched, not laid out: that would have the browser lay out what stands beside them too.
  parts.before.style.transform = `scaleX(${before / days})`;
  parts.after.style.transform = `scaleX(${1 - within(last + 1 - from, days) / days})`;
}

/** The handles run in fields as wide as the days and a handle: the first stands before its day, the last behind its own. */
function place({ from, to }, { extent }, width) {
  const day = width / (extent.to - extent.from + 1);
  from.style.width = to.style.width = `${width - day + HANDLE}px`;
  from.style.left = `${-HANDLE / 2}px`;
  to.style.left = `${day - HANDLE / 2}px`;
}

function within(value, most) {
  return Math.min(Math.max(value, 0), most);
}

function brush(scene, canvas) {
  const dayAt = (event) => {
    const box = canvas.getBoundingClientRect();
    const { from, to } = scene.extent;
    const day = from + Math.floor(((event.clientX - box.left) / box.width) * (to - from + 1));
    return Math.min(Math.max(day, from), to);
  };
  let first = null;
  const choose = (event) => {
    const day = dayAt(event);
    setWindow(scene, { from: Math.min(first, day), to: Math.max(first, day) });
  };
  canvas.addEventListener("pointerdown", (event) => {
    first = dayAt(event);
    canvas.setPointerCapture(event.pointerId);
    choose(event);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (first !== null) choose(event);
    else canvas.title = dayWords(scene, dayAt(event));
  });
  const release = () => {
    first = null;
  };
  for (const end of ["pointerup", "pointercancel"]) canvas.addEventListener(end, release);
}

/** @param {any} scene @param {number} day @returns {string} "17 January 2025: strike 3, advance 1" */
export function dayWords(scene, day) {
  const { from, kinds, dated, loose } = byDay(scene);
  const counts = kinds.map((kind, i) => [kind, dated[i][day - from] + loose[i][day - from]]);
  const told = counts.filter(([, count]) => count).map(([kind, count]) => `${kind} ${count}`);
  const silent = gapsOf(scene).some(([first, last]) => first <= day && day <= last);
  return `${span(day, day)}: ${told.join(", ") || (silent ? "no report of that day" : "nothing")}`;
}
