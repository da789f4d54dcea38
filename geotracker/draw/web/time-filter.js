/** The control of the dates: two handles over a histogram, step and play, "within" and "up to", the strip of waves. */

import { bounds } from "./choice.js";
import { dayOf, isoOf, span } from "./days.js";
import { element } from "./dom.js";
import { drawHistogram } from "./histogram.js";
import { look, onLook } from "./look.js";
import { player } from "./player.js";
import { listen, setWindow } from "./scene.js";
import { countryWords, dimWaves, waveButtons, wavesOf } from "./waves.js";
import { counted } from "./words.js";

const HANDLE = 18; // the width of a handle, as time-filter.css has it
const HEIGHT = 88;

/**
 * @param {any} scene its layers are open
 * @param {HTMLElement} host
 * @param {{ show: (event: any, anchor: Element) => void }} page
 */
export function timeFilter(scene, host, page) {
  const parts = build(scene);
  const play = player(scene, () => paint());
  parts.play.addEventListener("click", () => play.toggle());
  parts.back.addEventListener("click", () => play.step(-1));
  parts.next.addEventListener("click", () => play.step(1));
  parts.all.addEventListener("click", () => setWindow(scene, { ...scene.extent }));
  brush(scene, parts.canvas);
  host.replaceChildren(parts.root);
  const paint = () => {
    const width = parts.range.clientWidth;
    if (!width) return;
    arrange(scene, parts, width);
    const most = drawHistogram(parts.canvas, scene, width, HEIGHT, look());
    parts.scale.textContent = `at most ${counted(most, "event")} a day`;
    parts.play.textContent = play.playing() ? "Pause" : "Play";
    parts.play.setAttribute("aria-pressed", String(play.playing()));
    dimWaves(parts.waves.children, bounds(scene.window));
    say(scene, parts);
  };
  const waves = () => {
    const width = parts.range.clientWidth;
    const xOf = (day) => ((day - scene.extent.from) * width) / (scene.extent.to - scene.extent.from + 1);
    parts.waves.replaceChildren(...waveButtons(scene, xOf, page.show));
  };
  let frame = 0;
  listen(scene, (what) => {
    if (what === "event") return;
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(paint);
  });
  new ResizeObserver(() => {
    waves();
    paint();
  }).observe(parts.range);
  onLook(paint);
}

function build(scene) {
  const button = (text, name) => element("button", { type: "button", "aria-label": name }, text);
  const parts = {
    back: button("‹", "Step back"),
    play: button("Play", "Play through the days"),
    next: button("›", "Step forward"),
    all: element("button", { type: "button" }, "All days"),
    says: element("p.gt-window", { role: "status" }),
    scale: element("span.gt-scale"),
    canvas: element("canvas.gt-histogram", { "aria-hidden": "true" }),
    from: handle(scene, "from", "First day"),
    to: handle(scene, "to", "Last day"),
    waves: element("div.gt-waves"),
    aside: element("span.gt-country"),
  };
  parts.range = element("div.gt-range", {}, parts.canvas, parts.from, parts.to);
  parts.mode = modes(scene);
  const buttons = element("div.gt-buttons", {}, parts.back, parts.play, parts.next, parts.all);
  const head = element("div.gt-time-head", {}, parts.says, parts.mode, buttons);
  const key = element(
    "p.gt-key",
    {},
    element("span.gt-key-solid", {}),
    "by day of the event ",
    element("span.gt-key-hatch", {}),
    "by day of the report, date of event unknown ",
    parts.scale,
  );
  parts.root = element("section.gt-time", { "aria-label": "Dates shown" }, head, parts.range, key, strip(scene, parts));
  return parts;
}

function strip(scene, parts) {
  const salvos = wavesOf(scene).length > 0;
  const title = "Waves of drones and missiles: launched (filled: downed or lost), as the sources count";
  const line = element("p.gt-strip-title", {}, salvos ? element("span", {}, title) : null, parts.aside);
  return element("div.gt-strip", {}, salvos ? parts.waves : null, line);
}

function handle(scene, side, name) {
  const { from, to } = scene.extent;
  const input = element(`input.gt-handle.gt-handle-${side}`, {
    type: "range",
    min: from,
    max: to,
    step: 1,
    "aria-label": name,
  });
  input.addEventListener("input", () => {
    const day = Number(input.value);
    const { from: first, to: last } = scene.window;
    setWindow(
      scene,
      side === "from" ? { from: day, to: Math.max(day, last) } : { from: Math.min(day, first), to: day },
    );
  });
  return input;
}

function modes(scene) {
  const radio = (value, text, hint) => {
    const input = element("input", { type: "radio", name: "gt-mode", value, checked: scene.window.mode === value });
    input.addEventListener("change", () => setWindow(scene, { mode: value }));
    return element("label", { title: hint }, input, text);
  };
  const fieldset = element(
    "fieldset.gt-mode",
    {},
    element("legend.gt-hidden", {}, "Which events the dates choose"),
    radio("within", "Within", "Events that touch the days from the first to the last"),
    radio("upto", "Up to", "All events until the last day"),
  );
  return fieldset;
}

function arrange(scene, parts, width) {
  const { from, to } = scene.extent;
  const days = to - from + 1;
  const day = width / days;
  const wide = `${width - day + HANDLE}px`;
  parts.from.style.width = parts.to.style.width = wide;
  parts.from.style.left = `${-HANDLE / 2}px`;
  parts.to.style.left = `${day - HANDLE / 2}px`;
  parts.from.value = String(scene.window.from);
  parts.to.value = String(scene.window.to);
  parts.from.setAttribute("aria-valuetext", span(scene.window.from, scene.window.from));
  parts.to.setAttribute("aria-valuetext", span(scene.window.to, scene.window.to));
  parts.from.hidden = scene.window.mode === "upto";
  for (const input of parts.mode.querySelectorAll("input")) input.checked = input.value === scene.window.mode;
}

function say(scene, parts) {
  const { from, to, mode } = scene.window;
  const dates = mode === "upto" ? `Up to ${span(to, to)}` : span(from, to);
  const off = scene.choice.off ? `, ${scene.choice.off.toLocaleString("en-GB")} more switched off` : "";
  parts.says.replaceChildren(element("b", {}, dates), ` ${counted(scene.choice.visible, "event")}`, off);
  parts.aside.textContent = countryWords(scene);
}

function brush(scene, canvas) {
  const dayAt = (event) => {
    const box = canvas.getBoundingClientRect();
    const { from, to } = scene.extent;
    const day = from + Math.floor(((event.clientX - box.left) / box.width) * (to - from + 1));
    return Math.min(Math.max(day, from), to);
  };
  let first = null;
  const choose = (event) => {
    const day = dayAt(event);
    setWindow(scene, { from: Math.min(first, day), to: Math.max(first, day) });
  };
  canvas.addEventListener("pointerdown", (event) => {
    first = dayAt(event);
    canvas.setPointerCapture(event.pointerId);
    choose(event);
  });
  canvas.addEventListener("pointermove", (event) => first !== null && choose(event));
  const release = () => {
    first = null;
  };
  for (const end of ["pointerup", "pointercancel"]) canvas.addEventListener(end, release);
}

/**
 * @param {any} scene
 * @returns {{ set: (start: string, end: string) => object, get: () => object, visibleCount: () => number }} what scripts
 *   outside may use: `set` takes two ISO days, both included; `visibleCount` is the number of events (salvos too) of the
 *   dates shown in the layers that are on, wherever they stand on the page
 */
export function timeFilterOf(scene) {
  const get = () => ({ start: isoOf(scene.window.from), end: isoOf(scene.window.to), mode: scene.window.mode });
  return {
    get,
    set: (start, end) => {
      const [from, to] = [dayOf(start), dayOf(end)];
      if (from === null || to === null)
        throw new RangeError(`not a day: ${from === null ? start : end} (use 2025-01-17)`);
      setWindow(scene, { from, to });
      return get();
    },
    visibleCount: () => scene.choice.visible,
  };
}
