/** Parts of the page that fold away on a narrow screen, where they would lie over the map. */

const NARROW = "(max-width: 760px)";

/** @param {HTMLElement | null | undefined} details closed on a narrow screen, open on a wide one */
export function drawer(details) {
  const narrow = window.matchMedia(NARROW);
  const fold = () => details?.toggleAttribute("open", !narrow.matches);
  narrow.addEventListener("change", fold);
  fold();
}

/** @returns {boolean} */
export function isNarrow() {
  return window.matchMedia(NARROW).matches;
}
