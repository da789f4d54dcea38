/** The twin of the map: the same events as a table that can be sorted; only the rows in sight are in the page. */

import { textOf } from "./card.js";
import { SHOWN } from "./choice.js";
import { shortDay, when } from "./days.js";
import { element } from "./dom.js";
import { atFrame } from "./later.js";
import { shownInOrder } from "./order.js";
import { layerOfRow } from "./rows.js";
import { listen } from "./scene.js";
import { actorName, basisWords, capital, EVIDENCE, kindName, REVIEW } from "./words.js";

const HIGH = 33; // CSS pixels: the height of a row, as table.css has it
const BEYOND = 6; // rows kept above and below those in sight

/** @type {[string, string, (text: any, table: any, row: number) => string, number][]} name, title, words, CSS pixels */
const COLUMNS = [
  ["place", "Where", (text) => [text("offset"), text("place")].filter(Boolean).join(" ") || "not named", 190],
  ["start", "When", (_, table, row) => whenWords(table, row), 150],
  ["kind", "What", (text) => kindName(text("kind")), 100],
  ["facility", "Object", (text) => text("facility"), 150],
  ["evidence", "Evidence", (text) => capital(EVIDENCE[text("evidence")] ?? text("evidence")), 170],
  ["claimed_by", "Who says so", (text) => text("claimed_by"), 170],
  ["actor", "Done by", (text) => actorName(text("actor")), 90],
  ["admin1", "Region", (text) => text("admin1") || text("country_name"), 150],
  ["basis", "Rests on", (_, table, row) => capital(basisWords(table.get(row, "basis"))), 160],
  ["disputed", "Disputed", (text) => (text("disputed") === "true" ? "Disputed" : ""), 90],
  ["review", "Checked", (text) => REVIEW[text("review")] ?? "", 190],
];

function whenWords(table, row) {
  const [start, end] = [table.get(row, "start"), table.get(row, "end")];
  if (start === null) return "no date";
  const precision = table.get(row, "time_precision");
  return precision === "day" && start === end
    ? `${shortDay(start)} ${new Date(start * 86_400_000).getUTCFullYear()}`
    : when(start, end, precision);
}

/**
 * @param {any} scene
 * @param {HTMLElement} host
 * @param {(event: any, options?: any) => void} show
 * @returns {{ update: () => void, sort: () => string }} `sort` is as the address keeps it
 */
export function tableView(scene, host, show) {
  const state = { column: "start", ascending: true, list: null, focus: 0, first: -1, last: -1 };
  if (scene.saved?.sort) [state.column, state.ascending] = sortOf(scene.saved.sort);
  const parts = build(host);
  const view = { scene, show, state, parts };
  heads(view);
  scene.backToRow = () => !host.hidden && buttonAt(view, state.focus)?.focus({ preventScroll: true });
  const later = atFrame(() => fresh(view));
  parts.scroller.addEventListener(
    "scroll",
    atFrame(() => render(view)),
  );
  parts.body.addEventListener("keydown", (event) => keys(view, event));
  new ResizeObserver(() => render(view, true)).observe(parts.scroller);
  listen(scene, (what) => {
    if (!host.hidden && what === "event") render(view, true);
    else if (!host.hidden) later();
  });
  return { update: () => fresh(view), sort: () => `${state.ascending ? "" : "-"}${state.column}` };
}

/** @param {string} text "-place" @returns {[string, boolean]} column, and whether the smallest comes first */
export function sortOf(text) {
  const column = text.replace(/^-/, "");
  return COLUMNS.some(([name]) => name === column) ? [column, !text.startsWith("-")] : ["start", true];
}

function build(host) {
  const parts = {
    says: element("caption.gt-hidden", {}, "Events shown"),
    head: element("tr"),
    body: element("tbody"),
    above: element("div"),
    below: element("div"),
    none: element("p.gt-hint", { hidden: true }, "No event fits the dates, layers and filters."),
  };
  parts.table = element("table.gt-rows", {}, parts.says, element("thead", {}, parts.head), parts.body);
  parts.scroller = element("div.gt-scroller", {
    tabindex: "0",
    role: "region",
    "aria-label": "Events shown, as a table",
  });
  parts.scroller.append(parts.above, parts.table, parts.below, parts.none);
  host.replaceChildren(parts.scroller);
  return parts;
}

function heads(view) {
  const { state, parts, scene } = view;
  const columns = COLUMNS.filter(([name]) => scene.tables.some((table) => table.has(name)));
  view.columns = columns;
  parts.head.replaceChildren(
    ...columns.map(([name, title, , wide]) => {
      const button = element("button", { type: "button" }, title);
      const head = element("th", { scope: "col", "aria-sort": sortWord(state, name) }, button);
      head.style.width = `${wide}px`;
      button.addEventListener("click", () => {
        state.ascending = state.column === name ? !state.ascending : true;
        state.column = name;
        for (const [i, [other]] of columns.entries())
          parts.head.children[i].setAttribute("aria-sort", sortWord(state, other));
        parts.scroller.scrollTop = 0;
        fresh(view);
        scene.changed?.();
      });
      return head;
    }),
  );
}

function sortWord({ column, ascending }, name) {
  if (column !== name) return "none";
  return ascending ? "ascending" : "descending";
}

function fresh(view) {
  const { scene, state, parts } = view;
  state.list = shownInOrder(scene, state.column, state.ascending, SHOWN);
  state.focus = Math.min(state.focus, Math.max(0, state.list.length - 1));
  parts.table.setAttribute("aria-rowcount", String(state.list.length + 1));
  parts.none.hidden = state.list.length > 0;
  render(view, true);
}

function render(view, anew = false) {
  const { state, parts } = view;
  const { list } = state;
  if (!list || !parts.scroller.clientHeight) return;
  const first = Math.max(0, Math.floor(parts.scroller.scrollTop / HIGH) - BEYOND);
  const last = Math.min(list.length, first + Math.ceil(parts.scroller.clientHeight / HIGH) + 2 * BEYOND);
  if (!anew && first === state.first && last === state.last) return;
  [state.first, state.last] = [first, last];
  const focused = parts.body.contains(document.activeElement);
  parts.above.style.height = `${first * HIGH}px`;
  parts.below.style.height = `${(list.length - last) * HIGH}px`;
  const rows = [];
  for (let i = first; i < last; i++) rows.push(rowOf(view, i));
  parts.body.replaceChildren(...rows);
  if (focused) buttonAt(view, state.focus)?.focus({ preventScroll: true });
}

function rowOf(view, i) {
  const { scene, show, state, columns } = view;
  const table = state.list.tables[state.list.table[i]];
  const row = state.list.row[i];
  const text = textOf(table, row);
  const chosen = scene.chosen?.table === table && scene.chosen.row === row;
  const made = element("tr", { "aria-rowindex": i + 2, ...(chosen ? { "aria-current": "true" } : {}) });
  for (const [number, [, , words]] of columns.entries()) {
    const said = words(text, table, row);
    if (number > 0) {
      made.append(element("td", { title: said }, said));
      continue;
    }
    const button = element("button", { type: "button", tabindex: within(state, i) ? 0 : -1, "data-row": i }, said);
    made.append(element("th", { scope: "row", title: said }, button));
  }
  made.addEventListener("click", () => {
    state.focus = i;
    show({ table, row, layer: layerOfRow(scene, table, row) });
  });
  return made;
}

/** One row can be reached by Tab: the one last used where it is in sight, else the first there. */
function within({ focus, first, last }, i) {
  return focus >= first && focus < last ? i === focus : i === first;
}

function buttonAt({ parts }, i) {
  return parts.body.querySelector(`button[data-row="${i}"]`);
}

function keys(view, event) {
  const { state, parts } = view;
  const page = Math.max(1, Math.floor(parts.scroller.clientHeight / HIGH) - 2);
  const from = Number(event.target.dataset?.row ?? state.focus);
  const to = {
    ArrowDown: from + 1,
    ArrowUp: from - 1,
    PageDown: from + page,
    PageUp: from - page,
    Home: 0,
    End: state.list.length - 1,
  }[event.key];
  if (to === undefined || event.shiftKey) return;
  event.preventDefault();
  state.focus = Math.min(Math.max(to, 0), state.list.length - 1);
  const top = state.focus * HIGH;
  const room = parts.scroller.clientHeight - 2 * HIGH;
  if (top < parts.scroller.scrollTop) parts.scroller.scrollTop = top;
  else if (top > parts.scroller.scrollTop + room) parts.scroller.scrollTop = top - room;
  render(view, true);
  buttonAt(view, state.focus)?.focus({ preventScroll: true });
}
