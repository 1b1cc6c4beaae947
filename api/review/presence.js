// Who else has the document open: a lease that is renewed while the page is seen, and no lock.

import { ask, askJson, pathOf } from "./api.js";
import { offerComparison } from "./conflict.js";
import { make, timeOf, ui } from "./dom.js";
import { state } from "./state.js";

const RENEW_MS = 20_000; // a lease lasts 45 s

let timer = 0;

export function enterDocument(opened) {
  clearInterval(timer);
  if (["erased", "purged"].includes(opened.document.status)) return;
  timer = setInterval(() => renew(opened), RENEW_MS);
  renew(opened);
}

export function leaveDocument(opened) {
  clearInterval(timer);
  if (!opened.isSeen || ui.workspace.hidden) return;
  opened.isSeen = false;
  ask("DELETE", pathOf(opened.id, "/viewers"), undefined, { keepalive: true }).catch(() => {}); // it ends by itself soon
}

async function renew(opened) {
  if (opened !== state.current || document.visibilityState !== "visible" || ui.workspace.hidden) return;
  try {
    const { viewers } = (await askJson("PUT", pathOf(opened.id, "/viewers"), {})).data;
    opened.isSeen = true;
    if (opened !== state.current) return;
    showViewers(viewers.filter((one) => !one.isYou));
    if (viewers.length > 1) await lookForChanges(opened);
  } catch {
    ui.viewers.replaceChildren(); // who looks on is not worth a message; the document is guarded when it is saved
  }
}

function showViewers(others) {
  const names = others.map((one) => `${one.name} (since ${timeOf(one.since)})`);
  ui.viewers.replaceChildren(...(names.length ? [make("span", { textContent: `Also open: ${names.join(", ")}` })] : []));
}

/** Where others have the document open, says so as soon as one of them saved. */
async function lookForChanges(opened) {
  const { data } = await askJson("GET", pathOf(opened.id));
  if (opened !== state.current || !opened.document.extraction || !data.extraction) return;
  if (data.extraction.id !== opened.document.extraction.id) offerComparison();
}

document.addEventListener("visibilitychange", () => {
  if (!state.current || !state.current.document) return;
  if (document.visibilityState === "visible") enterDocument(state.current);
});
window.addEventListener("pagehide", () => { if (state.current) leaveDocument(state.current); });
