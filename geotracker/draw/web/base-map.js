/** The built-in ground under the events: land, country borders, oblasts, the main cities with their names. */

import { canvasLayer } from "./canvas-layer.js";
import { worldOf } from "./columns.js";
import { look } from "./look.js";
import { linesOf, pathOf, toWorld } from "./regions.js";

/**
 * @param {{ land: number[][], countries: number[][], regions: number[][], cities: [number, number, string, number][] }} base
 *   rings and lines as in regions.js; cities are longitude, latitude, name and the zoom from which they show
 * @returns {any} the L.Layer; `names` draws those of the cities again, over what lies on the ground
 */
export function baseMap(base) {
  const land = pathOf(base.land);
  const countries = linesOf(base.countries);
  const regions = linesOf(base.regions);
  const cities = base.cities.map(([lon, lat, name, zoom]) => ({ at: worldOf(lon, lat), name, zoom }));
  const ground = canvasLayer("gt-base", (context, view) => {
    const colors = look();
    context.fillStyle = colors.water;
    context.fillRect(0, 0, view.width, view.height);
    context.save();
    toWorld(context, view);
    const pixel = 256 / view.scale;
    context.fillStyle = colors.land;
    context.fill(land, "evenodd");
    context.lineJoin = "round";
    if (view.zoom >= 4) line(context, regions, colors.oblast, (view.zoom >= 7 ? 1.2 : 0.8) * pixel);
    line(context, countries, colors.border, (view.zoom >= 6 ? 1.5 : 1) * pixel);
    context.restore();
    names(context, view, cities, colors);
  });
  ground.getAttribution = () => "Natural Earth, GeoNames";
  ground.names = (context, view) => names(context, view, cities, look());
  return ground;
}

function line(context, path, color, width) {
  context.strokeStyle = color;
  context.lineWidth = width;
  context.stroke(path);
}

function names(context, view, cities, colors) {
  context.font = "12px system-ui, sans-serif";
  context.textBaseline = "middle";
  context.lineJoin = "round";
  const taken = [];
  for (const { at, name, zoom } of cities) {
    if (zoom > view.zoom) continue;
    const [x, y] = [at[0] * view.scale - view.left, at[1] * view.scale - view.top];
    if (x < -50 || y < -10 || x > view.width + 10 || y > view.height + 10) continue;
    const box = [x - 3, y - 8, x + 9 + context.measureText(name).width, y + 8];
    if (taken.some((other) => box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1]))
      continue;
    taken.push(box);
    context.beginPath();
    context.arc(x, y, 1.8, 0, Math.PI * 2);
    context.fillStyle = colors.muted;
    context.fill();
    context.lineWidth = 3;
    context.strokeStyle = colors.land;
    context.strokeText(name, x + 6, y);
    context.fillText(name, x + 6, y);
  }
}
