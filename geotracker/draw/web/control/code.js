/**
 * Reads the control polygons of many days out of a few bytes each (see draw/controlcode.py).
 */

const DRAWN = 1;
const SPLICED = 2;

/**
 * @typedef {object} Ring
 * @property {Int32Array} points longitude and latitude by turns, in cells; the first point is not repeated
 * @property {Uint8Array} front 1 for each point that lies on the front line
 * @property {boolean} isHole of the shell before it
 *
 * @typedef {object} Day
 * @property {number} day days since 1 January 1970
 * @property {Ring[]} rings unchanged ones are the same objects as the day before
 */

/** @param {Uint8Array} bytes @returns {{ cells: number, days: Day[] }} with the number of cells in a degree */
export function controlOf(bytes) {
  const read = readerOf(bytes);
  const cells = read.number();
  const days = [];
  let before = { day: 0, rings: [] };
  for (let left = read.number(); left > 0; left--) {
    const day = before.day + read.signed();
    read.from(before.rings[0]?.points);
    before = { day, rings: ringsOf(read, before.rings) };
    turn(read, before.rings);
    days.push(before);
  }
  return { cells, days };
}

/**
 * Finds what stood on a day: the newest at or before it.
 * @param {{ day: number }[]} days @param {number} day @returns {number} its place among the days, or -1
 */
export function standing(days, day) {
  let [low, high] = [0, days.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (days[middle].day <= day) low = middle + 1;
    else high = middle;
  }
  return low - 1;
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
    if (kind === DRAWN) {
      const points = read.points();
      rings[i] = { points, front: new Uint8Array(points.length / 2), isHole };
    } else if (kind === SPLICED) rings[i] = { ...spliced(read, which()), isHole };
    else rings[i] = which();
  }
  return rings;
}

function spliced(read, old) {
  const points = [];
  const front = [];
  let at = 0;
  for (let left = read.number(); left > 0; left--) {
    const kept = at + read.number();
    points.push(old.points.subarray(2 * at, 2 * kept));
    front.push(old.front.subarray(at, kept));
    at = kept + read.number();
    const drawn = read.points();
    points.push(drawn);
    const last = front.findLast((part) => part.length);
    front.push(new Uint8Array(drawn.length / 2).fill(last ? last[last.length - 1] : 0));
  }
  points.push(old.points.subarray(2 * at));
  front.push(old.front.subarray(at));
  const turn = read.number();
  return {
    points: joined(new Int32Array(sizeOf(points)), points, 2 * turn),
    front: joined(new Uint8Array(sizeOf(front)), front, turn),
  };
}

function sizeOf(parts) {
  return parts.reduce((sum, part) => sum + part.length, 0);
}

/** Puts parts one after the other, and as many numbers as `turn` says from the start to the end. */
function joined(whole, parts, turn) {
  let to = 0;
  for (const part of parts) {
    whole.set(part, to);
    to += part.length;
  }
  if (!turn) return whole;
  const moved = whole.slice(0, turn);
  whole.copyWithin(0, turn);
  whole.set(moved, whole.length - turn);
  return whole;
}

/** Where the front line is not as it is expected: the rings that this touches become their own. */
function turn(read, rings) {
  const turns = Array.from({ length: read.number() }, () => read.number());
  let at = 0;
  let wrong = false;
  let next = turns.length ? turns[0] : Number.POSITIVE_INFINITY;
  let used = 1;
  for (let i = 0; i < rings.length; i++) {
    const { front } = rings[i];
    const end = at + front.length;
    let own = null;
    while (at < end) {
      const until = Math.min(next, end);
      if (wrong && until > at) {
        own ??= front.slice();
        for (let j = at; j < until; j++) own[j - end + front.length] ^= 1;
      }
      at = until;
      if (at !== next) continue;
      wrong = !wrong;
      next = used < turns.length ? next + turns[used++] : Number.POSITIVE_INFINITY;
    }
    if (own) rings[i] = { ...rings[i], front: own };
  }
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
  /** Steps begin at the first of these points. */
  const from = (before) => {
    x = before?.[0] ?? 0;
    y = before?.[1] ?? 0;
  };
  return { number, signed, points, from };
}
