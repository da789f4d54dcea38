/** The days of one category of one source: what stood on a day, what changed in a range of days, and the words for it. */

import { longDay, span } from "../days.js";
import { actorName, counted, grouped } from "../words.js";
import { controlOf, standing } from "./code.js";

const OLD = 31; // days after which what stood then is no news of the day shown

const CATEGORY = {
  assessed: "assessed control",
  claimed: "claimed control",
  advance: "assessed advances",
  counteroffensive: "claimed counteroffensives",
  infiltration: "infiltration",
  contested: "contested ground",
  pre_2022: "held before 24 February 2022",
};

/**
 * @typedef {object} Series
 * @property {string} name source and category, as in the page's address
 * @property {string} title the source
 * @property {string} category
 * @property {string} holder whose control it shows
 * @property {string} credit
 * @property {string} terms an address, or ""
 * @property {{ monday: number, days: number, gained: number, lost: number }[]} weeks km² by `control change`
 * @property {number[]} area_km2 of each day
 * @property {(number | null)[]} front_km
 * @property {Float64Array} gained km² from the first day up to each, by `control change`
 * @property {Float64Array} lost
 * @property {number} cells in a degree
 * @property {import("./code.js").Day[]} days
 */

/** @param {ArrayBuffer} buffer as draw/controlseries.py packs it @returns {Series} */
export function seriesOf(buffer) {
  const length = new DataView(buffer).getUint32(0, true);
  const { gained_km2, lost_km2, ...head } = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, length)));
  const code = controlOf(new Uint8Array(buffer, 4 + length));
  return { ...head, ...code, gained: running(gained_km2), lost: running(lost_km2) };
}

function running(values) {
  const sums = new Float64Array(values.length);
  let sum = 0;
  for (let i = 0; i < sums.length; i++) {
    sum += values[i];
    sums[i] = sum;
  }
  return sums;
}

/**
 * @param {Series} series
 * @param {{ from: number, to: number, mode: string }} window
 * @returns {{ state: number, base: number }} places among the days: what stood on the last day, and what stood before
 *   the first, so that the change of the first day counts; -1 where nothing did, or where the dates have no first day
 */
export function stood({ days }, { from, to, mode }) {
  const state = standing(days, to);
  if (state < 0 || mode === "upto") return { state, base: -1 };
  return { state, base: Math.min(state, Math.max(0, standing(days, from - 1))) };
}

/** @param {Series} series @param {{ state: number, base: number }} at @returns {{ gained: number, lost: number }} km² */
export function changed({ gained, lost }, { state, base }) {
  if (base < 0) return { gained: 0, lost: 0 };
  return { gained: gained[state] - gained[base], lost: lost[state] - lost[base] };
}

/** @param {Series} series @returns {string} "DeepStateMap, assessed control" */
export function nameOf({ title, category }) {
  return `${title}, ${CATEGORY[category] ?? category.replaceAll("_", " ")}`;
}

/** @param {number} value @returns {string} "12.3 km²" */
export function km2(value) {
  return `${grouped(value, Math.abs(value) < 10 ? 1 : 0)} km²`;
}

/**
 * @param {Series} series
 * @param {{ to: number }} window
 * @param {{ state: number, base: number }} at
 * @returns {string} which day is shown, and why not another
 */
export function dayWords({ days }, { to }, { state }) {
  if (state < 0) return `nothing: its first day is ${longDay(days[0].day)}`;
  const { day } = days[state];
  if (day === to) return `as of ${longDay(day)}`;
  const late = to - day > OLD ? `, ${counted(to - day, "day")} earlier` : "";
  const why = state === days.length - 1 ? "its newest day" : `it has no day for ${longDay(to)}`;
  return `as of ${longDay(day)}${late} (${why})`;
}

/**
 * @param {Series} series
 * @param {{ from: number, to: number, mode: string }} window
 * @param {{ state: number, base: number }} at
 * @returns {string} what changed in the dates shown, "" where they have no first day
 */
export function changeWords(series, { from }, at) {
  if (at.base < 0) return "";
  const { holder, days } = series;
  const since = days[at.base].day;
  const missing = since < from - 1 ? ` (it has no day for ${longDay(from - 1)})` : "";
  if (at.base === at.state) return since < from ? `no change known since ${longDay(since)}` : "";
  const { gained, lost } = changed(series, at);
  return `${actorName(holder)} gained ${km2(gained)}, lost ${km2(lost)} since ${longDay(since)}${missing}`;
}

/** @param {{ monday: number, days: number, gained: number, lost: number }} week @returns {string} */
export function weekWords({ monday, days, gained, lost }) {
  const missing = days < 7 ? ` (${counted(days, "day")} of it)` : "";
  return `${span(monday, monday + 6)}${missing}: gained ${km2(gained)}, lost ${km2(lost)}`;
}
