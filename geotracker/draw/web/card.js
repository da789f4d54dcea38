/** The card of one event: what, where, when, how it is known, who says so, in the report's words, with its sources. */

import { symbolOf } from "./cells.js";
import { reportName } from "./cite.js";
import { contradictions } from "./contradictions.js";
import { dayOf, shortDay, span, when } from "./days.js";
import { element } from "./dom.js";
import { archived, hostOf, link, noteList, safeAddress } from "./links.js";
import { look } from "./look.js";
import { bySentence } from "./mentions.js";
import { swatch } from "./symbols.js";
import { totals, waveWords } from "./waves.js";
import {
  actorName,
  basisWords,
  capital,
  counted,
  EVIDENCE,
  EVIDENCE_WHY,
  exactness,
  kindName,
  label,
  REVIEW,
} from "./words.js";

const SAID_ELSEWHERE = new Set(
  "start end excerpt endnotes evidence kind actor disputed claimed_by place_reason".split(" "),
);

const GROUNDS = {
  sector: "the side of the place that the report tells, out to where it may be",
  corridor: "a strip between the two places told",
  raion: "the district, around its settlements",
};

/** @param {string} template "{place}, {admin1}" @param {(name: string) => string} value @returns {string} no part twice */
export function filled(template, value) {
  const text = template.replace(/\{(\w+)\}/g, (_, name) => value(name));
  const parts = text.split(",").map((part) => part.trim());
  return parts.filter((part, i) => part && parts.indexOf(part) === i).join(", ");
}

/**
 * @param {{ table: any, row: number, layer: any }} event
 * @param {import("./outlets.js").Outlet[]} outlets
 * @returns {Node[]} the heading first
 */
export function card(event, outlets) {
  const { table, row, layer } = event;
  const text = textOf(table, row);
  const said = table.mentionsOf?.(row) ?? [];
  return [
    element(
      "h2",
      { tabindex: "-1" },
      filled(layer?.popup.title ?? "{place}", text) || text("place") || "Place not named",
    ),
    what(event, text),
    whenLine(table, row, text),
    known(table, row, text),
    facts(event, text),
    salvoTable(text),
    excerpt(table, row, said, outlets),
    contradictions(said),
    sentences(said, outlets),
    source(layer, text),
  ].filter(Boolean);
}

/** @param {any} table @param {number} row @returns {(name: string) => string} a column as text; nothing where it lacks */
export function textOf(table, row) {
  return (name) => {
    const value = table.has(name) ? table.get(row, name) : null;
    if (value === null || value === undefined) return "";
    return Array.isArray(value) ? value.join("; ") : String(value);
  };
}

function what({ table, row, layer }, text) {
  const sign = layer ? swatch(symbolOf(table, layer.style, row), look().halo) : null;
  return element("p.gt-card-what", {}, sign, `${kindName(text("kind"))} by ${actorName(text("actor"))}`);
}

function whenLine(table, row, text) {
  const [start, end] = [table.get(row, "start"), table.get(row, "end")];
  const words = start === null ? "No date given" : capital(when(start, end, text("time_precision")));
  return element("p.gt-card-when", {}, words);
}

function known(table, row, text) {
  const evidence = table.get(row, "evidence");
  const basis = basisWords(table.get(row, "basis"));
  const line = element("p.gt-card-evidence", {}, element("b", {}, capital(EVIDENCE[evidence] ?? evidence)));
  line.append(`: ${EVIDENCE_WHY[evidence] ?? ""}`);
  if (basis) line.append(` It rests on ${basis}.`);
  const by = text("claimed_by");
  if (by && by.toLowerCase() !== basis.toLowerCase()) line.append(` Says so: ${by}.`);
  if (table.get(row, "disputed"))
    line.append(element("span.gt-disputed", {}, "Disputed: a cited source says otherwise"));
  return line;
}

function facts({ table, row, layer }, text) {
  const list = element("dl");
  const add = (name, value) => value && list.append(element("dt", {}, name), element("dd", {}, value));
  if (text("kind") === "salvo") add("Against", text("place"));
  else add("Where", whereWords(table, row, text));
  add("Footprint", footprintWords(table, row));
  add("Why this place", text("place_reason"));
  for (const column of layer?.popup.columns ?? []) {
    if (!SAID_ELSEWHERE.has(column) && table.has(column)) add(label(column), text(column));
  }
  const said = table.mentionsOf?.(row) ?? [];
  const again = said.length - bySentence(said).length; // mentions whose sentence is counted already
  const [mentions, sources] = [Math.max(0, Number(text("n_mentions")) - again), Number(text("n_sources"))];
  if (mentions) add("Told in", `${counted(mentions, "sentence")}${sources ? `, ${counted(sources, "source")}` : ""}`);
  return list;
}

function footprintWords(table, row) {
  const ground = table.groundOf?.(row);
  if (ground) return GROUNDS[ground.form] ?? "";
  const radius = table.get(row, "radius_m");
  if (!radius || table.get(row, "stands") > 2) return "";
  return `a circle of ${radius < 1000 ? `${Math.round(radius)} m` : `${Math.round(radius / 100) / 10} km`} around the point`;
}

/** @returns {string} the place as told, its standard name, what lies around it, and how exact that is */
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

/** Counts of different sources stand side by side and are never added. */
function salvoTable(text) {
  const said = text("kind") === "salvo" ? totals(text("counts")) : [];
  if (!said.length) return null;
  const cell = (value) => element("td", {}, value === null ? "–" : String(value));
  const rows = said.map(({ by, launched, downed, lost, hit, words }) =>
    element(
      "tr",
      { title: words },
      element("th", { scope: "row" }, by || "Not said"),
      ...[launched, downed, lost, hit].map(cell),
    ),
  );
  const head = ["Count of", "Launched", "Downed", "Lost", "Hit"].map((name) => element("th", { scope: "col" }, name));
  return element(
    "table.gt-counts",
    {},
    element("caption", {}, said.map(({ words }) => words).join(" · ")),
    element("thead", {}, element("tr", {}, ...head)),
    element("tbody", {}, ...rows),
  );
}

function excerpt(table, row, said, outlets) {
  const words = table.get(row, "excerpt");
  if (!words || said.some((mention) => mention.words)) return null;
  const notes = said.length ? null : noteList(table.get(row, "endnotes"), outlets);
  return element("div", {}, element("blockquote", { dir: "auto" }, words), notes);
}

function sentences(said, outlets) {
  if (!said.length) return null;
  const groups = bySentence(said);
  const title = `${counted(groups.length, "sentence says it", "sentences say it")}`;
  return element(
    "section",
    {},
    element("h3", {}, said.some(({ words }) => words) ? title : `${counted(said.length, "mention")}`),
    element("ol.gt-sentences", {}, ...groups.map((group) => sentenceItem(group, outlets))),
  );
}

/** One quote, however often the sentence tells of the event; each way that it tells of it stands below. */
function sentenceItem(group, outlets) {
  const lines = new Map(group.map((mention) => [saidWords(mention), mention]));
  const notes = new Set(group.flatMap(({ endnotes }) => endnotes));
  return element(
    "li",
    {},
    group[0].words ? element("blockquote", { dir: "auto" }, group[0].words) : null,
    ...[...lines].map(([words, mention]) => saidLine(words, mention)),
    group.some(({ disputed }) => disputed) ? element("span.gt-disputed", {}, "Disputes it, or is disputed") : null,
    noteList([...notes], outlets),
  );
}

function saidWords({ by, role, evidence, basis }) {
  return onceEach([by, role, EVIDENCE[evidence] ?? evidence, basisWords(basis)]).join(" · ");
}

function saidLine(words, { report_url, report_date }) {
  const address = safeAddress(report_url);
  const report = reportName(dayOf(report_date));
  const line = element("p.gt-said", {}, `${words} · `);
  line.append(address ? link(address, report) : report);
  return line;
}

function onceEach(parts) {
  const known = new Set();
  return parts.filter((part) => part && !known.has(part.toLowerCase()) && known.add(part.toLowerCase()));
}

function source(layer, text) {
  const address = safeAddress(text(layer?.popup.link ?? "report_url"));
  const name = reportName(dayOf(text("report_date")));
  const line = element("p.gt-card-source", {}, address ? link(address, `${name}, ${hostOf(address)}`) : name);
  if (address) line.append(" · ", archived(address));
  line.append(element("span", {}, ` · ${REVIEW[text("review")] ?? "Not said whether checked"}`));
  return line;
}

/** @param {{ table: any, row: number }} event @returns {string} one line for a list: when, what, where */
export function oneLine({ table, row }) {
  const text = textOf(table, row);
  const place = [text("offset"), text("place")].filter(Boolean).join(" ") || "place not named";
  const start = table.get(row, "start");
  if (text("kind") === "salvo") return `${span(start, table.get(row, "end"))}: ${waveWords({ table, row })}`;
  const object = text("facility") ? ` (${text("facility")})` : "";
  const day = start === null ? "No date" : shortDay(start);
  return `${day}: ${kindName(text("kind"))} by ${actorName(text("actor"))}, ${place}${object}`;
}
