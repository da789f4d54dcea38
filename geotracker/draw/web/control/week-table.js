/** The weeks of control as a table: what the chart under the dates draws, in numbers. */

import { isoOf } from "../days.js";
import { element } from "../dom.js";
import { km2, nameOf, weekWords } from "./series.js";

const HEADS = ["Week", "Gained", "Lost", "Net"];

/**
 * @param {any} scene
 * @param {any} control
 * @param {HTMLElement} host
 * @returns {() => void} draws the weeks of the dates shown, the newest first, of each series that is on
 */
export function weekTable(scene, control, host) {
  return () => {
    const shown = control.series.filter(({ on, weeks }) => on && weeks.length);
    const tables = shown.map((series) => tableOf(series, weeksIn(series, scene.window)));
    if (!tables.length) {
      host.replaceChildren(element("p.gt-hint", {}, "No control of terrain is switched on."));
      return;
    }
    host.replaceChildren(
      element(
        "div.gt-sector-scroll",
        { tabindex: "0", role: "region", "aria-label": "Control by the week" },
        ...tables,
      ),
    );
  };
}

/** @param {any} series @param {{ from: number, to: number, mode: string }} window @returns {any[]} those that touch it */
export function weeksIn({ weeks }, { from, to, mode }) {
  return weeks.filter(({ monday }) => monday <= to && (mode === "upto" || monday + 6 >= from)).reverse();
}

function tableOf(series, weeks) {
  const caption = `${nameOf(series)}: ground gained and lost by the week, from Monday, on the WGS 84 ellipsoid`;
  return element(
    "table.gt-wave-chart",
    {},
    element("caption", {}, caption),
    element("thead", {}, element("tr", {}, ...HEADS.map((name) => element("th", { scope: "col" }, name)))),
    element("tbody", {}, ...weeks.map(weekRow)),
  );
}

function weekRow(week) {
  const { monday, gained, lost } = week;
  const name = weekWords(week).replace(/: .*/, "");
  const number = (value) => element("td.gt-number", {}, value);
  const net = gained - lost;
  return element(
    "tr",
    {},
    element("th", { scope: "row" }, element("time", { datetime: isoOf(monday) }, name)),
    number(km2(gained)),
    number(km2(lost)),
    number(`${net > 0 ? "+" : net < 0 ? "−" : ""}${km2(Math.abs(net))}`),
  );
}
