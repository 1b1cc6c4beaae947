// The fields of the open document: an editor for each, what is wrong with them, and ways from one to the next.

import * as drafts from "./drafts.js";
import { make, ui, words } from "./dom.js";
import { offerOf, stateOf, toggle, whyOf } from "./evidence.js";
import { findingLines } from "./findings.js";
import { boxHover, showBoxes } from "./picture.js";
import { doubtOf } from "./specs.js";
import { state } from "./state.js";
import { tableOf } from "./tables.js";
import { Unclear, dayInWords, shown } from "./values.js";

const DOUBT_CLASSES = ["", "check", "bad"];

export function showFields() {
  const { document: { extraction, requiresReviewThreshold }, edits } = state.current;
  ui.fields.replaceChildren();
  state.current.editors = edits.specs.map((spec) => editorOf(spec, extraction, requiresReviewThreshold));
  orderFields();
  if (extraction.rawText) ui.fields.append(make("pre", { className: "raw", textContent: extraction.rawText, tabIndex: 0 }));
  for (const editor of state.current.editors) editor.mark();
  ui.panel.classList.toggle("with-table", edits.specs.some((spec) => spec.type === "array"));
  showBoxes();
  onChange();
}

/** Puts the fields in the template's order, or the doubtful ones first; what was typed stays. */
export function orderFields() {
  const order = [...state.current.editors];
  if (ui["unsure-first"].checked) order.sort((one, other) => other.doubt - one.doubt);
  ui.fields.prepend(...order.map((editor) => editor.element));
}

function editorOf(spec, extraction, threshold) {
  const [doubt, word] = doubtOf(spec, extraction.fields[spec.name], extraction, threshold);
  const isTable = spec.type === "array";
  const id = `field-${spec.name}`;
  const taken = make("p", { className: "taken", role: "status" });
  const trouble = make("p", { className: "error", id: `${id}-error` });
  const label = make(isTable ? "span" : "label", { className: "label", textContent: spec.label });
  const evidence = (extraction.fieldEvidence || {})[spec.name];
  const why = whyOf(spec, evidence, extraction.fields[spec.name]);
  const status = stateOf(`${id}-state`, word, why);
  const head = make("div", { className: "head" }, label, make("span", { className: "wire", textContent: spec.name }), status);
  const editor = { spec, name: spec.name, doubt, trouble, taken, status, why };
  editor.control = isTable ? tableOf(spec, hooks(editor)) : scalarOf(spec, id, hooks(editor));
  const offer = isTable ? null : offerOf(spec, evidence, extraction.fieldConfidences[spec.name], (text) => takeOffer(editor, text));
  const isTold = (one) => one.fields.includes(spec.name) && !(offer && one.code === "value_withheld");
  const findings = findingLines(extraction.findings.filter(isTold), spec, focusOn);
  editor.element = make("div", { className: `field ${isTable ? "table" : ""} ${DOUBT_CLASSES[doubt]}` }, head, editor.control.element, taken, trouble);
  if (isTable) head.after(findings); // a long table would hide them
  else editor.element.append(findings);
  if (offer) editor.control.element.after(offer);
  if (why) (isTable ? head : offer || editor.control.element).after(why);
  if (offer) onArrowDown(editor, offer);
  editor.mark = () => {
    const { edits } = state.current;
    editor.element.classList.toggle("changed", edits.isChanged(spec.name));
    if (offer) offer.hidden = edits.text({ field: spec.name }) !== "";
    editor.control.mark();
  };
  if (isTable) {
    editor.element.setAttribute("role", "group");
    editor.element.setAttribute("aria-label", spec.label);
  } else {
    label.htmlFor = id;
    editor.control.input.setAttribute("aria-describedby", `${trouble.id} ${status.id}`);
    boxHover(editor.element, spec.name, null);
  }
  return editor;
}

/** Takes an offered text as if it had been typed. */
function takeOffer(editor, text) {
  const { edits } = state.current;
  const place = { field: editor.name };
  edits.seal();
  edits.set(place, text);
  edits.seal();
  editor.trouble.replaceChildren();
  editor.control.sync();
  editor.mark();
  editor.control.focus();
  onChange();
}

function onArrowDown(editor, offer) {
  const { input } = editor.control;
  input.addEventListener("keydown", (event) => {
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.shiftKey;
    if (event.key !== "ArrowDown" || !isPlain || input.value || !input.matches("input, textarea")) return;
    event.preventDefault();
    offer.querySelector("button").click();
  });
}

/** Shows or hides why the field in which the focus is has its value; whether there is something to show. */
export function toggleWhy() {
  const editor = state.current.editors.find(({ element }) => element.contains(document.activeElement));
  if (!editor || !editor.why) return false;
  toggle(editor.status, editor.why);
  return true;
}

/** What a control calls: `typed` while somebody types, `left` when the place is left, `changed` after rows came or went. */
function hooks(editor) {
  const { edits } = state.current;
  return {
    edits,
    typed: (place, input) => {
      edits.set(place, input.value);
      preview(editor, place);
      input.removeAttribute("aria-invalid");
      editor.trouble.replaceChildren();
      editor.mark();
      onChange();
    },
    left: (place, input) => {
      editor.taken.textContent = "";
      if (!edits.isChangedAt(place)) return edits.seal();
      try {
        edits.set(place, edits.normalised(place));
        input.value = edits.text(place);
      } catch (error) {
        if (!(error instanceof Unclear)) throw error;
        blame(place, error);
      }
      edits.seal();
      editor.mark();
      onChange();
    },
    changed: () => { editor.mark(); onChange(); },
  };
}

/** Says as what a typed text is taken, before it is. */
function preview(editor, place) {
  const { edits } = state.current;
  editor.taken.textContent = "";
  const spec = edits.spec(place);
  if (!["number", "date"].includes(spec.type) || !edits.text(place).trim() || !edits.isChangedAt(place)) return;
  try {
    const value = edits.value(place);
    const text = spec.type === "date" ? `${value}, ${dayInWords(value)}` : shown(spec, value);
    editor.taken.textContent = `Taken as ${text}`;
  } catch (error) {
    if (!(error instanceof Unclear)) throw error; // said when the place is left
  }
}

// A control shows a place: element, input or cells, sync (shows what the edits hold), mark, focus(row, column).

function scalarOf(spec, id, { edits, typed, left }) {
  const place = { field: spec.name };
  const input = inputOf(spec, edits.text(place));
  input.id = id;
  input.addEventListener("input", () => typed(place, input));
  input.addEventListener("change", () => left(place, input));
  return {
    element: input,
    input,
    sync: () => { if (input.value !== edits.text(place)) input.value = edits.text(place); },
    mark: () => {},
    focus: () => input.focus(),
    inputAt: () => input,
  };
}

export function inputOf(spec, text, isCell = false) {
  let input;
  if (spec.type === "enum") {
    const choices = [...new Set(["", ...(spec.values || []).map(String), text])];
    input = make("select", {}, ...choices.map((one) => make("option", { value: one, textContent: one || "(empty)" })));
  } else if (!isCell && (text.length > 48 || text.includes("\n"))) {
    input = make("textarea", { rows: Math.min(5, Math.ceil(text.length / 48)) });
  } else {
    input = make("input", { type: "text" });
    if (spec.type === "date" && !isCell) input.placeholder = "21/02/2026";
    if (spec.type === "number") input.inputMode = "decimal";
  }
  input.value = text;
  input.spellcheck = false;
  input.autocomplete = "off";
  return input;
}

// --- what changed ---

const listeners = [];
export const whenChanged = (doing) => listeners.push(doing);

/** Keeps a draft of what was typed, and lets others know; a stored draft that is not shown yet stays as it is. */
export function onChange() {
  const opened = state.current;
  if (!opened || !opened.edits) return;
  if (!opened.isDraftHeld) {
    drafts.keep(opened.id, () => {
      const note = ui.note.value;
      if (opened !== state.current || (!opened.edits.changed().length && !note)) return null;
      return { extractionId: opened.document.extraction.id, edits: opened.edits, note };
    });
  }
  for (const listener of listeners) listener();
}

export const changes = () => (state.current && state.current.edits ? state.current.edits.changed() : []);

/** Whether something was typed into the open document and not saved; also where only a draft has it. */
export const isUnsaved = () => Boolean(state.current && (changes().length || drafts.draftOf(state.current.id)));

/** Shows what the edits hold, after undo and redo. */
export function syncFields() {
  for (const editor of state.current.editors) {
    editor.control.sync();
    editor.taken.textContent = "";
    editor.mark();
  }
  clearTrouble();
  onChange();
}

export function undo() { step("undo"); }
export function redo() { step("redo"); }

function step(which) {
  const place = state.current.edits[which]();
  if (!place) return;
  syncFields();
  focusOn(place);
}

// --- what is wrong ---

export function clearTrouble() {
  ui.trouble.textContent = "";
  for (const { trouble } of state.current.editors) trouble.replaceChildren();
  for (const element of ui.fields.querySelectorAll("[aria-invalid]")) element.removeAttribute("aria-invalid");
}

const editorNamed = (name) => state.current.editors.find((one) => one.name === name);

/** Shows what is wrong at a place; where it may mean two things, a button for each. */
export function blame(place, error) {
  const editor = editorNamed(place.field);
  if (!editor) {
    ui.trouble.textContent += ` ${words(place.field)}: ${error.message} `;
    return;
  }
  const { edits } = state.current;
  const input = editor.control.inputAt(place);
  const at = place.row === undefined ? -1 : edits.rowAt(place);
  const where = at < 0 ? "" : `Row ${at + 1}${place.column ? `, ${edits.spec(place).label}` : ""}: `;
  const line = make("span", { textContent: `${where}${error.message} ` });
  for (const choice of error.choices || []) {
    line.append(make("button", { type: "button", textContent: choice, onclick: () => {
      edits.set(place, choice);
      edits.seal();
      input.removeAttribute("aria-invalid");
      line.remove();
      editor.control.sync();
      editor.mark();
      input.focus();
      onChange();
    } }));
  }
  editor.trouble.append(line);
  if (input) input.setAttribute("aria-invalid", "true");
}

/** What the API says is wrong: `fields.<name>`, or `fields.<table>[<row>].<column>` of the rows that were sent. */
export function blameWire(wire, message, sent) {
  const [, field, row, column] = /^fields\.(\w+)(?:\[(\d+)\](?:\.(\w+))?)?$/.exec(wire) || [];
  const place = { field: field || wire };
  if (row !== undefined && sent[field]) Object.assign(place, { row: sent[field][Number(row)], column });
  blame(place, { message: `${message}.` });
}

/** Moves the focus to the first field with an error, if there is one. */
export function focusTrouble() {
  const wrong = state.current.editors.find(({ trouble }) => trouble.textContent);
  if (!wrong) return false;
  const marked = wrong.element.querySelector("[aria-invalid]");
  if (marked) marked.focus();
  else wrong.control.focus();
  return true;
}

// --- ways ---

export function focusOn({ field, row, column }) {
  const editor = editorNamed(field);
  if (editor) editor.control.focus(row, column);
}

/** Goes to the next doubtful field or cell, the worst first, and round again. */
export function focusNextDoubt() {
  const opened = state.current;
  const places = opened.editors.flatMap((editor) => {
    const cells = editor.control.doubts ? editor.control.doubts() : [];
    return cells.length ? cells : [{ field: editor.name, doubt: editor.doubt }];
  }).filter(({ doubt }) => doubt > 0).sort((one, other) => other.doubt - one.doubt);
  if (!places.length) return false;
  opened.doubtAt = ((opened.doubtAt ?? -1) + 1) % places.length;
  focusOn(places[opened.doubtAt]);
  return true;
}
