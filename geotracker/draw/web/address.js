/** Keeps the view in the page's address, and takes it from there. */

import { clearFilters, filtersOf, setFacet, setText } from "./filters.js";
import { format, parse } from "./fragment.js";
import { afterwards } from "./later.js";
import { layerOfRow } from "./rows.js";
import { listen, setWindow, tell } from "./scene.js";

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
    if (event) show(event);
    else scene.closePanel?.();
    scene.openView?.(scene.saved.view ?? "");
  };
  if (scene.saved.view || scene.saved.event) reopen();
  let written = location.hash;
  const write = () => {
    written = `#${format(state(scene))}`;
    try {
      history.replaceState(null, "", written);
    } catch {
      // A page within a page may not change its address: then the view is not kept.
    }
  };
  const later = afterwards(write, QUIET);
  listen(scene, later);
  scene.changed = later;
  scene.map.on("moveend", later);
  window.addEventListener("hashchange", () => {
    if (location.hash === written) return;
    restore(scene);
    scene.window ??= { ...scene.extent, mode: "within" };
    tell(scene, "filters");
    reopen();
  });
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
