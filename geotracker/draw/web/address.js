/** Keeps the view in the page's address, and takes it from there; what has been opened is closed by the browser's Back. */

import { clearFilters, filtersOf, setFacet, setText } from "./filters.js";
import { format, parse } from "./fragment.js";
import { afterwards } from "./later.js";
import { layerOfRow } from "./rows.js";
import { listen, setWindow, tell } from "./scene.js";

const BACK = 1000; // milliseconds until a step back counts as one that leads nowhere
const QUIET = 150; // milliseconds after the last change: browsers refuse an address that changes with every frame

/** @param {any} scene its layers are added but not open: takes dates, mode, layers and camera from the address */
export function restore(scene) {
  const saved = parse(location.hash);
  scene.saved = saved;
  if (saved.from !== undefined) scene.window = { from: saved.from, to: saved.to, mode: saved.mode ?? "within" };
  if (saved.layers) for (const layer of scene.layers) layer.on = saved.layers.includes(layer.id);
  document.documentElement.classList.toggle("gt-still", saved.still === true);
  scene.footprints = saved.footprints === true;
  clearFilters(scene);
  for (const [facet, values] of Object.entries(saved.filters ?? {})) setFacet(scene, facet, values);
  if (saved.words) setText(scene, saved.words);
  if (saved.camera) scene.map.setView(saved.camera.slice(0, 2), saved.camera[2], { animate: false });
}

/**
 * @param {any} scene it is open
 * @param {(event: any) => void} show opens the card of an event
 */
export function remember(scene, show) {
  if (scene.saved.mode && scene.saved.from === undefined) setWindow(scene, { mode: scene.saved.mode });
  const reopen = () => {
    const event = found(scene, scene.saved.event);
    if (!event) scene.closePanel?.();
    else if (event.table !== scene.chosen?.table || event.row !== scene.chosen.row) show(event);
    scene.openView?.(scene.saved.view ?? "");
  };
  if (scene.saved.view || scene.saved.event) reopen();
  let written = location.hash;
  let opened = scene.saved;
  let leaving = false; // on the way back to the address that the view is written over
  const alone = window === window.top; // in a page within a page, Back may be another's
  const back = () => {
    history.back();
    setTimeout(arrive, BACK);
  };
  const arrive = () => {
    const left = leaving;
    leaving = false;
    if (left) write();
    return left;
  };
  const write = () => {
    if (leaving) return;
    const now = state(scene);
    const opening = opens(opened, now);
    leaving = alone && !opening && closes(opened, now, history.state?.under);
    const under = opening ? { event: opened.event, view: opened.view } : history.state?.under;
    opened = now;
    if (leaving) return back();
    written = `#${format(now)}`;
    try {
      // `whole` marks an address that the page has written, not a reader; `under` is what Back shows in place of it.
      history[opening ? "pushState" : "replaceState"]({ whole: true, under }, "", written);
    } catch {
      // A page within a page may not change its address: then the view is not kept.
    }
  };
  const later = afterwards(write, QUIET);
  listen(scene, later);
  scene.changed = later;
  scene.map.on("moveend", later);
  window.addEventListener("hashchange", () => {
    if (arrive() || location.hash === written) return;
    restore(scene);
    if (history.state?.whole) complete(scene);
    scene.window ??= { ...scene.extent, mode: "within" };
    opened = scene.saved;
    tell(scene, "filters");
    reopen();
  });
}

/**
 * @param {{ event?: string, view?: string }} before
 * @param {{ event?: string, view?: string }} now
 * @returns {boolean} whether Back shall return to what was before: an event where none was open, or another view below
 *   the map; to go on from event to event is no step of its own
 */
export function opens(before, now) {
  return Boolean((now.event && !before.event) || (now.view && now.view !== before.view));
}

/**
 * @param {{ event?: string, view?: string }} before
 * @param {{ event?: string, view?: string }} now
 * @param {{ event?: string, view?: string } | undefined} under what Back would show; nothing where it would leave the page
 * @returns {boolean} whether what was opened is closed by hand: what is shown then is what lies under it, and as a step of
 *   its own it would have Back change nothing
 */
export function closes(before, now, under) {
  const alike = (other) => (now.event ?? "") === (other.event ?? "") && (now.view ?? "") === (other.view ?? "");
  return Boolean(under) && alike(under) && !alike(before);
}

/** In an address that the page has written, what is left out is as it was when the page was opened. */
function complete(scene) {
  const { from, layers, mode } = scene.saved;
  if (from === undefined) scene.window = { ...scene.extent, mode: mode ?? "within" };
  if (!layers) for (const layer of scene.layers) layer.on = layer.show;
}

function state(scene) {
  const { from, to, mode } = scene.window;
  const all = from === scene.extent.from && to === scene.extent.to;
  const changed = scene.layers.some((layer) => layer.on !== layer.show);
  const center = scene.map.getCenter();
  return {
    ...(all ? {} : { from, to }),
    mode,
    layers: changed ? scene.layers.filter((layer) => layer.on).map((layer) => layer.id) : undefined,
    camera: [center.lat, center.lng, scene.map.getZoom()],
    filters: Object.fromEntries([...filtersOf(scene).facets].map(([facet, values]) => [facet, [...values]])),
    words: filtersOf(scene).text,
    view: scene.view,
    sort: scene.sort?.(),
    footprints: scene.footprints,
    event: scene.chosen?.table.get(scene.chosen.row, "event_id"),
    ...Object.assign({}, ...scene.saves.map((save) => save())),
  };
}

/** @returns {any} the event of that id with a layer that draws it, or null */
function found(scene, id) {
  if (!id) return null;
  for (const table of scene.tables) {
    for (let row = 0; row < table.rows; row++) {
      if (table.get(row, "event_id") !== id) continue;
      return { table, row, layer: layerOfRow(scene, table, row) };
    }
  }
  return null;
}
