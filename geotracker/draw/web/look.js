/** The colours of canvas and chart, as the style sheet gives them for the reader's light or dark. */

const NAMES = ["paper", "halo", "ink", "muted", "line", "land", "water", "border", "oblast", "accent", "shade"];
const LIGHT = {
  paper: "#ffffff",
  halo: "#ffffff",
  ink: "#1d2530",
  muted: "#56616d",
  line: "#d5dade",
  land: "#f5f3ee",
  water: "#dce6ec",
  border: "#8b949d",
  oblast: "#d3d1ca",
  accent: "#24527a",
  shade: "#4a4458",
};

/** @returns {Record<string, string>} the colours in force now; without a style sheet, those of the light page */
export function look() {
  const style = getComputedStyle(document.documentElement);
  return Object.fromEntries(NAMES.map((name) => [name, style.getPropertyValue(`--gt-${name}`).trim() || LIGHT[name]]));
}

/** @param {() => void} listener called when the reader's system turns light or dark */
export function onLook(listener) {
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", listener);
}
