/** The filters as the reader sees them: words, and for each facet its values with what each would leave. */

import { element } from "./dom.js";
import { codesOf, FACETS } from "./facets.js";
import { clearFilters, facetCounts, filtered, filtersOf, setFacet, setText } from "./filters.js";
import { afterwards } from "./later.js";
import { listen, tell } from "./scene.js";
import { grouped } from "./words.js";

const SHORT = 8; // values of a facet that are listed at once
const TYPING = 200; // milliseconds after the last key
const COUNTING = 120; // and after the last change of the dates: a step must not wait for counts
const ORDERED = {
  precision: ["1", "2", "3", "4", "5", "6"],
  evidence: ["observed", "acknowledged", "reported", "claimed"],
};

/** @param {any} scene @param {HTMLElement} host */
export function filterPanel(scene, host) {
  const facets = FACETS.map((facet) => facetList(scene, facet));
  const words = search(scene);
  const clear = element("button.gt-small.gt-clear", { type: "button" }, "Clear filters");
  clear.addEventListener("click", () => {
    clearFilters(scene);
    tell(scene, "filters");
    words.input.focus();
  });
  const says = element("span.gt-filter-says", { role: "status" });
  host.replaceChildren(
    element("div.gt-filter-head", {}, element("h2", {}, "Filters"), says, clear),
    words.root,
    ...facets.map(({ root }) => root),
  );
  const count = () => {
    const open = facets.filter(({ root }) => root.open);
    if (!open.length) return;
    const counts = facetCounts(
      scene,
      open.map(({ id }) => id),
    );
    for (const facet of open) facet.count(counts);
  };
  const update = () => {
    const { facets: chosen, text } = filtersOf(scene);
    const number = [...chosen.values()].reduce((sum, { size }) => sum + size, 0) + (text ? 1 : 0);
    says.textContent = number ? `${number} on` : "";
    clear.disabled = !filtered(scene);
    words.update(text);
    for (const facet of facets) facet.update(chosen);
  };
  const later = afterwards(count, COUNTING);
  for (const { root } of facets) root.addEventListener("toggle", count);
  listen(scene, (what) => {
    if (what === "event") return;
    if (what === "filters") update();
    later();
  });
  update();
  count();
}

function search(scene) {
  const input = element("input.gt-search", {
    type: "search",
    placeholder: "Place, object or words of the report",
    "aria-label": "Find words in place, object or excerpt",
  });
  const take = afterwards(() => {
    setText(scene, input.value);
    tell(scene, "filters");
  }, TYPING);
  input.addEventListener("input", take);
  const update = (text) => {
    if (document.activeElement !== input || !text) input.value = document.activeElement === input ? input.value : text;
  };
  return { root: element("div.gt-search-row", {}, input), input, update };
}

/**
 * One facet, its values listed once it is opened; hidden where the tables have one value of it at most, unless it filters.
 * A value that a link asks for and no event has is listed too: else nothing says why nothing is shown.
 */
function facetList(scene, facet) {
  const tells = differs(scene, facet);
  const on = element("b.gt-count");
  const title = element("legend.gt-hidden", {}, facet.title);
  const list = element("fieldset", {}, title);
  const root = element("details.gt-facet", {}, element("summary", {}, element("span", {}, facet.title), on), list);
  let rows = null;
  const update = (chosen) => {
    const wanted = chosen.get(facet.id);
    on.textContent = wanted ? `${wanted.size} on` : "";
    root.hidden = !(tells || wanted);
    for (const value of wanted ?? []) if (rows && !rows.has(value)) add(value);
    for (const [value, row] of rows ?? []) row.check(wanted?.has(value) ?? false);
  };
  const add = (value) => {
    rows.set(value, valueRow(scene, facet, value));
    title.after(rows.get(value).root);
  };
  const fill = () => {
    if (rows) return;
    rows = new Map(valuesOf(scene, facet).map((value) => [value, valueRow(scene, facet, value)]));
    const roots = [...rows.values()].map((row) => row.root);
    list.append(...roots);
    if (roots.length > SHORT) list.append(shortened(roots));
    update(filtersOf(scene).facets);
  };
  const count = (counts) => {
    fill();
    for (const [value, row] of rows) row.count(counts.get(facet.id).get(value) ?? 0);
  };
  return { id: facet.id, root, count, update };
}

function differs(scene, facet) {
  const values = new Set();
  for (const table of scene.tables)
    for (const list of codesOf(table, facet)?.values ?? []) for (const value of list) values.add(value);
  return values.size > 1;
}

/** Hides all but the first values until the reader asks for the rest. */
function shortened(rows) {
  const rest = rows.slice(SHORT);
  for (const row of rest) row.hidden = true;
  const more = element("button.gt-small", { type: "button" }, `Show all ${rows.length}`);
  more.addEventListener("click", () => {
    for (const row of rest) row.hidden = false;
    rest[0].querySelector("input").focus();
    more.remove();
  });
  return more;
}

function valueRow(scene, facet, value) {
  const box = element("input", { type: "checkbox" });
  box.addEventListener("change", () => {
    const wanted = new Set(filtersOf(scene).facets.get(facet.id));
    if (box.checked) wanted.add(value);
    else wanted.delete(value);
    setFacet(scene, facet.id, wanted);
    tell(scene, "filters");
  });
  const number = element("span.gt-count");
  const root = element("label.gt-choice", {}, box, element("span", {}, facet.words(value)), number);
  return {
    root,
    check: (on) => {
      box.checked = on;
    },
    count: (count) => {
      number.textContent = grouped(count);
      root.classList.toggle("gt-none", count === 0);
    },
  };
}

/**
 * The values of a facet in all tables: in their own order where they have one, else those of most rows first, and what is
 * shown on demand by its words, where a reader looks for one.
 */
function valuesOf(scene, facet) {
  const rows = new Map();
  for (const table of scene.tables) {
    const known = codesOf(table, facet);
    if (!known) continue;
    const byCode = new Uint32Array(known.values.length);
    for (let row = 0; row < table.rows; row++) byCode[known.codes[row]]++;
    for (const [code, list] of known.values.entries()) {
      for (const value of list) rows.set(value, (rows.get(value) ?? 0) + byCode[code]);
    }
  }
  const order = ORDERED[facet.id];
  const used = [...rows].filter(([, count]) => count);
  used.sort(order ? (a, b) => order.indexOf(a[0]) - order.indexOf(b[0]) : (a, b) => b[1] - a[1]);
  const values = used.map(([value]) => value);
  if (order) return values;
  const byWords = (a, b) => facet.words(a).localeCompare(facet.words(b), "en");
  return [...values.slice(0, SHORT), ...values.slice(SHORT).sort(byWords)];
}
