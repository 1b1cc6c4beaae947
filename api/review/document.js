// The open document: fetching it, what is said above its fields, and waiting for a run.

import { askJson, pathOf } from "./api.js";
import { rebase } from "./conflict.js";
import { make, say, ui, words } from "./dom.js";
import * as drafts from "./drafts.js";
import { Edits } from "./edits.js";
import { faultsBlock } from "./faults.js";
import { changes, isUnsaved, showFields, syncFields } from "./fields.js";
import { findingLine, reasonsBlock } from "./findings.js";
import { forgetPictures, showPage } from "./picture.js";
import { enterDocument, leaveDocument } from "./presence.js";
import { loadQueue, markCurrent } from "./queue.js";
import { specsOf } from "./specs.js";
import { state } from "./state.js";

const UNDER_WAY = ["queued", "parsing"];
const POLL_MS = 1500;
const GONE = ["erased", "purged"];

const templates = new Map();

export function forgetTemplates() { templates.clear(); }

export function clearDocument() {
  const left = state.current;
  if (left) {
    forgetPictures(left);
    leaveDocument(left);
  }
  state.current = null;
  for (const part of [ui.facts, ui.fields, ui.boxes, ui.viewers]) part.replaceChildren();
  for (const field of ["trouble", "picture-said", "page-number", "document-name"]) ui[field].textContent = "";
  for (const input of ["note", "page-password", "again-password", "again-type"]) ui[input].value = "";
  ui.picture.hidden = ui.unlock.hidden = ui.changed.hidden = ui.kept.hidden = true;
  ui.fields.inert = ui.note.disabled = false;
  ui.picture.removeAttribute("src");
  ui.pane.scrollTo(0, 0);
  ui.fields.scrollTo(0, 0);
  setBusy(true);
}

/** Shows a document; the password of a locked PDF is kept for as long as it is open. Its draft, and that of the one before, stay. */
export async function open(id, { page = 0, password = null } = {}) {
  drafts.write();
  clearDocument();
  const opened = state.current = { id, page, password, pictures: new Map(), boxes: new Map(), editors: [], edits: null };
  history.replaceState(null, "", `#${encodeURIComponent(id)}`);
  ui.workspace.classList.add("chosen");
  markCurrent();
  try {
    opened.document = (await askJson("GET", pathOf(id, "?include=evidence"))).data;
    opened.template = await templateOf(opened.document.extraction);
  } catch (refusal) {
    if ([403, 404, 410].includes(refusal.status)) drafts.drop(id);
    if (opened !== state.current) return;
    if (isUnsaved()) sayDraftIsKept(refusal.message);
    else ui.trouble.textContent = refusal.message;
    return;
  }
  if (opened !== state.current) return;
  await showDocument(opened);
  enterDocument(opened);
  if (UNDER_WAY.includes(opened.document.status)) follow(opened);
  await showPage(page);
}

async function showDocument(opened) {
  const { extraction } = opened.document;
  showFacts();
  setBusy(false);
  if (GONE.includes(opened.document.status)) drafts.drop(opened.id);
  if (!extraction) return;
  opened.edits = new Edits(specsOf(opened.template, extraction), extraction.fields);
  const draft = drafts.draftOf(opened.id);
  const isOfThis = draft && draft.extractionId === extraction.id;
  if (isOfThis) opened.edits.restore(draft.edits);
  if (draft && !isOfThis) holdDraft(opened, true);
  showFields();
  if (!draft) return;
  ui.note.value = draft.note || "";
  if (isOfThis) {
    if (changes().length) say("What you typed before is here again; it is not saved yet.");
    return;
  }
  try {
    await rebase(opened, draft);
  } catch (refusal) {
    if (opened === state.current) sayDraftIsKept(refusal.message);
  }
}

/** Holds the draft of an older extraction until it can be shown: nothing else may be typed, saved or written over it meanwhile. */
export function holdDraft(opened, isHeld) {
  opened.isDraftHeld = ui.fields.inert = ui.note.disabled = isHeld;
  setBusy();
}

/** Says that what was typed is kept though it is not shown, with a way to try again and one to give it up. */
function sayDraftIsKept(why) {
  ui["kept-said"].textContent = `What you typed before cannot be shown now: ${why} It is kept in this tab.`;
  ui.kept.hidden = false;
}

/** Opens the document again, with the draft that is kept. */
export const openAgain = () => open(state.current.id, state.current);

export async function discardDraft() {
  if (!confirm("Discard what you typed? It cannot be brought back.")) return;
  drafts.drop(state.current.id);
  await openAgain();
}

/** Shows another extraction of the open document: what was typed is over it already, in `edits`. */
export function showRebased(document, template, edits) {
  Object.assign(state.current, { document, template, edits, doubtAt: undefined });
  showFacts();
  showFields();
  syncFields();
  setBusy(false);
}

/** The template that made an extraction, for labels and kinds; null where the key may not read it. */
export async function templateOf(extraction) {
  if (!extraction || !extraction.templateId) return null;
  const path = `/api/templates/${encodeURIComponent(extraction.templateId)}/versions/${extraction.templateVersion}`;
  if (!templates.has(path)) {
    try {
      templates.set(path, (await askJson("GET", path)).data);
    } catch (refusal) {
      if (![403, 404].includes(refusal.status)) throw refusal;
      templates.set(path, null);
    }
  }
  return templates.get(path);
}

/** Waits for the end of a run, then shows what it found. */
function follow(opened) {
  setTimeout(async () => {
    if (opened !== state.current) return;
    if (ui.workspace.hidden) { // until somebody signs in again
      follow(opened);
      return;
    }
    try {
      const { data } = await askJson("GET", pathOf(opened.id));
      if (opened !== state.current) return;
      if (UNDER_WAY.includes(data.status)) {
        follow(opened);
        return;
      }
      say(`Read: ${words(data.status)}.`);
      await Promise.all([openAgain(), loadQueue()]);
    } catch (refusal) {
      if (opened !== state.current) return;
      ui.trouble.textContent = refusal.message;
      if (refusal.status === 0 || refusal.status >= 500) follow(opened);
    }
  }, POLL_MS);
}

const isVerified = (shown) => shown.status === "extracted" && shown.extraction.flags.includes("analyst_verified");

let isBusyNow = true;

/** What may be done now; a document that is signed off is not signed off again unless something was changed. */
export function setBusy(isBusy = isBusyNow) {
  isBusyNow = isBusy;
  const shown = state.current && state.current.document;
  const status = shown ? shown.status : "";
  const isGone = GONE.includes(status);
  const isHeld = Boolean(state.current && state.current.isDraftHeld);
  const isRead = !isGone && !isHeld && Boolean(shown && shown.extraction) && !UNDER_WAY.includes(status);
  const isDone = isRead && isVerified(shown) && !changes().length;
  ui.fields.inert = isBusy; // what is typed while it is saved or opened would be lost
  ui.save.disabled = isBusy || !isRead;
  ui.verify.disabled = isBusy || !isRead || isDone || !["requires_review", "extracted"].includes(status);
  ui.verify.textContent = isDone ? "Signed off" : "Verify & sign off";
  ui.download.disabled = isBusy || isGone;
  ui["again-send"].disabled = isBusy || isGone || UNDER_WAY.includes(status);
}

export function showFacts() {
  const { document: shown } = state.current;
  const found = shown.extraction;
  const name = shown.filename || shown.id;
  ui["document-name"].textContent = name;
  ui.facts.replaceChildren(make("h2", { textContent: name }), make("div", { className: "chips" }, ...chipsOf(shown)), identityOf(shown));
  if (shown.errorCode) ui.facts.append(make("p", { className: "error", textContent: `${shown.errorMessage} (${shown.errorCode} at ${shown.stage})` }));
  const faults = faultsBlock(shown.qualities || [], showPage);
  if (faults) ui.facts.append(faults);
  if (!found) return;
  const isGeneral = (one) => !one.fields.some((field) => field in found.fields);
  const reasons = shown.status === "requires_review" ? reasonsBlock(shown.reviewReasons || [], found.findings) : null;
  if (reasons) ui.facts.append(reasons);
  ui.facts.append(...found.findings.filter(isGeneral).map((one) => findingLine(one)));
}

function chipsOf(shown) {
  const found = shown.extraction;
  const chip = (text, kind = "") => make("span", { className: `chip ${kind}`, textContent: text });
  const chips = [chip(words(shown.status), shown.status === "requires_review" ? "check" : ""), chip(words(shown.type || "no type"))];
  if (found) {
    chips.push(chip(`confidence ${found.confidenceScore}`, found.confidenceScore < shown.requiresReviewThreshold ? "bad" : ""), chip(words(found.method)));
    for (const flag of found.flags) chips.push(chip(words(flag), flag === "analyst_verified" ? "good" : "check"));
  }
  if (shown.legalHold) chips.push(chip("legal hold", "check"));
  return chips;
}

/** Customer, reference and id, each in a line of its own: a long one hides no other. */
function identityOf(shown) {
  const lines = [["Customer", shown.customer && shown.customer.name], ["Reference", shown.externalRef], ["Document", shown.id]];
  return make("dl", { className: "identity" }, ...lines.filter(([, value]) => value).flatMap(([term, value]) => (
    [make("dt", { textContent: term }), make("dd", { textContent: value, title: value })])));
}
