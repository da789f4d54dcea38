/** The days that reports are of: the gaps between them, and how old the newest is. */

import { dayOf } from "./days.js";
import { grouped } from "./words.js";

export const STALE = 3; // days after which the newest report is old news

/**
 * @param {any} scene `reportDays`, ISO days of reports that the page was made from, may be given
 * @returns {number[]} the days of all reports, in order, without repeats
 */
export function reportDays(scene) {
  if (!scene.reported) {
    const days = new Set((scene.reportDays ?? []).map(dayOf));
    for (const table of scene.tables)
      if (table.has("report_date")) for (const iso of isoDays(table)) days.add(dayOf(iso));
    days.delete(null);
    scene.reported = [...days].sort((a, b) => a - b);
  }
  return scene.reported;
}

function isoDays(table) {
  const words = table.words("report_date");
  if (words.length) return words;
  return new Set(Array.from({ length: table.rows }, (_, row) => table.get(row, "report_date")));
}

/**
 * @param {any} scene
 * @returns {[number, number][]} the days of its dates of which no report is, both included, those before the first and
 *   after the newest report too; none where no report is known
 */
export function gapsOf(scene) {
  const days = reportDays(scene);
  if (!days.length) return [];
  const { from, to } = scene.extent ?? { from: days[0], to: days.at(-1) };
  const within = days.filter((day) => day >= from && day <= to);
  const edges = [from - 1, ...within, to + 1];
  const gaps = [];
  for (let i = 1; i < edges.length; i++) if (edges[i] - edges[i - 1] > 1) gaps.push([edges[i - 1] + 1, edges[i] - 1]);
  return gaps;
}

/**
 * @param {number} newest
 * @param {number} today
 * @returns {string} "2 days ago"
 */
export function ageWords(newest, today) {
  const age = today - newest;
  if (age <= 0) return "today";
  return age === 1 ? "1 day ago" : `${grouped(age)} days ago`;
}

/** @returns {number} the reader's own calendar day: the one place where the page looks at a clock */
export function today() {
  const now = new Date();
  return Math.round(Date.UTC(now.getFullYear(), now.getMonth(), now.getDate()) / 86_400_000);
}
