/** What a pointer on the map does: it tells what lies under it, opens events, and zooms into rings. */

import { oneLine } from "./card.js";
import { eventsOf } from "./choice.js";
import { element } from "./dom.js";
import { placesOf } from "./marks.js";
import { counted } from "./words.js";

const SLACK = 5; // CSS pixels around a symbol that still choose it
const CLOSEST = 16;

/**
 * @param {any} scene
 * @param {any} canvas the events' layer
 * @param {(event: any, options?: any) => void} show
 */
export function pointer(scene, canvas, show) {
  const { map } = scene;
  const tip = element("div.gt-tip", { hidden: true, "aria-hidden": "true" });
  map.getContainer().append(tip);
  const hide = () => {
    tip.hidden = true;
  };
  map.on("click", (click) => {
    hide();
    const { cells, ring, region } = canvas.at(click.containerPoint, SLACK);
    if (ring) zoomInto(scene, ring, show);
    else if (cells.size) open(scene, cells, show);
    else if (region) show(scene.choice.regions.get(region)[0], { among: scene.choice.regions.get(region) });
  });
  map.on("mousemove", (move) => {
    const under = canvas.at(move.containerPoint, SLACK);
    map
      .getContainer()
      .classList.toggle("gt-over", under.cells.size > 0 || under.ring !== null || under.region !== null);
    const words = tipWords(scene, under);
    tip.hidden = !words;
    if (!words) return;
    tip.textContent = words;
    const { x, y } = move.containerPoint;
    const left = Math.min(x + 14, map.getSize().x - tip.offsetWidth - 6);
    tip.style.transform = `translate(${Math.max(6, left)}px, ${Math.max(6, y - tip.offsetHeight - 12)}px)`;
  });
  map.on("mouseout zoomstart movestart", hide);
}

function tipWords(scene, { cells, ring, region }) {
  if (ring) return `${counted(ring.count, "event")} close together: click to see them apart`;
  if (cells.size) {
    const events = eventsOf(scene, ({ cell }) => cells.has(cell));
    const more = events.length > 1 ? ` and ${counted(events.length - 1, "more here", "more here")}` : "";
    return events.length ? oneLine(events[0]) + more : "";
  }
  if (!region) return "";
  const count = scene.choice.regions.get(region)?.length ?? 0;
  return `${scene.regions.get(region).name}: ${counted(count, "event")} somewhere in this region`;
}

/** All events of the places under a point, the one under it first. */
function open(scene, cells, show) {
  const places = new Set([...cells].map((cell) => scene.grid.place[cell]));
  const hit = new Set(eventsOf(scene, ({ cell }) => cells.has(cell)).map(({ row }) => row));
  const among = eventsOf(scene, ({ cell }) => places.has(scene.grid.place[cell]));
  if (among.length) show(among.find(({ row }) => hit.has(row)) ?? among[0], { among });
}

/** Zooms until the places of a ring stand apart; where they cannot, opens their events. */
function zoomInto(scene, ring, show) {
  const { map } = scene;
  const [left, top, right, bottom] = ring.box;
  if (map.getZoom() >= CLOSEST) {
    const places = new Set(placesOf(scene, ring));
    const among = eventsOf(scene, ({ cell }) => places.has(scene.grid.place[cell]));
    return show(among[0], { among });
  }
  const bounds = [latLng(left, bottom), latLng(right, top)];
  const zoom = Math.min(CLOSEST, Math.max(map.getZoom() + 1, map.getBoundsZoom(bounds, false, L.point(90, 90))));
  const animate = !window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  map.setView(latLng((left + right) / 2, (top + bottom) / 2), Math.min(zoom, map.getZoom() + 4), { animate });
}

function latLng(x, y) {
  return [(Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI, x * 360 - 180];
}
