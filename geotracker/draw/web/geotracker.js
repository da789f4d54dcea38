/** The door of the page's script: what the Python side calls, and `window.geotracker.timeFilter` for scripts of others. */

import { remember, restore } from "./address.js";
import { baseMap } from "./base-map.js";
import { inflate, tableOf } from "./columns.js";
import { eventCanvas } from "./event-canvas.js";
import { withGrounds } from "./grounds.js";
import { following } from "./later.js";
import { onLook } from "./look.js";
import { withMentions } from "./mentions.js";
import { panel } from "./panel.js";
import { pointer } from "./pointer.js";
import { addRegions } from "./regions.js";
import { addLayer, listen, open, sceneOf } from "./scene.js";
import { surround } from "./surround.js";
import { timeFilter, timeFilterOf } from "./time-filter.js";

const PANES = { "gt-base": 150, "gt-events": 450 };
const read = new Map();

/** What the script element `id` holds, unpacked; each is unpacked once. */
function unpacked(id, make) {
  if (!read.has(id)) read.set(id, inflate(document.getElementById(id).textContent).then(make));
  return read.get(id);
}

const json = (buffer) => JSON.parse(new TextDecoder().decode(buffer));

/** The scene of a map; the first call has it drawn once the running script has asked for everything. */
export function asked(map) {
  const scene = sceneOf(map);
  if (!scene.parts) {
    scene.parts = [];
    scene.placed = new Promise((done) => {
      scene.place = done;
    });
    for (const [pane, depth] of Object.entries(PANES)) {
      map.createPane(pane).style.zIndex = String(depth);
      map.getPane(pane).style.pointerEvents = "none";
    }
    Promise.resolve().then(() => start(scene));
  }
  return scene;
}

async function start(scene) {
  for (const { table, definition, mentions, regions, grounds } of scene.pending) {
    addLayer(scene, await table, definition);
    if (mentions) withMentions(await table, await mentions);
    if (regions) addRegions(scene, await regions);
    if (grounds) withGrounds(await table, await grounds);
  }
  for (const act of scene.before) await act();
  restore(scene);
  open(scene);
  const canvas = eventCanvas(scene).addTo(scene.map);
  listen(scene, () => canvas.redraw());
  onLook(() => canvas.redraw());
  const show = panel(scene, scene.panelHost ?? null);
  pointer(scene, canvas, show);
  for (const part of scene.parts) part(show);
  watch(scene);
  remember(scene, show);
  window.geotracker.timeFilter = timeFilterOf(scene);
  following(scene.place)();
  requestAnimationFrame(() => {
    document.documentElement.dataset.geotracker = "ready";
  });
}

/**
 * Keeps the map in step with its box, and opens it where the page says unless the address says otherwise: again while
 * what stands around it still changes its box, until somebody moves it.
 */
function watch(scene) {
  const { map, bounds } = scene;
  const { camera } = scene.saved;
  let moved = false;
  let opening = false;
  const place = () => {
    opening = true;
    map.invalidateSize({ pan: false });
    if (!moved && camera) map.setView(camera.slice(0, 2), camera[2], { animate: false });
    else if (!moved && bounds) map.fitBounds(bounds, { padding: [20, 20], maxZoom: 8, animate: false });
    opening = false;
  };
  map.on("movestart", () => {
    moved ||= !opening;
  });
  place();
  const placeAnew = () => {
    const { clientWidth, clientHeight } = map.getContainer();
    if (!map.getSize().equals([clientWidth, clientHeight])) place(); // it also tells of the size that it begins with
  };
  new ResizeObserver(placeAnew).observe(map.getContainer());
}

/** Opens a map on bounds: [[south, west], [north, east]]. */
function fit(map, bounds) {
  asked(map).bounds = bounds;
}

/**
 * Adds a layer of events to a Leaflet map.
 * @param {any} map
 * @param {{ events: string, mentions?: string, regions?: string, grounds?: string, definition: any }} from ids of the script
 *   elements that hold the packed data, and the layer's definition
 */
function layer(map, { events, mentions, regions, grounds, definition }) {
  asked(map).pending.push({
    definition,
    table: unpacked(events, tableOf),
    mentions: mentions && unpacked(mentions, tableOf),
    regions: regions && unpacked(regions, json),
    grounds: grounds && unpacked(grounds, json),
  });
}

/** Adds the built-in ground to a Leaflet map; `id` is the script element that holds it. */
async function base(map, id) {
  const scene = asked(map);
  map.attributionControl?.setPrefix('<a href="https://leafletjs.com">Leaflet</a>');
  const drawn = async () => baseMap(await unpacked(id, json)).addTo(map);
  scene.base = scene.placed.then(drawn); // once, where the map opens, and after the events
  const ground = await scene.base;
  onLook(() => ground.redraw());
}

/** Adds the control of the dates, in the element `host` of the page, or over the map's lower edge where it is null. */
function time(map, host) {
  const scene = asked(map);
  scene.parts.push((show) => timeFilter(scene, host ? document.getElementById(host) : within(map), { show }));
}

function within(map) {
  const Host = L.Control.extend({
    onAdd: () => {
      const host = L.DomUtil.create("div", "gt-time-control");
      L.DomEvent.disableClickPropagation(host);
      L.DomEvent.disableScrollPropagation(host);
      return host;
    },
  });
  return new Host({ position: "bottomleft" }).addTo(map).getContainer();
}

/**
 * Fills what stands around the map in a page of geotracker's own (draw/web/page.html).
 * @param {any} map
 * @param {any} page `notes`, `tiles` (an L.TileLayer), `provider`, `newest` and `reportDays` (ISO days), `outlets` and
 *   `sectors`, as draw/elements.py gives them
 */
function page(map, page) {
  const scene = asked(map);
  const { newest, newestWords, reportDays, outlets, sectors } = page;
  Object.assign(scene, { newest: newestWords, reportDays, outlets, sectors });
  scene.panelHost = document.getElementById("gt-panel");
  scene.parts.push((show) => surround(scene, { ...page, newest }, show));
}

window.geotracker ??= { layer, base, fit, time, page };
