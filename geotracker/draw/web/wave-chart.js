/** The nightly waves: launched, downed, lost and hit, a line for each side that counts. */

import { SHOWN } from "./choice.js";
import { span } from "./days.js";
import { element } from "./dom.js";
import { totals, wavesOf } from "./waves.js";
import { actorName, capital, grouped } from "./words.js";

const LISTED = 400;
const HEADS = ["Night", "Whose, against", "Count of", "Launched", "Downed", "Lost", "Hit"];

/**
 * @param {any} scene
 * @param {HTMLElement} host
 * @param {(event: any) => void} show
 * @returns {() => void} draws the waves of the dates shown, the newest first
 */
export function waveChart(scene, host, show) {
  return () => {
    const waves = wavesOf(scene).filter(({ table, row }) => scene.choice.seen.get(table)[row] === SHOWN);
    if (!waves.length) {
      host.replaceChildren(element("p.gt-hint", {}, "No wave with a count in these days."));
      return;
    }
    const lines = waves
      .reverse()
      .slice(0, LISTED)
      .flatMap((wave) => linesOf(wave));
    const most = Math.max(
      1,
      ...lines.map(({ launched, downed, lost, hit }) =>
        Math.max(launched ?? 0, (downed ?? 0) + (lost ?? 0) + (hit ?? 0)),
      ),
    );
    const table = element(
      "table.gt-wave-chart",
      {},
      element("caption", {}, "Counts are the sources’ own; counts of different sources are never added."),
      element(
        "thead",
        {},
        element(
          "tr",
          {},
          ...HEADS.map((name) => element("th", { scope: "col" }, name)),
          element("th", { scope: "col" }, "In proportion"),
        ),
      ),
      element("tbody", {}, ...lines.map((line) => lineRow(line, most, show))),
    );
    host.replaceChildren(
      element("div.gt-sector-scroll", { tabindex: "0", role: "region", "aria-label": "Nightly waves" }, table),
    );
  };
}

/** @param {{ table: any, row: number }} wave @returns {any[]} one for each that counts; one without numbers where none does */
export function linesOf(wave) {
  const said = totals(wave.table.get(wave.row, "counts"));
  const blank = { by: "", launched: null, downed: null, lost: null, hit: null, words: "" };
  return (said.length ? said : [blank]).map((counts, i) => ({ ...counts, wave, again: i > 0 }));
}

function lineRow(line, most, show) {
  const { table, row } = line.wave;
  const night = capital(span(table.get(row, "start"), table.get(row, "end")));
  const button = element("button.gt-linklike", { type: "button" }, night);
  button.addEventListener("click", () => show(line.wave));
  const sides = `${actorName(table.get(row, "actor"))}, ${table.get(row, "place") || "not named"}`;
  const number = (value) => element("td.gt-number", {}, value === null ? "–" : grouped(value));
  return element(
    "tr",
    {},
    element("th", { scope: "row" }, button),
    element("td", {}, sides),
    element("td", {}, line.by || "not said"),
    ...[line.launched, line.downed, line.lost, line.hit].map(number),
    element("td.gt-bar-cell", { "aria-hidden": "true" }, bar(line, most)),
  );
}

function bar({ launched, downed, lost, hit }, most) {
  const root = element("span.gt-wave-line");
  const told = Math.max(launched ?? 0, (downed ?? 0) + (lost ?? 0) + (hit ?? 0));
  root.style.width = `${(100 * told) / most}%`;
  for (const [name, value] of [
    ["downed", downed],
    ["lost", lost],
    ["hit", hit],
  ]) {
    if (!value) continue;
    const part = element(`span.gt-wave-${name}`, {});
    part.style.width = `${(100 * value) / told}%`;
    root.append(part);
  }
  return root;
}
