/** Links out of the page: only http and https, and never with a referrer or a way back. */

import { copyButton } from "./copy.js";
import { element } from "./dom.js";
import { warningOf } from "./outlets.js";

const ARCHIVE = "https://web.archive.org/web/";

/** @param {string} address @returns {string | null} the address where it is safe to link to */
export function safeAddress(address) {
  if (!/^https?:\/\//i.test(address)) return null;
  try {
    const url = new URL(address);
    return (url.protocol === "https:" || url.protocol === "http:") && !url.username ? url.href : null;
  } catch {
    return null;
  }
}

/**
 * @param {string} note "12 https://…": an endnote's number and, where the report lists one, its address
 * @returns {{ number: string, address: string | null, printed: string }} the address to follow, and as it is printed
 */
export function endnote(note) {
  const space = note.indexOf(" ");
  if (space < 0) return { number: note, address: null, printed: "" };
  const printed = note.slice(space + 1).trim();
  return { number: note.slice(0, space), address: safeAddress(printed), printed };
}

/** @param {string} address @returns {string} the host that a reader would be sent to */
export function hostOf(address) {
  return new URL(address).host.replace(/^www\./, "");
}

/** @param {string} address @returns {string} where the Internet Archive keeps copies of it */
export function archiveOf(address) {
  return `${ARCHIVE}${address}`;
}

/**
 * @param {string} address
 * @param {string} text
 * @returns {Node} a link, or the text alone where the address is not safe
 */
export function link(address, text) {
  const safe = safeAddress(address);
  if (!safe) return document.createTextNode(text);
  const anchor = document.createElement("a");
  anchor.href = safe;
  anchor.rel = "noreferrer noopener";
  anchor.referrerPolicy = "no-referrer";
  anchor.target = "_blank";
  anchor.textContent = text;
  return anchor;
}

/**
 * @param {string[]} notes as `endnote` reads them
 * @param {import("./outlets.js").Outlet[]} outlets
 * @returns {HTMLElement | null} each address as printed, with a copy button, its archived copies and a warning
 */
export function noteList(notes, outlets) {
  if (!notes.length) return null;
  return element("ul.gt-notes", { "aria-label": "Endnotes" }, ...notes.map((note) => noteItem(note, outlets)));
}

function noteItem(note, outlets) {
  const { number, address, printed } = endnote(note);
  const label = element("span.gt-note-number", {}, `Note ${number}`);
  if (!address) return element("li", {}, label, printed ? ` ${printed}` : "");
  const warning = warningOf(address, outlets);
  return element(
    "li",
    {},
    label,
    " ",
    link(address, printed),
    warning ? element("span.gt-caution", {}, warning) : null,
    element(
      "span.gt-note-tools",
      {},
      copyButton("Copy", () => printed, `Copy the address of note ${number}`),
      " ",
      archived(address),
    ),
  );
}

/** @param {string} address @returns {Node} */
export function archived(address) {
  const anchor = link(archiveOf(address), "Archived copies");
  if (anchor instanceof Element)
    anchor.setAttribute("aria-label", `Archived copies of ${hostOf(address)} at web.archive.org`);
  return anchor;
}
