// Two people changed one extraction: what each did, place by place. Pure functions over texts.
//
// The result is the other's extraction with a list of decisions; each names what stood there, yours, theirs, and a choice or null.

import { cellsOf } from "./edits.js";
import { shown } from "./values.js";

const MOST_PAIRS = 4_000_000;

/** Decisions and, for `resolved`, the tables in their new order. `edits` are yours, over the older extraction. */
export function merge(edits, theirFields, theirSpecs) {
  const decisions = [];
  const tables = new Map();
  const theirs = new Map(theirSpecs.map((spec) => [spec.name, spec]));
  for (const spec of edits.specs) {
    const now = theirs.get(spec.name);
    const isMine = edits.isChanged(spec.name);
    if (!now || now.type !== spec.type) {
      if (isMine) decisions.push({ kind: "lost", spec, yours: spec.type === "array" ? "a table" : mineOf(edits, { field: spec.name }) });
    } else if (spec.type === "array") {
      tables.set(spec.name, mergeTable(edits, now, theirFields[spec.name] || [], decisions));
    } else {
      decide(decisions, { kind: "field", spec }, shown(spec, edits.fields[spec.name]), mineOf(edits, { field: spec.name }), shown(now, theirFields[spec.name]));
    }
  }
  return { decisions, tables };
}

/** Yours as it would be shown after saving, so that 1.500 and 1500 are no difference. */
function mineOf(edits, place) {
  try {
    return edits.normalised(place);
  } catch {
    return edits.text(place);
  }
}

function decide(decisions, about, before, yours, theirs) {
  if (theirs === before || yours === theirs) return null;
  const decision = { ...about, before, yours, theirs, choice: yours === before ? "theirs" : null };
  decisions.push(decision);
  return decision;
}

/** What becomes of a text field: the text that is kept over theirs, or undefined where theirs stays. */
export function keptText(edits, field, decisions) {
  const decision = decisions.find((one) => one.kind === "field" && one.spec.name === field);
  if (decision) return decision.choice === "yours" ? decision.yours : undefined;
  return edits.isChanged(field) ? edits.text({ field }) : undefined;
}

// --- tables ---

const same = (one, other) => Object.keys(one).every((name) => one[name] === (other[name] ?? ""));
const differing = (one, other) => Object.keys(one).filter((name) => one[name] !== (other[name] ?? ""));

function mergeTable(edits, spec, theirRows, decisions) {
  const before = (edits.fields[spec.name] || []).map((row) => cellsOf(spec, row));
  const theirs = theirRows.map((row) => cellsOf(spec, row));
  const paired = align(before, theirs);
  const partner = new Map(paired.map((there, at) => [there, at]));
  const mine = new Map(edits.now[spec.name].map((row) => [row.id, mineCells(edits, spec, row)]));
  const entries = theirs.map((cells, there) => {
    const at = partner.get(there);
    if (at === undefined) return { there, decision: push(decisions, spec, { row: there, before: null, yours: null, theirs: cells, choice: "theirs" }), cells };
    return { there, id: at, ...mergeRow(decisions, spec, there, before[at], mine.get(at) || null, cells) };
  });
  insertMine(edits, spec, { before, paired, mine, entries, decisions });
  return entries;
}

function push(decisions, spec, decision) {
  const whole = { kind: "row", spec, ...decision };
  decisions.push(whole);
  return whole;
}

/** A row of both: cells, and a decision where the other changed it. */
function mergeRow(decisions, spec, row, before, yours, theirs) {
  const changedByThem = differing(before, theirs);
  if (!yours) {
    if (!changedByThem.length) return { cells: null };
    return { cells: null, decision: push(decisions, spec, { row, before, yours, theirs, choice: null }) };
  }
  const changedByMe = differing(before, yours);
  if (!changedByThem.length || same(theirs, yours)) return { cells: yours };
  const isApart = !changedByMe.some((name) => changedByThem.includes(name) && yours[name] !== theirs[name]);
  const both = isApart && changedByMe.length ? { ...theirs, ...Object.fromEntries(changedByMe.map((name) => [name, yours[name]])) } : null;
  let choice = changedByMe.length ? null : "theirs";
  if (both) choice = "both";
  return { cells: yours, decision: push(decisions, spec, { row, before, yours, theirs, both, choice }) };
}

/** Puts rows that I added, and those that the other removed, after the row that they followed. */
function insertMine(edits, spec, { before, paired, mine, entries, decisions }) {
  let at = -1;
  for (const { id } of edits.now[spec.name]) {
    const cells = mine.get(id);
    if (typeof id === "number" && paired[id] !== null) {
      at = entries.findIndex((entry) => entry.id === id);
      continue;
    }
    const entry = { id, there: null, cells };
    if (typeof id === "number") {
      const choice = same(before[id], cells) ? "theirs" : null;
      entry.decision = push(decisions, spec, { row: id, before: before[id], yours: cells, theirs: null, choice });
    }
    entries.splice(at += 1, 0, entry);
  }
}

const mineCells = (edits, spec, row) => Object.fromEntries(
  spec.columns.map(({ name }) => [name, name in row.cells ? mineOf(edits, { field: spec.name, row: row.id, column: name }) : ""]));

/** The rows of a table as decided: `there` is the index of their row or null, `cells` its texts. */
export function keptRows(entries) {
  const kept = [];
  for (const { there, cells, decision } of entries) {
    const chosen = decision ? decision[decision.choice] : cells;
    if (chosen) kept.push({ there, cells: chosen });
  }
  return kept;
}

/** For each row before, the index of the same row after, or null: equal rows first, then changed ones between them. */
function align(before, after) {
  const paired = before.map(() => null);
  let head = 0;
  while (head < before.length && head < after.length && same(before[head], after[head])) paired[head] = head++;
  let [end, last] = [before.length, after.length];
  while (end > head && last > head && same(before[end - 1], after[last - 1])) paired[--end] = --last;
  for (const [at, there] of longestCommon(before.slice(head, end), after.slice(head, last))) paired[head + at] = head + there;
  let [from, start] = [0, 0];
  for (let at = 0; at <= before.length; at += 1) {
    if (at < before.length && paired[at] === null) continue;
    const there = at < before.length ? paired[at] : after.length;
    pairChanged(before, after, paired, { from, to: at, start, stop: there });
    [from, start] = [at + 1, there + 1];
  }
  return paired;
}

function pairChanged(before, after, paired, { from, to, start, stop }) {
  const isOneToOne = to - from === stop - start;
  let next = start;
  for (let at = from; at < to; at += 1) {
    for (let there = isOneToOne ? start + at - from : next; there < stop; there += 1) {
      if (isOneToOne || differing(before[at], after[there]).length * 2 <= Object.keys(before[at]).length) {
        [paired[at], next] = [there, there + 1];
        break;
      }
    }
  }
}

/** Pairs of the longest common subsequence; none where that would take too long. */
function longestCommon(before, after) {
  if (before.length * after.length > MOST_PAIRS) return [];
  const keys = [before, after].map((rows) => rows.map((row) => JSON.stringify(row)));
  const lengths = before.map(() => new Uint32Array(after.length + 1)).concat([new Uint32Array(after.length + 1)]);
  for (let at = before.length - 1; at >= 0; at -= 1) {
    for (let there = after.length - 1; there >= 0; there -= 1) {
      lengths[at][there] = keys[0][at] === keys[1][there] ? lengths[at + 1][there + 1] + 1 : Math.max(lengths[at + 1][there], lengths[at][there + 1]);
    }
  }
  const pairs = [];
  for (let [at, there] = [0, 0]; at < before.length && there < after.length;) {
    if (keys[0][at] === keys[1][there]) pairs.push([at++, there++]);
    else if (lengths[at + 1][there] >= lengths[at][there + 1]) at += 1;
    else there += 1;
  }
  return pairs;
}
