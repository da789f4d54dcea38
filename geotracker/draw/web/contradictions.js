/** What the sentences of one event say differently, side by side. */

import { span } from "./days.js";
import { element } from "./dom.js";
import { bySentence } from "./mentions.js";
import { actorName, capital, EVIDENCE } from "./words.js";

/** @type {[string, (said: any) => string][]} */
const FIELDS = [
  ["Done by", (said) => actorName(said.actor)],
  ["When", (said) => (said.start === null ? "" : span(said.start, said.end))],
  ["Place", (said) => [said.offset, said.place].filter(Boolean).join(" ")],
  ["Object", (said) => said.facility],
  ["Evidence", (said) => capital(EVIDENCE[said.evidence] ?? said.evidence)],
  ["Disputed", (said) => (said.disputed ? "yes" : "no")],
];

/**
 * @param {any[]} mentions sentences of one event
 * @returns {[string, string[]][]} the fields in which they differ, with what each sentence says (twice where it tells of
 *   the event twice); nothing said is no contradiction
 */
export function differences(mentions) {
  const sentences = bySentence(mentions);
  const told = (read) => sentences.map((said) => joined(said.map(read)));
  return FIELDS.map(([name, read]) => /** @type {[string, string[]]} */ ([name, told(read)])).filter(
    ([, values]) => new Set(values.filter(Boolean)).size > 1,
  );
}

function joined(values) {
  return [...new Set(values.filter(Boolean))].join("; ");
}

/** @param {any[]} mentions @returns {HTMLElement | null} for each field in which they differ, a row for each sentence */
export function contradictions(mentions) {
  const fields = differences(mentions);
  if (!fields.length) return null;
  const names = bySentence(mentions).map((said, i) => joined(said.map(({ by }) => by)) || `Sentence ${i + 1}`);
  const rows = (values) =>
    values.map((value, i) =>
      element("tr", {}, element("th", { scope: "row" }, names[i]), element("td", {}, value || "–")),
    );
  const table = element(
    "table",
    {},
    element("caption", {}, "Where the sentences differ"),
    ...fields.map(([name, values]) =>
      element(
        "tbody",
        {},
        element("tr.gt-differs", {}, element("th", { scope: "rowgroup", colspan: 2 }, name)),
        ...rows(values),
      ),
    ),
  );
  return element(
    "div.gt-contradictions",
    { tabindex: "0", role: "group", "aria-label": "Where the sentences differ" },
    table,
  );
}
