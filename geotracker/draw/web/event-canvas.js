/** Draws the cells that the dates and layers choose, and finds what lies under the pointer. */

import { canvasLayer } from "./canvas-layer.js";
import { worldMetres } from "./columns.js";
import { look } from "./look.js";
import { drawRegions, regionAt } from "./regions.js";
import { drawSoft, symbolBook } from "./symbols.js";

const FAN_MOST = 700; // places in view: past it, symbols of one place are laid over one another
const FAN_RADIUS = 10;
const SOFT_LEAST = { near: 15, disc: 13 };

/**
 * @param {any} scene
 * @returns {any} the L.Layer; `at(point)` gives the cells and the region under a point of the map's box
 */
export function eventCanvas(scene) {
  let book = null;
  let drawn = { cells: [], x: [], y: [], size: [] };
  const layer = canvasLayer("gt-events", (context, view) => {
    const colors = look();
    if (!book || book.ratio !== view.ratio || book.halo !== colors.halo) {
      book = { ratio: view.ratio, halo: colors.halo, of: symbolBook(view.ratio, colors.halo) };
    }
    drawRegions(context, view, scene, colors);
    const places = placesInView(scene, view);
    for (const place of places) drawGround(context, view, scene, place);
    drawn = drawPlaces(context, scene, places, book.of, colors);
    markChosen(context, scene, drawn, colors);
  });
  layer.at = (point, slack) => {
    const { x, y } = layer.within(point);
    return { cells: cellsAt(drawn, x, y, slack), region: regionAt(scene, layer.view(), x, y) };
  };
  return layer;
}

/** @returns {{ x: number, y: number, metre: number, cells: number[] }[]} each place in view with its counted cells */
function placesInView(scene, view) {
  const places = [];
  const counts = scene.choice.cells;
  const { cells } = scene.grid;
  let last = null;
  for (let i = 0; i < cells.length; i++) {
    if (counts[i] === 0) continue;
    const { table, site } = cells[i];
    if (last && last.table === table && last.site === site) {
      if (last.place) last.place.cells.push(i);
      continue;
    }
    const x = table.x[site] * view.scale - view.left;
    const y = table.y[site] * view.scale - view.top;
    const inside = x > -60 && y > -60 && x < view.width + 60 && y < view.height + 60;
    const place = inside ? { x, y, metre: view.scale / worldMetres(table.y[site]), cells: [i] } : null;
    if (place) places.push(place);
    last = { table, site, place };
  }
  return places;
}

function drawGround(context, view, scene, place) {
  const best = new Map();
  for (const cell of place.cells) {
    const symbol = scene.grid.symbols[scene.grid.cells[cell].symbol];
    if (symbol.manner === "point") continue;
    const radius = Math.max(SOFT_LEAST[symbol.manner], symbol.radius * place.metre);
    const before = best.get(symbol.color);
    if (!before || before.radius < radius) best.set(symbol.color, { radius, manner: symbol.manner });
  }
  for (const [color, { radius, manner }] of best) {
    const shown = Math.min(radius, Math.max(view.width, view.height));
    drawSoft(context, color, place.x, place.y, shown, (manner === "disc" ? 0.34 : 0.26) / best.size);
  }
}

function drawPlaces(context, scene, places, picture, colors) {
  const drawn = { cells: [], x: [], y: [], size: [] };
  const fan = places.length <= FAN_MOST;
  const stamp = new Map();
  for (const place of places) {
    const spread = fan && place.cells.length > 1;
    for (const [i, cell] of place.cells.entries()) {
      const angle = -Math.PI / 2 + (i * 2 * Math.PI) / place.cells.length;
      const reach = spread ? FAN_RADIUS + Math.max(0, place.cells.length - 5) * 1.6 : 0;
      const x = place.x + Math.cos(angle) * reach;
      const y = place.y + Math.sin(angle) * reach;
      const symbol = scene.grid.cells[cell].symbol;
      drawn.cells.push(cell);
      drawn.x.push(x);
      drawn.y.push(y);
      drawn.size.push(scene.grid.symbols[symbol].size);
      const spot = Math.round(x) * 65_536 + Math.round(y);
      if (!fan && stamp.get(spot) === symbol) continue;
      stamp.set(spot, symbol);
      const sprite = picture(shown(scene.grid.symbols[symbol]));
      context.drawImage(sprite.picture, x - sprite.half, y - sprite.half, sprite.half * 2, sprite.half * 2);
      const count = scene.choice.cells[cell];
      if (fan && count > 1) badge(context, count, x + 7, y - 7, colors);
    }
  }
  return drawn;
}

function shown(symbol) {
  return symbol.manner === "disc" ? { ...symbol, size: symbol.size * 0.75 } : symbol;
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

function markChosen(context, scene, drawn, colors) {
  const chosen = scene.chosen;
  if (!chosen?.layer || chosen.table.numbers("stands")[chosen.row] > 2) return;
  const at = chosen.layer.rows.indexOf(chosen.row);
  const index = drawn.cells.indexOf(chosen.layer.cellOf[at]);
  if (index < 0) return;
  context.beginPath();
  context.arc(drawn.x[index], drawn.y[index], drawn.size[index] + 7, 0, Math.PI * 2);
  context.strokeStyle = colors.ink;
  context.lineWidth = 2;
  context.stroke();
}

/** @returns {Set<number>} the cells whose symbol lies under the point or within `slack` pixels of it */
function cellsAt(drawn, x, y, slack) {
  const found = new Set();
  for (let i = 0; i < drawn.cells.length; i++) {
    const reach = drawn.size[i] + slack;
    if (Math.abs(drawn.x[i] - x) <= reach && Math.abs(drawn.y[i] - y) <= reach) found.add(drawn.cells[i]);
  }
  return found;
}
