// The analyst's page. Everything comes through the REST API with the key that was typed in.

import { compare } from "./conflict.js";
import { discardDraft, openAgain, setBusy } from "./document.js";
import { say, ui } from "./dom.js";
import { focusNextDoubt, isUnsaved, onChange, orderFields, redo, toggleWhy, undo, whenChanged } from "./fields.js";
import { signOut, leave, start, tryEnter } from "./login.js";
import { showPage, zoomFit, zoomIn, zoomOut } from "./picture.js";
import { loadQueue, move, step, turnQueue } from "./queue.js";
import { download, readAgain, save } from "./saving.js";
import { state } from "./state.js";

const shielded = (doing) => async (...given) => {
  try {
    await doing(...given);
  } catch (refusal) {
    ui.trouble.textContent = refusal.message;
  }
};

// --- keyboard ---

const KEYS = {
  j: () => step(1),
  k: () => step(-1),
  f: () => nextDoubt(),
  "[": () => showPage(state.current.page - 1),
  "]": () => showPage(state.current.page + 1),
  "+": zoomIn,
  "-": zoomOut,
};

function nextDoubt() {
  if (!focusNextDoubt()) say("No field is in doubt.");
}

/** On through the list at any time; within a document once it is there. */
function isPossible(key) {
  if ("jk".includes(key)) return true;
  return Boolean(KEYS[key] && state.current && state.current.document);
}

const isModified = (event) => event.ctrlKey || event.metaKey;

/** Undo and redo, in fields and outside of inputs; the note and others keep the browser's own. */
function onUndoKey(event) {
  const key = event.key.toLowerCase();
  const doing = (key === "z" && !event.shiftKey && undo) || (((key === "z" && event.shiftKey) || key === "y") && redo);
  const isElsewhere = event.target.matches("input, textarea, select") && !ui.fields.contains(event.target);
  if (!doing || event.altKey || isElsewhere || !state.current || !state.current.edits) return false;
  event.preventDefault();
  doing();
  return true;
}

document.addEventListener("keydown", (event) => {
  if (ui.workspace.hidden || document.querySelector("dialog[open]")) return;
  const isTyping = event.target.matches("input, textarea, select");
  if (isModified(event) && onUndoKey(event)) return;
  if (event.altKey && !isModified(event) && event.code === "KeyW" && state.current) {
    event.preventDefault();
    if (!toggleWhy()) say("Choose a field of which there is something to say.");
  } else if (event.key === "Enter" && isModified(event)) {
    event.preventDefault();
    shielded(save)(true);
  } else if (event.key === "Escape" && isTyping) {
    event.target.blur();
  } else if (!isTyping && !isModified(event) && !event.altKey && isPossible(event.key)) {
    event.preventDefault();
    shielded(KEYS[event.key])();
  }
});

// --- the page ---

window.addEventListener("beforeunload", (event) => {
  if (isUnsaved()) event.preventDefault();
});
window.addEventListener("hashchange", shielded(async () => {
  const named = decodeURIComponent(location.hash.slice(1));
  if (named && !ui.workspace.hidden && (!state.current || named !== state.current.id)) await move(named);
}));
whenChanged(() => setBusy());

function onSubmit(form, doing) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    shielded(doing)();
  });
}

onSubmit(ui["entry-form"], () => {
  ui["entry-error"].textContent = "";
  return tryEnter(ui.key.value.trim());
});
onSubmit(ui.fields, () => save(false));
onSubmit(ui.again, () => readAgain());
onSubmit(ui.unlock, async () => {
  state.current.password = ui["page-password"].value;
  await showPage(state.current.page);
});

const clicks = {
  refresh: loadQueue,
  earlier: () => turnQueue(-1),
  later: () => turnQueue(1),
  "page-back": () => showPage(state.current.page - 1),
  "page-on": () => showPage(state.current.page + 1),
  "zoom-out": zoomOut,
  "zoom-in": zoomIn,
  "zoom-fit": zoomFit,
  download,
  save: () => save(false),
  verify: () => save(true),
  undo,
  redo,
  "next-doubt": nextDoubt,
  compare: () => compare(),
  "kept-again": openAgain,
  "kept-discard": discardDraft,
  leave: signOut,
  discard: () => leave(),
};
for (const [id, doing] of Object.entries(clicks)) ui[id].addEventListener("click", shielded(() => doing()));

for (const filter of [ui.status, ui.type]) {
  filter.addEventListener("change", shielded(async () => {
    state.offset = 0;
    await loadQueue();
  }));
}
ui.note.addEventListener("input", onChange);
ui["unsure-first"].addEventListener("change", () => { if (state.current && state.current.editors.length) orderFields(); });
whenChanged(() => {
  const { edits } = state.current;
  ui.undo.disabled = !edits.done.length;
  ui.redo.disabled = !edits.undone.length;
});

/** On a telephone the list lies over the document; choosing one closes it. */
function toggleQueue(isShown = ui.workspace.classList.contains("chosen")) {
  ui.workspace.classList.toggle("chosen", !isShown);
}
ui["toggle-queue"].addEventListener("click", () => {
  const isNarrow = matchMedia("(max-width: 900px)").matches;
  if (isNarrow) toggleQueue();
  else ui.workspace.classList.toggle("wide");
  showsQueue();
});
function showsQueue() {
  const isNarrow = matchMedia("(max-width: 900px)").matches;
  const isShown = !ui.workspace.classList.contains(isNarrow ? "chosen" : "wide");
  ui["toggle-queue"].setAttribute("aria-expanded", String(isShown));
}
new MutationObserver(showsQueue).observe(ui.workspace, { attributes: true, attributeFilter: ["class"] });
showsQueue();

start();
