/** Parts of the page that fold away on a narrow or low screen, where they would lie over the map. */

const NARROW = "(max-width: 760px)";
/** The style sheets know it too: less than a laptop's screen leaves to a page. */
export const NARROW_OR_LOW = `${NARROW}, (max-height: 700px)`;

/**
 * @param {HTMLElement | null | undefined} details closed on a small screen, open on a large one
 * @param {string} [small] what a small screen is, as a media query
 */
export function drawer(details, small = NARROW) {
  const narrow = window.matchMedia(small);
  const fold = () => details?.toggleAttribute("open", !narrow.matches);
  narrow.addEventListener("change", fold);
  fold();
}

/** @returns {boolean} */
export function isNarrow() {
  return window.matchMedia(NARROW).matches;
}
