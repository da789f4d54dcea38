/** The control of the dates: handles over a histogram, typed dates, quick ranges, steps, play, the strip of waves. */

import { byDay } from "./daily.js";
import { dateFields, quickRanges } from "./dates.js";
import { dayOf, isoOf, span } from "./days.js";
import { element, put } from "./dom.js";
import { drawer, NARROW_OR_LOW } from "./drawer.js";
import { binned, kindColor } from "./histogram.js";
import { following, soon } from "./later.js";
import { look, onLook } from "./look.js";
import { player } from "./player.js";
import { range } from "./range.js";
import { gapsOf } from "./reporting.js";
import { bounds } from "./rows.js";
import { listen, setWindow } from "./scene.js";
import { countryWords, dimWaves, waveButtons, wavesOf } from "./waves.js";
import { counted, grouped, kindName } from "./words.js";

const SPEEDS = [
  ["0.5", "Half speed"],
  ["1", "Normal speed"],
  ["2", "Double speed"],
  ["4", "Four times"],
];

/**
 * @param {any} scene its layers are open
 * @param {HTMLElement} host
 * @param {{ show: (event: any) => void }} page
 */
export function timeFilter(scene, host, page) {
  const parts = build(scene);
  const play = player(scene, () => update());
  wire(scene, parts, play);
  host.replaceChildren(parts.root);
  scene.timeRoot = parts.root;
  const settle = () => {
    for (const part of [parts.dates, parts.quick]) part.update();
    for (const input of parts.mode.querySelectorAll("input")) input.checked = input.value === scene.window.mode;
    put(parts.play, play.playing() ? "Pause" : "Play");
    parts.play.setAttribute("aria-pressed", String(play.playing()));
    dimWaves(parts.waves.children, bounds(scene.window));
    put(parts.aside, countryWords(scene));
  };
  const settleLater = following(settle);
  const update = () => {
    parts.range.update();
    say(scene, parts);
    settleLater();
  };
  const draw = () => {
    parts.range.draw();
    parts.key.replaceChildren(...keyOf(scene));
    update();
    settle();
  };
  let width = -1;
  const measure = () => {
    if (width === parts.range.root.clientWidth) return;
    width = parts.range.root.clientWidth;
    const xOf = (day) => ((day - scene.extent.from) * width) / (scene.extent.to - scene.extent.from + 1);
    parts.waves.replaceChildren(...waveButtons(scene, xOf, page.show));
    draw();
  };
  measure(); // what it holds makes it high, and the map beside it low: before that is drawn
  follow(scene, update, draw);
  new ResizeObserver(measure).observe(parts.range.root);
  onLook(draw);
}

/** Draws once a frame, and the histogram only where other events than before may stand in it. */
function follow(scene, update, draw) {
  let drawn = byDay(scene);
  const later = soon(() => {
    const days = byDay(scene);
    if (days === drawn) update();
    else draw();
    drawn = days;
  });
  listen(scene, (what) => what !== "event" && later());
}

function wire(scene, parts, play) {
  parts.play.addEventListener("click", () => play.toggle());
  parts.back.addEventListener("click", () => play.step(-1));
  parts.next.addEventListener("click", () => play.step(1));
  parts.speed.addEventListener("change", () => play.speed(Number(parts.speed.value)));
  document.addEventListener(
    "keydown",
    (event) => {
      if (!event.shiftKey || event.altKey || event.ctrlKey || event.metaKey) return;
      if (!["ArrowLeft", "ArrowRight"].includes(event.key) || typing(event.target)) return;
      event.preventDefault();
      event.stopPropagation();
      play.step(event.key === "ArrowLeft" ? -1 : 1);
    },
    true,
  );
  scene.step = play.step;
}

function typing(target) {
  return target instanceof Element && target.matches("input:not([type=checkbox], [type=radio]), textarea, select");
}

function build(scene) {
  const button = (text, name) => element("button", { type: "button", "aria-label": name, title: name }, text);
  const parts = {
    back: button("‹", "Step back"),
    play: button("Play", "Play through the days"),
    next: button("›", "Step forward"),
    speed: element("select.gt-speed", { "aria-label": "Speed of playing" }),
    says: element("p.gt-window", { role: "status" }),
    key: element("p.gt-key"),
    waves: element("div.gt-waves"),
    aside: element("span.gt-country"),
    range: range(scene),
    dates: dateFields(scene),
    quick: quickRanges(scene),
    mode: modes(scene),
  };
  for (const [value, text] of SPEEDS) parts.speed.append(element("option", { value, selected: value === "1" }, text));
  parts.back.setAttribute("aria-keyshortcuts", "Shift+ArrowLeft");
  parts.next.setAttribute("aria-keyshortcuts", "Shift+ArrowRight");
  const steps = element("div.gt-buttons", {}, parts.back, parts.play, parts.next, parts.speed);
  const head = element("div.gt-time-head", {}, parts.says, steps);
  const more = element("details.gt-more", {}, element("summary", {}, "Dates and ranges"));
  more.append(element("div.gt-time-head", {}, parts.dates.root, parts.mode, parts.quick.root));
  drawer(more, NARROW_OR_LOW);
  parts.root = element("section.gt-time", { "aria-label": "Dates shown" });
  parts.root.append(head, more, parts.range.root, parts.key, strip(scene, parts));
  return parts;
}

function strip(scene, parts) {
  const salvos = wavesOf(scene).length > 0;
  const title = "Waves of drones and missiles: launched (filled: downed or lost), as the sources count";
  const line = element("p.gt-strip-title", {}, salvos ? element("span", {}, title) : null, parts.aside);
  return element("div.gt-strip", {}, salvos ? parts.waves : null, line);
}

/** What colours and patterns of the bars mean; the bars of a kind stand in this order, from below. */
function keyOf(scene) {
  const { kinds, loose } = byDay(scene);
  const { most } = binned(byDay(scene), 1);
  const colors = look();
  const item = (sign, words) => element("span.gt-key-item", {}, element(`span.gt-key-sign.${sign}`), words);
  const items = kinds.map((kind) => {
    const made = item("gt-key-solid", kind === "salvo" ? "Wave" : kindName(kind));
    made.firstChild.style.background = kindColor(colors, kind);
    return made;
  });
  if (loose.some((days) => days.some(Boolean)))
    items.push(item("gt-key-hatch", "day of the report, date of event unknown"));
  if (gapsOf(scene).length) items.push(item("gt-key-gap", "no report of that day"));
  return [...items, element("span.gt-scale", {}, `at most ${counted(most, "event")} a day`)];
}

function modes(scene) {
  const radio = (value, text, hint) => {
    const input = element("input", { type: "radio", name: "gt-mode", value, checked: scene.window.mode === value });
    input.addEventListener("change", () => setWindow(scene, { mode: value }));
    return element("label", { title: hint }, input, text);
  };
  return element(
    "fieldset.gt-mode",
    {},
    element("legend.gt-hidden", {}, "Which events the dates choose"),
    radio("within", "Within", "Events that touch the days from the first to the last"),
    radio("upto", "Up to", "All events until the last day"),
  );
}

function say(scene, parts) {
  const { from, to, mode } = scene.window;
  const dates = mode === "upto" ? `Up to ${span(to, to)}` : span(from, to);
  const off = scene.choice.off ? `, ${grouped(scene.choice.off)} more switched off` : "";
  if (!parts.says.firstChild) parts.says.append(element("b"), element("span"));
  put(parts.says.firstChild, dates);
  put(parts.says.lastChild, `${counted(scene.choice.visible, "event")}${off}`);
}

/**
 * @param {any} scene
 * @returns {{ set: (start: string, end: string) => object, get: () => object, visibleCount: () => number }} what scripts
 *   outside may use: `set` takes two ISO days, both included; `visibleCount` is the number of events (salvos too) of the
 *   dates shown in the layers that are on, after the filters, wherever they stand on the page
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
