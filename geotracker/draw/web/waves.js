/** Counted waves of drones and missiles, and what is only known to a country: a strip by night, never a point. */

import { colorOf } from "./cells.js";
import { span } from "./days.js";
import { element } from "./dom.js";
import { salvosOf } from "./rows.js";
import { actorName, capital, counted } from "./words.js";

const LABEL = 34; // CSS pixels that a wave and its number take: where the next stands nearer, the number is left out
const VERBS = ["launched", "downed", "lost", "hit"];

/**
 * @param {string} text a salvo's counts, JSON: a list of {weapon, launched, downed, lost, hit, said_by}
 * @returns {{ by: string, launched: number | null, downed: number | null, lost: number | null, hit: number | null,
 *   words: string }[]} one for each that counts, since counts of different sides are never added
 */
export function totals(text) {
  const groups = new Map();
  for (const entry of parsed(text)) {
    const by = [entry.said_by ?? ""].flat().join(", ");
    const group = groups.get(by) ?? { by, launched: null, downed: null, lost: null, hit: null, parts: [] };
    groups.set(by, group);
    const said = [];
    for (const verb of VERBS) {
      const count = entry[verb];
      if (!Number.isFinite(count)) continue;
      group[verb] = (group[verb] ?? 0) + count;
      said.push(`${count} ${verb}`);
    }
    if (said.length) group.parts.push([entry.weapon, said.join(", ")].filter(Boolean).join(": "));
  }
  return [...groups.values()].map(({ parts, ...group }) => ({ ...group, words: parts.join("; ") }));
}

function parsed(text) {
  try {
    const list = JSON.parse(text || "[]");
    return Array.isArray(list) ? list.filter((entry) => entry && typeof entry === "object") : [];
  } catch {
    return [];
  }
}

/**
 * @param {ReturnType<typeof totals>} said
 * @returns {ReturnType<typeof totals>[number] | undefined} the one that tells most of launched, downed or lost, and hit;
 *   of two that tell as much, the one that says whose it is
 */
export function fullest(said) {
  const told = ({ by, launched, downed, lost, hit }) =>
    [launched, downed ?? lost, hit].filter((count) => count !== null).length + (by ? 0.5 : 0);
  return said.reduce((best, one) => (best && told(best) >= told(one) ? best : one), undefined);
}

/**
 * @param {{ table: any, row: number }} salvo
 * @returns {string} "Russia against Ukraine: 50 launched, 33 downed (count of its air force; 1 other count)"
 */
export function waveWords({ table, row }) {
  const sides = `${actorName(table.get(row, "actor"))} against ${table.get(row, "place") || "a country not named"}`;
  const counts = totals(table.get(row, "counts"));
  const best = fullest(counts);
  const said = best ? VERBS.filter((verb) => best[verb] !== null).map((verb) => `${best[verb]} ${verb}`) : [];
  const others = counts.length > 1 ? counted(counts.length - 1, "other count") : "";
  const whose = [best?.by ? `count of ${best.by}` : "", others].filter(Boolean).join("; ");
  return `${sides}: ${said.join(", ") || "no count given"}${whose ? ` (${whose})` : ""}`;
}

/** @param {any} scene @returns {{ table: any, row: number, layer: null, height: number, shot: number }[]} */
export function wavesOf(scene) {
  const waves = scene.tables.flatMap((table) =>
    salvosOf(table).map((row) => {
      const best = fullest(totals(table.get(row, "counts")));
      const gone = (best?.downed ?? 0) + (best?.lost ?? 0);
      return { table, row, layer: null, height: Math.max(best?.launched ?? 0, gone + (best?.hit ?? 0)), shot: gone };
    }),
  );
  return waves.sort((a, b) => a.table.numbers("start")[a.row] - b.table.numbers("start")[b.row]);
}

/**
 * @param {any} scene
 * @param {(day: number) => number} xOf the left edge of a day, in CSS pixels
 * @param {(event: any) => void} show
 * @returns {HTMLElement[]} a button for each wave, standing on its night
 */
export function waveButtons(scene, xOf, show) {
  const waves = wavesOf(scene);
  const most = Math.max(1, ...waves.map((wave) => wave.height));
  const taken = new Map();
  const placed = waves.map((wave) => {
    const [start, end] = [wave.table.numbers("start")[wave.row], wave.table.numbers("end")[wave.row]];
    const shift = taken.get(end) ?? 0;
    taken.set(end, shift + 1);
    return { wave, start, end, left: (xOf(start) + xOf(end + 1)) / 2 + shift * 9 };
  });
  const free = (from, to) => !placed.some(({ left }) => left > from && left < to);
  const right = xOf(scene.extent.to + 1);
  return placed.map(({ wave, start, end, left }) => {
    const bar = element("span.gt-wave-bar", {}, element("span.gt-wave-shot"));
    bar.style.height = `${Math.max(12, (100 * wave.height) / most)}%`;
    bar.firstChild.style.height = `${wave.height ? (100 * wave.shot) / wave.height : 0}%`;
    const words = `${capital(span(start, end))}: ${waveWords(wave)}`;
    const turned = left + LABEL > right; // at the right edge the number stands on the left
    const room = turned ? free(left - 2 * LABEL, left) : free(left, left + LABEL);
    const name = turned ? "span.gt-wave-label.gt-wave-label-left" : "span.gt-wave-label";
    const said = wave.height && room ? element(name, {}, `${wave.height}`) : null;
    const button = element("button.gt-wave", { type: "button", title: words, "aria-label": words }, bar, said);
    button.addEventListener("click", () => show(wave));
    button.style.left = `${left}px`;
    button.gtDays = [start, end];
    bar.style.setProperty("--gt-wave", sideColor(scene, wave.table.get(wave.row, "actor")));
    return button;
  });
}

/** The colour that the layer files give to a side. */
function sideColor(scene, actor) {
  const layer = scene.layers.find(({ style }) => style.color_by === "actor");
  return layer ? colorOf(layer.style, actor) : "";
}

/**
 * @param {Iterable<any>} buttons as `waveButtons` made them
 * @param {[number, number]} bounds those of the dates shown; waves outside stand back
 */
export function dimWaves(buttons, [from, to]) {
  for (const button of buttons)
    button.classList.toggle("gt-wave-out", button.gtDays[0] > to || button.gtDays[1] < from);
}

/** @param {any} scene @returns {string} what of the dates shown is only known to a country, or an empty string */
export function countryWords(scene) {
  const count = scene.choice.country.length;
  return count ? `${counted(count, "event")} known only to a country` : "";
}
