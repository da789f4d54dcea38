/** Control in the legend: a switch for each source and category, what tints and lines mean, whose it is. */

import { element, put } from "../dom.js";
import { look, onLook } from "../look.js";
import { actorName } from "../words.js";
import { hatched } from "./layer.js";
import { dayWords, nameOf } from "./series.js";

/**
 * @param {any} scene
 * @param {any} control
 * @param {(change: () => void) => void} change carries out what a switch says and tells everyone
 * @returns {{ root: HTMLElement, update: () => void }}
 */
export function switches(scene, control, change) {
  const rows = control.series.map((series) => seriesRow(scene, control, series, change));
  const tint = element("input", { type: "checkbox" });
  tint.addEventListener("change", () => change(() => Object.assign(control, { change: tint.checked })));
  const signs = element("div");
  const paint = () => signs.replaceChildren(...signRows(control));
  paint();
  onLook(paint);
  const root = element(
    "section.gt-group.gt-control",
    {},
    element("h2", {}, control.title),
    ...rows.map((row) => row.root),
    element("label.gt-layer", {}, tint, element("span.gt-layer-title", {}, "Gained and lost in the dates shown")),
    signs,
    ...credits(control),
  );
  const update = () => {
    for (const row of rows) row.update();
    tint.checked = control.change;
  };
  return { root, update };
}

function seriesRow(scene, control, series, change) {
  const box = element("input", { type: "checkbox" });
  box.addEventListener("change", () => change(() => Object.assign(series, { on: box.checked })));
  const sign = swatch();
  sign.style.background = `${control.style.colors[series.category]}40`;
  const day = element("small.gt-control-day");
  const name = element("span.gt-layer-title", {}, nameOf(series), day);
  return {
    root: element("label.gt-layer", {}, box, sign, name),
    update: () => {
      box.checked = series.on;
      put(day, series.on ? dayWords(series, scene.window, series.at) : "off");
    },
  };
}

function swatch() {
  return element("span.gt-tint", { "aria-hidden": "true" });
}

function signRows({ series, style }) {
  const holders = [...new Set(series.map(({ holder }) => actorName(holder)))].join(" or ");
  const row = (sign, words) => element("div.gt-sign", {}, sign, element("span", {}, words));
  const patterned = (name) => {
    const sign = swatch();
    sign.style.backgroundImage = `url(${hatched(style[name], name === "gained", 1).toDataURL()})`;
    return sign;
  };
  const line = element("span.gt-front-sign", { "aria-hidden": "true" });
  line.style.background = look().ink;
  return [
    row(patterned("gained"), `gained by ${holders} (hatched upwards)`),
    row(patterned("lost"), `lost by ${holders} (hatched downwards)`),
    row(line, "front line: the edge that is neither coast nor state border"),
  ];
}

function credits({ series }) {
  const known = new Map(series.map(({ credit, terms }) => [credit, terms]));
  return [...known].map(([credit, terms]) => {
    const link = terms ? element("a", { href: terms, rel: "noopener noreferrer", target: "_blank" }, "terms") : null;
    return element("p.gt-hint", {}, `Control: ${credit} `, link);
  });
}
