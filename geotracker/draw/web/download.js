/** The rows that are shown, as a file of the reader's own: GeoJSON or CSV, made in the page. */

import { SHOWN } from "./choice.js";
import { isoOf } from "./days.js";
import { element } from "./dom.js";

const COLUMNS = (
  "start end event_id kind actor place settlement facility offset evidence basis disputed claimed_by time_precision " +
  "geo_precision place_confidence radius_m admin1 admin1_code admin2 country country_name counts excerpt endnotes " +
  "report_date report_url review"
).split(" ");
const FORMULA = /^[=+\-@\t\r\n]/; // what a spreadsheet would run
const UNPLACED = 5;

/**
 * @param {any} scene
 * @returns {{ names: string[], rows: { values: any[], at: [number, number] | null }[] }} every row that is shown, in time
 *   order; lists as lists, days as ISO text, `at` longitude and latitude
 */
export function visibleRows(scene) {
  const names = COLUMNS.filter((name) => scene.tables.some((table) => table.has(name)));
  const rows = [];
  for (const table of scene.tables) {
    const seen = scene.choice.seen.get(table);
    for (let row = 0; row < table.rows; row++) {
      if (seen[row] !== SHOWN) continue;
      rows.push({ values: names.map((name) => cellOf(table, row, name)), at: placeOf(table, row) });
    }
  }
  return { names, rows };
}

function cellOf(table, row, name) {
  if (!table.has(name)) return null;
  const value = table.get(row, name);
  return (name === "start" || name === "end") && value !== null ? isoOf(value) : value;
}

function placeOf(table, row) {
  if (table.get(row, "stands") >= UNPLACED) return null;
  const site = table.numbers("site")[row];
  const [x, y] = [table.x[site], table.y[site]];
  const lat = (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI;
  return [rounded(x * 360 - 180), rounded(lat)];
}

function rounded(degrees) {
  return Math.round(degrees * 1e6) / 1e6;
}

/** @param {ReturnType<typeof visibleRows>} visible @returns {string} RFC 7946; the unplaced have no geometry */
export function geojsonOf({ names, rows }) {
  const features = rows.map(({ values, at }) => ({
    type: "Feature",
    geometry: at && { type: "Point", coordinates: at },
    properties: Object.fromEntries(names.map((name, i) => [name, values[i]])),
  }));
  return JSON.stringify({ type: "FeatureCollection", features });
}

/** @param {ReturnType<typeof visibleRows>} visible @returns {string} RFC 4180; nothing in it runs in a spreadsheet */
export function csvOf({ names, rows }) {
  const lines = rows.map(({ values, at }) => [...values, at?.[1] ?? "", at?.[0] ?? ""].map(cell).join(","));
  return `${[...names, "lat", "lon"].join(",")}\r\n${lines.map((line) => `${line}\r\n`).join("")}`;
}

function cell(value) {
  const text = value === null ? "" : Array.isArray(value) ? value.join("; ") : String(value);
  const safe = typeof value === "string" || Array.isArray(value) ? text.replace(FORMULA, (first) => `'${first}`) : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** @param {any} scene @returns {HTMLElement} two buttons */
export function downloads(scene) {
  const button = (text, name, type, write) => {
    const made = element(
      "button.gt-small",
      { type: "button", "aria-label": `Download the rows shown as ${text}` },
      text,
    );
    made.addEventListener("click", () => save(write(visibleRows(scene)), `${name(scene)}`, type));
    return made;
  };
  const named = (suffix) => (scene_) => `events-${isoOf(scene_.window.from)}-${isoOf(scene_.window.to)}.${suffix}`;
  return element(
    "span.gt-downloads",
    {},
    "Download: ",
    button("GeoJSON", named("geojson"), "application/geo+json", geojsonOf),
    " ",
    button("CSV", named("csv"), "text/csv;charset=utf-8", csvOf),
  );
}

function save(text, name, type) {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const anchor = element("a", { href: address, download: name });
  document.body.append(anchor);
  anchor.click();
  anchor.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
