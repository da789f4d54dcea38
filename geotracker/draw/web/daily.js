/** Events by day and kind for the histogram, whatever the dates shown. */

import { UNDATED } from "./columns.js";
import { failuresOf } from "./filters.js";
import { salvosOf } from "./rows.js";

export const KINDS = ["strike", "advance", "attack", "withdrawal", "salvo"];

/**
 * @typedef {object} Daily
 * @property {number} from the first day
 * @property {number} length days
 * @property {string[]} kinds those that there are, in the order in which they are stacked
 * @property {Uint32Array[]} dated by kind: events of each day
 * @property {Uint32Array[]} loose by kind: those whose own date nobody gives (recent, month)
 */

/**
 * @param {any} scene
 * @returns {Daily} in the layers that are on, after the filters. An event that spans days counts in each of them.
 */
export function byDay(scene) {
  scene.days ??= countDays(scene);
  return scene.days;
}

function countDays(scene) {
  const { from, to } = scene.extent;
  const length = to - from + 1;
  const kinds = kindsOf(scene);
  const steps = [0, 1].map(() => kinds.map(() => new Int32Array(length + 1)));
  for (const table of scene.tables) {
    const [start, end] = [table.numbers("start"), table.numbers("end")];
    const [precision, kind] = [table.numbers("time_precision"), table.numbers("kind")];
    const loose = table.words("time_precision").map((word) => (word === "recent" || word === "month" ? 1 : 0));
    const kindOf = table.words("kind").map((word) => kinds.indexOf(word));
    const on = rowsOn(scene, table);
    const fails = failuresOf(scene, table);
    for (let row = 0; row < table.rows; row++) {
      if (!on[row] || fails?.[row] || start[row] === UNDATED) continue;
      const step = steps[loose[precision[row]]][kindOf[kind[row]]];
      step[start[row] - from]++;
      step[end[row] - from + 1]--;
    }
  }
  const [dated, looseDays] = steps.map((lists) => lists.map(summed));
  return { from, length, kinds, dated, loose: looseDays };
}

function kindsOf(scene) {
  const known = new Set(scene.tables.flatMap((table) => table.words("kind")));
  return [...KINDS.filter((kind) => known.has(kind)), ...[...known].filter((kind) => !KINDS.includes(kind)).sort()];
}

/** @param {any} scene @param {any} table @returns {Uint8Array} 1 for each row that a layer that is on draws, and salvos */
export function rowsOn(scene, table) {
  const on = new Uint8Array(table.rows);
  for (const layer of scene.layers) {
    if (layer.on && layer.table === table) for (const row of layer.rows) on[row] = 1;
  }
  for (const row of salvosOf(table)) on[row] = 1;
  return on;
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
