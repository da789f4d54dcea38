/** Draws the cells that the dates and layers choose, and finds what lies under the pointer. */

import { canvasLayer } from "./canvas-layer.js";
import { look } from "./look.js";
import { cellsNear, fanned, placesInView } from "./places.js";
import { drawRegions, regionAt } from "./regions.js";
import { softBook, symbolBook } from "./symbols.js";

const SOFT_LEAST = { near: 15, disc: 13 }; // CSS pixels: a soft ground is always wider than its symbol
const SOFT_STRENGTH = { near: 0.26, disc: 0.34 };
const SYMBOL = 6;

/**
 * @param {any} scene
 * @returns {any} the L.Layer; `at(point)` gives the cells and the region under a point of the map's box
 */
export function eventCanvas(scene) {
  let books = null;
  let drawn = { places: [], crowded: false };
  const layer = canvasLayer("gt-events", (context, view) => {
    const colors = look();
    if (books?.ratio !== view.ratio || books.halo !== colors.halo) {
      books = {
        ratio: view.ratio,
        halo: colors.halo,
        symbol: symbolBook(view.ratio, colors.halo),
        soft: softBook(),
      };
    }
    drawRegions(context, view, scene, colors);
    drawn = placesInView(scene, view);
    for (const place of drawn.places) drawGround(context, view, scene, place, drawn.crowded, books.soft);
    for (const place of drawn.places) drawPlace(context, scene, place, drawn.crowded, books.symbol, colors);
    markChosen(context, scene, drawn.places, colors);
  });
  layer.at = (point, slack) => {
    const { x, y } = layer.within(point);
    const reach = SYMBOL + slack;
    const cells = drawn.crowded ? cellsNear(scene, layer.view(), x, y, reach) : cellsUnder(drawn.places, x, y, reach);
    return { cells, region: regionAt(scene, layer.view(), x, y) };
  };
  return layer;
}

function symbolOf(scene, cell) {
  return scene.grid.symbols[scene.grid.cells[cell].symbol];
}

/** The soft ground of a place that is not exact; in a crowd only where it is much wider than the symbols. */
function drawGround(context, view, scene, place, crowded, soft) {
  const widest = new Map();
  for (const cell of place.cells) {
    const { manner, color, radius } = symbolOf(scene, cell);
    if (manner === "point") continue;
    const reach = Math.max(SOFT_LEAST[manner], radius * place.metre);
    if (crowded && reach < 2 * SOFT_LEAST[manner]) continue;
    if (reach > (widest.get(color)?.reach ?? 0)) widest.set(color, { reach, manner });
  }
  for (const [color, { reach, manner }] of widest) {
    const radius = Math.min(reach, Math.max(view.width, view.height));
    context.globalAlpha = SOFT_STRENGTH[manner] / widest.size;
    context.drawImage(soft(color), place.x - radius, place.y - radius, radius * 2, radius * 2);
  }
  context.globalAlpha = 1;
}

function drawPlace(context, scene, place, crowded, picture, colors) {
  for (let i = 0; i < place.cells.length; i++) {
    const cell = place.cells[i];
    const [x, y] = fanned(place, i);
    const sprite = picture(scene.grid.cells[cell].symbol, symbolOf(scene, cell));
    context.drawImage(sprite.picture, x - sprite.half, y - sprite.half, sprite.half * 2, sprite.half * 2);
    const count = scene.choice.cells[cell];
    if (!crowded && count > 1) badge(context, count, x + 7, y - 7, colors);
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

function markChosen(context, scene, places, colors) {
  const chosen = scene.chosen;
  if (!chosen?.layer || chosen.table.numbers("stands")[chosen.row] > 2) return;
  const cell = chosen.layer.cellOf[chosen.layer.rows.indexOf(chosen.row)];
  const place = places.find(({ cells }) => cells.includes(cell));
  if (!place) return;
  const [x, y] = fanned(place, place.cells.indexOf(cell));
  context.beginPath();
  context.arc(x, y, symbolOf(scene, cell).size + 7, 0, Math.PI * 2);
  context.strokeStyle = colors.ink;
  context.lineWidth = 2;
  context.stroke();
}

/** @returns {Set<number>} the cells whose symbol lies under the point or within reach of it */
function cellsUnder(places, x, y, reach) {
  const found = new Set();
  for (const place of places) {
    for (let i = 0; i < place.cells.length; i++) {
      const [left, top] = fanned(place, i);
      if (Math.abs(left - x) <= reach && Math.abs(top - y) <= reach) found.add(place.cells[i]);
    }
  }
  return found;
}
