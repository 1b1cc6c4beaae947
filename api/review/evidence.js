// Why a field has its value, what else it might be, and the value that was too unsure to be stated.

import { make } from "./dom.js";
import { pointOut } from "./picture.js";
import { shown } from "./values.js";

const LEAST_RIVAL = 5; // percent; what is less likely is no news
const SIDES = { right: "Right of the label", below: "Below the label", left: "Left of the label", above: "Above the label" };
const WAYS = {
  label: "Beside a label",
  strategy: "Where the template looks for such a value; no label leads to it",
  pattern: "By its pattern alone; no label leads to it",
  area: "In the area that the template names",
  kind: "By its shape alone; no label leads to it",
  row: "From the rows of the table",
};

/** What is known of a field, as a folded part that `toggle` shows; null where there is nothing to say. */
export function whyOf(spec, why, value) {
  if (!why) return null;
  const lines = value === null ? linesOfNothing(spec, why) : linesOf(spec, why, value);
  if (!lines.length) return null;
  const part = make("ul", { className: "why", id: `field-${spec.name}-why`, hidden: true }, ...lines);
  part.setAttribute("aria-label", `Why: ${spec.label}`);
  return part;
}

function linesOf(spec, why, value) {
  const lines = [placeLine(why)];
  if (why.printed && why.printed !== shown(spec, value)) lines.push(line(`Printed: ${why.printed}`));
  lines.push(...why.corroboratedBy.filter(({ reason }) => reason !== "label" || !why.label).map(({ message }) => line(message)));
  if (why.read !== null) {
    const meant = why.meant === null ? "" : ` The right field: ${percent(why.meant)}.`;
    lines.push(line(`${spec.type === "array" ? "The least clear cell" : "The characters"}: ${percent(why.read)} sure.${meant}`));
  }
  if (hasRival(why)) lines.push(rivalLine(spec, why.rival, "It might also be"));
  return lines.filter(Boolean);
}

function linesOfNothing(spec, why) {
  if (why.withheld) return linesOf(spec, why, why.withheld.value);
  const lines = why.printed ? [placeLine(why), line(`Printed there, and no value of this field: ${why.printed}`)] : [];
  if (hasRival(why)) lines.push(rivalLine(spec, why.rival, "Likeliest, and far from sure:"));
  return lines.filter(Boolean);
}

const hasRival = ({ rival }) => Boolean(rival && rival.confidence >= LEAST_RIVAL);

function placeLine({ label, place, corroboratedBy }) {
  if (!place) return null;
  if (!label) return line(`${WAYS[place.way] || WAYS.kind}.`);
  const isExact = corroboratedBy.some(({ reason }) => reason === "label");
  const likeness = isExact || place.labelLikeness >= 99 ? "" : `, ${percent(place.labelLikeness)} like the template's`;
  return pointing(line(`${SIDES[place.side] || WAYS.label} “${label}”${likeness}.`), place.labelBox);
}

const rivalLine = (spec, rival, words) => pointing(line(`${words} ${shown(spec, rival.value)} (${percent(rival.confidence)}).`), rival.box);

const percent = (number) => `${number}\u00a0%`;
const line = (text) => make("li", { textContent: text });

/** Shows the place on the picture while the pointer is over an element. */
function pointing(element, box) {
  if (!box) return element;
  element.classList.add("placed");
  element.addEventListener("mouseenter", () => pointOut(box));
  element.addEventListener("mouseleave", () => pointOut(null));
  return element;
}

/** The state of a field: a button for its reasons, where there are some. It is no stop on the way from field to field. */
export function stateOf(id, text, part) {
  if (!part) return make("span", { className: "state", id, textContent: text });
  const button = make("button", { type: "button", className: "state", id, textContent: text, tabIndex: -1, title: "Why? (Alt W)" });
  button.setAttribute("aria-controls", part.id);
  button.setAttribute("aria-expanded", "false");
  button.addEventListener("click", () => toggle(button, part));
  return button;
}

export function toggle(button, part) {
  part.hidden = !part.hidden;
  button.setAttribute("aria-expanded", String(!part.hidden));
}

/** Offers the value that was withheld: `take` gets it as text. */
export function offerOf(spec, why, confidence, take) {
  const withheld = why && why.withheld;
  if (!withheld) return null;
  const text = shown(spec, withheld.value);
  const button = make("button", { type: "button", textContent: "Take it", title: "↓ in the empty field does the same", onclick: () => take(text) });
  button.setAttribute("aria-label", `Take ${text} for ${spec.label}`);
  const words = make("span", {}, "Withheld, probably ", make("strong", { textContent: text }), ` (${percent(confidence)})`);
  return pointing(make("p", { className: "withheld" }, words, button), withheld.box);
}
