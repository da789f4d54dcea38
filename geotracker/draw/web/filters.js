/** The filters: for each facet the values that the reader wants, and words that an event must have. */

import { codesOf, FACETS, textTest } from "./facets.js";
import { bounds, salvosOf, slice } from "./rows.js";

const TEXT = 15; // the bit of the free text; facets have those from 0

/**
 * @param {any} scene
 * @param {any} table
 * @returns {Uint16Array | null} for each row a bit for every filter that it fails; null where nothing is filtered
 */
export function failuresOf(scene, table) {
  return scene.fails?.get(table) ?? null;
}

/** @param {any} scene @returns {{ facets: Map<string, Set<string>>, text: string }} */
export function filtersOf(scene) {
  scene.filters ??= { facets: new Map(), text: "" };
  return scene.filters;
}

/** @param {any} scene @returns {boolean} */
export function filtered(scene) {
  const { facets, text } = filtersOf(scene);
  return facets.size > 0 || text !== "";
}

/**
 * Sets what a facet must be; what follows from it is counted once the caller tells the scene.
 * @param {any} scene
 * @param {string} id
 * @param {Iterable<string>} values none: the facet does not filter
 */
export function setFacet(scene, id, values) {
  const { facets } = filtersOf(scene);
  const wanted = new Set(values);
  if (wanted.size) facets.set(id, wanted);
  else facets.delete(id);
  const number = FACETS.findIndex((facet) => facet.id === id);
  if (number >= 0)
    for (const table of scene.tables) mark(scene, table, number, facetTest(table, FACETS[number], wanted));
}

/** @param {any} scene @param {string} text */
export function setText(scene, text) {
  filtersOf(scene).text = text.trim();
  for (const table of scene.tables) mark(scene, table, TEXT, text.trim() ? textTest(table, text) : null);
}

/** @param {any} scene */
export function clearFilters(scene) {
  scene.filters = { facets: new Map(), text: "" };
  scene.fails = new Map();
}

function facetTest(table, facet, wanted) {
  if (!wanted.size) return null;
  const known = codesOf(table, facet);
  if (!known) return () => false;
  const passes = known.values.map((values) => values.some((value) => wanted.has(value)));
  return (row) => passes[known.codes[row]];
}

function mark(scene, table, bit, test) {
  scene.fails ??= new Map();
  const fails = scene.fails.get(table) ?? (test ? new Uint16Array(table.rows) : null);
  if (!fails) return;
  const flag = 1 << bit;
  for (let row = 0; row < table.rows; row++) {
    if (test && !test(row)) fails[row] |= flag;
    else fails[row] &= ~flag;
  }
  scene.fails.set(table, fails);
  if (!filtered(scene)) scene.fails.delete(table);
}

/**
 * @param {any} scene
 * @param {string[]} [ids] of the facets; all unless given
 * @returns {Map<string, Map<string, number>>} for each facet and value, how many events of the dates and layers shown it
 *   would leave, as the other filters are now; values without any are there too
 */
export function facetCounts(scene, ids = FACETS.map(({ id }) => id)) {
  const counts = new Map(ids.map((id) => [id, new Map()]));
  for (const table of scene.tables) {
    const rows = rowsInDates(scene, table);
    const fails = failuresOf(scene, table);
    for (const [bit, facet] of FACETS.entries()) {
      const known = counts.has(facet.id) && codesOf(table, facet);
      if (known) addCounts(counts.get(facet.id), known, rows, fails, ~(1 << bit));
    }
  }
  return counts;
}

function addCounts(counts, { codes, values }, rows, fails, others) {
  const byCode = new Uint32Array(values.length);
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i];
    if (!fails || (fails[row] & others) === 0) byCode[codes[row]]++;
  }
  for (const [code, list] of values.entries()) {
    for (const value of list) counts.set(value, (counts.get(value) ?? 0) + byCode[code]);
  }
}

/** The rows of the dates in layers that are on, and salvos, whatever the filters. */
function rowsInDates(scene, table) {
  const range = bounds(scene.window);
  const seen = new Uint8Array(table.rows);
  const rows = [];
  const add = (row) => {
    if (!seen[row]) rows.push(row);
    seen[row] = 1;
  };
  for (const layer of scene.layers) {
    if (!layer.on || layer.table !== table) continue;
    const end = table.numbers(layer.time[1]);
    const [first, after] = slice(layer, range);
    for (let i = first; i < after; i++) if (end[layer.rows[i]] >= range[0]) add(layer.rows[i]);
  }
  for (const row of salvosOf(table)) {
    if (table.numbers("start")[row] <= range[1] && table.numbers("end")[row] >= range[0]) add(row);
  }
  return rows;
}
