/** The legend: a switch and a count for every layer, what colours and signs mean, what cannot be drawn, what a count is. */

import { oneLine } from "./card.js";
import { colorOf, symbolOf } from "./cells.js";
import { element, put } from "./dom.js";
import { following } from "./later.js";
import { look, onLook } from "./look.js";
import { listen, switchLayer, tell } from "./scene.js";
import { swatch } from "./symbols.js";
import { actorName, counted, EVIDENCE, grouped } from "./words.js";

const LISTED = 200;
const GREY = "#5b6470"; // signs whose colour says nothing

/**
 * @param {any} scene
 * @param {HTMLElement} host
 * @param {{ notes: string[], show: (event: any) => void, tiles: any }} page
 */
export function legend(scene, host, page) {
  const layers = scene.layers.map((layer) => layerRow(scene, layer));
  const lists = [
    asideList("Not placed on the map", "unplaced", scene, page.show),
    asideList("Without a date", "undated", scene, page.show),
    asideList("Known only to a region (shaded)", "regions", scene, page.show),
    asideList("Known only to a country (strip under the dates)", "country", scene, page.show),
  ];
  const paintSigns = () => signs.replaceChildren(...signRows(scene));
  const signs = element("div");
  host.replaceChildren(
    group("Layers", "events in the dates shown", ...layers.map((row) => row.root), footprintSwitch(scene)),
    element("div.gt-lists", {}, ...lists.map((list) => list.root)),
    group("What the signs say", "", signs),
    page.tiles ? group("Ground", "", page.tiles) : "",
    element("div.gt-notes-block", {}, ...page.notes.map((note) => element("p", {}, note))),
  );
  const update = () => {
    for (const [i, row] of layers.entries()) row.update(scene.choice.inLayer[i]);
    for (const list of lists) list.update();
  };
  update();
  following(paintSigns)();
  onLook(paintSigns);
  const later = following(update);
  listen(scene, (what) => what !== "event" && later());
}

function group(title, hint, ...children) {
  return element(
    "section.gt-group",
    {},
    element("h2", {}, title, hint ? element("small", {}, ` ${hint}`) : null),
    ...children,
  );
}

/** Footprints are drawn of all places that stand by themselves, on demand: many at once would hide the map. */
function footprintSwitch(scene) {
  const box = element("input", { type: "checkbox", checked: scene.footprints === true });
  box.addEventListener("change", () => {
    scene.footprints = box.checked;
    tell(scene, "window");
  });
  listen(scene, () => {
    box.checked = scene.footprints === true;
  });
  return element(
    "label.gt-layer.gt-footprints",
    {},
    box,
    element("span.gt-layer-title", {}, "Footprints: how far off a point may be"),
  );
}

function layerRow(scene, layer) {
  const box = element("input", { type: "checkbox", checked: layer.on });
  box.addEventListener("change", () => switchLayer(scene, layer.id, box.checked));
  const count = element("b.gt-count");
  const off = element("small.gt-layer-off");
  const marks = element("span.gt-marks");
  const root = element("label.gt-layer", {}, box, marks, element("span.gt-layer-title", {}, layer.title), off, count);
  const samples = sampleRows(layer);
  const paint = () => {
    const { halo } = look();
    marks.replaceChildren(...samples.map((row) => swatch(plainSymbol(layer, row), halo)));
  };
  following(paint)(); // pictures: events can be filtered before they are made
  onLook(paint);
  return {
    root,
    update: (number) => {
      box.checked = layer.on;
      put(count, grouped(number));
      root.classList.toggle("gt-off", !layer.on);
      put(off, layer.on ? "" : "off");
    },
  };
}

/** One row for each value of the colour that the layer has, so that its swatches show the colours in use. */
function sampleRows({ table, rows, style }) {
  const numbers = table.numbers(style.color_by);
  const most = Math.min(3, table.words(style.color_by).length);
  const found = new Map();
  for (let i = 0; i < rows.length && found.size < most; i++) {
    if (!found.has(numbers[rows[i]])) found.set(numbers[rows[i]], rows[i]);
  }
  return [...found.values()];
}

function plainSymbol(layer, row) {
  const symbol = symbolOf(layer.table, layer.style, row);
  return {
    ...symbol,
    manner: /** @type {const} */ ("point"),
    guess: false,
    evidence: symbol.hollow ? "claimed" : "acknowledged",
  };
}

function signRows(scene) {
  const { halo } = look();
  /** @type {import("./symbols.js").Symbol} */
  const sign = {
    shape: "circle",
    size: 6,
    color: GREY,
    evidence: "acknowledged",
    hollow: false,
    guess: false,
    manner: "point",
    radius: 0,
  };
  const row = (symbol, text) =>
    element("div.gt-sign", {}, swatch({ ...sign, ...symbol }, halo), element("span", {}, text));
  const colors = scene.layers[0]?.style.colors ?? {};
  const actors = scene.layers[0]?.style.color_by === "actor" ? Object.keys(colors) : [];
  return [
    element("h3", {}, "Colour: whose forces did it"),
    ...actors.map((actor) => row({ color: colorOf({ colors }, actor), evidence: "acknowledged" }, actorName(actor))),
    element("h3", {}, "Filling: how it is known"),
    row({ evidence: "observed" }, EVIDENCE.observed),
    row({ evidence: "acknowledged" }, EVIDENCE.acknowledged),
    row({ evidence: "reported" }, `${EVIDENCE.reported} (in a hollow layer: hollow with a dot)`),
    row({ evidence: "claimed" }, EVIDENCE.claimed),
    element("h3", {}, "Edge: how well the place is known"),
    row({ guess: true }, "dashed: place chosen by guess"),
    row({ manner: "near" }, "soft: near the place, not exact"),
    row({ manner: "disc" }, "disc: somewhere within it"),
    element("h3", {}, "Number in a ring"),
    element(
      "div.gt-sign",
      {},
      element("span.gt-ring-sign", { "aria-hidden": "true" }, "12"),
      element("span", {}, "so many events close together: click or zoom in"),
    ),
  ];
}

function asideList(title, name, scene, show) {
  const count = element("b.gt-count");
  const list = element("ul");
  const root = element("details.gt-aside", {}, element("summary", {}, element("span", {}, title), count), list);
  const fill = () => root.open && list.replaceChildren(...items(eventsIn(scene, name), show));
  root.addEventListener("toggle", fill);
  return {
    root,
    update: () => {
      const number = eventsIn(scene, name).length;
      put(count, grouped(number));
      if (root.hidden !== (number === 0)) root.hidden = number === 0;
      fill();
    },
  };
}

function eventsIn(scene, name) {
  return name === "regions" ? [...scene.choice.regions.values()].flat() : scene.choice[name];
}

function items(events, show) {
  const rows = events.slice(0, LISTED).map((event) => {
    const button = element("button", { type: "button" }, oneLine(event));
    button.addEventListener("click", () => show(event));
    return element("li", {}, button);
  });
  if (events.length > LISTED)
    rows.push(element("li", {}, `and ${counted(events.length - LISTED, "more event", "more events")}`));
  return rows;
}
