/** Control of terrain on a map of events: `window.geotracker.control`, beside what geotracker.js opens. */

import { inflate } from "../columns.js";
import { dayOf } from "../days.js";
import { asked } from "../geotracker.js";
import { onLook } from "../look.js";
import { listen, tell } from "../scene.js";
import { weekChart } from "./chart.js";
import { controlCanvas, nameCanvas } from "./layer.js";
import { seriesOf, stood } from "./series.js";
import { switches } from "./switches.js";
import { weekTable } from "./week-table.js";

const PANES = { "gt-control": 300, "gt-names": 310 };

/**
 * Adds a layer of control to a Leaflet map.
 * @param {any} map
 * @param {{ id: string, title: string, data: string[], style: any, show: boolean, days: [string, string] }} from ids of
 *   the script elements that hold a series each; the first is on where `show` says so, and `days` are its first and last
 */
function control(map, { data, days, ...definition }) {
  const scene = asked(map);
  for (const [pane, depth] of Object.entries(PANES)) {
    if (map.getPane(pane)) continue;
    map.createPane(pane).style.zIndex = String(depth);
    map.getPane(pane).style.pointerEvents = "none";
  }
  if (definition.show) scene.spans.push(days.map(dayOf));
  const made = { ...definition, change: true, series: [] };
  scene.controls ??= [];
  if (scene.controls.push(made) === 1) scene.saves.push(() => state(scene.controls));
  const series = Promise.all(data.map((id) => inflate(document.getElementById(id).textContent).then(seriesOf)));
  scene.before.push(async () => {
    const shown = (i) => definition.show && i === 0;
    made.series = (await series).map((one, i) => ({
      ...one,
      show: shown(i),
      on: shown(i),
      at: { state: -1, base: -1 },
    }));
    scene.views.push({ id: made.id, title: "Control", make: (body) => weekTable(scene, made, body) });
  });
  scene.parts.push(() => start(scene, made));
}

function start(scene, made) {
  const canvas = controlCanvas(made).addTo(scene.map);
  name(scene);
  const chart = weekChart(scene, made);
  const legend = switches(scene, made, (act) => {
    act();
    tell(scene, "control");
  });
  scene.timeRoot?.querySelector(".gt-range")?.after(chart.root);
  document.querySelector("#gt-legend > .gt-group")?.after(legend.root);
  const credits = crediting(scene.map);
  let [drawn, taken] = ["", null];
  const update = (what) => {
    if (what === "event") return;
    if (taken !== scene.saved) take(made, scene.saved);
    taken = scene.saved;
    for (const series of made.series) series.at = stood(series, scene.window);
    const now = JSON.stringify([made.change, made.series.map(({ on, at }) => on && at)]);
    if (now !== drawn) canvas.redraw();
    drawn = now;
    credits(made.series);
    chart.update();
    legend.update();
  };
  update("window");
  listen(scene, update);
  onLook(() => canvas.redraw());
}

/** Writes the names of the built-in ground over the tints, while it is there. */
async function name(scene) {
  const ground = await scene.base;
  if (!ground || scene.named) return;
  const names = nameCanvas((context, view) => scene.map.hasLayer(ground) && ground.names(context, view));
  scene.named = names.addTo(scene.map);
  for (const event of ["add", "remove"]) ground.on(event, () => names.redraw());
  onLook(() => names.redraw());
}

/** Names those whose control is drawn at the map's edge, which stills and frames show too. */
function crediting(map) {
  const line = map.attributionControl;
  const named = new Set();
  return (series) => {
    for (const { on, credit } of series) {
      if (on === named.has(credit) || !line) continue;
      const text = `Control: ${escaped(credit)}`;
      if (on) line.addAttribution(text);
      else line.removeAttribution(text);
      if (on) named.add(credit);
      else named.delete(credit);
    }
  };
}

/** Leaflet reads an attribution as HTML. */
function escaped(text) {
  const host = document.createElement("span");
  host.textContent = text;
  return host.innerHTML;
}

/** Switches on what the address says. */
function take(made, saved) {
  for (const series of made.series) series.on = saved.control ? saved.control.includes(series.name) : series.show;
  made.change = saved.change !== false;
}

function state(controls) {
  const series = controls.flatMap((made) => made.series);
  const differs = series.some(({ on, show }) => on !== show);
  return {
    control: differs ? series.filter(({ on }) => on).map(({ name }) => name) : undefined,
    change: controls.every(({ change }) => change) ? undefined : false,
  };
}

window.geotracker.control ??= control;
