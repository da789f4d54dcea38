/** Links out of the page: only http and https, and never with a referrer or a way back. */

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
 * @returns {{ number: string, address: string | null }}
 */
export function endnote(note) {
  const space = note.indexOf(" ");
  if (space < 0) return { number: note, address: null };
  return { number: note.slice(0, space), address: safeAddress(note.slice(space + 1).trim()) };
}

/** @param {string} address @returns {string} the host that a reader would be sent to */
export function hostOf(address) {
  return new URL(address).host.replace(/^www\./, "");
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
