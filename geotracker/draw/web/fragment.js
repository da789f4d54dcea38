/** The view in the address: what follows # says dates, mode, layers, filters, camera, what is open. */

import { dayOf, isoOf } from "./days.js";

/**
 * @typedef {object} Saved
 * @property {number} [from]
 * @property {number} [to]
 * @property {"within" | "upto"} [mode]
 * @property {string[]} [layers] ids of the layers that are on
 * @property {string[]} [control] names of the series of control that are on
 * @property {boolean} [change] whether what was gained and lost is tinted
 * @property {number[]} [camera] latitude, longitude, zoom
 * @property {Record<string, string[]>} [filters] wanted values by facet
 * @property {string} [words] that are looked for
 * @property {string} [view] what is open below the map
 * @property {string} [sort] of the table
 * @property {boolean} [footprints]
 * @property {boolean} [still] for a picture: without what can be operated
 * @property {string} [event]
 */

const FACET = /^is\.([a-z]+)$/;

/** @param {Saved} saved @returns {string} "from=2025-01-17&to=…" */
export function format(saved) {
  const fields = [];
  if (saved.from !== undefined && saved.to !== undefined)
    fields.push(["from", isoOf(saved.from)], ["to", isoOf(saved.to)]);
  if (saved.mode === "upto") fields.push(["mode", "upto"]);
  if (saved.layers) fields.push(["layers", saved.layers.map(encodeURIComponent).join(",")]);
  for (const [facet, values] of Object.entries(saved.filters ?? {}))
    if (values.length) fields.push([`is.${facet}`, values.map(encodeURIComponent).join(",")]);
  if (saved.control) fields.push(["control", saved.control.map(encodeURIComponent).join(",")]);
  if (saved.change === false) fields.push(["change", "off"]);
  if (saved.words) fields.push(["words", encodeURIComponent(saved.words)]);
  if (saved.view) fields.push(["view", encodeURIComponent(saved.view)]);
  if (saved.sort && saved.sort !== "start") fields.push(["sort", encodeURIComponent(saved.sort)]);
  if (saved.footprints) fields.push(["footprints", "on"]);
  if (saved.camera) {
    const [lat, lon, zoom] = saved.camera;
    fields.push(["at", `${lat.toFixed(4)},${lon.toFixed(4)},${zoom}`]);
  }
  if (saved.event) fields.push(["event", encodeURIComponent(saved.event)]);
  return fields.map((field) => field.join("=")).join("&");
}

/** @param {string} text the fragment, with or without its # @returns {Saved} what of it can be read; the rest is left */
export function parse(text) {
  const fields = new Map(
    text
      .replace(/^#/, "")
      .split("&")
      .map((part) => /** @type {[string, string]} */ (part.split("=", 2))),
  );
  /** @type {Saved} */
  const saved = {};
  const [from, to] = [dayOf(fields.get("from") ?? ""), dayOf(fields.get("to") ?? "")];
  if (from !== null && to !== null && from <= to) Object.assign(saved, { from, to });
  const mode = fields.get("mode");
  if (mode === "within" || mode === "upto") saved.mode = mode;
  if (fields.has("layers")) saved.layers = fields.get("layers").split(",").map(decoded).filter(Boolean);
  if (fields.has("control")) saved.control = fields.get("control").split(",").map(decoded).filter(Boolean);
  if (fields.get("change") === "off") saved.change = false;
  for (const [name, value] of fields) {
    const facet = FACET.exec(name);
    // An empty value is one too: "not named" is what a reader may look for.
    if (facet) saved.filters = { ...saved.filters, [facet[1]]: value.split(",").map(decoded) };
  }
  for (const name of ["words", "view", "sort"]) if (fields.get(name)) saved[name] = decoded(fields.get(name));
  for (const name of ["footprints", "still"]) if (fields.get(name) === "on") saved[name] = true;
  const camera = (fields.get("at") ?? "").split(",").map(Number);
  if (camera.length === 3 && camera.every(Number.isFinite) && Math.abs(camera[0]) <= 90) saved.camera = camera;
  if (fields.get("event")) saved.event = decoded(fields.get("event"));
  return saved;
}

function decoded(text) {
  try {
    return decodeURIComponent(text ?? "");
  } catch {
    return "";
  }
}
