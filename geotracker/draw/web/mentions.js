/** The sentences behind an event. */

/**
 * Gives a table of events `mentionsOf(row)`.
 * @param {any} table the events
 * @param {any} mentions their sentences; column `event` is the row of the event
 */
export function withMentions(table, mentions) {
  let byEvent = null;
  table.mentionsOf = (row) => {
    byEvent ??= grouped(mentions);
    return (byEvent.get(row) ?? []).map((mention) => sentence(mentions, mention));
  };
}

/**
 * @param {any[]} said mentions of one event, as `mentionsOf` gives them
 * @returns {any[][]} those of one sentence of one report together, in their order; without its words each is alone
 */
export function bySentence(said) {
  const groups = new Map();
  for (const [i, mention] of said.entries()) {
    const { words, report_url, report_date } = mention;
    const key = words ? JSON.stringify([report_url, report_date, words]) : i;
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(mention);
  }
  return [...groups.values()];
}

function grouped(mentions) {
  const byEvent = new Map();
  const events = mentions.numbers("event");
  for (let mention = 0; mention < mentions.rows; mention++) {
    const list = byEvent.get(events[mention]);
    if (list) list.push(mention);
    else byEvent.set(events[mention], [mention]);
  }
  return byEvent;
}

function sentence(mentions, row) {
  const get = (name) => (mentions.has(name) ? mentions.get(row, name) : null);
  return {
    words: get("sentence") ?? "",
    by: (get("claimed_by") ?? []).join(", "),
    role: get("role") ?? "",
    basis: get("basis") ?? [],
    endnotes: get("endnotes") ?? [],
    report_date: get("report_date") ?? "",
    report_url: get("report_url") ?? "",
    actor: get("actor") ?? "",
    start: get("start"),
    end: get("end"),
    place: get("place") ?? "",
    offset: get("offset") ?? "",
    facility: get("facility") ?? "",
    evidence: get("evidence") ?? "",
    disputed: get("disputed") === true,
  };
}
