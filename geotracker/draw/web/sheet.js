/** What a canvas is drawn on: one that is drawn anew with every step of the dates, or one that seldom changes. */

/**
 * @typedef {(width: number, height: number, draw: (context: any) => void) => void} Show draws a picture of that size (CSS
 *   pixels, of as many device pixels as the screen has for them) in place of the last one
 */

/** @param {HTMLCanvasElement} canvas @returns {Show} */
export function live(canvas) {
  const context = canvas.getContext("2d");
  return (width, height, draw) => {
    if (!fit(canvas, canvas, width, height)) return;
    const ratio = ratioNow();
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    draw(context);
  };
}

/**
 * Browsers that draw without a graphics card take all pixels of a canvas that can be drawn on anew in every frame of the
 * page. This one only holds a finished picture.
 * @param {HTMLCanvasElement} canvas
 * @returns {Show}
 */
export function still(canvas) {
  const shown = canvas.getContext("bitmaprenderer");
  const sheet = new OffscreenCanvas(1, 1);
  const context = sheet.getContext("2d");
  return (width, height, draw) => {
    if (!fit(canvas, sheet, width, height)) return;
    const ratio = ratioNow();
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    draw(context);
    shown.transferFromImageBitmap(sheet.transferToImageBitmap()); // which leaves the sheet empty
  };
}

function ratioNow() {
  return window.devicePixelRatio || 1;
}

/** Gives both their size where they have another; @returns {boolean} whether there is anything to draw on */
function fit(canvas, sheet, width, height) {
  const [wide, high] = [width, height].map((side) => Math.round(side * ratioNow()));
  if (canvas.width !== wide || canvas.height !== high) {
    canvas.width = sheet.width = wide;
    canvas.height = sheet.height = high;
  }
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  return wide > 0 && high > 0;
}
