// What is known of fields: from the template, or told from the values; and how doubtful they are.

import { words } from "./dom.js";

const UNSURE_BELOW = 70; // as for the flag low_confidence; where no floor is known
const CHECK_BELOW = 90;
const ISO_DATE = /^\d{4}-\d{2}-\d{2}$/;

/** Fields of an extraction in its order; without a template (a key that may not read it) kinds are told from values. */
export function specsOf(template, extraction) {
  const known = new Map((template ? template.fields : []).map((field) => [field.name, field]));
  return Object.entries(extraction.fields).map(([name, value]) => {
    const spec = known.get(name);
    if (!spec) return guessed(name, value);
    const columns = spec.items ? spec.items.fields.filter((one) => !one.internal) : [];
    return { ...spec, label: spec.label || words(name), type: spec.type || "string", columns };
  });
}

function guessed(name, value) {
  if (!Array.isArray(value)) return { name, label: words(name), type: typeOf([value]), columns: [] };
  const columns = [...new Set(value.flatMap(Object.keys))].map((column) => (
    { name: column, label: words(column), type: typeOf(value.map((row) => row[column])) }));
  return { name, label: words(name), type: "array", columns };
}

function typeOf(values) {
  const given = values.filter((one) => one !== null && one !== undefined);
  if (given.some((one) => typeof one === "number")) return "number";
  return given.length && given.every((one) => ISO_DATE.test(one)) ? "date" : "string";
}

/** Findings that nobody accepted. */
export const openOf = (findings) => findings.filter((one) => !one.accepted);

/** What a field must reach, as the server judges: its own floor, or `threshold` unless it may be missing. */
const floorOf = (spec, threshold) => spec.requireConfidenceAbove ?? (spec.required === false ? UNSURE_BELOW : threshold);

/** How doubtful a field is: 2 must be looked at, 1 should be, 0 is sure; and the word for it. `threshold` is the organisation's. */
export function doubtOf(spec, value, extraction, threshold) {
  const confidence = extraction.fieldConfidences[spec.name] ?? 0;
  const about = openOf(extraction.findings).filter((one) => one.fields.includes(spec.name));
  const inPlace = about.filter((one) => isInCell(spec, one));
  const general = about.filter((one) => !inPlace.includes(one));
  if (value === null) return spec.required ? [2, "missing"] : nothingOf(confidence, about);
  if (general.some((one) => one.severity === "error")) return [2, `${confidence} · contradicted`];
  if (confidence < floorOf(spec, threshold)) return [2, `${confidence} · unsure`];
  if (inPlace.length) return [1, `${confidence} · see rows`];
  if (confidence < CHECK_BELOW || general.length) return [1, `${confidence} · check`];
  return [0, String(confidence)];
}

/** Of an optional field without a value: whether something was read for it all the same. */
function nothingOf(confidence, about) {
  if (about.some((one) => one.code === "value_withheld")) return [1, `${confidence} · withheld`];
  return about.some((one) => one.code === "value_unreadable") ? [1, "unreadable"] : [0, "not found"];
}

/** Whether a finding is about a row of a table, not about all of it. */
export const isInCell = (spec, finding) => spec.type === "array" && finding.row !== null && finding.row !== undefined;

/** Doubts of cells, as `<row> <column>` with the index of the row in the extraction; `<row> ` is the row as a whole. */
export function doubtsInTable(spec, extraction) {
  const doubts = new Map();
  const raise = (place, doubt) => doubts.set(place, Math.max(doubts.get(place) ?? 0, doubt));
  for (const finding of openOf(extraction.findings)) {
    if (finding.fields.includes(spec.name) && isInCell(spec, finding)) {
      raise(`${finding.row} ${finding.column ?? ""}`, finding.severity === "error" ? 2 : 1);
    }
  }
  ((extraction.cellConfidences || {})[spec.name] || []).forEach((row, at) => {
    for (const [column, confidence] of Object.entries(row || {})) {
      const floor = (spec.columns.find((one) => one.name === column) || {}).requireConfidenceAbove ?? UNSURE_BELOW;
      if (confidence !== null && confidence < floor) raise(`${at} ${column}`, 2);
    }
  });
  return doubts;
}
