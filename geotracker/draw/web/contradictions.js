/** What the sentences of one event say differently, side by side. */

import { span } from "./days.js";
import { element } from "./dom.js";
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
 * @returns {[string, string[]][]} the fields in which they differ, with what each of them says; nothing said is no
 *   contradiction
 */
export function differences(mentions) {
  return FIELDS.map(([name, read]) => /** @type {[string, string[]]} */ ([name, mentions.map(read)])).filter(
    ([, values]) => new Set(values.filter(Boolean)).size > 1,
  );
}

/** @param {any[]} mentions @returns {HTMLElement | null} a table with a row for each sentence */
export function contradictions(mentions) {
  const fields = differences(mentions);
  if (!fields.length) return null;
  const head = fields.map(([name]) => element("th", { scope: "col" }, name));
  const table = element(
    "table",
    {},
    element("caption", {}, "Where the sentences differ"),
    element("thead", {}, element("tr", {}, element("th", { scope: "col" }, "Who says so"), ...head)),
    element(
      "tbody",
      {},
      ...mentions.map((said, i) =>
        element(
          "tr",
          {},
          element("th", { scope: "row" }, said.by || `Sentence ${i + 1}`),
          ...fields.map(([, values]) => element("td", {}, values[i] || "–")),
        ),
      ),
    ),
  );
  return element(
    "div.gt-contradictions",
    { tabindex: "0", role: "group", "aria-label": "Where the sentences differ" },
    table,
  );
}
