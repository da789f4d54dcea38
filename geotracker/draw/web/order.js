/** The order of a table's rows by one of its columns. */

const kept = new WeakMap();

/**
 * @param {any} table its rows are in the order of their first days
 * @param {string} column
 * @returns {Uint32Array} all rows, smallest first; equal ones by time
 */
export function orderBy(table, column) {
  if (!kept.has(table)) kept.set(table, new Map());
  const known = kept.get(table);
  if (!known.has(column)) known.set(column, sorted(table, column));
  return known.get(column);
}

function sorted(table, column) {
  const rows = Uint32Array.from({ length: table.rows }, (_, row) => row);
  if (column === "start" || !table.has(column)) return rows;
  const ranks = ranksOf(table, column);
  return rows.sort((a, b) => ranks[a] - ranks[b] || a - b);
}

/** A number for each row that is larger where its value comes later. */
function ranksOf(table, column) {
  const words = table.words(column);
  const numbers = table.numbers(column);
  if (words.length) {
    const order = ranked(words);
    return Float64Array.from({ length: table.rows }, (_, row) => order.get(words[numbers[row]]));
  }
  const values = Array.from({ length: table.rows }, (_, row) => table.get(row, column));
  if (values.some((value) => typeof value === "string")) {
    const order = ranked([...new Set(values)]);
    return Float64Array.from(values, (value) => order.get(value));
  }
  return Float64Array.from(values, (value) => Number(value ?? Number.POSITIVE_INFINITY));
}

/** The place of each word among the others; nothing said comes last. */
function ranked(words) {
  const key = (word) => (word === "[]" ? "" : String(word));
  const { compare } = new Intl.Collator("en", { sensitivity: "base", numeric: true }); // dear: not before it is needed
  const order = [...words].sort((a, b) => Number(key(a) === "") - Number(key(b) === "") || compare(key(a), key(b)));
  return new Map(order.map((word, i) => [word, i]));
}

/**
 * @param {any} scene
 * @param {string} column
 * @param {boolean} ascending
 * @param {number} shown the mark of a row that is shown
 * @returns {{ tables: any[], table: Uint8Array, row: Uint32Array, length: number }} the rows that are shown, in order
 */
export function shownInOrder(scene, column, ascending, shown) {
  const total = scene.tables.reduce((sum, table) => sum + table.rows, 0);
  const list = { tables: scene.tables, table: new Uint8Array(total), row: new Uint32Array(total), length: 0 };
  for (const [number, table] of scene.tables.entries()) {
    const seen = scene.choice.seen.get(table);
    const order = orderBy(table, column);
    for (let i = 0; i < order.length; i++) {
      const row = order[ascending ? i : order.length - 1 - i];
      if (seen[row] !== shown) continue;
      list.table[list.length] = number;
      list.row[list.length++] = row;
    }
  }
  return list;
}
