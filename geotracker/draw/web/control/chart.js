/** Ground gained and lost by the week, under the histogram and on its days: up is gained, down is lost. */

import { element, put } from "../dom.js";
import { look, onLook } from "../look.js";
import { still } from "../sheet.js";
import { changed, changeWords, dayWords, km2, nameOf, weekWords } from "./series.js";

const HEIGHT = 40;
const OUTSIDE = 0.3;

/**
 * @param {any} scene
 * @param {any} control
 * @returns {{ root: HTMLElement, update: () => void }}
 */
export function weekChart(scene, control) {
  const canvas = element("canvas.gt-weeks", { role: "img" });
  const says = element("p.gt-control-says", { role: "status" });
  const key = element("p.gt-key.gt-control-key");
  const root = element("div.gt-control-time", {}, element("div.gt-control-head", {}, says, key), canvas);
  const show = still(canvas);
  let width = 0;
  const paint = () => show(width, HEIGHT, (context) => draw(context, scene, control, width));
  new ResizeObserver(() => {
    width = root.clientWidth;
    paint();
  }).observe(root);
  onLook(paint);
  canvas.addEventListener("pointermove", (event) => {
    const box = canvas.getBoundingClientRect();
    const week = weekAt(scene, charted(control), (event.clientX - box.left) / box.width);
    canvas.title = week ? weekWords(week) : "";
  });
  let keyed = null;
  const update = () => {
    const series = charted(control);
    root.hidden = !series;
    if (!series) return;
    put(says, saysOf(scene, series));
    if (keyed !== series) put(key, keyOf(series));
    keyed = series;
    canvas.setAttribute("aria-label", labelOf(series));
    paint();
  };
  return { root, update };
}

/** The first of the series that are on: two are never added. */
function charted(control) {
  return control.series.find(({ on }) => on);
}

function saysOf(scene, series) {
  const parts = [dayWords(series, scene.window, series.at), changeWords(series, scene.window, series.at)];
  return `Control (${nameOf(series)}) ${parts.filter(Boolean).join("; ")}.`;
}

function keyOf({ weeks }) {
  return `By the week: above the line gained, below it lost, at most ${km2(most(weeks))}`;
}

function labelOf(series) {
  const { gained, lost } = changed(series, series.at);
  return `Ground gained and lost by the week, ${nameOf(series)}: ${km2(gained)} gained, ${km2(lost)} lost in the dates shown. The view Control has the weeks as a table.`;
}

function most(weeks) {
  return Math.max(0, ...weeks.map(({ gained, lost }) => Math.max(gained, lost)));
}

/** @returns {any} the week at a part of the chart's width, or undefined */
export function weekAt({ extent }, series, part) {
  const day = Math.floor(extent.from + part * (extent.to - extent.from + 1));
  return series?.weeks.find(({ monday }) => monday <= day && day < monday + 7);
}

function draw(context, scene, control, width) {
  const series = charted(control);
  if (!series) return;
  const { from, to } = scene.extent;
  const day = width / (to - from + 1);
  const { ground, scale } = scaleOf(series.weeks);
  for (const week of series.weeks) {
    const left = Math.max(0, (week.monday - from) * day);
    const right = Math.min(width, (week.monday + 7 - from) * day);
    if (right <= left) continue;
    const wide = Math.max(1, right - left - (right - left > 4 ? 1 : 0));
    context.globalAlpha = touches(week, scene.window) ? 1 : OUTSIDE;
    context.fillStyle = control.style.gained;
    const up = high(week.gained, scale);
    context.fillRect(left, ground - up, wide, up);
    context.fillStyle = control.style.lost;
    context.fillRect(left, ground + 1, wide, high(week.lost, scale));
  }
  context.globalAlpha = 1;
  context.fillStyle = look().muted;
  context.fillRect(0, ground, width, 1);
}

/** One scale for both, with the line where both have room. */
function scaleOf(weeks) {
  const [up, down] = ["gained", "lost"].map((name) => Math.max(0, ...weeks.map((week) => week[name])));
  const scale = (HEIGHT - 3) / Math.max(0.01, up + down);
  return { scale, ground: 1 + Math.round(up * scale) };
}

function high(value, scale) {
  return value ? Math.max(1, value * scale) : 0;
}

/** Whether a week has a day of the dates shown. */
function touches({ monday }, { from, to, mode }) {
  return monday <= to && (mode === "upto" || monday + 6 >= from);
}
