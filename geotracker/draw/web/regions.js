/** Regions are shaded with their count: an event that is only known to its region is never a point. */

import { worldOf, worldX, worldY } from "./columns.js";

/**
 * @param {any} scene
 * @param {Record<string, { name: string, at: [number, number], rings: number[][] }>} shapes by ISO 3166-2: the name,
 *   a point inside, and rings as flat lists of lon, lat in 1/1000 degree, each number the step from the one before
 */
export function addRegions(scene, shapes) {
  scene.regions ??= new Map();
  for (const [code, { name, at, rings }] of Object.entries(shapes)) {
    if (scene.regions.has(code)) continue;
    scene.regions.set(code, { name, at: worldOf(at[0], at[1]), path: pathOf(rings) });
  }
}

/** @param {number[][]} rings @returns {Path2D} in world widths times 256 */
export function pathOf(rings) {
  const path = new Path2D();
  for (const ring of rings) {
    trace(path, ring);
    path.closePath();
  }
  return path;
}

/** @param {number[][]} lines as rings are given @returns {Path2D} */
export function linesOf(lines) {
  const path = new Path2D();
  for (const line of lines) trace(path, line);
  return path;
}

function trace(path, steps) {
  let [lon, lat] = [0, 0];
  for (let i = 0; i < steps.length; i += 2) {
    lon += steps[i];
    lat += steps[i + 1];
    const [x, y] = [worldX(lon / 1000) * 256, worldY(lat / 1000) * 256];
    if (i === 0) path.moveTo(x, y);
    else path.lineTo(x, y);
  }
}

/** @param {CanvasRenderingContext2D} context @param {any} view sets the context so that `pathOf` paths fit the map */
export function toWorld(context, view) {
  const factor = (view.scale / 256) * view.ratio;
  context.setTransform(factor, 0, 0, factor, -view.left * view.ratio, -view.top * view.ratio);
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {any} view
 * @param {any} scene
 * @param {Record<string, string>} colors
 */
export function drawRegions(context, view, scene, colors) {
  if (!scene.regions) return;
  const shaded = [...scene.choice.regions].filter(([code]) => scene.regions.has(code));
  const hatch = hatching(context, colors.shade);
  for (const [code, events] of shaded) {
    const { path } = scene.regions.get(code);
    context.save();
    toWorld(context, view);
    context.globalAlpha = 0.1 + Math.min(0.12, events.length * 0.015);
    context.fillStyle = colors.shade;
    context.fill(path, "evenodd");
    context.globalAlpha = 0.45;
    context.lineWidth = (1.2 * 256) / view.scale;
    context.strokeStyle = colors.shade;
    context.stroke(path);
    context.clip(path, "evenodd");
    context.setTransform(view.ratio, 0, 0, view.ratio, 0, 0);
    context.globalAlpha = 0.28;
    context.fillStyle = hatch;
    context.fillRect(0, 0, view.width, view.height);
    context.restore();
  }
  for (const [code, events] of shaded) title(context, view, scene.regions.get(code), events.length, colors);
}

function title(context, view, region, count, colors) {
  const x = region.at[0] * view.scale - view.left;
  const y = region.at[1] * view.scale - view.top;
  const text = titleText(region.name, count, view.zoom);
  context.font = "600 11.5px system-ui, sans-serif";
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineWidth = 4;
  context.lineJoin = "round";
  context.strokeStyle = colors.paper;
  context.strokeText(text, x, y);
  context.fillStyle = colors.shade;
  context.fillText(text, x, y);
}

/** As much as has room in an oblast at that zoom; the list in the legend has the names at every zoom. */
function titleText(name, count, zoom) {
  if (zoom < 6) return String(count);
  return zoom < 7 ? `${name}: ${count}` : `${name}: ${count} somewhere here`;
}

function hatching(context, color) {
  const tile = document.createElement("canvas");
  tile.width = tile.height = 8;
  const pen = tile.getContext("2d");
  pen.strokeStyle = color;
  pen.lineWidth = 1;
  for (const shift of [-8, 0, 8]) {
    pen.moveTo(shift, 8);
    pen.lineTo(shift + 8, 0);
  }
  pen.stroke();
  return context.createPattern(tile, "repeat");
}

/** @returns {string | null} the code of the shaded region under a point of the canvas */
export function regionAt(scene, view, x, y) {
  if (!scene.regions) return null;
  const context = document.createElement("canvas").getContext("2d");
  const factor = 256 / view.scale;
  const [worldX, worldY] = [(x + view.left) * factor, (y + view.top) * factor];
  for (const code of scene.choice.regions.keys()) {
    const region = scene.regions.get(code);
    if (region && context.isPointInPath(region.path, worldX, worldY, "evenodd")) return code;
  }
  return null;
}
