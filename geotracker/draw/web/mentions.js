/** The sentences behind an event, where it has more than one. */

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
  return {
    words: mentions.get(row, "sentence"),
    claimed_by: mentions.get(row, "claimed_by").join(", "),
    endnotes: mentions.get(row, "endnotes"),
    report_date: mentions.get(row, "report_date"),
  };
}
