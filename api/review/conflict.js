// Somebody else changed the document meanwhile: their change beside one's own, place by place, and either may be taken.

import { askJson, pathOf } from "./api.js";
import { holdDraft, openAgain, showRebased, templateOf } from "./document.js";
import { make, say, timeOf, ui } from "./dom.js";
import * as drafts from "./drafts.js";
import { Edits } from "./edits.js";
import { changes } from "./fields.js";
import { keptRows, keptText, merge } from "./merge.js";
import { specsOf } from "./specs.js";
import { state } from "./state.js";

/** Says above the fields that the document was changed; what was typed stays. */
export function offerComparison() {
  ui.changed.hidden = false;
}

/** Compares with the newest extraction. `who` is what the API said of the change. */
export async function compare(who = {}) {
  const opened = state.current;
  if (opened.isDraftHeld) return openAgain();
  const newest = (await askJson("GET", pathOf(opened.id, "?include=evidence"))).data;
  if (opened !== state.current || !newest.extraction) return null;
  const template = await templateOf(newest.extraction);
  if (opened !== state.current) return null;
  const author = who.changedBy || (newest.extraction.method === "manual_correction" ? "Somebody else" : "A new reading");
  return ask(opened, { newest, template, author, at: who.changedAt || newest.extraction.createdAt });
}

/** Puts a draft over an older extraction onto the one that is shown. Where that fails, the draft stays held and stored. */
export async function rebase(opened, draft) {
  let older;
  try {
    older = await olderOf(opened, draft);
  } catch (refusal) {
    if (refusal.status !== 404) throw refusal;
    drafts.drop(opened.id);
    if (opened !== state.current) return;
    holdDraft(opened, false);
    say("The values that you typed over are gone; the newest ones are shown.");
    return;
  }
  if (opened !== state.current) return;
  const { document: newest, template } = opened;
  holdDraft(opened, false);
  showRebased({ ...newest, extraction: older.extraction }, older.template, older.edits);
  ask(opened, { newest, template, author: "Somebody else", at: newest.extraction.createdAt });
}

/** The extraction that a draft was typed over, and the draft over it. */
async function olderOf(opened, draft) {
  const extraction = (await askJson("GET", pathOf(opened.id, `/extractions/${encodeURIComponent(draft.extractionId)}?include=evidence`))).data;
  const template = await templateOf(extraction);
  const edits = new Edits(specsOf(template, extraction), extraction.fields);
  edits.restore(draft.edits);
  return { extraction, template, edits };
}

/** Asks about every place that the other changed; somebody who changed nothing just sees the newest values. */
function ask(opened, { newest, template, author, at }) {
  const specs = specsOf(template, newest.extraction);
  const merged = merge(opened.edits, newest.extraction.fields, specs);
  const goOn = () => take(opened, { newest, template, specs, merged });
  ui.changed.hidden = true;
  if (!merged.decisions.length || !changes().length) {
    goOn();
    say(changes().length ? `${author} saved the document, too; nothing of yours was touched. Save again.` : "The newest values are shown.");
    return;
  }
  show(merged.decisions, `${author} changed this document at ${timeOf(at)}, while you worked on it.`, goOn);
}

/** Puts what was decided over the newest extraction. It is shown, and saved when the analyst says so. */
function take(opened, { newest, template, specs, merged }) {
  if (opened !== state.current) return;
  const edits = new Edits(specs, newest.extraction.fields);
  const now = {};
  for (const spec of opened.edits.specs) {
    if (merged.tables.has(spec.name)) {
      now[spec.name] = rowsOver(edits, spec.name, keptRows(merged.tables.get(spec.name)));
    } else {
      const text = keptText(opened.edits, spec.name, merged.decisions);
      if (text !== undefined) now[spec.name] = text;
    }
  }
  edits.restore({ now, added: edits.added });
  showRebased(newest, template, edits);
}

function rowsOver(edits, field, kept) {
  return kept.map(({ there, cells }) => ({ id: there ?? `new-${edits.added += 1}`, cells }));
}

// --- the dialog ---

function show(decisions, headline, goOn) {
  const check = () => { ui["conflict-go"].disabled = decisions.some((one) => one.kind !== "lost" && one.choice === null); };
  ui["conflict-headline"].textContent = headline;
  ui["conflict-list"].replaceChildren(...decisions.map((one, at) => card(one, at, check)));
  const all = (choice) => {
    for (const input of ui["conflict-list"].querySelectorAll(`input[value="${choice}"]`)) input.click();
  };
  ui["conflict-yours"].onclick = () => all("yours");
  ui["conflict-theirs"].onclick = () => all("theirs");
  ui["conflict-later"].onclick = () => ui.conflict.close();
  ui["conflict-go"].onclick = () => {
    ui.conflict.returnValue = "go";
    ui.conflict.close();
    goOn();
    say("Your choice is shown; it is not saved yet.");
  };
  ui.conflict.returnValue = "";
  ui.conflict.onclose = () => { if (ui.conflict.returnValue !== "go") offerComparison(); };
  check();
  ui.conflict.showModal();
}

function card(decision, at, check) {
  const { kind, spec } = decision;
  if (kind === "lost") return make("p", { className: "decision", textContent: `${spec.label} is not in the newest values any more. You had: ${decision.yours}` });
  const where = decision.theirs ? `row ${decision.row + 1}` : `row ${decision.row + 1} of before`;
  const legend = make("legend", { textContent: kind === "row" ? `${spec.label}, ${where}` : spec.label });
  const option = (choice, label) => {
    const input = make("input", { type: "radio", name: `decision-${at}`, value: choice, checked: decision.choice === choice });
    input.addEventListener("change", () => {
      decision.choice = choice;
      check();
    });
    return make("label", { className: "option" }, make("span", {}, input, make("strong", { textContent: ` ${label}` })), content(decision, decision[choice]));
  };
  const options = [option("yours", "Yours"), option("theirs", "Theirs")];
  if (decision.both) options.push(option("both", "Both"));
  const before = make("p", { className: "hint before" }, "Before: ", content(decision, decision.before));
  return make("fieldset", { className: "decision" }, legend, make("div", { className: "options" }, ...options), before);
}

/** A value of a decision; of a row only what differs between the two. */
function content({ kind, spec, before, yours, theirs }, value) {
  if (kind === "field") return make("span", { className: "value", textContent: value || "(empty)" });
  if (!value) return make("span", { className: "value", textContent: before ? "(row removed)" : "(no such row)" });
  const versions = [before, yours, theirs].filter(Boolean);
  const isWhole = versions.length < 3;
  const columns = spec.columns.filter(({ name }) => isWhole || versions.some((one) => (one[name] ?? "") !== (versions[0][name] ?? "")));
  return make("span", { className: "value" }, ...columns.filter(({ name }) => !isWhole || value[name]).map(({ name, label }) => (
    make("span", { className: "part" }, make("em", { textContent: `${label} ` }), value[name] || "(empty)"))));
}
