/** The panel that tells of the chosen event, with the events at the same place and those before and after it. */

import { card, oneLine, textOf } from "./card.js";
import { eventsOf, SHOWN } from "./choice.js";
import { citation, linkTo, reportName } from "./cite.js";
import { copyButton } from "./copy.js";
import { dayOf, when } from "./days.js";
import { element } from "./dom.js";
import { safeAddress } from "./links.js";
import { layerOfRow } from "./rows.js";
import { chooseEvent, listen } from "./scene.js";
import { EVIDENCE } from "./words.js";

/**
 * @param {any} scene
 * @param {HTMLElement | null} host in the page; without one a sheet lies over the map
 * @returns {(event: any, options?: { among?: any[], keepFocus?: boolean }) => void} opens the panel; `among` are those of
 *   the same place
 */
export function panel(scene, host) {
  const parts = build(scene, host);
  let before = null;
  const close = () => {
    if (parts.root.hidden) return;
    parts.root.hidden = true;
    document.documentElement.classList.remove("gt-has-panel");
    chooseEvent(scene, null);
    if (before?.isConnected) before.focus({ preventScroll: true });
    else scene.backToRow?.(); // a list that has been drawn anew since
  };
  parts.close.addEventListener("click", close);
  parts.root.addEventListener("keydown", (event) => event.key === "Escape" && close());
  const show = (event, { among = atPlace(scene, event), keepFocus = false } = {}) => {
    const opening = parts.root.hidden;
    if (opening) before = document.activeElement;
    fill(scene, parts, event, among, show);
    parts.root.hidden = false;
    document.documentElement.classList.add("gt-has-panel");
    chooseEvent(scene, event);
    parts.root.scrollTop = 0;
    if (!keepFocus) parts.body.querySelector("h2").focus({ preventScroll: true });
    if (opening) bringIntoView(scene, event);
  };
  listen(scene, (what) => {
    if (what !== "event" && scene.chosen) neighbours(scene, parts, scene.chosen, show);
  });
  scene.closePanel = close;
  return show;
}

function build(scene, host) {
  const parts = {
    close: element("button.gt-close", { type: "button", "aria-label": "Close" }, "×"),
    turn: element("nav.gt-card-turn", { "aria-label": "Events at this place" }),
    time: element("nav.gt-card-turn", { "aria-label": "Events by time" }),
    body: element("article.gt-card"),
    tools: element("div.gt-card-tools"),
  };
  parts.root = element("section.gt-panel", { "aria-label": "Chosen event", hidden: true });
  parts.root.append(parts.close, parts.time, parts.turn, parts.body, parts.tools);
  if (host) host.append(parts.root);
  else {
    parts.root.classList.add("gt-sheet");
    scene.map.getContainer().append(parts.root);
    L.DomEvent.disableClickPropagation(parts.root);
    L.DomEvent.disableScrollPropagation(parts.root);
  }
  return parts;
}

function fill(scene, parts, event, among, show) {
  parts.body.replaceChildren(...card(event, scene.outlets ?? []));
  turns(parts, event, among, show);
  neighbours(scene, parts, event, show);
  const id = event.table.get(event.row, "event_id");
  const zoom = element("button.gt-small", { type: "button" }, "Show on the map");
  zoom.addEventListener("click", () => bringIntoView(scene, event, true));
  parts.tools.replaceChildren(
    copyButton("Copy link", () => linkTo(id, location.href)),
    copyButton("Copy citation", () => cited(scene, event, id)),
    event.table.get(event.row, "stands") < 3 ? zoom : "",
  );
}

function turns(parts, event, among, show) {
  parts.turn.hidden = among.length < 2;
  if (among.length < 2) return;
  const index = Math.max(
    0,
    among.findIndex(({ table, row }) => table === event.table && row === event.row),
  );
  const go = (step) => () => show(among[(index + step + among.length) % among.length], { among });
  parts.turn.replaceChildren(
    element("button.gt-small", { type: "button", onclick: go(-1) }, "‹ Previous"),
    element("span.gt-card-count", {}, `${index + 1} of ${among.length} here`),
    element("button.gt-small", { type: "button", onclick: go(1) }, "Next ›"),
  );
}

/** The events shown just before and after, which the dates, layers and filters choose. */
function neighbours(scene, parts, event, show) {
  const button = (step, text) => {
    const other = neighbour(scene, event, step);
    const made = element("button.gt-small", { type: "button", disabled: !other }, text);
    if (other) {
      made.title = oneLine(other);
      made.addEventListener("click", () => show(other));
    }
    return made;
  };
  parts.time.replaceChildren(button(-1, "‹ Earlier"), button(1, "Later ›"));
}

/**
 * @param {any} scene
 * @param {any} event
 * @param {1 | -1} step
 * @returns {any} the next event of its table that is shown, by time; null at the ends
 */
export function neighbour(scene, { table, row }, step) {
  const seen = scene.choice.seen.get(table);
  for (let other = row + step; other >= 0 && other < table.rows; other += step) {
    if (seen[other] === SHOWN) return { table, row: other, layer: layerOfRow(scene, table, other) };
  }
  return null;
}

function atPlace(scene, event) {
  const { table, row, layer } = event;
  if (!layer?.on || table.numbers("stands")[row] > 2) return [event];
  const site = table.numbers("site");
  const events = eventsOf(scene, (other) => other.table === table && site[other.row] === site[row]);
  return events.length ? events : [event];
}

function cited(scene, { table, row }, id) {
  const text = textOf(table, row);
  const start = table.get(row, "start");
  return citation({
    line: oneLine({ table, row }).replace(/^[^:]*: /, ""),
    when: start === null ? "no date given" : when(start, table.get(row, "end"), text("time_precision")),
    evidence: EVIDENCE[text("evidence")] ?? text("evidence"),
    report: reportName(dayOf(text("report_date"))),
    reportAddress: safeAddress(text("report_url")),
    title: document.title,
    newest: scene.newest ?? "",
    address: linkTo(id, location.href),
    id,
  });
}

/** @param {{ table: any, row: number }} event with a place of its own @returns {[number, number]} latitude and longitude */
export function positionOf({ table, row }) {
  const site = table.numbers("site")[row];
  const lat = (Math.atan(Math.sinh(Math.PI * (1 - 2 * table.y[site]))) * 180) / Math.PI;
  return [lat, table.x[site] * 360 - 180];
}

function bringIntoView(scene, event, close = false) {
  if (event.table.get(event.row, "stands") > 2) return;
  const at = positionOf(event);
  const animate = !window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  if (close) scene.map.setView(at, Math.max(scene.map.getZoom(), 10), { animate });
  else if (!scene.map.getBounds().pad(-0.05).contains(at)) scene.map.panTo(at, { animate });
}
