// What was typed and not saved, kept in this tab's session storage over a reload. Never in local storage: it is personal data.

const PREFIX = "berkas.draft.";
const PAUSE_MS = 250;

let waiting = null;

/** Writes now what waits to be written. */
export function write() {
  if (!waiting) return;
  const { id, make } = waiting;
  waiting = null;
  try {
    const draft = make();
    if (draft) sessionStorage.setItem(PREFIX + id, JSON.stringify(draft));
    else sessionStorage.removeItem(PREFIX + id);
  } catch {
    sessionStorage.removeItem(PREFIX + id); // the storage is full: an old draft would be worse than none
  }
}

/** Keeps a draft soon; `make` gives it, or null where nothing is to be kept. */
export function keep(id, make) {
  const isPlanned = waiting !== null;
  if (isPlanned && waiting.id !== id) write();
  waiting = { id, make };
  if (!isPlanned) setTimeout(write, PAUSE_MS);
}

/** The draft of a document as it is now, or null. */
export function draftOf(id) {
  write();
  try {
    return JSON.parse(sessionStorage.getItem(PREFIX + id));
  } catch {
    return null;
  }
}

export function drop(id) {
  if (waiting && waiting.id === id) waiting = null;
  sessionStorage.removeItem(PREFIX + id);
}

export function dropAll() {
  waiting = null;
  for (const name of Object.keys(sessionStorage).filter((one) => one.startsWith(PREFIX))) sessionStorage.removeItem(name);
}

window.addEventListener("pagehide", write);
document.addEventListener("visibilitychange", write);
