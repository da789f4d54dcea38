/** What events can be filtered by: for each facet its values, and the values of every row. */

import { actorName, basisWords, CONFIDENCE_WORDS, capital, EVIDENCE, kindName, PRECISION, REVIEW } from "./words.js";

/**
 * @typedef {object} Facet
 * @property {string} id as it stands in the address
 * @property {string} title
 * @property {string} column
 * @property {(value: string) => string} words what a reader sees for a value
 * @property {string} [instead] column whose value stands in where the first is empty
 */

/** @type {Facet[]} */
export const FACETS = [
  { id: "kind", title: "What", column: "kind", words: kindName },
  { id: "actor", title: "Done by", column: "actor", words: actorName },
  { id: "evidence", title: "Evidence", column: "evidence", words: (value) => capital(EVIDENCE[value] ?? value) },
  {
    id: "basis",
    title: "Rests on",
    column: "basis",
    words: (value) => (value ? capital(basisWords([value])) : "Not said"),
  },
  {
    id: "disputed",
    title: "Disputed",
    column: "disputed",
    words: (value) => (value === "true" ? "Disputed" : "Not disputed"),
  },
  { id: "review", title: "Checked", column: "review", words: (value) => REVIEW[value] ?? capital(value) },
  { id: "region", title: "Region", column: "admin1", instead: "country_name", words: (value) => value || "Not known" },
  {
    id: "precision",
    title: "How exact the place is",
    column: "geo_precision",
    words: (value) => capital(PRECISION[value] ?? value),
  },
  {
    id: "confidence",
    title: "How sure the place is",
    column: "place_confidence",
    words: (value) => CONFIDENCE_WORDS[value] ?? value,
  },
  {
    id: "source",
    title: "Who says so",
    column: "claimed_by",
    words: (value) => (value ? capital(value) : "Not named"),
  },
];

const NAMES = ["place", "settlement", "facility", "excerpt"];
const kept = new WeakMap();

function keptOf(table) {
  if (!kept.has(table)) kept.set(table, new Map());
  return kept.get(table);
}

/**
 * @param {any} table
 * @param {Facet} facet
 * @returns {{ codes: ArrayLike<number>, values: string[][] } | null} a code for each row, and the values (more than one
 *   for a list) of each code; null where the table lacks the column
 */
export function codesOf(table, facet) {
  if (!table.has(facet.column)) return null;
  const known = keptOf(table);
  if (!known.has(facet.id)) known.set(facet.id, facet.instead ? filledIn(table, facet) : plain(table, facet.column));
  return known.get(facet.id);
}

function plain(table, column) {
  const words = table.words(column);
  const codes = table.numbers(column);
  if (words.length) {
    const isList = Array.isArray(table.get(0, column));
    return { codes, values: words.map((word) => (isList ? valuesOf(JSON.parse(word)) : [word])) };
  }
  if (codes instanceof Uint8Array) return { codes, values: byNumber(codes, (row) => table.get(row, column)) };
  return byValue(table.rows, (row) => table.get(row, column));
}

/** Small numbers are their own codes; those that no row has are no value. */
function byNumber(codes, get) {
  const values = Array.from({ length: 256 }, () => []);
  for (let row = 0; row < codes.length; row++) if (!values[codes[row]].length) values[codes[row]] = valuesOf(get(row));
  return values;
}

/** @param {any} table @param {Facet} facet */
function filledIn(table, { column, instead }) {
  const [words, others] = [table.words(column), table.words(instead)];
  if (!words.length || !others.length)
    return byValue(table.rows, (row) => table.get(row, column) || table.get(row, instead) || "");
  const [numbers, second, empty] = [table.numbers(column), table.numbers(instead), words.indexOf("")];
  const codes = new Uint32Array(table.rows);
  const values = Array.from({ length: words.length + others.length }, () => []);
  for (let row = 0; row < table.rows; row++) {
    const code = numbers[row] === empty ? words.length + second[row] : numbers[row];
    if (!values[code].length) values[code] = [words[code] ?? others[code - words.length]];
    codes[row] = code;
  }
  return { codes, values };
}

function byValue(rows, get) {
  const codes = new Uint32Array(rows);
  const values = [];
  const known = new Map();
  for (let row = 0; row < rows; row++) {
    const value = get(row);
    const key = Array.isArray(value) ? value.join("\u0000") : value;
    let code = known.get(key);
    if (code === undefined) {
      code = values.length;
      known.set(key, code);
      values.push(valuesOf(value));
    }
    codes[row] = code;
  }
  return { codes, values };
}

function valuesOf(value) {
  if (Array.isArray(value)) return value.length ? [...new Set(value)] : [""];
  return [value === null ? "" : String(value)];
}

/** @param {string} text @returns {string} for comparing: lower case, without accents */
export function folded(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

/**
 * @param {any} table
 * @param {string} text
 * @returns {(row: number) => boolean} whether place, facility or excerpt of a row hold every word of the text
 */
export function textTest(table, text) {
  const wanted = folded(text).split(/\s+/).filter(Boolean);
  const hay = haystack(table);
  return (row) => {
    const said = hay(row);
    return wanted.every((word) => said.includes(word));
  };
}

/** What can be searched of a row, folded; made when it is first asked for and kept. */
function haystack(table) {
  const known = keptOf(table);
  if (!known.has("text")) {
    const names = NAMES.filter((name) => table.has(name));
    const rows = new Array(table.rows);
    known.set("text", (row) => {
      rows[row] ??= folded(names.map((name) => table.get(row, name) ?? "").join(" \u0001 "));
      return rows[row];
    });
  }
  return known.get("text");
}
