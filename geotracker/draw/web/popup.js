/** Shows cards: over the map where an event stands on it, in a sheet beside where it does not. */

import { card } from "./card.js";
import { eventsOf } from "./choice.js";
import { element } from "./dom.js";
import { chooseEvent } from "./scene.js";

const NARROW = 560; // CSS pixels: a narrower map has no room for a bubble over it
const SLACK = 5; // CSS pixels around a symbol that still choose it

/**
 * @param {any} scene
 * @param {any} canvas the events' layer
 * @returns {(event: any, anchor?: Element) => void} opens the card of one event
 */
export function popup(scene, canvas) {
  const { map } = scene;
  const sheet = sheetOf(scene);
  const bubble = L.popup({
    maxWidth: 340,
    minWidth: 240,
    maxHeight: 340,
    className: "gt-popup",
    autoPanPadding: [12, 12],
  });
  map.on("popupclose", (event) => event.popup === bubble && chooseEvent(scene, null));
  const open = (events, index, at) => {
    const turn = (event) => chooseEvent(scene, event);
    if (!at || map.getSize().x < NARROW) return sheet.open(card(events, index, turn), at);
    sheet.close();
    bubble
      .setLatLng(at)
      .setContent(card(events, index, turn))
      .openOn(map);
  };
  map.on("click", (click) => {
    const hit = hitAt(scene, canvas, click.containerPoint);
    if (hit) open(hit.events, hit.index, hit.at);
  });
  map.on("mousemove", (move) => {
    const { cells, region } = canvas.at(move.containerPoint, SLACK);
    map.getContainer().classList.toggle("gt-over", cells.size > 0 || region !== null);
  });
  return (event) => {
    const { table, row } = event;
    const stand = table.numbers("stands")[row];
    if (stand > 2 || !event.layer?.on) return open([event], 0, null);
    const events = eventsOf(scene, (other) => other.table === table && siteOf(other) === siteOf(event));
    const index = Math.max(
      0,
      events.findIndex((other) => other.row === row),
    );
    open(events.length ? events : [event], index, positionOf(event));
  };
}

function siteOf({ table, row }) {
  return table.numbers("site")[row];
}

function positionOf({ table, row }) {
  const site = table.numbers("site")[row];
  const lat = (Math.atan(Math.sinh(Math.PI * (1 - 2 * table.y[site]))) * 180) / Math.PI;
  return [lat, table.x[site] * 360 - 180];
}

/** All events of the places under a point, the one under it first; else those of the shaded region under it. */
function hitAt(scene, canvas, point) {
  const { cells, region } = canvas.at(point, SLACK);
  if (cells.size) {
    const places = new Set([...cells].map((cell) => placeOf(scene, cell)));
    const hit = new Set(eventsOf(scene, ({ cell }) => cells.has(cell)).map(({ row }) => row));
    const events = eventsOf(scene, ({ cell }) => places.has(placeOf(scene, cell)));
    const index = Math.max(
      0,
      events.findIndex(({ row }) => hit.has(row)),
    );
    return { events, index, at: positionOf(events[index]) };
  }
  return region ? { events: scene.choice.regions.get(region), index: 0, at: null } : null;
}

function placeOf(scene, cell) {
  const { table, site } = scene.grid.cells[cell];
  return `${scene.tables.indexOf(table)}/${site}`;
}

function sheetOf(scene) {
  const body = element("div");
  const close = () => {
    if (root.hidden) return;
    root.hidden = true;
    chooseEvent(scene, null);
    before?.focus?.();
  };
  let before = null;
  const button = element("button.gt-sheet-close", { type: "button", "aria-label": "Close", onclick: close }, "×");
  const root = element("div.gt-sheet", { role: "dialog", "aria-label": "Event", hidden: true }, button, body);
  root.addEventListener("keydown", (event) => event.key === "Escape" && close());
  scene.map.getContainer().append(root);
  L.DomEvent.disableClickPropagation(root);
  L.DomEvent.disableScrollPropagation(root);
  return {
    close,
    open: (content, at) => {
      before = document.activeElement;
      scene.map.closePopup();
      body.replaceChildren(content);
      root.hidden = false;
      button.focus({ preventScroll: true });
      if (at) scene.map.panInside(at, { padding: [40, 40], paddingBottomRight: [40, root.offsetHeight + 24] });
    },
  };
}
