/** The address of one event, and how to cite it. */

import { longDay } from "./days.js";
import { format, parse } from "./fragment.js";

/** @param {string} id of an event @param {string} address of the page @returns {string} the page with that event open */
export function linkTo(id, address) {
  const [page, fragment = ""] = address.split("#", 2);
  return `${page}#${format({ ...parse(fragment), event: id })}`;
}

/**
 * @param {{ line: string, when: string, evidence: string, report: string, reportAddress: string | null, title: string,
 *   newest: string, address: string, id: string }} event
 * @returns {string} what happened, who says so, where it stands, in one paragraph of plain text
 */
export function citation({ line, when, evidence, report, reportAddress, title, newest, address, id }) {
  const source = [report, reportAddress].filter(Boolean).join(", ");
  const page = [title && `“${title}”`, newest && `newest report ${newest}`, `event ${id}`].filter(Boolean).join(", ");
  return `${line}, ${when}; ${evidence}. ${source}. In: ${page}. ${address}`;
}

/** @param {number | null} day @returns {string} */
export function reportName(day) {
  return day === null ? "Report" : `Report of ${longDay(day)}`;
}
