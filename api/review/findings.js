// What rules found, and why a person is needed, as lines that lead to the place.

import { make, words } from "./dom.js";

const SHOWN_AT_ONCE = 4;

/** Where a finding points to: a field, or a cell of its table by the index of the row in the extraction. */
export function placeOf(finding, spec) {
  if (spec.type !== "array" || finding.row === null || finding.row === undefined) return { field: spec.name };
  return { field: spec.name, row: finding.row, column: finding.column || undefined };
}

export function findingText(finding, spec) {
  if (!spec || spec.type !== "array" || finding.row === null || finding.row === undefined) return finding.message;
  const column = spec.columns.find((one) => one.name === finding.column);
  return `Row ${finding.row + 1}${column ? `, ${column.label}` : ""}: ${finding.message}`;
}

/** A finding as a line; a click leads to its place. */
export function findingLine(finding, spec = null, lead = null) {
  const text = findingText(finding, spec);
  const kind = finding.accepted ? "accepted" : finding.severity;
  const line = make("p", { className: `finding ${kind}` });
  if (spec && lead) line.append(make("button", { type: "button", className: "lead", textContent: text, onclick: () => lead(placeOf(finding, spec)) }));
  else line.textContent = text;
  if (finding.documentId) line.append(" ", make("a", { href: `#${finding.documentId}`, textContent: "Show the other document." }));
  if (finding.accepted) line.append(make("span", { className: "hint", textContent: " Accepted as printed." }));
  return line;
}

/** Lines of a field; a long list is folded. */
export function findingLines(findings, spec, lead) {
  const lines = findings.map((one) => findingLine(one, spec, lead));
  const all = make("div", { className: "findings" }, ...lines.slice(0, SHOWN_AT_ONCE));
  const rest = lines.slice(SHOWN_AT_ONCE);
  if (rest.length) all.append(make("details", {}, make("summary", { textContent: `${rest.length} more` }), ...rest));
  return all;
}

const REASONS = {
  required_field_missing: "A required field was not found.",
  field_below_floor: "A field is less sure than it must be.",
  score_below_threshold: "The document as a whole is less sure than it must be.",
  rule_broken: "Values contradict each other, or cannot be right.",
  type_unsure: "The type of the document is not sure.",
  type_contradicted: "It was read as another type than it seems to be.",
  image_truncated: "A part of the picture is missing, and what stood there was not read.",
  rows_left_over: "Lines within or beside a table belong to no row: rows may be missing or wrong.",
  several_papers: "The file seems to hold several documents, of which perhaps one alone was read.",
  probable_duplicate: "Another document states the same: it may be the same one, sent again.",
  attachments_unread: "The file holds further documents as attachments; they were not read.",
  sign_off_missing: "It was corrected, and nobody signed it off yet.",
};

/** Why a person is needed, in words. */
export function reasonsBlock(codes, findings) {
  if (!codes.length) return null;
  const known = new Map(findings.map((one) => [one.code, one.message]));
  const sentence = (code) => REASONS[code] || known.get(code) || `${words(code)[0].toUpperCase()}${words(code).slice(1)}.`;
  const items = [...new Set(codes.map(sentence))].map((text) => make("li", { textContent: text }));
  return make("div", { className: "reasons" }, make("strong", { textContent: "Why a person is needed" }), make("ul", {}, ...items));
}
