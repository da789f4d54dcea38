/** Map tiles from a server, only when the reader asks: the one remote request that the page can make. */

import { element } from "./dom.js";

/**
 * @param {any} map
 * @param {any} tiles the L.TileLayer, not yet on the map
 * @param {Promise<any> | undefined} base the built-in ground, once it is there
 * @param {string} host the server that would be asked
 * @returns {HTMLElement} the switch
 */
export function tileSwitch(map, tiles, base, host) {
  const box = element("input", { type: "checkbox" });
  const fault = element("span.gt-fault", { role: "status" });
  const off = async () => {
    tiles.remove();
    const ground = await base;
    if (!box.checked) ground?.addTo(map);
  };
  const on = async () => {
    tiles.addTo(map);
    const ground = await base;
    if (box.checked) ground?.remove();
  };
  box.addEventListener("change", () => {
    fault.textContent = "";
    return box.checked ? on() : off();
  });
  let came = false;
  tiles.on("tileload", () => {
    came = true;
  });
  tiles.on("tileerror", () => {
    if (!box.checked || came) return;
    box.checked = false;
    off();
    fault.textContent = `No tiles came from ${host}; the built-in ground stays.`;
  });
  return element(
    "div",
    {},
    element("label.gt-layer", {}, box, element("span.gt-layer-title", {}, "OpenStreetMap tiles")),
    element(
      "p.gt-hint",
      {},
      `Asks ${host} for pictures, which then sees your address. Nothing else leaves this page. `,
      fault,
    ),
  );
}
