/** What the dates and the layers choose: counts for the legend, cells for the map, rows for the lists. */

/** Where an event stands on the page; the same order as STANDS in draw/columns.py. */
export const STANDS = ["point", "near", "disc", "region", "country", "unplaced"];
const [REGION, COUNTRY, UNPLACED] = [3, 4, 5];
const [OFF, SHOWN] = [1, 2]; // what has been seen of a row

/**
 * @param {{ from: number, to: number, mode: string }} window
 * @returns {[number, number]} an event that ends before the first or starts after the second is not shown
 */
export function bounds(window) {
  return [window.mode === "upto" ? Number.NEGATIVE_INFINITY : window.from, window.to];
}

/**
 * @param {any} scene
 * @returns {{ visible: number, off: number, inLayer: number[], cells: Uint32Array, regions: Map<string, any[]>,
 *   country: any[], unplaced: any[], salvos: any[] }} visible: events of the window in
 *   layers that are on, and salvos; off: those only in layers that are off
 */
export function choose(scene) {
  const [from, to] = bounds(scene.window);
  const choice = {
    visible: 0,
    off: 0,
    inLayer: [],
    cells: new Uint32Array(scene.grid.cells.length),
    regions: new Map(),
    country: [],
    unplaced: [],
    salvos: [],
  };
  const seen = new Map(scene.tables.map((table) => [table, new Uint8Array(table.rows)]));
  for (const layer of scene.layers) chooseLayer(choice, layer, seen.get(layer.table), from, to);
  for (const table of scene.tables) chooseSalvos(choice, table, seen.get(table), from, to);
  return choice;
}

function chooseLayer(choice, layer, seen, from, to) {
  const { rows, cellOf, on, table, time } = layer;
  const [start, end, stands] = [table.numbers(time[0]), table.numbers(time[1]), table.numbers("stands")];
  let count = 0;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i];
    if (start[row] > to || end[row] < from) continue;
    count++;
    if (!on) {
      if (seen[row] === 0) choice.off += seen[row] = OFF;
      continue;
    }
    if (stands[row] < REGION) choice.cells[cellOf[i]]++;
    if (seen[row] === SHOWN) continue;
    if (seen[row] === OFF) choice.off--;
    if (stands[row] >= REGION) aside(choice, table, row, layer, stands[row]);
    choice.visible++;
    seen[row] = SHOWN;
  }
  choice.inLayer.push(count);
}

function aside(choice, table, row, layer, stand) {
  const event = { table, row, layer };
  if (stand === COUNTRY) choice.country.push(event);
  else if (stand === UNPLACED) choice.unplaced.push(event);
  else {
    const code = table.get(row, "admin1_code");
    const list = choice.regions.get(code);
    if (list) list.push(event);
    else choice.regions.set(code, [event]);
  }
}

function chooseSalvos(choice, table, seen, from, to) {
  const [start, end] = [table.numbers("start"), table.numbers("end")];
  for (const row of salvosOf(table)) {
    if (start[row] > to || end[row] < from || seen[row] === SHOWN) continue;
    choice.visible++;
    choice.salvos.push({ table, row, layer: null });
  }
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

/**
 * @param {any} scene
 * @param {(event: { table: any, row: number, layer: any, cell: number }) => boolean} wanted
 * @returns {{ table: any, row: number, layer: any }[]} the events on the map now that are wanted, in time order
 */
export function eventsOf(scene, wanted) {
  const [from, to] = bounds(scene.window);
  const found = [];
  for (const layer of scene.layers) {
    if (!layer.on) continue;
    const { rows, cellOf, table, time } = layer;
    const [start, end, stands] = [table.numbers(time[0]), table.numbers(time[1]), table.numbers("stands")];
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i];
      if (start[row] > to || end[row] < from || stands[row] >= REGION) continue;
      if (wanted({ table, row, layer, cell: cellOf[i] })) found.push({ table, row, layer });
    }
  }
  return found.sort((a, b) => a.table.numbers("start")[a.row] - b.table.numbers("start")[b.row]);
}

/**
 * @param {any} scene
 * @returns {{ from: number, dated: Uint32Array, loose: Uint32Array }} events by day in the layers that are on, whatever
 *   the dates shown; loose: those whose own date nobody gives (recent, month). One that spans days counts in each.
 */
export function byDay(scene) {
  scene.days ??= countDays(scene);
  return scene.days;
}

function countDays(scene) {
  const { from, to } = scene.extent;
  const length = to - from + 1;
  const steps = [new Int32Array(length + 1), new Int32Array(length + 1)];
  for (const table of scene.tables) {
    const [start, end] = [table.numbers("start"), table.numbers("end")];
    const precision = table.numbers("time_precision");
    const loose = table.words("time_precision").map((word) => (word === "recent" || word === "month" ? 1 : 0));
    for (const row of shownRows(scene, table)) {
      steps[loose[precision[row]]][start[row] - from]++;
      steps[loose[precision[row]]][end[row] - from + 1]--;
    }
  }
  const [dated, looseDays] = steps.map(summed);
  return { from, dated, loose: looseDays };
}

function shownRows(scene, table) {
  const on = new Uint8Array(table.rows);
  for (const layer of scene.layers) {
    if (layer.on && layer.table === table) for (const row of layer.rows) on[row] = 1;
  }
  for (const row of salvosOf(table)) on[row] = 1;
  const rows = [];
  for (let row = 0; row < on.length; row++) if (on[row]) rows.push(row);
  return rows;
}

function summed(steps) {
  const days = new Uint32Array(steps.length - 1);
  let running = 0;
  for (let i = 0; i < days.length; i++) {
    running += steps[i];
    days[i] = running;
  }
  return days;
}
