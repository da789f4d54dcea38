/**
 * The symbols of the map and its legend: colour says who, shape says what, filling says how it is known.
 *
 * observed     filled, with a light eye        acknowledged filled
 * reported     half filled                     claimed      hollow
 * A hollow layer shows `reported` as hollow with a dot. Dashed: the place is a guess.
 * Soft: near the place. A disc with a faded edge: somewhere within it.
 */

/**
 * @typedef {object} Symbol
 * @property {string} shape
 * @property {number} size radius in CSS pixels
 * @property {string} color
 * @property {string} evidence
 * @property {boolean} hollow the layer draws everything hollow
 * @property {boolean} guess
 * @property {"point" | "near" | "disc"} manner
 * @property {number} radius metres that hold the place; 0 where it is drawn as a point
 */

const TURN = Math.PI * 2;
const SOFT_RADIUS = 128;
// Corners as [count, first angle, radius factor]: the factors give all shapes about the area of the circle.
const POLYGONS = {
  square: [4, -TURN / 8, 1.25],
  diamond: [4, -TURN / 4, 1.25],
  triangle: [3, -TURN / 4, 1.4],
  triangle_down: [3, TURN / 4, 1.4],
  pentagon: [5, -TURN / 4, 1.12],
  hexagon: [6, -TURN / 4, 1.08],
};

/** @param {Symbol} symbol @returns {string} what "drawn alike" means */
export function symbolKey(symbol) {
  const { shape, size, color, evidence, hollow, guess, manner, radius } = symbol;
  return [shape, size, color, evidence, hollow, guess, manner, radius].join("|");
}

/** @param {string} evidence @param {boolean} hollow @returns {"eye" | "full" | "half" | "dot" | "open"} */
export function filling(evidence, hollow) {
  if (evidence === "claimed") return "open";
  if (hollow) return "dot";
  if (evidence === "reported") return "half";
  return evidence === "observed" ? "eye" : "full";
}

function outline(context, shape, x, y, radius) {
  context.beginPath();
  if (shape === "star") return star(context, x, y, radius);
  const polygon = POLYGONS[shape];
  if (!polygon) return context.arc(x, y, radius, 0, TURN);
  const [count, first, factor] = polygon;
  const shift = count === 3 ? (first < 0 ? 1 : -1) * radius * 0.18 : 0;
  for (let i = 0; i < count; i++) {
    const angle = first + (i * TURN) / count;
    context.lineTo(x + Math.cos(angle) * radius * factor, y + shift + Math.sin(angle) * radius * factor);
  }
  context.closePath();
}

function star(context, x, y, radius) {
  for (let i = 0; i < 10; i++) {
    const reach = radius * (i % 2 ? 0.62 : 1.4);
    const angle = -TURN / 4 + (i * TURN) / 10;
    context.lineTo(x + Math.cos(angle) * reach, y + Math.sin(angle) * reach);
  }
  context.closePath();
}

/**
 * Draws one symbol with its centre at x, y.
 * @param {CanvasRenderingContext2D} context
 * @param {Symbol} symbol
 * @param {number} x
 * @param {number} y
 * @param {string} paper the colour of the gap around a symbol and within a hollow one
 */
export function drawSymbol(context, symbol, x, y, paper) {
  const { shape, size, color, evidence, hollow, guess, manner } = symbol;
  const filled = filling(evidence, hollow);
  context.save();
  context.lineJoin = "round";
  if (manner === "disc") context.globalAlpha = 0.75;
  halo(context, shape, x, y, size, paper, manner);
  outline(context, shape, x, y, size - (guess ? 1 : 0));
  context.fillStyle = filled === "eye" || filled === "full" ? color : paper;
  context.fill();
  if (filled === "half") half(context, x, y, size, color);
  if (filled === "eye" || filled === "dot") eye(context, x, y, size, filled === "eye" ? paper : color);
  if (guess) context.setLineDash([2.6, 2]);
  outline(context, shape, x, y, size - (guess ? -1.6 : 0.4));
  context.strokeStyle = color;
  context.lineWidth = guess ? 1.5 : 1.8;
  context.stroke();
  context.restore();
}

function halo(context, shape, x, y, size, paper, manner) {
  if (manner !== "point") return;
  outline(context, shape, x, y, size + 1);
  context.strokeStyle = paper;
  context.lineWidth = 2.4;
  context.stroke();
}

function half(context, x, y, size, color) {
  context.save();
  context.clip();
  context.fillStyle = color;
  context.fillRect(x - size * 2, y, size * 4, size * 2);
  context.restore();
}

function eye(context, x, y, size, color) {
  context.beginPath();
  context.arc(x, y, Math.max(1.4, size * 0.3), 0, TURN);
  context.fillStyle = color;
  context.fill();
}

/**
 * Draws the soft ground of a place that is not exact: strongest in the middle, nothing at the edge.
 * @param {CanvasRenderingContext2D} context
 * @param {string} color
 * @param {number} x
 * @param {number} y
 * @param {number} radius in CSS pixels
 * @param {number} strength alpha in the middle
 */
export function drawSoft(context, color, x, y, radius, strength) {
  const gradient = context.createRadialGradient(x, y, 0, x, y, radius);
  gradient.addColorStop(0, color);
  gradient.addColorStop(0.55, color);
  gradient.addColorStop(1, `${color}00`);
  context.save();
  context.globalAlpha = strength;
  context.fillStyle = gradient;
  context.beginPath();
  context.arc(x, y, radius, 0, TURN);
  context.fill();
  context.restore();
}

/**
 * Keeps each symbol as a picture, so that a map full of them is drawn by copying. All are drawn on one sheet: a canvas for
 * each would keep the first steps of the dates waiting.
 * @param {number} ratio device pixels in a CSS pixel
 * @param {string} paper
 * @returns {(number: number, symbol: Symbol) => { picture: ImageBitmap, half: number }} the picture of the symbol
 *   of that number in the grid, and half its width in CSS pixels
 */
export function symbolBook(ratio, paper) {
  const pictures = [];
  const sheet = new OffscreenCanvas(1, 1);
  const context = sheet.getContext("2d");
  return (number, symbol) => {
    pictures[number] ??= pictureOf(context, symbol, ratio, paper);
    return pictures[number];
  };
}

function pictureOf(context, symbol, ratio, paper) {
  const size = symbol.manner === "disc" ? symbol.size * 0.75 : symbol.size;
  const half = Math.ceil(size * 1.5 + 4);
  context.canvas.width = context.canvas.height = Math.ceil(half * 2 * ratio);
  context.scale(ratio, ratio);
  drawSymbol(context, { ...symbol, size }, half, half, paper);
  return { picture: context.canvas.transferToImageBitmap(), half };
}

/**
 * @param {number} ratio device pixels in a CSS pixel
 * @returns {(color: string, radius: number) => HTMLCanvasElement} a soft ground of each colour, of about that radius:
 *   copying is quick where little is left to stretch
 */
export function softBook(ratio) {
  const pictures = new Map();
  return (color, radius) => {
    const wide = Math.min(SOFT_RADIUS, Math.ceil((radius * ratio) / 4) * 4);
    const key = `${color} ${wide}`;
    if (!pictures.has(key)) {
      const picture = document.createElement("canvas");
      picture.width = picture.height = 2 * wide;
      drawSoft(picture.getContext("2d"), color, wide, wide, wide, 1);
      pictures.set(key, picture);
    }
    return pictures.get(key);
  };
}

/**
 * @param {Symbol} symbol
 * @param {string} paper
 * @returns {HTMLImageElement} the symbol for a legend or a card; what it says must stand beside it in words. A picture,
 *   since the browser puts every canvas of the page together anew in each frame.
 */
export function swatch(symbol, paper) {
  const canvas = document.createElement("canvas");
  const side = 24;
  canvas.width = canvas.height = side * 2;
  const context = canvas.getContext("2d");
  context.scale(2, 2);
  if (symbol.manner !== "point") {
    drawSoft(context, symbol.color, side / 2, side / 2, 12, symbol.manner === "disc" ? 0.4 : 0.3);
  }
  const size = symbol.manner === "disc" ? symbol.size * 0.7 : symbol.size;
  drawSymbol(context, { ...symbol, size }, side / 2, side / 2, paper);
  const picture = new Image(side, side);
  picture.alt = "";
  picture.className = "gt-swatch";
  picture.src = canvas.toDataURL();
  return picture;
}
