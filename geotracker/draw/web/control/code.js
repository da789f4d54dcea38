/**
 * Reads the control polygons of many days out of a few bytes each (see draw/controlcode.py).
 */

const DRAWN = 1;
const SPLICED = 2;

/**
 * @typedef {object} Ring
 * @property {Int32Array} points longitude and latitude by turns, in cells; the first point is not repeated
 * @property {boolean} isHole of the shell before it
 *
 * @typedef {object} Day
 * @property {number} day days since 1 January 1970
 * @property {Ring[]} rings unchanged ones are the same objects as the day before
 */

/** @param {Uint8Array} bytes @returns {{cells: number, days: Day[]}} with the number of cells in a degree */
export function controlOf(bytes) {
  const read = readerOf(bytes);
  const cells = read.number();
  const days = [];
  let before = { day: 0, rings: [] };
  for (let left = read.number(); left > 0; left--) {
    const day = before.day + read.signed();
    before = { day, rings: ringsOf(read, before.rings) };
    days.push(before);
  }
  return { cells, days };
}

/**
 * Finds what stood on a day: the newest at or before it.
 * @param {Day[]} days @param {number} day @returns {Day | undefined}
 */
export function standing(days, day) {
  let [low, high] = [0, days.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (days[middle].day <= day) low = middle + 1;
    else high = middle;
  }
  return days[low - 1];
}

function ringsOf(read, before) {
  const count = read.number();
  const rings = new Array(count);
  let expected = 0;
  const which = () => {
    const number = expected + read.signed();
    if (!before[number]) throw new RangeError("the day before has no such ring");
    expected = number + 1;
    return before[number];
  };
  for (let i = 0; i < count; i++) {
    const head = read.number();
    const isHole = (head & 1) === 1;
    const kind = head >> 1;
    if (kind === DRAWN) rings[i] = { points: read.points(), isHole };
    else if (kind === SPLICED) rings[i] = { points: spliced(read, which().points), isHole };
    else rings[i] = which();
  }
  return rings;
}

function spliced(read, old) {
  const parts = [];
  let at = 0;
  for (let left = read.number(); left > 0; left--) {
    const kept = at + 2 * read.number();
    parts.push(old.subarray(at, kept));
    at = kept + 2 * read.number();
    parts.push(read.points());
  }
  parts.push(old.subarray(at));
  const whole = new Int32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let to = 0;
  for (const part of parts) {
    whole.set(part, to);
    to += part.length;
  }
  return whole;
}

function readerOf(bytes) {
  let at = 0;
  let x = 0;
  let y = 0;
  const number = () => {
    let value = 0;
    let scale = 1;
    let byte;
    do {
      if (at >= bytes.length) throw new RangeError("the bytes end too early");
      byte = bytes[at++];
      value += (byte & 0x7f) * scale;
      scale *= 128;
    } while (byte > 0x7f);
    return value;
  };
  const signed = () => {
    const value = number();
    return value % 2 ? -(value + 1) / 2 : value / 2;
  };
  const points = () => {
    const found = new Int32Array(2 * number());
    for (let i = 0; i < found.length; i += 2) {
      x += signed();
      y += signed();
      found[i] = x;
      found[i + 1] = y;
    }
    return found;
  };
  return { number, signed, points };
}
