/** Which rows of a table touch the dates shown, found by halving: the rows are in the order of their days. */

/**
 * @param {{ from: number, to: number, mode: string }} window
 * @returns {[number, number]} an event that ends before the first or starts after the second is not shown
 */
export function bounds(window) {
  return [window.mode === "upto" ? Number.NEGATIVE_INFINITY : window.from, window.to];
}

/**
 * @param {any} layer its rows are in the order of their first days
 * @param {[number, number]} bounds
 * @returns {[number, number]} the first of `rows` that may touch those days, and the one after the last
 */
export function slice(layer, [from, to]) {
  const start = layer.table.numbers(layer.time[0]);
  layer.reach ??= reachOf(layer.rows, layer.table.numbers(layer.time[1]));
  return [
    firstOf(layer.rows.length, (i) => layer.reach[i] >= from),
    firstOf(layer.rows.length, (i) => start[layer.rows[i]] > to),
  ];
}

/** For each row the last day that it or one before it touches. */
function reachOf(rows, end) {
  const reach = new Int32Array(rows.length);
  let last = -(2 ** 31);
  for (let i = 0; i < rows.length; i++) {
    if (end[rows[i]] > last) last = end[rows[i]];
    reach[i] = last;
  }
  return reach;
}

/** The first number below `count` for which the test, false and then true, is true; else `count`. */
function firstOf(count, test) {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (test(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

const salvoRows = new WeakMap();

/** @param {any} table @returns {number[]} the rows of its counted waves */
export function salvosOf(table) {
  let rows = salvoRows.get(table);
  if (!rows) {
    const salvo = table.words("kind").indexOf("salvo");
    rows = [];
    const kinds = table.numbers("kind");
    if (salvo >= 0) for (let row = 0; row < table.rows; row++) if (kinds[row] === salvo) rows.push(row);
    salvoRows.set(table, rows);
  }
  return rows;
}

/** @param {any} layer @param {number} row @returns {number} which of the layer's rows it is, or -1 */
export function indexOfRow({ rows, ascending }, row) {
  if (!ascending) return rows.indexOf(row);
  const i = firstOf(rows.length, (number) => rows[number] >= row);
  return rows[i] === row ? i : -1;
}

/**
 * @param {any} scene
 * @param {any} table
 * @param {number} row
 * @returns {any} the layer that draws it, one that is on before others, or null
 */
export function layerOfRow(scene, table, row) {
  const layers = scene.layers.filter((layer) => layer.table === table && indexOfRow(layer, row) >= 0);
  return layers.find(({ on }) => on) ?? layers[0] ?? null;
}

/** @param {any} layer @param {number} row one of its rows @returns {number} the number of the cell that draws it */
export function cellOfRow(layer, row) {
  return layer.cellOf[indexOfRow(layer, row)];
}
