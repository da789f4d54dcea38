/** A Leaflet layer that is one canvas over the map: it moves with the map and is drawn anew when the map rests. */

import { soon } from "./later.js";
import { still } from "./sheet.js";

const MARGIN = 0.12; // of the map's size on each side, to be seen while it is dragged

/**
 * @typedef {object} View
 * @property {number} scale CSS pixels in a world width (Web Mercator 0 to 1)
 * @property {number} left world pixel of the canvas's left edge
 * @property {number} top
 * @property {number} width CSS pixels
 * @property {number} height
 * @property {number} zoom
 * @property {number} ratio device pixels in a CSS pixel
 */

/**
 * @param {string} pane
 * @param {(context: CanvasRenderingContext2D, view: View) => void} draw
 * @param {(canvas: HTMLCanvasElement) => import("./sheet.js").Show} [sheet]
 * @returns {any} an L.Layer with `redraw()`, which draws soon, once a frame
 */
export function canvasLayer(pane, draw, sheet = still) {
  const Layer = L.Layer.extend({
    onAdd(map) {
      this.canvas = L.DomUtil.create("canvas", "gt-canvas leaflet-zoom-animated");
      this.canvas.setAttribute("aria-hidden", "true");
      this.show = sheet(this.canvas);
      map.getPane(pane).append(this.canvas);
      this.place();
    },
    onRemove() {
      this.canvas.remove();
    },
    getEvents() {
      return {
        viewreset: this.place,
        moveend: this.place,
        resize: this.place,
        zoomanim: this.follow,
        zoom: this.follow,
      };
    },
    redraw() {
      this.later ??= soon(() => this.paint());
      this.later();
    },
    place() {
      const size = this._map.getSize();
      const margin = size.multiplyBy(MARGIN).round();
      this.topLeft = this._map.containerPointToLatLng(margin.multiplyBy(-1));
      this.zoom = this._map.getZoom();
      this.size = size.add(margin.multiplyBy(2));
      L.DomUtil.setTransform(this.canvas, this._map.containerPointToLayerPoint(margin.multiplyBy(-1)), 1);
      this.redraw(); // before the next frame is shown, however often the map is placed until then
    },
    follow(event) {
      const zoom = event.zoom ?? this._map.getZoom();
      const center = event.center ?? this._map.getCenter();
      const pan = L.DomUtil.getPosition(this._map.getPane("mapPane"));
      const origin = this._map.project(center, zoom).subtract(this._map.getSize().divideBy(2)).add(pan).round();
      const offset = this._map.project(this.topLeft, zoom).subtract(origin);
      L.DomUtil.setTransform(this.canvas, offset, this._map.getZoomScale(zoom, this.zoom));
    },
    view() {
      const corner = this._map.project(this.topLeft, this.zoom);
      return {
        scale: 256 * 2 ** this.zoom,
        left: corner.x,
        top: corner.y,
        width: this.size.x,
        height: this.size.y,
        zoom: this.zoom,
        ratio: window.devicePixelRatio || 1,
      };
    },
    paint() {
      if (!this._map) return;
      const view = this.view();
      this.show(view.width, view.height, (context) => draw(context, view));
    },
    /** A point of the map's box (CSS pixels) as a point of the canvas. */
    within(point) {
      return this._map
        .latLngToLayerPoint(this._map.containerPointToLatLng(point))
        .subtract(this._map.latLngToLayerPoint(this.topLeft));
    },
  });
  return new Layer();
}
