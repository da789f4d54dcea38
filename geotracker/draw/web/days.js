/**
 * Days are whole numbers since 1 January 1970, never a local Date: a reader's time zone cannot shift them.
 */

const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];
const DAY_MS = 86_400_000;

/**
 * @param {string} iso "2025-01-17"
 * @returns {number | null} the day's number, or null where the text is no day of the calendar
 */
export function dayOf(iso) {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(iso);
  if (!parts) return null;
  const [year, month, day] = parts.slice(1).map(Number);
  const number = Math.round(Date.UTC(year, month - 1, day) / DAY_MS);
  return isoOf(number) === iso ? number : null;
}

/**
 * @param {number} day
 * @returns {string} "2025-01-17"
 */
export function isoOf(day) {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/**
 * @param {number} day
 * @returns {{ year: number, month: number, day: number }} month from 1
 */
export function partsOf(day) {
  const date = new Date(day * DAY_MS);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

/** @param {number} day @returns {string} "17 January 2025" */
export function longDay(day) {
  const { year, month, day: number } = partsOf(day);
  return `${number} ${MONTHS[month - 1]} ${year}`;
}

/** @param {number} day @returns {string} "17 Jan" */
export function shortDay(day) {
  const { month, day: number } = partsOf(day);
  return `${number} ${MONTHS[month - 1].slice(0, 3)}`;
}

/** @param {number} day @returns {string} "January 2025" */
export function monthOf(day) {
  const { year, month } = partsOf(day);
  return `${MONTHS[month - 1]} ${year}`;
}

/**
 * @param {number} start
 * @param {number} end the last day, included
 * @returns {string} "17–18 January 2025", with no more said twice than is needed
 */
export function span(start, end) {
  if (start === end) return longDay(start);
  const [a, b] = [partsOf(start), partsOf(end)];
  if (a.year !== b.year) return `${longDay(start)} – ${longDay(end)}`;
  if (a.month !== b.month) return `${a.day} ${MONTHS[a.month - 1]} – ${longDay(end)}`;
  return `${a.day}–${longDay(end)}`;
}

/**
 * @param {number} start
 * @param {number} end
 * @param {string} precision day, night, range, recent or month
 * @returns {string} when it happened, or that nobody says when
 */
export function when(start, end, precision) {
  if (precision === "recent") return `reported ${span(start, end)}, date of event unknown`;
  if (precision === "month") return `some time in ${monthOf(start)}`;
  if (precision === "night") return `night of ${span(start, end)}`;
  return span(start, end);
}
