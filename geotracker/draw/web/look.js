/** The colours of canvas and chart, as the style sheet gives them for the reader's light or dark. */

const LIGHT = {
  paper: "#ffffff",
  halo: "#ffffff",
  mark: "#1c2430",
  ink: "#1d2530",
  muted: "#56616d",
  line: "#d5dade",
  land: "#f5f3ee",
  water: "#dce6ec",
  border: "#8b949d",
  oblast: "#d3d1ca",
  accent: "#24527a",
  shade: "#4a4458",
  "kind-strike": "#2d5878",
  "kind-advance": "#b0601a",
  "kind-attack": "#7a4988",
  "kind-withdrawal": "#3f7d4f",
  "kind-salvo": "#707b87",
};
const DARK = "(prefers-color-scheme: dark)";

let known = null;

/** @returns {Record<string, string>} the colours in force now; without a style sheet, those of the light page */
export function look() {
  if (!known) {
    const style = getComputedStyle(document.documentElement);
    known = Object.fromEntries(
      Object.entries(LIGHT).map(([name, light]) => [name, style.getPropertyValue(`--gt-${name}`).trim() || light]),
    );
    forgetWhenItChanges();
  }
  return known;
}

let watching = false;

function forgetWhenItChanges() {
  if (watching) return;
  watching = true;
  const forget = () => {
    known = null;
  };
  window.matchMedia(DARK).addEventListener("change", forget);
  window.matchMedia("print").addEventListener("change", forget);
}

/** @param {() => void} listener called when the reader's system turns light or dark, or the page is printed */
export function onLook(listener) {
  const later = () => {
    known = null;
    listener();
  };
  window.matchMedia(DARK).addEventListener("change", later);
  window.matchMedia("print").addEventListener("change", later);
}
