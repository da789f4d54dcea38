/** The words that a reader sees for the codes that a table holds. */

export const EVIDENCE = {
  observed: "seen or assessed",
  acknowledged: "said by the side affected",
  reported: "reported",
  claimed: "claimed by the acting side",
};

export const EVIDENCE_WHY = {
  observed: "footage, imagery or the report’s own assessment shows it.",
  acknowledged: "the side that it harms admits it.",
  reported: "told without anyone who saw or admits it.",
  claimed: "only those who say they did it say so.",
};

export const PRECISION = {
  1: "the place itself",
  2: "the settlement, not an exact point in it",
  3: "near the place, not exact",
  4: "somewhere in this district",
  5: "somewhere in this region",
  6: "somewhere in this country",
};

const CONFIDENCE = {
  sure: "",
  likely: "place likely: chosen among places of that name",
  guess: "place chosen by guess among places of that name",
};

export const CONFIDENCE_WORDS = { sure: "Sure", likely: "Likely", guess: "A guess among namesakes", "": "Not said" };

export const REVIEW = {
  machine: "Read by program only",
  checked: "Checked by a person",
  corrected: "Corrected by a person",
};

const BASIS = {
  geolocated: "geolocated footage",
  photo: "photographs",
  satellite: "satellite imagery",
  fire_detection: "fire detection",
  author_assessment: "the report's own assessment",
  official: "officials",
  partisan_channel: "partisan channels",
  media: "media",
};

const LABELS = {
  start: "When",
  end: "When",
  place: "Place",
  settlement: "Settlement",
  facility: "Object",
  weapon: "Weapon",
  evidence: "Evidence",
  basis: "Rests on",
  claimed_by: "Who says so",
  disputed: "Disputed",
  actor: "Done by",
  kind: "What",
  admin1: "Region",
  admin2: "District",
  country_name: "Country",
  place_reason: "Why this place",
  place_confidence: "Place is",
  n_mentions: "Sentences that say it",
  n_sources: "Sources that say it",
  report_date: "Report of",
};

/** @param {string} text @returns {string} with its first letter in upper case */
export function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** @param {string} column @returns {string} the label of a column */
export function label(column) {
  return LABELS[column] ?? capital(column.replaceAll("_", " "));
}

/** @param {string} actor @returns {string} */
export function actorName(actor) {
  return actor === "" || actor === "unknown" ? "Unknown side" : actor.split(" ").map(capital).join(" ");
}

/** @param {string} kind @returns {string} */
export function kindName(kind) {
  return kind === "salvo" ? "Wave of drones or missiles" : capital(kind);
}

/**
 * Browsers take up to a tenth of a second to find out how English groups thousands: the page would open that much later.
 * @param {number} number @param {number} [digits] after the point @returns {string} "1,234", "-1,234.5"
 */
export function grouped(number, digits = 0) {
  const [whole, rest] = number.toFixed(digits).split(".");
  const thousands = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return rest ? `${thousands}.${rest}` : thousands;
}

/** @param {number} count @param {string} one @param {string} [many] @returns {string} "1 event", "2 events" */
export function counted(count, one, many = `${one}s`) {
  return `${grouped(count)} ${count === 1 ? one : many}`;
}

/**
 * @param {number} precision
 * @param {string} confidence
 * @param {number | null} radius metres
 * @returns {string} how far the place on the map can be trusted
 */
export function exactness(precision, confidence, radius) {
  const within = precision === 3 || precision === 4 ? reach(radius) : "";
  return [(PRECISION[precision] ?? "") + within, CONFIDENCE[confidence] ?? ""].filter(Boolean).join("; ");
}

function reach(radius) {
  if (!radius) return "";
  return radius < 1000 ? ` (within about ${Math.round(radius)} m)` : ` (within about ${Math.round(radius / 1000)} km)`;
}

/** @param {string[]} basis @returns {string} */
export function basisWords(basis) {
  return basis.map((item) => BASIS[item] ?? item.replaceAll("_", " ")).join(", ");
}
