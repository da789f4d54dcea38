/** The card of one event: what, where, when, how it is known, who says so, in the report's words, with its sources. */

import { symbolOf } from "./cells.js";
import { dayOf, longDay, shortDay, span, when } from "./days.js";
import { element } from "./dom.js";
import { endnote, hostOf, link, safeAddress } from "./links.js";
import { look } from "./look.js";
import { swatch } from "./symbols.js";
import { totals, waveWords } from "./waves.js";
import { actorName, basisWords, capital, EVIDENCE, exactness, kindName, label } from "./words.js";

const SAID_ELSEWHERE = new Set(["start", "end", "excerpt", "endnotes", "evidence", "kind", "actor", "disputed"]);

/**
 * @param {{ table: any, row: number, layer: any }[]} events those at one place; one is shown at a time
 * @param {number} index the first one to show
 * @param {(event: any) => void} onShow called with each event that the reader turns to
 * @returns {HTMLElement}
 */
export function card(events, index, onShow) {
  const body = element("div.gt-card-body", { "aria-live": "polite" });
  const place = element("span.gt-card-count");
  const show = (next) => {
    index = (next + events.length) % events.length;
    place.textContent = `${index + 1} of ${events.length} here`;
    body.replaceChildren(...contents(events[index]));
    onShow(events[index]);
  };
  const turn = element(
    "nav.gt-card-turn",
    { "aria-label": "Events at this place" },
    element("button", { type: "button", onclick: () => show(index - 1) }, "‹ Previous"),
    place,
    element("button", { type: "button", onclick: () => show(index + 1) }, "Next ›"),
  );
  show(index);
  return element("article.gt-card", {}, events.length > 1 ? turn : null, body);
}

/** @param {string} template "{place}, {admin1}" @param {(name: string) => string} value @returns {string} no part twice */
export function filled(template, value) {
  const text = template.replace(/\{(\w+)\}/g, (_, name) => value(name));
  const parts = text.split(",").map((part) => part.trim());
  return parts.filter((part, i) => part && parts.indexOf(part) === i).join(", ");
}

function contents(event) {
  const { table, row, layer } = event;
  const text = (name) => (table.has(name) ? plain(table.get(row, name)) : "");
  const heading = filled(layer?.popup.title ?? "{place}", text) || text("place") || "Place not named";
  return [
    element("h3", {}, heading),
    what(event, text),
    element(
      "p.gt-card-when",
      {},
      capital(when(table.get(row, "start"), table.get(row, "end"), text("time_precision"))),
    ),
    known(table, row),
    facts(event, text),
    ...words(table, row),
    ...mentions(table, row),
    source(layer, text),
  ];
}

function plain(value) {
  if (value === null || value === undefined) return "";
  return Array.isArray(value) ? value.join("; ") : String(value);
}

function what({ table, row, layer }, text) {
  const sign = layer ? swatch(symbolOf(table, layer.style, row), look().halo) : null;
  return element("p.gt-card-what", {}, sign, `${kindName(text("kind"))} by ${actorName(text("actor"))}`);
}

function known(table, row) {
  const basis = basisWords(table.get(row, "basis"));
  const line = element("p.gt-card-evidence", {}, element("b", {}, capital(EVIDENCE[table.get(row, "evidence")])));
  if (basis) line.append(` (${basis})`);
  if (table.get(row, "disputed"))
    line.append(element("span.gt-disputed", {}, "Disputed: a cited source says otherwise"));
  return line;
}

function facts({ table, row, layer }, text) {
  const list = element("dl");
  const add = (name, value) => value && list.append(element("dt", {}, name), element("dd", {}, value));
  const salvo = text("kind") === "salvo";
  if (salvo) add("Against", text("place"));
  else add("Where", whereWords(table, row, text));
  for (const column of layer?.popup.columns ?? ["claimed_by"]) {
    if (SAID_ELSEWHERE.has(column) || !table.has(column)) continue;
    add(label(column), text(column));
  }
  const said = salvo ? totals(text("counts")) : [];
  for (const { by, words: count } of said) add(by ? `Count (${by})` : "Count", count);
  return list;
}

function whereWords(table, row, text) {
  const place = [text("offset"), text("place")].filter(Boolean).join(" ");
  const standard = text("settlement") && text("settlement") !== text("place") ? `(${text("settlement")})` : "";
  const parents = [text("admin2"), text("admin1"), text("country_name")].filter(
    (name) => name && name !== text("place"),
  );
  const precision = table.get(row, "geo_precision");
  const exact =
    table.get(row, "stands") === 5
      ? "not placed on the map"
      : exactness(precision, text("place_confidence"), table.get(row, "radius_m"));
  return [[[place, standard].filter(Boolean).join(" "), ...parents].join(", "), exact].filter(Boolean).join(" — ");
}

function words(table, row) {
  const excerpt = table.get(row, "excerpt");
  if (!excerpt) return [];
  return [element("blockquote", { dir: "auto" }, excerpt), notes(table.get(row, "endnotes"))];
}

function notes(list) {
  if (!list.length) return null;
  const line = element("p.gt-notes", {}, list.length === 1 ? "Endnote " : "Endnotes ");
  for (const [i, note] of list.map(endnote).entries()) {
    if (i) line.append(" · ");
    line.append(note.address ? link(note.address, `${note.number} ${hostOf(note.address)}`) : note.number);
  }
  return line;
}

function mentions(table, row) {
  const rest = table.mentionsOf?.(row) ?? [];
  if (!rest.length) return [];
  const items = rest.map((mention) =>
    element(
      "li",
      {},
      element("blockquote", { dir: "auto" }, mention.words),
      element("p.gt-notes", {}, [reportOf(mention.report_date), mention.claimed_by].filter(Boolean).join(" · ")),
      notes(mention.endnotes),
    ),
  );
  return [
    element("details", {}, element("summary", {}, `${rest.length} sentences say it`), element("ol", {}, ...items)),
  ];
}

function reportOf(iso) {
  const day = dayOf(iso);
  return day === null ? "Report" : `Report of ${longDay(day)}`;
}

function source(layer, text) {
  const address = safeAddress(text(layer?.popup.link ?? "report_url"));
  const name = reportOf(text("report_date"));
  const line = element("p.gt-card-source", {}, address ? link(address, `${name}, ${hostOf(address)}`) : name);
  if (text("review") === "machine") line.append(element("span", {}, " · read by program, not checked by a person"));
  return line;
}

/** @param {{ table: any, row: number }} event @returns {string} one line for a list: when, what, where */
export function oneLine({ table, row }) {
  const text = (name) => plain(table.get(row, name));
  const place = [text("offset"), text("place")].filter(Boolean).join(" ") || "place not named";
  if (text("kind") === "salvo")
    return `${span(table.get(row, "start"), table.get(row, "end"))}: ${waveWords({ table, row })}`;
  const object = text("facility") ? ` (${text("facility")})` : "";
  const day = shortDay(table.get(row, "start"));
  return `${day}: ${kindName(text("kind"))} by ${actorName(text("actor"))}, ${place}${object}`;
}
