// The analyst's page. Everything comes through the REST API with the key that was typed in.
//
// What a document says is hostile: values go in as text (textContent, value), never as markup.
"use strict";

const KEY = "berkas.key";
const PER_PAGE = 25;
const UNSURE_BELOW = 70;
const CHECK_BELOW = 90;
const UNDER_WAY = ["queued", "parsing"];

const ui = Object.fromEntries([...document.querySelectorAll("[id]")].map((element) => [element.id, element]));

const desk = { key: "", offset: 0, total: 0, documents: [] };
/** The document on the desk; a new object for each, so that late answers about another one are told from it. */
let paper = null;
const templates = new Map();

// --- elements ---

function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

const words = (name) => String(name).replaceAll("_", " ");
const say = (text) => { ui.said.textContent = text; };

// --- the API ---

class Refusal extends Error {
  constructor(status, body, wait) {
    super(body.error || `The server answered ${status}.`);
    this.status = status;
    this.code = body.code || "";
    this.fieldErrors = (body.details && body.details.fieldErrors) || {};
    if (status === 429 && wait) this.message = `Too many requests; again in ${wait} seconds.`;
  }
}

async function ask(method, path, body, signal) {
  const headers = { Authorization: `Bearer ${desk.key}` };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  let answer;
  try {
    answer = await fetch(path, {
      method, headers, signal, body: body === undefined ? undefined : JSON.stringify(body),
      cache: "no-store", credentials: "omit", redirect: "error", referrerPolicy: "no-referrer",
    });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Refusal(0, { error: "The server does not answer." });
  }
  if (answer.ok) return answer;
  const refusal = new Refusal(answer.status, await answer.json().catch(() => ({})), answer.headers.get("Retry-After"));
  if (answer.status === 401) leave(refusal.message);
  throw refusal;
}

const askJson = async (...request) => (await ask(...request)).json();
const pathOf = (id, rest = "") => `/api/documents/${encodeURIComponent(id)}${rest}`;

// --- the key ---

async function enter(key) {
  desk.key = key;
  await loadQueue();
  sessionStorage.setItem(KEY, key);
  ui.key.value = "";
  ui.entry.hidden = true;
  ui.desk.hidden = false;
  const named = decodeURIComponent(location.hash.slice(1));
  const first = desk.documents[0];
  if (named) await open(named);
  else if (first) await open(first.id);
}

function leave(message = "") {
  sessionStorage.removeItem(KEY);
  desk.key = "";
  templates.clear();
  clearPaper();
  if (!message) history.replaceState(null, "", location.pathname); // who was refused may come back to the same document
  ui.documents.replaceChildren();
  ui.desk.hidden = true;
  ui.entry.hidden = false;
  ui["entry-error"].textContent = message;
  ui.key.focus();
}

// --- the queue ---

async function loadQueue() {
  const filters = new URLSearchParams({ sort: "oldest", limit: PER_PAGE, offset: desk.offset });
  if (ui.status.value) filters.set("status", ui.status.value);
  if (ui.type.value) filters.set("type", ui.type.value);
  const found = await askJson("GET", `/api/documents?${filters}`);
  if (!found.data.length && desk.offset) {
    desk.offset = Math.max(0, desk.offset - PER_PAGE);
    return loadQueue();
  }
  Object.assign(desk, { documents: found.data, total: found.total });
  showQueue();
}

function showQueue() {
  ui.count.textContent = `${desk.total} ${desk.total === 1 ? "document" : "documents"}`;
  const last = desk.offset + desk.documents.length;
  ui.span.textContent = desk.total ? `${desk.offset + 1}–${last}` : "";
  ui.earlier.disabled = !desk.offset;
  ui.later.disabled = last >= desk.total;
  ui.documents.replaceChildren(...desk.documents.map((one) => {
    const sure = one.confidenceScore === null ? "" : `${one.confidenceScore} %`;
    const button = make("button", { type: "button", onclick: () => move(one.id) },
      make("span", { className: "name", textContent: one.filename || one.id, title: one.filename || one.id }),
      make("span", { className: "more" },
        make("span", { textContent: words(one.type || "not read yet") }),
        make("span", { textContent: `${sure} ${new Date(one.createdAt).toLocaleDateString("sv-SE")}` })));
    if (paper && paper.id === one.id) button.setAttribute("aria-current", "true");
    return make("li", {}, button);
  }));
}

async function turnQueue(by) {
  desk.offset = Math.max(0, desk.offset + by * PER_PAGE);
  await loadQueue();
}

/** Opens another document, unless what was typed shall not be lost. */
async function move(id) {
  if (changes().length && !confirm("Leave this document? What you changed is not saved.")) return;
  say("");
  await open(id);
}

async function step(by) {
  const at = desk.documents.findIndex((one) => paper && one.id === paper.id);
  const to = at < 0 ? 0 : at + by;
  if (desk.documents[to]) await move(desk.documents[to].id);
  else say(by > 0 ? "This was the last one of the list." : "This is the first one of the list.");
}

// --- the document ---

function clearPaper() {
  if (paper) {
    for (const url of paper.pictures.values()) URL.revokeObjectURL(url);
    if (paper.drawing) paper.drawing.abort();
  }
  paper = null;
  for (const part of [ui.facts, ui.fields, ui.boxes]) part.replaceChildren();
  for (const field of ["trouble", "picture-said", "page-number"]) ui[field].textContent = "";
  for (const input of ["note", "page-password", "again-password", "again-type"]) ui[input].value = "";
  ui.picture.hidden = ui.unlock.hidden = true;
  ui.picture.removeAttribute("src");
  ui.pane.scrollTo(0, 0);
  ui.fields.scrollTo(0, 0);
  setBusy(true);
}

/** Shows a document; the password of a locked PDF is kept for as long as it is on the desk. */
async function open(id, { page = 0, password = null } = {}) {
  clearPaper();
  const opened = paper = { id, page, password, pictures: new Map(), boxes: new Map(), editors: [] };
  history.replaceState(null, "", `#${encodeURIComponent(id)}`);
  showQueue();
  try {
    opened.document = (await askJson("GET", pathOf(id))).data;
    opened.template = await templateOf(opened.document.extraction);
  } catch (refusal) {
    if (opened === paper) ui.trouble.textContent = refusal.message;
    return;
  }
  if (opened !== paper) return;
  showFacts();
  showFields();
  setBusy(false);
  if (UNDER_WAY.includes(opened.document.status)) follow(opened);
  await showPage(page);
}

/** The template that made an extraction, for labels and kinds; null where the key may not read it. */
async function templateOf(extraction) {
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
    if (opened !== paper) return;
    try {
      const { data } = await askJson("GET", pathOf(opened.id));
      if (opened !== paper) return;
      if (UNDER_WAY.includes(data.status)) return follow(opened);
      say(`Read: ${words(data.status)}.`);
      await Promise.all([open(opened.id, opened), loadQueue()]);
    } catch (refusal) {
      ui.trouble.textContent = refusal.message;
    }
  }, 1500);
}

function setBusy(isBusy) {
  const status = paper && paper.document ? paper.document.status : "";
  const isGone = ["erased", "purged"].includes(status);
  const isRead = !isGone && Boolean(paper && paper.document && paper.document.extraction) && !UNDER_WAY.includes(status);
  ui.save.disabled = isBusy || !isRead;
  ui.verify.disabled = isBusy || !isRead || !["requires_review", "extracted"].includes(status);
  ui.download.disabled = isBusy || isGone;
  ui.again.querySelector("button").disabled = isBusy || isGone || UNDER_WAY.includes(status);
}

function showFacts() {
  const { document: shown } = paper;
  const found = shown.extraction;
  const chip = (text, kind = "") => make("span", { className: `chip ${kind}`, textContent: text });
  const chips = [chip(words(shown.status), shown.status === "requires_review" ? "check" : ""), chip(words(shown.type || "no type"))];
  if (found) {
    chips.push(chip(`confidence ${found.confidenceScore}`, found.confidenceScore < UNSURE_BELOW ? "bad" : ""));
    chips.push(chip(words(found.method)));
    for (const flag of found.flags) chips.push(chip(words(flag), flag === "analyst_verified" ? "" : "check"));
  }
  if (shown.legalHold) chips.push(chip("legal hold", "check"));
  ui.facts.replaceChildren(
    make("h2", { textContent: shown.filename || shown.id }),
    make("div", { className: "chips" }, ...chips),
    make("p", { className: "hint", textContent: [shown.customer && shown.customer.name, shown.externalRef, shown.id].filter(Boolean).join(" · ") }));
  if (shown.errorCode) ui.facts.append(make("p", { className: "error", textContent: `${shown.errorMessage} (${shown.errorCode} at ${shown.stage})` }));
  const general = found ? found.findings.filter((one) => !one.fields.some((name) => name in found.fields)) : [];
  ui.facts.append(...general.map(findingLine));
}

const findingLine = (finding) => make("p", { className: `finding ${finding.severity}`, textContent: finding.message });

// --- fields ---

function showFields() {
  const found = paper.document.extraction;
  if (!found) return;
  const specs = new Map((paper.template ? paper.template.fields : []).map((field) => [field.name, field]));
  paper.editors = Object.entries(found.fields).map(([name, value]) => editorOf(specOf(name, value, specs), value, found));
  orderFields();
  if (found.rawText) ui.fields.append(make("pre", { className: "raw", textContent: found.rawText }));
  showBoxes();
}

/** Puts the fields in the template's order, or the doubtful ones first; what was typed stays. */
function orderFields() {
  const order = [...paper.editors];
  if (ui["unsure-first"].checked) order.sort((one, other) => other.doubt - one.doubt);
  ui.fields.prepend(...order.map((editor) => editor.element));
}

/** What a template says of a field; without one it is told from the value. */
function specOf(name, value, specs) {
  const known = specs.get(name);
  if (known) return { ...known, type: known.type || "string", columns: known.items ? known.items.fields.filter((one) => !one.internal) : [] };
  if (!Array.isArray(value)) return { name, label: words(name), type: typeof value === "number" ? "number" : "string" };
  const columns = [...new Set(value.flatMap(Object.keys))].map((column) => {
    const isNumber = value.some((row) => typeof row[column] === "number");
    return { name: column, label: words(column), type: isNumber ? "number" : "string" };
  });
  return { name, label: words(name), type: "array", columns };
}

/** How doubtful a field is: 2 must be looked at, 1 should be, 0 is sure; and the word for it. */
function doubtOf(spec, value, confidence, findings) {
  const floor = spec.requireConfidenceAbove ?? UNSURE_BELOW;
  if (value === null) return spec.required ? [2, "missing"] : [0, "not found"];
  if (findings.some((one) => one.severity === "error")) return [2, `${confidence} · contradicted`];
  if (confidence < floor) return [2, `${confidence} · unsure`];
  if (confidence < CHECK_BELOW || findings.some((one) => one.severity === "warning")) return [1, `${confidence} · check`];
  return [0, String(confidence)];
}

function editorOf(spec, value, found) {
  const findings = found.findings.filter((one) => one.fields.includes(spec.name));
  const [doubt, word] = doubtOf(spec, value, found.fieldConfidences[spec.name] ?? 0, findings);
  const inputId = `field-${spec.name}`;
  const isTable = spec.type === "array";
  const control = isTable ? tableOf(spec, value || []) : controlOf(spec, value);
  const label = isTable ? make("span", { className: "label", textContent: spec.label }) : make("label", { htmlFor: inputId, textContent: spec.label });
  const trouble = make("p", { className: "error", id: `${inputId}-error` });
  const state = make("span", { className: "state", id: `${inputId}-state`, textContent: word });
  const element = make("div", { className: `field ${["", "check", "bad"][doubt]}` },
    make("div", { className: "head" }, label, make("span", { className: "wire", textContent: spec.name }), state),
    control.element, ...findings.map(findingLine), trouble);
  if (isTable) {
    element.setAttribute("role", "group");
    element.setAttribute("aria-label", spec.label);
  } else {
    control.element.id = inputId;
    control.element.setAttribute("aria-describedby", `${trouble.id} ${state.id}`);
    element.addEventListener("focusin", () => light(spec.name, null, true));
    element.addEventListener("focusout", () => light(spec.name, null, false));
    element.addEventListener("mouseenter", () => light(spec.name, null, true, false));
    element.addEventListener("mouseleave", () => light(spec.name, null, false));
  }
  element.addEventListener("input", () => element.classList.toggle("changed", control.isChanged()));
  return { name: spec.name, element, control, doubt, trouble };
}

// A control shows a value: isChanged, read (throws what is wrong with it), focus(row, column), and blame for tables.

function controlOf(spec, value, isCell = false) {
  const shown = value === null ? "" : String(value);
  let element;
  if (spec.type === "enum") {
    const choices = [...new Set(["", ...(spec.values || []).map(String), shown])];
    element = make("select", {}, ...choices.map((one) => make("option", { value: one, textContent: one || "(empty)" })));
  } else if (!isCell && (shown.length > 48 || shown.includes("\n"))) {
    element = make("textarea", { rows: Math.min(5, Math.ceil(shown.length / 48)) });
  } else {
    element = make("input", { type: "text", placeholder: spec.type === "date" && !isCell ? "YYYY-MM-DD" : "" });
    if (spec.type === "number") element.inputMode = "decimal";
  }
  element.value = shown;
  element.spellcheck = false;
  const begun = element.value; // a line of input drops line breaks
  return {
    element,
    isChanged: () => element.value !== begun,
    read: () => (element.value === begun ? value : typed(spec, element.value)),
    focus: () => element.focus(),
  };
}

/** What somebody typed as a value of the wire; what is none is sent as it is, and the API says what is wrong. */
function typed(spec, text) {
  const plain = text.trim();
  if (!plain) return null;
  if (spec.type === "enum") return (spec.values || []).find((one) => String(one) === plain) ?? plain;
  if (spec.type !== "number") return text;
  if (/^-?[1-9]\d{0,2}([.,]\d{3})+$/.test(plain)) {
    throw new Error("Write numbers without separators of thousands: 1500000; decimals with a point, as in 1.50.");
  }
  return Number.isFinite(Number(plain)) ? Number(plain) : plain;
}

function tableOf(spec, value) {
  const body = make("tbody");
  const numbers = () => [...body.rows].forEach((row, at) => { row.cells[0].textContent = at + 1; });
  const rows = new Map();
  const add = (given, original) => {
    const cells = new Map(spec.columns.map((column) => [column.name, controlOf(column, given[column.name] ?? null, true)]));
    const row = make("tr", {}, make("td", { className: "hint" }), ...spec.columns.map((column) => {
      const { element } = cells.get(column.name);
      element.setAttribute("aria-label", column.label);
      return make("td", { className: String(given[column.name] ?? "").length > 18 ? "long" : column.type }, element);
    }));
    const remove = make("button", { type: "button", textContent: "×", title: "Remove this row", onclick: () => {
      rows.delete(row);
      row.remove();
      numbers();
      body.dispatchEvent(new Event("input", { bubbles: true }));
    } });
    remove.setAttribute("aria-label", "Remove this row");
    row.append(make("td", {}, remove));
    if (original !== null) {
      row.addEventListener("focusin", () => light(spec.name, original, true));
      row.addEventListener("focusout", () => light(spec.name, original, false));
      row.addEventListener("mouseenter", () => light(spec.name, original, true, false));
      row.addEventListener("mouseleave", () => light(spec.name, original, false));
    }
    rows.set(row, { given, original, cells });
    body.append(row);
    numbers();
    return cells;
  };
  value.forEach((row, at) => add(row, at));
  const more = make("button", { type: "button", textContent: "Add row", onclick: () => {
    add({}, null).values().next().value.focus();
    body.dispatchEvent(new Event("input", { bubbles: true }));
  } });
  const head = make("tr", {}, make("th"), ...spec.columns.map((column) => make("th", { scope: "col", textContent: column.label })), make("th"));
  const all = () => [...body.rows].map((row) => rows.get(row));
  const rowOf = ({ given, cells }) => {
    const read = Object.fromEntries([...cells].map(([name, cell]) => [name, cell.read()]));
    return { ...given, ...Object.fromEntries(Object.entries(read).filter(([name, one]) => one !== null || name in given)) };
  };
  return {
    element: make("div", { className: "grid" }, make("table", {}, make("thead", {}, head), body), more),
    isChanged: () => rows.size !== value.length || all().some(({ original, cells }) => original === null || [...cells.values()].some((cell) => cell.isChanged())),
    read: () => all().map(rowOf).filter((row, at) => all()[at].original !== null || Object.keys(row).length),
    focus: (at) => {
      const row = all().find(({ original }) => original === at) || all()[0];
      if (row) row.cells.values().next().value.focus();
    },
    cell: (at, column) => all()[at] && all()[at].cells.get(column),
    row: (at) => [...body.rows].find((row) => rows.get(row).original === at),
  };
}

const changes = () => (paper ? paper.editors.filter((editor) => editor.control.isChanged()) : []);

function clearTrouble() {
  ui.trouble.textContent = "";
  for (const { trouble } of paper.editors) trouble.textContent = "";
  for (const element of ui.fields.querySelectorAll("[aria-invalid]")) element.removeAttribute("aria-invalid");
}

/** Shows what is wrong at its field: `fields.<name>`, or `fields.<table>[<row>].<column>`. */
function blame(place, message) {
  const [, name, row, column] = /^fields\.(\w+)(?:\[(\d+)\](?:\.(\w+))?)?$/.exec(place) || [];
  const editor = paper.editors.find((one) => one.name === name);
  if (!editor) {
    ui.trouble.textContent += ` ${place}: ${message}.`;
    return;
  }
  const cell = row === undefined ? editor.control : editor.control.cell && editor.control.cell(Number(row), column);
  const where = row === undefined ? "" : `Row ${Number(row) + 1}, ${words(column || "")}: `;
  editor.trouble.textContent += `${where}${message} `;
  if (cell) cell.element.setAttribute("aria-invalid", "true");
}

// --- the picture ---

async function showPage(page) {
  const opened = paper;
  const count = opened.document.pageCount || 1;
  opened.page = Math.min(Math.max(page, 0), count - 1);
  ui["page-number"].textContent = `Page ${opened.page + 1} of ${count}`;
  ui["page-back"].disabled = opened.page === 0;
  ui["page-on"].disabled = opened.page >= count - 1;
  if (opened.drawing) opened.drawing.abort();
  ui.unlock.hidden = true;
  if (!opened.pictures.has(opened.page)) {
    ui.picture.hidden = true;
    ui.boxes.replaceChildren();
    ui["picture-said"].textContent = "Drawing the page…";
    if (!(await drawPage(opened, opened.page))) return;
  }
  ui["picture-said"].textContent = "";
  ui.picture.src = opened.pictures.get(opened.page);
  ui.picture.alt = `Page ${opened.page + 1} of the document`;
  ui.picture.hidden = false;
  showBoxes();
}

/** Fetches a picture; whether it is still wanted. */
async function drawPage(opened, page) {
  opened.drawing = new AbortController();
  const request = opened.password === null ? ["GET"] : ["POST"];
  const body = opened.password === null ? undefined : { pdfPassword: opened.password };
  try {
    const answer = await ask(...request, pathOf(opened.id, `/pages/${page}`), body, opened.drawing.signal);
    const picture = await answer.blob();
    if (opened === paper) opened.pictures.set(page, URL.createObjectURL(picture));
    return opened === paper && opened.page === page;
  } catch (refusal) {
    if (refusal.name === "AbortError" || opened !== paper) return false;
    const isLocked = refusal.code === "password_required";
    ui["picture-said"].textContent = isLocked ? "This PDF is locked. Its password is not kept; type it to see the page." : refusal.message;
    ui.unlock.hidden = !isLocked && refusal.code !== "password_wrong";
    return false;
  }
}

function boxesOf(name) {
  const found = paper.document.extraction.fieldBoundingBoxes[name];
  if (!found) return [];
  return Array.isArray(found) ? found.map((box, row) => ({ ...box, row })) : [{ ...found, row: null }];
}

function showBoxes() {
  ui.boxes.replaceChildren();
  paper.boxes.clear();
  if (ui.picture.hidden) return;
  for (const editor of paper.editors) {
    for (const box of boxesOf(editor.name).filter((one) => one.page === paper.page)) {
      const element = make("button", { type: "button", className: `box ${["", "check", "bad"][editor.doubt]}`, tabIndex: -1, title: editor.name });
      element.setAttribute("aria-label", `${words(editor.name)}${box.row === null ? "" : ` row ${box.row + 1}`} on the page`);
      for (const [side, part] of [["left", box.x], ["top", box.y], ["width", box.w], ["height", box.h]]) element.style[side] = `${part * 100}%`;
      element.addEventListener("click", () => editor.control.focus(box.row));
      element.addEventListener("mouseenter", () => light(editor.name, box.row, true, false));
      element.addEventListener("mouseleave", () => light(editor.name, box.row, false));
      paper.boxes.set(`${editor.name} ${box.row}`, element);
      ui.boxes.append(element);
    }
  }
}

/** Highlights a field and its box; with the focus its page is shown, too. */
async function light(name, row, isLit, isFocus = isLit) {
  const editor = paper && paper.editors.find((one) => one.name === name);
  if (!editor) return;
  const place = boxesOf(name).find((box) => box.row === row);
  if (isFocus && place && place.page !== paper.page) await showPage(place.page);
  const line = row === null ? editor.element : editor.control.row(row);
  if (line) line.classList.toggle("lit", isLit);
  const box = paper && paper.boxes.get(`${name} ${row}`);
  if (!box) return;
  box.classList.toggle("lit", isLit);
  if (isFocus) box.scrollIntoView({ block: "nearest", inline: "nearest" });
  else if (isLit && line && box.matches(":hover")) line.scrollIntoView({ block: "nearest" });
}

let zoom = 100;
function setZoom(to) {
  zoom = Math.min(400, Math.max(50, to));
  ui.sheet.style.width = `${zoom}%`;
}

// --- actions ---

async function save(isSignOff) {
  if (!paper || ui[isSignOff ? "verify" : "save"].disabled) return;
  clearTrouble();
  const fields = {};
  for (const editor of changes()) {
    try {
      fields[editor.name] = editor.control.read();
    } catch (error) {
      blame(`fields.${editor.name}`, error.message);
    }
  }
  if (firstTrouble()) return;
  if (!isSignOff && !Object.keys(fields).length) {
    ui.trouble.textContent = "Nothing was changed.";
    return;
  }
  const body = { fields, verify: isSignOff };
  if (ui.note.value.trim()) body.note = ui.note.value.trim();
  const { id, page, password } = paper;
  const at = desk.documents.findIndex((one) => one.id === id);
  await act(async () => {
    await ask("POST", pathOf(id, "/extractions"), body);
    paper.editors = [];
    say(isSignOff ? "Signed off." : "Saved.");
    await loadQueue();
    const next = isSignOff && !desk.documents.some((one) => one.id === id) && desk.documents[Math.min(Math.max(at, 0), desk.documents.length - 1)];
    await (next ? open(next.id) : open(id, { page, password }));
  });
}

/** Moves the focus to the first field with an error, if there is one. */
function firstTrouble() {
  const wrong = paper.editors.find(({ trouble }) => trouble.textContent);
  if (!wrong) return false;
  const marked = wrong.element.querySelector("[aria-invalid]");
  if (marked) marked.focus();
  else wrong.control.focus();
  return true;
}

async function readAgain() {
  const { id } = paper;
  const password = ui["again-password"].value || paper.password;
  const body = {};
  if (ui["again-type"].value) body.type = ui["again-type"].value;
  if (password) body.pdfPassword = password;
  await act(async () => {
    await ask("POST", pathOf(id, "/reextract"), body);
    paper.editors = [];
    say("It is read again.");
    await loadQueue();
    await open(id, { password });
  });
}

async function download() {
  const { id } = paper;
  await act(async () => {
    const { url } = (await askJson("GET", pathOf(id, "/download"))).data;
    if (!/^https?:$/.test(new URL(url, location.href).protocol)) throw new Refusal(0, { error: "The link is none." });
    make("a", { href: url, rel: "noreferrer", download: "" }).click();
    setBusy(false);
  });
}

/** Does something; what goes wrong is said at its field, or below the fields. */
async function act(doing) {
  const opened = paper;
  setBusy(true);
  say("");
  try {
    await doing();
  } catch (refusal) {
    if (opened !== paper || !paper) return;
    ui.trouble.textContent = refusal.message;
    for (const [place, messages] of Object.entries(refusal.fieldErrors || {})) blame(place, messages.join(", "));
    firstTrouble();
    setBusy(false);
  }
}

const shielded = (doing) => () => doing().catch((refusal) => { ui.trouble.textContent = refusal.message; });

// --- keyboard and start ---

const KEYS = {
  j: () => step(1),
  k: () => step(-1),
  f: async () => { const editor = [...paper.editors].sort((one, other) => other.doubt - one.doubt)[0]; if (editor) editor.control.focus(0); },
  "[": () => showPage(paper.page - 1),
  "]": () => showPage(paper.page + 1),
  "+": async () => setZoom(zoom + 25),
  "-": async () => setZoom(zoom - 25),
};

document.addEventListener("keydown", (event) => {
  if (ui.desk.hidden) return;
  const isTyping = event.target.matches("input, textarea, select");
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    save(true);
  } else if (event.key === "Escape" && isTyping) {
    event.target.blur();
  } else if (!isTyping && !event.ctrlKey && !event.metaKey && !event.altKey && paper && paper.document && KEYS[event.key]) {
    event.preventDefault();
    shielded(KEYS[event.key])();
  }
});

window.addEventListener("beforeunload", (event) => {
  if (changes().length) event.preventDefault();
});

function onSubmit(form, doing) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    shielded(doing)();
  });
}

onSubmit(ui.entry, async () => {
  try {
    await enter(ui.key.value.trim());
  } catch (refusal) {
    leave(refusal.message);
  }
});
onSubmit(ui.fields, () => save(false));
onSubmit(ui.again, readAgain);
onSubmit(ui.unlock, async () => {
  paper.password = ui["page-password"].value;
  await showPage(paper.page);
});
for (const filter of [ui.status, ui.type]) filter.addEventListener("change", shielded(async () => { desk.offset = 0; await loadQueue(); }));
ui.refresh.addEventListener("click", shielded(loadQueue));
ui.earlier.addEventListener("click", shielded(() => turnQueue(-1)));
ui.later.addEventListener("click", shielded(() => turnQueue(1)));
ui["page-back"].addEventListener("click", shielded(() => showPage(paper.page - 1)));
ui["page-on"].addEventListener("click", shielded(() => showPage(paper.page + 1)));
ui["zoom-out"].addEventListener("click", () => setZoom(zoom - 25));
ui["zoom-in"].addEventListener("click", () => setZoom(zoom + 25));
ui["zoom-fit"].addEventListener("click", () => setZoom(100));
ui.download.addEventListener("click", shielded(download));
ui.save.addEventListener("click", shielded(() => save(false)));
ui.verify.addEventListener("click", shielded(() => save(true)));
ui.leave.addEventListener("click", () => leave());
ui["unsure-first"].addEventListener("change", () => { if (paper && paper.editors.length) orderFields(); });
ui["toggle-queue"].addEventListener("click", () => {
  const isWide = ui.desk.classList.toggle("wide");
  ui["toggle-queue"].setAttribute("aria-expanded", String(!isWide));
});

const kept = sessionStorage.getItem(KEY);
if (kept) enter(kept).catch((refusal) => leave(refusal.message));
