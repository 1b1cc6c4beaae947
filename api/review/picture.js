// The picture of a page, boxes over it, and how near it is.

import { ask, pathOf } from "./api.js";
import { make, ui, words } from "./dom.js";
import { focusOn } from "./fields.js";
import { doubtsInTable } from "./specs.js";
import { state } from "./state.js";

const PLAIN_PX = 1600; // as the API draws a page that is asked for without a size
const FINE_PX = 3200;
const PAUSE_MS = 250;
const isBeside = matchMedia("(min-width: 901px)"); // the fields stand beside the page, not below it
const DOUBT_CLASSES = ["", "check", "bad"];

// --- pages ---

export async function showPage(page) {
  const opened = state.current;
  const count = opened.document.pageCount || 1;
  opened.page = Math.min(Math.max(page, 0), count - 1);
  ui["page-number"].textContent = `Page ${opened.page + 1} of ${count}`;
  ui["page-back"].disabled = opened.page === 0;
  ui["page-on"].disabled = opened.page >= count - 1;
  if (opened.drawing) opened.drawing.abort();
  pointer = null;
  ui.unlock.hidden = true;
  if (!opened.pictures.has(opened.page)) {
    ui.picture.hidden = true;
    ui.boxes.replaceChildren();
    ui["picture-said"].textContent = "Drawing the page…";
    // on a fine screen at once, so that a page is drawn once
    const isFine = ui.sheet.clientWidth * devicePixelRatio > PLAIN_PX * 0.75;
    if (!(await drawPage(opened, opened.page, isFine ? FINE_PX : PLAIN_PX))) return;
  }
  ui["picture-said"].textContent = "";
  ui.picture.src = opened.pictures.get(opened.page).url;
  ui.picture.alt = `Page ${opened.page + 1} of the document`;
  ui.picture.hidden = false;
  showBoxes();
  refineSoon();
}

/** Fetches a picture; whether it is still wanted. */
async function drawPage(opened, page, pixels) {
  opened.drawing = new AbortController();
  const size = pixels === PLAIN_PX ? "" : `?longestPx=${pixels}`;
  const path = pathOf(opened.id, `/pages/${page}${size}`);
  const request = opened.password === null ? ["GET", path, undefined] : ["POST", path, { pdfPassword: opened.password }];
  try {
    const answer = await ask(...request, { signal: opened.drawing.signal });
    const url = URL.createObjectURL(await answer.blob());
    if (opened !== state.current) {
      URL.revokeObjectURL(url);
      return false;
    }
    const before = opened.pictures.get(page);
    if (before) URL.revokeObjectURL(before.url);
    opened.pictures.set(page, { url, pixels });
    return opened.page === page;
  } catch (refusal) {
    if (refusal.name === "AbortError" || opened !== state.current || opened.pictures.has(page)) return false; // a coarser one stays
    const isLocked = refusal.code === "password_required";
    ui["picture-said"].textContent = isLocked ? "This PDF is locked. Its password is not kept; type it to see the page." : refusal.message;
    ui.unlock.hidden = !isLocked && refusal.code !== "password_wrong";
    return false;
  }
}

export function forgetPictures(opened) {
  for (const { url } of opened.pictures.values()) URL.revokeObjectURL(url);
  if (opened.drawing) opened.drawing.abort();
}

// --- nearness ---

let zoom = 100;
let pointer = null; // where the pointer was moved to over the picture; null where the picture came under it
let refining = 0;

ui.pane.addEventListener("pointermove", (event) => { pointer = { x: event.clientX, y: event.clientY }; });
ui.pane.addEventListener("pointerleave", () => { pointer = null; });
ui.pane.addEventListener("wheel", (event) => {
  if (!event.ctrlKey && !event.metaKey) return;
  event.preventDefault();
  setZoom(zoom * Math.exp(-event.deltaY / 400), { x: event.clientX, y: event.clientY });
}, { passive: false });

export const zoomIn = () => setZoom(zoom + 25);
export const zoomOut = () => setZoom(zoom - 25);
export const zoomFit = () => setZoom(100);

/** Makes the picture larger or smaller; what is under the pointer, or in the middle, stays where it is. */
function setZoom(to, about = pointer) {
  const pane = ui.pane.getBoundingClientRect();
  const { x, y } = about || { x: pane.left + pane.width / 2, y: pane.top + pane.height / 2 };
  const before = ui.sheet.getBoundingClientRect();
  zoom = Math.min(600, Math.max(50, to));
  ui.sheet.style.width = `${zoom}%`;
  const after = ui.sheet.getBoundingClientRect();
  if (!before.width || !before.height) return;
  ui.pane.scrollLeft += after.left + ((x - before.left) / before.width) * after.width - x;
  ui.pane.scrollTop += after.top + ((y - before.top) / before.height) * after.height - y;
  refineSoon();
}

function refineSoon() {
  clearTimeout(refining);
  refining = setTimeout(refine, PAUSE_MS);
}

/** Loads a finer picture once the one that is shown is stretched. */
async function refine() {
  const opened = state.current;
  const drawn = opened && opened.pictures.get(opened.page);
  if (!drawn || drawn.pixels === FINE_PX || ui.picture.hidden || !ui.picture.naturalWidth) return;
  if (ui.picture.clientWidth * devicePixelRatio <= ui.picture.naturalWidth * 1.1) return;
  if (await drawPage(opened, opened.page, FINE_PX)) ui.picture.src = opened.pictures.get(opened.page).url;
}

ui.picture.addEventListener("load", refineSoon);

// --- boxes ---

function boxesOf(name) {
  const found = state.current.document.extraction.fieldBoundingBoxes[name];
  if (!found) return [];
  const all = Array.isArray(found) ? found.map((box, row) => box && { ...box, row }) : [{ ...found, row: null }];
  return all.filter(Boolean);
}

export function showBoxes() {
  const opened = state.current;
  ui.boxes.replaceChildren();
  opened.boxes.clear();
  if (ui.picture.hidden || !opened.document.extraction) return;
  for (const code of (opened.document.extraction.codes || []).filter((one) => one.page === opened.page)) ui.boxes.append(codeElement(code));
  for (const editor of opened.editors) {
    const doubts = editor.spec.type === "array" ? [...doubtsInTable(editor.spec, opened.document.extraction)] : [];
    for (const box of boxesOf(editor.name).filter((one) => one.page === opened.page)) {
      const ofRow = doubts.filter(([place]) => place.startsWith(`${box.row} `)).map(([, doubt]) => doubt);
      const doubt = box.row === null ? editor.doubt : Math.max(0, ...ofRow);
      ui.boxes.append(boxElement(editor, box, doubt));
    }
  }
  drawPointed();
}

function boxElement(editor, box, doubt) {
  const element = make("button", { type: "button", className: `box ${DOUBT_CLASSES[doubt]}`, tabIndex: -1, title: editor.spec.label });
  element.setAttribute("aria-label", `${words(editor.name)}${box.row === null ? "" : ` row ${box.row + 1}`} on the page`);
  stretch(element, box);
  element.addEventListener("click", (event) => focusOn({ field: editor.name, row: box.row ?? undefined, column: columnAt(editor.name, box, event) }));
  element.addEventListener("mouseenter", () => light(editor.name, box.row, true, false));
  element.addEventListener("mouseleave", () => light(editor.name, box.row, false));
  state.current.boxes.set(`${editor.name} ${box.row}`, element);
  return element;
}

/** A QR or bar code: what it says is shown as text, and no address in it is a link. */
function codeElement({ kind, content, byteCount, box }) {
  const said = content === null ? `${byteCount} bytes that are no text` : content;
  const element = make("div", { className: "box code", title: `${words(kind)}: ${said}` });
  element.setAttribute("role", "img");
  element.setAttribute("aria-label", `${words(kind)} on the page: ${said}`);
  stretch(element, box);
  return element;
}

function stretch(element, box) {
  for (const [side, part] of [["left", box.x], ["top", box.y], ["width", box.w], ["height", box.h]]) element.style[side] = `${part * 100}%`;
}

// --- places within a box, and others ---

/** The boxes of the printed cells of a row, by column; none in extractions of older releases. */
export function cellBoxes(name, row) {
  const tables = state.current.document.extraction.cellBoundingBoxes || {};
  return (tables[name] || [])[row] || {};
}

/** The column whose cell was clicked. */
function columnAt(name, { row }, { clientX, clientY }) {
  if (row === null) return undefined;
  const sheet = ui.sheet.getBoundingClientRect();
  const [x, y] = [(clientX - sheet.left) / sheet.width, (clientY - sheet.top) / sheet.height];
  const isIn = ([, box]) => x >= box.x && x <= box.x + box.w && y >= box.y && y <= box.y + box.h;
  return (Object.entries(cellBoxes(name, row)).find(isIn) || [])[0];
}

/** Marks one more place on the picture, such as that of a cell or a label; null takes the mark away. */
export function pointOut(box) {
  if (!state.current) return;
  state.current.pointed = box;
  drawPointed();
}

function drawPointed() {
  const { pointed, page } = state.current;
  for (const old of ui.boxes.querySelectorAll(".pointed")) old.remove();
  if (!pointed || pointed.page !== page || ui.picture.hidden) return;
  const element = make("div", { className: "box pointed" });
  stretch(element, pointed);
  ui.boxes.append(element);
}

/** Highlights the box of a field or row while the pointer or the focus is in an element. */
export function boxHover(element, name, row) {
  element.addEventListener("focusin", () => light(name, row, true));
  element.addEventListener("focusout", () => light(name, row, false));
  element.addEventListener("mouseenter", () => light(name, row, true, false));
  element.addEventListener("mouseleave", () => light(name, row, false));
}

/** Highlights a field and its box; with the focus its page is shown, too. */
async function light(name, row, isLit, isFocus = isLit) {
  const opened = state.current;
  const editor = opened && opened.editors.find((one) => one.name === name);
  if (!editor) return;
  const place = boxesOf(name).find((box) => box.row === row);
  const line = row === null ? editor.element : editor.control.rowAt(row);
  if (line) line.classList.toggle("lit", isLit);
  if (isFocus && place && place.page !== opened.page) await showPage(place.page);
  const box = opened === state.current && opened.boxes.get(`${name} ${row}`);
  if (!box) return;
  const isStill = !isFocus || !line || line.contains(document.activeElement); // the focus may have moved on while the page was drawn
  box.classList.toggle("lit", isLit && isStill);
  if (isFocus && isStill) reveal(ui.boxes.querySelector(".pointed") || box);
  else if (isLit && line && pointer && isBeside.matches && box.matches(":hover")) line.scrollIntoView({ block: "nearest" });
}

/** Scrolls the picture to a box, and nothing else: on a telephone the fields stand below it. */
function reveal(box) {
  const [pane, place] = [ui.pane.getBoundingClientRect(), box.getBoundingClientRect()];
  if (place.top < pane.top || place.bottom > pane.bottom) ui.pane.scrollTop += place.top - pane.top - pane.height / 3;
  if (place.left < pane.left || place.right > pane.right) ui.pane.scrollLeft += place.left - pane.left - 16;
}
