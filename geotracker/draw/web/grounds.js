/** Grounds that are no circles: sectors on one side of a place, strips between two, districts. */

import { pathOf } from "./regions.js";

/**
 * Gives a table of events `groundOf(row)`: null where its ground is the circle of its radius.
 * @param {any} table the events
 * @param {{ rows: number[], forms: string[], numbers: number[], shapes: number[][][] }} grounds of each row that has one
 *   its form and the number of its shape; rings as in regions.js
 */
export function withGrounds(table, { rows, forms, numbers, shapes }) {
  const known = new Map(rows.map((row, i) => [row, { form: forms[i], number: numbers[i] }]));
  const paths = [];
  table.groundOf = (row) => {
    const ground = known.get(row);
    if (!ground) return null;
    paths[ground.number] ??= pathOf(shapes[ground.number]);
    return { form: ground.form, path: paths[ground.number] };
  };
}
