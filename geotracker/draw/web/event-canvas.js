/** Draws the places that the dates, layers and filters choose, and finds what lies under the pointer. */

import { canvasLayer } from "./canvas-layer.js";
import { drawFootprint, drawFootprints } from "./footprints.js";
import { look } from "./look.js";
import { fanned, marksInView, placesOf, shares } from "./marks.js";
import { drawRegions, regionAt } from "./regions.js";
import { cellOfRow } from "./rows.js";
import { live } from "./sheet.js";
import { softBook, symbolBook } from "./symbols.js";

const SOFT_LEAST = { near: 15, disc: 13 }; // CSS pixels: a soft ground is always wider than its symbol
const SOFT_STRENGTH = { near: 0.26, disc: 0.34 };
const SOFT_WIDE = 60; // CSS pixels: wider grounds are fainter, so that a front of a hundred kilometres hides nothing
const SYMBOL = 6;

/**
 * @param {any} scene
 * @returns {any} the L.Layer; `at(point)` gives the cells, the ring and the region under a point of the map's box
 */
export function eventCanvas(scene) {
  let books = null;
  let marks = [];
  const draw = (context, view) => {
    const colors = look();
    if (books?.ratio !== view.ratio || books.halo !== colors.halo) {
      books = {
        ratio: view.ratio,
        halo: colors.halo,
        symbol: symbolBook(view.ratio, colors.halo),
        soft: softBook(view.ratio),
      };
    }
    drawRegions(context, view, scene, colors);
    marks = marksInView(scene, view);
    if (scene.footprints) drawFootprints(context, view, scene, marks);
    for (const mark of marks) if (mark.cells) drawGround(context, view, scene, mark, books.soft);
    for (const mark of marks) {
      if (mark.cells) drawPlace(context, scene, mark, books.symbol, colors);
      else drawRing(context, scene, mark, colors);
    }
    markChosen(context, view, scene, marks, colors);
  };
  const layer = canvasLayer("gt-events", draw, live);
  layer.at = (point, slack) => {
    const { x, y } = layer.within(point);
    const under = marks.findLast((mark) => !mark.cells && Math.hypot(mark.x - x, mark.y - y) <= mark.radius);
    const cells = under ? new Set() : cellsUnder(marks, x, y, SYMBOL + slack);
    return { cells, ring: under ?? null, region: regionAt(scene, layer.view(), x, y) };
  };
  layer.marks = () => marks;
  return layer;
}

function symbolOf(scene, cell) {
  return scene.grid.symbols[scene.grid.symbol[cell]];
}

/** The soft ground of a place that is not exact. */
function drawGround(context, view, scene, mark, soft) {
  const widest = new Map();
  for (const cell of mark.cells) {
    const { manner, color, radius } = symbolOf(scene, cell);
    if (manner === "point") continue;
    const reach = Math.max(SOFT_LEAST[manner], radius * mark.metre);
    if (reach > (widest.get(color)?.reach ?? 0)) widest.set(color, { reach, manner });
  }
  for (const [color, { reach, manner }] of widest) {
    const radius = Math.min(reach, Math.max(view.width, view.height));
    context.globalAlpha = SOFT_STRENGTH[manner] / widest.size / Math.max(1, Math.sqrt(reach / SOFT_WIDE));
    context.drawImage(soft(color, radius), mark.x - radius, mark.y - radius, radius * 2, radius * 2);
  }
  context.globalAlpha = 1;
}

function drawPlace(context, scene, mark, picture, colors) {
  for (let i = 0; i < mark.cells.length; i++) {
    const cell = mark.cells[i];
    const [x, y] = fanned(mark, i);
    const sprite = picture(scene.grid.symbol[cell], symbolOf(scene, cell));
    context.drawImage(sprite.picture, x - sprite.half, y - sprite.half, sprite.half * 2, sprite.half * 2);
    const count = scene.choice.cells[cell];
    if (count > 1) badge(context, count, x + 7, y - 7, colors);
  }
}

function badge(context, count, x, y, colors) {
  const text = count > 99 ? "99+" : String(count);
  context.font = "600 9.5px system-ui, sans-serif";
  context.textAlign = "center";
  context.textBaseline = "middle";
  const width = Math.max(13, context.measureText(text).width + 6);
  context.beginPath();
  context.roundRect(x - width / 2, y - 6.5, width, 13, 6.5);
  context.fillStyle = colors.ink;
  context.fill();
  context.fillStyle = colors.paper;
  context.fillText(text, x, y + 0.5);
}

/** A ring with a number: its arcs are the shares of the sides, as the symbols' colours have them. */
function drawRing(context, scene, mark, colors) {
  const { x, y, radius } = mark;
  context.beginPath();
  context.arc(x, y, radius + 1.5, 0, Math.PI * 2);
  context.fillStyle = colors.halo;
  context.fill();
  let from = -Math.PI / 2;
  context.lineWidth = 3.5;
  for (const [color, share] of shares(scene, mark)) {
    const to = from + share * Math.PI * 2;
    context.beginPath();
    context.arc(x, y, radius - 1.75, from, to);
    context.strokeStyle = color;
    context.stroke();
    from = to;
  }
  context.font = `600 ${radius > 17 ? 12 : 11.5}px system-ui, sans-serif`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillStyle = colors.mark;
  context.fillText(short(mark.count), x, y + 0.5);
}

function short(count) {
  if (count < 1000) return String(count);
  return count < 9950 ? `${(count / 1000).toFixed(1)}k` : `${Math.round(count / 1000)}k`;
}

function markChosen(context, view, scene, marks, colors) {
  const chosen = scene.chosen;
  if (!chosen?.layer || chosen.table.numbers("stands")[chosen.row] > 2) return;
  const cell = cellOfRow(chosen.layer, chosen.row);
  const at = scene.grid.place[cell];
  drawFootprint(context, view, scene, chosen, at);
  const mark = marks.find((found) => placesOf(scene, found).includes(at));
  if (!mark) return;
  const index = mark.cells?.indexOf(cell) ?? -1;
  const [x, y] = index >= 0 ? fanned(mark, index) : [mark.x, mark.y];
  context.beginPath();
  context.arc(x, y, mark.cells ? symbolOf(scene, cell).size + 7 : mark.radius + 5, 0, Math.PI * 2);
  context.strokeStyle = colors.ink;
  context.lineWidth = 2;
  context.stroke();
}

/** @returns {Set<number>} the cells whose symbol lies under the point or within reach of it */
function cellsUnder(marks, x, y, reach) {
  const found = new Set();
  for (const mark of marks) {
    for (let i = 0; i < (mark.cells?.length ?? 0); i++) {
      const [left, top] = fanned(mark, i);
      if (Math.abs(left - x) <= reach && Math.abs(top - y) <= reach) found.add(mark.cells[i]);
    }
  }
  return found;
}
