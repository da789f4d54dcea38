/**
 * Reads the packed columns of a table: gzip over a JSON header and typed arrays (see draw/columns.py).
 */

const ARRAYS = { u8: Uint8Array, u16: Uint16Array, u32: Uint32Array, i32: Int32Array, f32: Float32Array };

/** Stands for a day that nobody gives; after all days, so that such rows come last. */
export const UNDATED = 2 ** 31 - 1;

/**
 * @typedef {object} Table
 * @property {number} rows
 * @property {Float64Array} x Web Mercator, 0 at 180° W, 1 at 180° E; a place a site
 * @property {Float64Array} y 0 in the north
 * @property {(name: string) => ArrayLike<number>} numbers the raw numbers of a column: days, codes, values
 * @property {(name: string) => string[]} words the dictionary of a coded column
 * @property {(row: number, name: string) => any} get the value as a reader would have it
 * @property {(name: string) => boolean} has
 */

/** @param {string} text base64 @returns {Uint8Array<ArrayBuffer>} */
export function bytesOf(text) {
  const clean = text.trim();
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(clean);
  const binary = atob(clean);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes;
}

/** @param {string} text base64 of gzip @returns {Promise<ArrayBuffer>} */
export async function inflate(text) {
  const { writable, readable } = new DecompressionStream("gzip");
  const writer = writable.getWriter();
  // What is wrong with the bytes is told by the reader's end.
  for (const done of [writer.write(bytesOf(text)), writer.close()]) done.catch(() => {});
  return new Response(readable).arrayBuffer();
}

/** @param {ArrayBuffer} buffer @returns {Table} */
export function tableOf(buffer) {
  const length = new DataView(buffer).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, length)));
  const view = ({ type, at, n }) => (at === null ? new ARRAYS[type](n) : new ARRAYS[type](buffer, 4 + length + at, n));
  const columns = new Map(header.columns.map((column) => [column.name, read(column, view)]));
  const named = (name) => {
    const column = columns.get(name);
    if (!column) throw new RangeError(`the table has no column ${name}`);
    return column;
  };
  return {
    rows: header.rows,
    ...mercator(view(header.sites.lon), view(header.sites.lat)),
    has: (name) => columns.has(name),
    numbers: (name) => named(name).numbers,
    words: (name) => named(name).words,
    get: (row, name) => named(name).get(row),
  };
}

function read(column, view) {
  const numbers = view(column.array);
  const finish = column.list ? JSON.parse : (value) => value;
  if (column.kind === "code") {
    return { numbers, words: column.words, get: (row) => finish(column.words[numbers[row]]) };
  }
  if (column.kind === "text") return { numbers, words: [], get: texts(numbers, view(column.bytes), finish) };
  if (column.kind === "day")
    return { numbers, words: [], get: (row) => (numbers[row] === UNDATED ? null : numbers[row]) };
  if (column.kind === "flag") return { numbers, words: [], get: (row) => numbers[row] === 1 };
  return { numbers, words: [], get: (row) => (Number.isNaN(numbers[row]) ? null : numbers[row]) };
}

function texts(lengths, bytes, finish) {
  let offsets = null;
  const decoder = new TextDecoder();
  return (row) => {
    offsets ??= sums(lengths);
    return finish(decoder.decode(bytes.subarray(offsets[row], offsets[row + 1])));
  };
}

function sums(lengths) {
  const offsets = new Uint32Array(lengths.length + 1);
  for (let i = 0; i < lengths.length; i++) offsets[i + 1] = offsets[i] + lengths[i];
  return offsets;
}

function mercator(lon, lat) {
  const x = new Float64Array(lon.length);
  const y = new Float64Array(lat.length);
  for (let i = 0; i < lon.length; i++) {
    x[i] = worldX(lon[i] / 1e6);
    y[i] = worldY(lat[i] / 1e6);
  }
  return { x, y };
}

/** @param {number} lon @param {number} lat @returns {[number, number]} Web Mercator, both from 0 to 1 */
export function worldOf(lon, lat) {
  return [worldX(lon), worldY(lat)];
}

/** @param {number} lon @returns {number} Web Mercator, 0 at 180° W, 1 at 180° E */
export function worldX(lon) {
  return lon / 360 + 0.5;
}

/** @param {number} lat @returns {number} Web Mercator, 0 in the north */
export function worldY(lat) {
  const sine = Math.sin((Math.min(85.05, Math.max(-85.05, lat)) * Math.PI) / 180);
  return 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
}

/** @param {number} y Web Mercator, 0 to 1 @returns {number} metres on the ground that one world width spans there */
export function worldMetres(y) {
  return 40_075_016.7 / Math.cosh(Math.PI * (1 - 2 * y));
}
