/** The strip of directions: what the reports say of each, day by day, so that an empty map is not read as a quiet front. */

import { dayOf, shortDay, span } from "./days.js";
import { element } from "./dom.js";
import { reportDays } from "./reporting.js";
import { bounds } from "./rows.js";

const LONGEST = 62; // days that are shown at once: the last of the dates
export const STATUSES = [
  ["advance confirmed", "confirmed", "▲"],
  ["advance claimed", "claimed", "△"],
  ["operations, no confirmed advance", "operations", "•"],
  ["nothing reported", "nothing", "–"],
];

/**
 * @param {{ sector: string, day: string, status: string }[]} sectors
 * @param {[number, number]} dates
 * @returns {{ days: number[], rows: { name: string, status: Map<number, string> }[], cut: boolean }} those of the last
 *   days of the dates; of two words on one day the one that says more
 */
export function sectorGrid(sectors, [from, to]) {
  const told = sectors
    .map((said) => ({ ...said, at: dayOf(said.day) }))
    .filter(({ at }) => at !== null && at >= from && at <= to);
  if (!told.length) return { days: [], rows: [], cut: false };
  const last = Math.max(...told.map(({ at }) => at));
  const first = Math.max(Math.min(...told.map(({ at }) => at)), last - LONGEST + 1);
  const byName = new Map();
  for (const { sector, status, at } of told) {
    if (!byName.has(sector)) byName.set(sector, new Map());
    const known = byName.get(sector);
    if (at >= first && weight(status) < weight(known.get(at))) known.set(at, status);
  }
  const days = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  const rows = [...byName].map(([name, status]) => ({ name, status }));
  return { days, rows, cut: told.some(({ at }) => at < first) };
}

function weight(status) {
  const place = STATUSES.findIndex(([name]) => name === status);
  return place < 0 ? STATUSES.length : place;
}

/** @param {any} scene `sectors` are its rows @param {HTMLElement} host @returns {() => void} draws them for the dates shown */
export function sectorStrip(scene, host) {
  return () => {
    const grid = sectorGrid(scene.sectors ?? [], bounds(scene.window));
    if (!grid.days.length) {
      host.replaceChildren(element("p.gt-hint", {}, "No report of these days speaks of a direction."));
      return;
    }
    const reported = new Set(reportDays(scene));
    host.replaceChildren(
      key(),
      tableOf(grid, reported),
      grid.cut ? element("p.gt-hint", {}, `The last ${LONGEST} days of the dates.`) : "",
    );
  };
}

function key() {
  const items = STATUSES.map(([name, kind, sign]) =>
    element("span.gt-key-item", {}, element(`span.gt-sector.gt-sector-${kind}`, {}, sign), ` ${name}`),
  );
  return element(
    "p.gt-key",
    {},
    ...items,
    element("span.gt-key-item", {}, element("span.gt-sector.gt-sector-gap", {}, " "), " no report"),
  );
}

function tableOf({ days, rows }, reported) {
  const head = days.map((day) => element("th", { scope: "col" }, shortDay(day)));
  const body = rows.map(({ name, status }) =>
    element(
      "tr",
      {},
      element("th", { scope: "row" }, name),
      ...days.map((day) => cell(status.get(day), reported.has(day), name, day)),
    ),
  );
  return element(
    "div.gt-sector-scroll",
    { tabindex: "0", role: "region", "aria-label": "Directions by day of the report" },
    element(
      "table.gt-sectors",
      {},
      element("caption.gt-hidden", {}, "Directions by day of the report"),
      element("thead", {}, element("tr", {}, element("td"), ...head)),
      element("tbody", {}, ...body),
    ),
  );
}

function cell(status, reported, name, day) {
  const known = STATUSES.find(([word]) => word === status) ?? (reported ? STATUSES[3] : null);
  const words = known ? known[0] : "no report";
  const sign = element(`span.gt-sector.gt-sector-${known?.[1] ?? "gap"}`, { "aria-hidden": "true" }, known?.[2] ?? " ");
  return element("td", { title: `${name}, ${span(day, day)}: ${words}` }, sign, element("span.gt-hidden", {}, words));
}
