// Signing in and out. A key that is refused while somebody works locks the page and loses nothing.

import { ask, dropKey, pathOf, takeKey, whenKeyIsRefused } from "./api.js";
import { clearDocument, forgetTemplates, open } from "./document.js";
import { say, ui } from "./dom.js";
import * as drafts from "./drafts.js";
import { isUnsaved } from "./fields.js";
import { enterDocument } from "./presence.js";
import { loadQueue } from "./queue.js";
import { state } from "./state.js";

const KEY = "berkas.key";

export async function enter(key) {
  takeKey(key);
  const isBack = state.current !== null && state.current.edits !== null;
  if (isBack && !(await mayGoOn())) return;
  await loadQueue();
  sessionStorage.setItem(KEY, key);
  ui.key.value = "";
  ui["entry-error"].textContent = "";
  ui.entry.hidden = ui.discard.hidden = true;
  ui.workspace.hidden = false;
  if (isBack) {
    say("Signed in again; what you typed is still here.");
    enterDocument(state.current);
    return;
  }
  const named = decodeURIComponent(location.hash.slice(1));
  const first = state.documents[0];
  if (named) await open(named);
  else if (first) await open(first.id);
}

/** Whether the key opens the document that is being worked on: what it says is not shown to somebody who may not read it. */
async function mayGoOn() {
  try {
    await ask("GET", pathOf(state.current.id));
    return true;
  } catch (refusal) {
    if (![403, 404].includes(refusal.status)) throw refusal;
    dropKey();
    ui["entry-error"].textContent = "This key does not open the document that was being worked on. Use another key, or discard that work.";
    ui.discard.hidden = false;
    return false;
  }
}

/** Hides everything until a key is given that may see it; what was typed stays in the page. */
function lock(message) {
  sessionStorage.removeItem(KEY);
  dropKey();
  for (const dialog of document.querySelectorAll("dialog[open]")) dialog.close();
  ui.workspace.hidden = true;
  ui.entry.hidden = false;
  ui["entry-error"].textContent = isUnsaved() ? `${message} What you typed is kept: sign in again to go on.` : message;
  ui.key.focus();
}

/** Signs out: nothing of the document stays in the tab. */
export function leave(message = "") {
  clearDocument();
  drafts.dropAll();
  forgetTemplates();
  history.replaceState(null, "", location.pathname);
  ui.documents.replaceChildren();
  ui.discard.hidden = true;
  lock(message);
}

export function signOut() {
  if (isUnsaved() && !confirm("Sign out? What you changed is not saved.")) return;
  leave();
}

export function tryEnter(key) {
  return enter(key).catch((refusal) => {
    if (refusal.status !== 401) lock(refusal.message);
  });
}

export function start() {
  whenKeyIsRefused(lock);
  const kept = sessionStorage.getItem(KEY);
  if (kept) tryEnter(kept);
}
