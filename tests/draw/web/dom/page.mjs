/** A page without a browser: linkedom's document, canvases that write down what is drawn, and as much of Leaflet as is used. */

import { parseHTML } from "linkedom";

/** What was asked for and has not run yet: frames, and changes of the reader's preferences. */
const pending = [];
const queries = new Map();

/** A context of a canvas: each call and each value that is set goes into `calls`. */
function contextOf(canvas) {
  const calls = [];
  const known = {
    calls,
    canvas,
    measureText: (text) => ({ width: 6 * text.length }),
    createRadialGradient: () => ({ addColorStop: () => {} }),
    createPattern: () => "pattern",
    isPointInPath: (path, x, y) => path.holds(x, y),
  };
  return new Proxy(known, {
    get: (target, name) => target[name] ?? ((...values) => calls.push([name, ...values])),
    set: (target, name, value) => {
      target[name] = value;
      calls.push([`=${String(name)}`, value]);
      return true;
    },
  });
}

/** A canvas without a place in the page; what is drawn on it goes with its picture. */
class Sheet {
  context = contextOf(this);
  getContext() {
    return this.context;
  }
  transferToImageBitmap() {
    return this.context.calls.splice(0);
  }
}

class Path {
  points = [];
  moveTo(x, y) {
    this.points.push([x, y]);
  }
  lineTo(x, y) {
    this.points.push([x, y]);
  }
  arc(x, y, radius) {
    this.circle = [x, y, radius];
  }
  closePath() {}
  holds(x, y) {
    const [xs, ys] = [this.points.map(([at]) => at), this.points.map(([, at]) => at)];
    return x >= Math.min(...xs) && x <= Math.max(...xs) && y >= Math.min(...ys) && y <= Math.max(...ys);
  }
}

function query(text) {
  if (!queries.has(text)) {
    const listeners = [];
    queries.set(text, { matches: false, listeners, addEventListener: (_, listener) => listeners.push(listener) });
  }
  return queries.get(text);
}

/** @param {string} text a media query @param {boolean} matches from now on */
export function prefer(text, matches) {
  query(text).matches = matches;
  for (const listener of query(text).listeners) listener();
}

/** Runs what was asked for the next frame. */
export function frame() {
  for (const act of pending.splice(0)) act();
}

/** @param {string} [html] of the body @returns {Document} what `document` is from now on */
export function openPage(html = "") {
  const { window, document, Event } = parseHTML(`<!DOCTYPE html><html><head></head><body>${html}</body></html>`);
  const create = document.createElement.bind(document);
  document.createElement = (name) => {
    const made = create(name);
    if (name !== "canvas") return made;
    const context = contextOf(made);
    const shown = { transferFromImageBitmap: (calls) => context.calls.push(...calls) };
    const getContext = (type) => (type === "bitmaprenderer" ? shown : context);
    return Object.assign(made, { getContext, toDataURL: () => "data:image/png;base64,iVBORw0KGgo=" });
  };
  const globals = {
    window,
    document,
    Event,
    Element: window.Element,
    Path2D: Path,
    OffscreenCanvas: Sheet,
    Image: function picture() {
      return create("img");
    },
    ResizeObserver: class {
      observe() {}
    },
    requestAnimationFrame: (act) => pending.push(act),
    getComputedStyle: () => ({ getPropertyValue: (name) => (name === "--gt-ink" ? " #101010 " : "") }),
    location: { hash: "", href: "file:///map.html" },
    history: { state: null, pushState: () => {}, replaceState: () => {} },
  };
  Object.assign(globalThis, globals);
  Object.assign(window, { devicePixelRatio: 2, matchMedia: query, geotracker: undefined });
  pending.length = 0;
  return document;
}

/** @param {string} type @param {any} target @param {Record<string, any>} [more] */
export function fire(type, target, more = {}) {
  target.dispatchEvent(Object.assign(new Event(type, { bubbles: true, cancelable: true }), more));
}

class Point {
  constructor(x, y) {
    [this.x, this.y] = [x, y];
  }
  add({ x, y }) {
    return new Point(this.x + x, this.y + y);
  }
  subtract({ x, y }) {
    return new Point(this.x - x, this.y - y);
  }
  multiplyBy(factor) {
    return new Point(this.x * factor, this.y * factor);
  }
  divideBy(factor) {
    return this.multiplyBy(1 / factor);
  }
  round() {
    return new Point(Math.round(this.x), Math.round(this.y));
  }
}

const extended = (methods) =>
  class {
    constructor() {
      Object.assign(this, methods);
    }
    addTo(map) {
      this._map = map;
      map.layers.add(this);
      this.onAdd?.(map);
      return this;
    }
    remove() {
      this._map?.layers.delete(this);
      this._map = null;
    }
  };

/** As much of Leaflet as the modules use, over a map 400 by 300 pixels whose degrees are pixels at zoom 0. */
export function leaflet() {
  globalThis.L = {
    Layer: { extend: extended },
    point: (x, y) => new Point(x, y),
    DomEvent: { disableClickPropagation: () => {}, disableScrollPropagation: () => {} },
    DomUtil: {
      create: (name, classes) => Object.assign(document.createElement(name), { className: classes }),
      setTransform: (node, offset, scale) => Object.assign(node, { moved: { x: offset.x, y: offset.y, scale } }),
      getPosition: () => new Point(0, 0),
    },
  };
  const listeners = new Map();
  const panes = new Map();
  const box = document.createElement("div");
  document.body.append(box);
  const map = {
    layers: new Set(),
    zoom: 0,
    center: [0, 0],
    on: (names, act) => {
      for (const name of names.split(" ")) listeners.set(name, [...(listeners.get(name) ?? []), act]);
    },
    tell: (name, event) => {
      for (const act of listeners.get(name) ?? []) act(event);
    },
    getContainer: () => box,
    getPane: (name) => panes.get(name) ?? panes.set(name, document.createElement("div")).get(name),
    getSize: () => new Point(400, 300),
    getZoom: () => map.zoom,
    getCenter: () => ({ lat: map.center[0], lng: map.center[1] }),
    getZoomScale: (to, from) => 2 ** (to - from),
    getBoundsZoom: () => 9,
    setView: (center, zoom) => Object.assign(map, { center, zoom }),
    project: ({ x, y }, zoom) => new Point(x * 2 ** zoom, y * 2 ** zoom),
    containerPointToLatLng: (point) => new Point(point.x, point.y),
    containerPointToLayerPoint: (point) => new Point(point.x, point.y),
    latLngToLayerPoint: (point) => new Point(point.x, point.y),
  };
  return map;
}
