/** Tables and scenes of the tests, without packing. */

/** @param {Record<string, any>[]} rows events; what a row leaves out is blank */
export function tableOfRows(rows) {
  const full = rows.map((row) => ({
    kind: "strike",
    actor: "ukraine",
    evidence: "reported",
    place_confidence: "sure",
    time_precision: "day",
    geo_precision: 2,
    radius_m: null,
    admin1_code: "",
    counts: "",
    stands: 0,
    site: 0,
    end: row.start,
    ...row,
  }));
  const names = Object.keys(full[0] ?? {});
  const coded = new Map(
    names
      .filter((name) => typeof full[0][name] === "string")
      .map((name) => [name, [...new Set(full.map((row) => row[name]))]]),
  );
  return {
    rows: full.length,
    x: [0.6, 0.61, 0.62, 0.63],
    y: [0.34, 0.34, 0.35, 0.35],
    has: (name) => names.includes(name),
    words: (name) => coded.get(name) ?? [],
    numbers: (name) => full.map((row) => (coded.has(name) ? coded.get(name).indexOf(row[name]) : row[name])),
    get: (row, name) => full[row][name],
  };
}

export const STYLE = {
  shape: "circle",
  size: 6,
  color_by: "actor",
  colors: { ukraine: "#0057b7", russia: "#c8102e", unknown: "#6b7280" },
  fill: "evidence",
};

/** @param {string} id @param {Record<string, string[]>} only @param {Record<string, any>} [more] */
export function layerOf(id, only, more = {}) {
  const popup = { title: "{place}", columns: [], link: "report_url" };
  return { id, title: id, only, time: ["start", "end"], style: STYLE, popup, show: true, ...more };
}

/** @param {any} table @param {any[]} layers */
export function blankScene() {
  return { tables: [], layers: [], window: null, listeners: new Set(), chosen: null };
}
