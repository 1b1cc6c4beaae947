// The list of documents that wait, and the way through it.

import { askJson } from "./api.js";
import { open, openAgain } from "./document.js";
import { make, say, ui, words } from "./dom.js";
import * as drafts from "./drafts.js";
import { isUnsaved } from "./fields.js";
import { state } from "./state.js";

const PER_PAGE = 25;

export async function loadQueue() {
  const filters = new URLSearchParams({ sort: "oldest", limit: PER_PAGE, offset: state.offset });
  if (ui.status.value) filters.set("status", ui.status.value);
  if (ui.type.value) filters.set("type", ui.type.value);
  const found = await askJson("GET", `/api/documents?${filters}`);
  if (!found.data.length && state.offset) {
    state.offset = Math.max(0, state.offset - PER_PAGE);
    return loadQueue();
  }
  Object.assign(state, { documents: found.data, total: found.total });
  return showQueue();
}

export function showQueue() {
  const last = state.offset + state.documents.length;
  ui.count.textContent = `${state.total} ${state.total === 1 ? "document" : "documents"}`;
  ui.span.textContent = state.total ? `${state.offset + 1}–${last}` : "";
  ui.earlier.disabled = !state.offset;
  ui.later.disabled = last >= state.total;
  ui.documents.replaceChildren(...state.documents.map((one) => make("li", {}, entry(one))));
  markCurrent();
}

function entry(one) {
  const sure = one.confidenceScore === null ? "" : `${one.confidenceScore} %`;
  const name = one.filename || one.id;
  const button = make("button", { type: "button", onclick: () => move(one.id) },
    make("span", { className: "name", textContent: name, title: name }),
    make("span", { className: "more" },
      make("span", { textContent: words(one.type || "not read yet") }),
      make("span", { textContent: `${sure} ${new Date(one.createdAt).toLocaleDateString("sv-SE")}` })));
  if (one.customer) button.append(make("span", { className: "more name", textContent: one.customer.name }));
  button.dataset.id = one.id;
  return button;
}

export function markCurrent() {
  for (const button of ui.documents.querySelectorAll("button")) {
    const isCurrent = state.current !== null && button.dataset.id === state.current.id;
    if (isCurrent) button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
    if (isCurrent) button.scrollIntoView({ block: "nearest" });
  }
}

export async function turnQueue(by) {
  state.offset = Math.max(0, state.offset + by * PER_PAGE);
  await loadQueue();
}

/** Whether the open document may be left: somebody who typed is asked, also where only a draft has it. */
const mayLeave = () => !isUnsaved() || confirm("Leave this document? What you changed is not saved.");

/** Leaves the open document, and what was typed into it. */
async function leaveFor(id) {
  if (state.current) drafts.drop(state.current.id);
  say("");
  await open(id);
}

/** Opens another document, unless what was typed shall not be lost. */
export async function move(id) {
  const isShown = Boolean(state.current && state.current.edits && !state.current.isDraftHeld);
  if (state.current && state.current.id === id && !isShown) await openAgain();
  else if (mayLeave()) await leaveFor(id);
}

let isStepping = false;

/** Goes on in the list, also over the end of a page of it. */
export async function step(by) {
  if (isStepping) return; // the list is being turned
  isStepping = true;
  let next;
  try {
    next = await neighbour(by);
  } finally {
    isStepping = false;
  }
  if (next) await leaveFor(next.id);
}

/** The document before or after the open one; null at an end, or where somebody stays. */
async function neighbour(by) {
  const at = state.documents.findIndex((one) => state.current && one.id === state.current.id);
  const to = at < 0 ? 0 : at + by;
  const isBeyond = to >= state.documents.length && state.offset + state.documents.length < state.total;
  const isBefore = to < 0 && state.offset > 0;
  if (!state.documents[to] && !isBeyond && !isBefore) {
    say(by > 0 ? "This was the last one of the list." : "This is the first one of the list.");
    return null;
  }
  if (!mayLeave()) return null;
  if (!isBeyond && !isBefore) return state.documents[to];
  await turnQueue(by);
  return isBeyond ? state.documents[0] : state.documents.at(-1);
}
