/** Dates typed by the reader, and ranges that are asked for often. */

import { dayOf, isoOf } from "./days.js";
import { element } from "./dom.js";
import { following } from "./later.js";
import { setWindow } from "./scene.js";

/** @type {[string, number][]} */
const QUICK = [
  ["Day", 1],
  ["Week", 7],
  ["Month", 30],
  ["All days", Number.POSITIVE_INFINITY],
];

/**
 * @param {{ from: number, to: number }} window
 * @param {{ from: number, to: number }} extent
 * @param {number} days
 * @returns {{ from: number, to: number }} so many days that end where the window ends, within the extent
 */
export function lastDays(window, extent, days) {
  if (days >= extent.to - extent.from + 1) return { from: extent.from, to: extent.to };
  const to = Math.min(Math.max(window.to, extent.from + days - 1), extent.to);
  return { from: to - days + 1, to };
}

/**
 * @param {any} scene
 * @returns {{ root: HTMLElement, update: () => void }} two fields for dates; what is no day, or lies the wrong way
 *   round, is said and changes nothing
 */
export function dateFields(scene) {
  const fault = element("span.gt-fault", { role: "alert" });
  const [from, to] = ["From", "To"].map((name) => field(name));
  const take = () => {
    const days = [from.input, to.input].map(({ value }) => dayOf(value));
    fault.textContent = faultOf(days);
    if (!fault.textContent) setWindow(scene, { from: days[0], to: days[1] });
  };
  following(() => {
    for (const { input } of [from, to]) input.type = "date";
  })(); // a calendar is dear to make: events can be filtered before
  for (const { input } of [from, to]) {
    input.addEventListener("change", take);
    input.addEventListener("blur", () => update());
  }
  const update = () => {
    const { from: first, to: last } = scene.window;
    for (const [{ input }, day] of [
      [from, first],
      [to, last],
    ]) {
      const kept = document.activeElement === input && fault.textContent; // a typed fault stays for its reader to mend
      if (!kept && input.value !== isoOf(day)) input.value = isoOf(day);
    }
    from.root.hidden = scene.window.mode === "upto";
  };
  return { root: element("div.gt-dates", {}, from.root, to.root, fault), update };
}

/** @param {(number | null)[]} days @returns {string} what is wrong with typed dates, or nothing */
export function faultOf([from, to]) {
  if (from === null || to === null) return "Type a day such as 2025-01-17";
  return from > to ? "The first day is after the last" : "";
}

function field(name) {
  const said = `${name}: ${name === "From" ? "first" : "last"} day, typed`; // what is written and more, for who asks by voice
  const input = element("input", { type: "text", "aria-label": said });
  return { input, root: element("label.gt-date", {}, element("span", {}, name), input) };
}

/** @param {any} scene @returns {{ root: HTMLElement, update: () => void }} */
export function quickRanges(scene) {
  const buttons = QUICK.map(([text, days]) => {
    const button = element("button", { type: "button" }, text);
    button.addEventListener("click", () =>
      setWindow(scene, { ...lastDays(scene.window, scene.extent, days), mode: "within" }),
    );
    return { button, days };
  });
  const update = () => {
    const { from, to, mode } = scene.window;
    const all = from <= scene.extent.from && to >= scene.extent.to;
    for (const { button, days } of buttons) {
      const pressed = days === Number.POSITIVE_INFINITY ? all : !all && mode === "within" && to - from + 1 === days;
      button.setAttribute("aria-pressed", String(pressed));
    }
  };
  const root = element("div.gt-buttons.gt-quick", { role: "group", "aria-label": "Quick ranges" });
  root.append(...buttons.map(({ button }) => button));
  return { root, update };
}
