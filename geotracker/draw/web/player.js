/** Steps the dates shown through the days, by hand or by itself. */

import { setWindow } from "./scene.js";

const TICK = 700;
const LONGEST = 90; // ticks from one end to the other: a long record is played in larger steps

/**
 * @param {{ from: number, to: number, mode: string }} window
 * @param {{ from: number, to: number }} extent
 * @param {number} days forward, or back where negative
 * @returns {{ from: number, to: number }} the window moved, kept within the extent and as long as it was
 */
export function moved(window, extent, days) {
  const length = window.to - window.from;
  const to = Math.min(Math.max(window.to + days, extent.from), extent.to);
  if (window.mode === "upto") return { from: Math.min(window.from, to), to };
  const from = Math.min(Math.max(window.from + days, extent.from), Math.max(extent.from, extent.to - length));
  return { from, to: Math.min(from + length, extent.to) };
}

/** @param {{ from: number, to: number }} extent @returns {number} days that playing goes forward at each tick */
export function stride(extent) {
  return Math.max(1, Math.ceil((extent.to - extent.from + 1) / LONGEST));
}

/** @param {any} scene @returns {{ from: number, to: number }} where playing begins when all days are shown */
function opening({ window, extent }) {
  const days = Math.max(1, stride(extent));
  if (window.mode === "upto") return { from: extent.from, to: window.to >= extent.to ? extent.from : window.to };
  const all = window.from <= extent.from && window.to >= extent.to;
  const ended = window.to >= extent.to;
  const length = all ? days - 1 : window.to - window.from;
  return all || ended ? { from: extent.from, to: extent.from + length } : { from: window.from, to: window.to };
}

/**
 * @param {any} scene
 * @param {() => void} changed called when playing begins or ends
 * @returns {{ toggle: () => void, step: (direction: number) => void, playing: () => boolean,
 *   speed: (times: number) => void }}
 */
export function player(scene, changed) {
  let timer = 0;
  let pace = 1;
  const stop = () => {
    clearInterval(timer);
    timer = 0;
    changed();
  };
  const tick = () => {
    if (scene.window.to >= scene.extent.to) return stop();
    setWindow(scene, moved(scene.window, scene.extent, stride(scene.extent)));
  };
  const run = () => {
    clearInterval(timer);
    timer = setInterval(tick, TICK / pace);
  };
  return {
    playing: () => timer !== 0,
    speed: (times) => {
      pace = times;
      if (timer) run();
    },
    toggle: () => {
      if (timer) return stop();
      setWindow(scene, opening(scene));
      run();
      changed();
    },
    step: (direction) => {
      if (timer) stop();
      const { window, extent } = scene;
      const all = window.mode === "within" && window.from <= extent.from && window.to >= extent.to;
      if (all) return setWindow(scene, direction > 0 ? opening(scene) : { from: extent.to, to: extent.to });
      const length = window.mode === "upto" ? 1 : window.to - window.from + 1;
      setWindow(scene, moved(window, extent, direction * length));
    },
  };
}
