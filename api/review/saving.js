// Saving, signing off, reading again, downloading: what changes or leaves the server, and what may be in the way.

import { Refusal, ask, askJson, pathOf } from "./api.js";
import { compare } from "./conflict.js";
import { open, setBusy } from "./document.js";
import { make, say, ui } from "./dom.js";
import * as drafts from "./drafts.js";
import { blame, blameWire, clearTrouble, focusOn, focusTrouble, isUnsaved } from "./fields.js";
import { findingText, placeOf } from "./findings.js";
import { loadQueue } from "./queue.js";
import { state } from "./state.js";

export async function save(isSignOff, accepted = []) {
  const opened = state.current;
  if (!opened || !opened.edits || ui[isSignOff ? "verify" : "save"].disabled) return;
  if (document.activeElement && ui.fields.contains(document.activeElement)) document.activeElement.dispatchEvent(new Event("change"));
  clearTrouble();
  const { fields, unclear, sent } = opened.edits.collect();
  for (const [place, error] of unclear) blame(place, error);
  if (focusTrouble()) return;
  if (!isSignOff && !Object.keys(fields).length) {
    ui.trouble.textContent = "Nothing was changed.";
    return;
  }
  const body = { fields, verify: isSignOff, previousExtractionId: opened.document.extraction.id };
  if (ui.note.value.trim()) body.note = ui.note.value.trim();
  if (accepted.length) body.acceptFindings = accepted;
  await act(async () => {
    await ask("POST", pathOf(opened.id, "/extractions"), body, { headers: { "Idempotency-Key": attemptOf(opened, body) } });
    await afterSave(opened, isSignOff);
  }, { isSignOff, sent });
}

/** One key for one body: an answer that was lost on the way is not a second correction. */
function attemptOf(opened, body) {
  const text = JSON.stringify(body);
  if (!opened.attempt || opened.attempt.text !== text) {
    const random = crypto.getRandomValues(new Uint8Array(16)); // randomUUID needs TLS
    opened.attempt = { text, key: `review-${[...random].map((one) => one.toString(16).padStart(2, "0")).join("")}` };
  }
  return opened.attempt.key;
}

async function afterSave({ id, page, password }, isSignOff) {
  const at = state.documents.findIndex((one) => one.id === id);
  drafts.drop(id);
  state.current.edits = null;
  try {
    await loadQueue();
    const isOver = isSignOff && !state.documents.some((one) => one.id === id);
    const next = isOver && state.documents[Math.min(Math.max(at, 0), state.documents.length - 1)];
    await (next ? open(next.id) : open(id, { page, password }));
  } finally {
    say(isSignOff ? "Signed off." : "Saved."); // only now may somebody type again
  }
}

// --- what may be in the way ---

const WAYS = {
  extraction_changed: ({ details }) => compare(details),
  findings_not_accepted: ({ details }, tried) => askAcceptance(details.findings || [], tried),
  already_verified: async () => {
    say("It is signed off already.");
    await open(state.current.id);
  },
  verified_by_analyst: async () => {
    if (confirm("An analyst verified these values. Read the document again, and replace them?")) await readAgain({ replaceVerified: true });
  },
};

/** Does something; what goes wrong is said at its field, or below the fields. */
async function act(doing, { isSignOff = false, sent = {} } = {}) {
  const opened = state.current;
  setBusy(true);
  say("");
  try {
    await doing();
  } catch (refusal) {
    if (opened !== state.current) return;
    setBusy(false);
    if (WAYS[refusal.code]) {
      await act(() => WAYS[refusal.code](refusal, { isSignOff, sent }));
      if (opened === state.current) setBusy(false);
      return;
    }
    ui.trouble.textContent = refusal.status === 0 ? `${refusal.message} What you typed stays here; save again when it does.` : refusal.message;
    for (const [place, messages] of Object.entries(refusal.fieldErrors || {})) blameWire(place, messages.join(", "), sent);
    focusTrouble();
  }
}

/** Lists what rules found, to be accepted one by one before what was tried: a sign-off, or a correction of an extracted document. */
function askAcceptance(findings, { isSignOff, sent }) {
  const check = () => { ui["accept-go"].disabled = [...ui["accept-list"].querySelectorAll("input")].some((one) => !one.checked); };
  ui["accept-list"].replaceChildren(...findings.map((finding) => acceptance(finding, sent, check)));
  ui["accept-go"].textContent = isSignOff ? "Accept & sign off" : "Accept & save";
  ui["accept-go"].onclick = () => {
    ui.accept.close();
    save(isSignOff, findings.map(acceptedFinding));
  };
  ui["accept-back"].onclick = () => ui.accept.close();
  check();
  ui.accept.showModal();
}

function acceptance(finding, sent, check) {
  const spec = state.current.edits.specs.find((one) => finding.fields.includes(one.name));
  const input = make("input", { type: "checkbox", onchange: check });
  const text = spec ? `${spec.label} · ${findingText(finding, spec)}` : finding.message; // rows count as they are shown now
  const answer = finding.documentId ? "It is another one, or may stay twice." : "— it is as printed.";
  const line = make("li", {}, make("label", {}, input, ` ${text} ${answer}`));
  if (finding.documentId) line.append(" ", make("a", { href: `#${finding.documentId}`, target: "_blank", textContent: "Show the other document." }));
  if (spec) {
    line.append(make("button", { type: "button", textContent: "Look", onclick: () => {
      ui.accept.close();
      focusOn(shownPlace(finding, spec, sent));
    } }));
  }
  return line;
}

/** Rows of these findings are counted in what was sent: rows that were added or removed have moved them. */
function shownPlace(finding, spec, sent) {
  const place = placeOf(finding, spec);
  return place.row === undefined || !sent[spec.name] ? place : { ...place, row: sent[spec.name][place.row] };
}

function acceptedFinding({ code, fields, row, column, documentId }) {
  const accepted = { code, fields };
  if (row !== null && row !== undefined) accepted.row = row;
  if (column) accepted.column = column;
  if (documentId) accepted.documentId = documentId;
  return accepted;
}

// --- more that can be done ---

/** Reads the document again; somebody who typed is asked before that is dropped. */
export async function readAgain(more = {}) {
  const isAsked = Boolean(more.replaceVerified); // of verified values, after this question
  if (!isAsked && isUnsaved() && !confirm("Read the document again? What you typed is not saved and would be dropped.")) return;
  const { id } = state.current;
  const password = ui["again-password"].value || state.current.password;
  const body = { ...more };
  if (ui["again-type"].value) body.type = ui["again-type"].value;
  if (password) body.pdfPassword = password;
  await act(async () => {
    await ask("POST", pathOf(id, "/reextract"), body);
    drafts.drop(id);
    state.current.edits = null;
    say("It is read again.");
    await loadQueue();
    await open(id, { password });
  });
}

export async function download() {
  const { id } = state.current;
  await act(async () => {
    const { url } = (await askJson("GET", pathOf(id, "/download"))).data;
    if (!/^https?:$/.test(new URL(url, location.href).protocol)) throw new Refusal(0, { error: "The link is not one to a file." });
    make("a", { href: url, rel: "noreferrer", download: "" }).click();
    setBusy(false);
  });
}
