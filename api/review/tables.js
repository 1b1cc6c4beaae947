// A table of the document: columns as wide as what stands in them, cells that are typed in, rows that come and go.

import { make } from "./dom.js";
import { inputOf } from "./fields.js";
import { boxHover, cellBoxes, pointOut } from "./picture.js";
import { doubtsInTable } from "./specs.js";
import { state } from "./state.js";

const LEAST_CHARACTERS = 6;
const MOST_CHARACTERS = 36; // longer texts scroll within their cell; numbers are never so long
const PADDING_PX = 20;
const ENDS_PX = 84; // the columns of the row's number and of its button, as in the style sheet
const DOUBT_CLASSES = ["", "check", "bad"];

export function tableOf(spec, hooks) {
  return new Table(spec, hooks).control();
}

class Table {
  constructor(spec, hooks) {
    this.spec = spec;
    this.hooks = hooks;
    this.rows = new Map(); // by id: {row, number, inputs}
    this.doubts = doubtsInTable(spec, state.current.document.extraction);
    this.body = make("tbody");
    this.columns = new Map(spec.columns.map((column) => [column.name, make("col")]));
    this.heads = new Map(spec.columns.map((column) => [column.name, make("th", { scope: "col", className: column.type, textContent: column.label })]));
    this.unfolded = new Set();
    const head = make("tr", {}, corner("Row"), ...this.heads.values(), corner("Remove"));
    this.table = make("table", {}, make("colgroup", {}, make("col", { className: "first" }), ...this.columns.values(), make("col", { className: "last" })),
      make("thead", {}, head), this.body);
    const more = make("button", { type: "button", textContent: "Add row", className: "more", onclick: () => this.add() });
    this.grid = make("div", { className: "grid" }, this.table);
    this.unfold = make("button", { type: "button", className: "more", onclick: () => this.showAll() });
    this.said = make("p", { className: "cell-said hint" });
    this.element = make("div", {}, this.grid, this.said, more, this.unfold);
    this.body.addEventListener("keydown", (event) => this.onKey(event));
    this.sync();
  }

  control() {
    return {
      element: this.element,
      sync: () => this.sync(),
      mark: () => this.mark(),
      focus: (row, column) => this.focus(row, column),
      inputAt: (place) => this.inputAt(place),
      rowAt: (original) => (this.rows.get(original) || {}).row,
      doubts: () => this.doubtfulPlaces(),
    };
  }

  get field() { return this.spec.name; }
  get now() { return this.hooks.edits.now[this.field]; }

  // --- rows ---

  /** Shows the rows that the edits hold, and their texts. */
  sync() {
    const wanted = new Set(this.now.map(({ id }) => id));
    for (const [id, { row }] of this.rows) {
      if (wanted.has(id)) continue;
      row.remove();
      this.rows.delete(id);
    }
    this.now.forEach(({ id, cells }, at) => {
      if (!this.rows.has(id)) this.rows.set(id, this.make(id, cells));
      const { row, inputs } = this.rows.get(id);
      if (this.body.rows[at] !== row) this.body.insertBefore(row, this.body.rows[at] || null);
      for (const [name, input] of inputs) if (input.value !== cells[name]) input.value = cells[name];
    });
    this.number();
    this.fold();
    this.fit();
  }

  // --- columns in which nothing stands ---

  /** Hides columns in which nothing stands and nothing is doubted; they are one button away. */
  fold() {
    const used = new Set([...this.doubts.keys()].map((place) => place.split(" ")[1]));
    for (const { cells } of this.now) for (const [name, text] of Object.entries(cells)) if (text) used.add(name);
    const folded = this.spec.columns.filter(({ name }) => used.size && !used.has(name) && !this.unfolded.has(name));
    this.folded = new Set(folded.map(({ name }) => name));
    for (const { name } of this.spec.columns) {
      const isFolded = this.folded.has(name);
      this.columns.get(name).hidden = this.heads.get(name).hidden = isFolded;
      for (const { inputs } of this.rows.values()) inputs.get(name).parentElement.hidden = isFolded;
    }
    this.unfold.hidden = !folded.length;
    this.unfold.textContent = `Show empty columns: ${folded.map(({ label }) => label).join(", ")}`;
  }

  showAll() {
    this.unfolded = new Set(this.spec.columns.map(({ name }) => name));
    this.sync();
    this.grid.querySelector("input").focus();
  }

  number() {
    this.now.forEach(({ id }, at) => {
      const { number, inputs, remove } = this.rows.get(id);
      number.textContent = at + 1;
      remove.setAttribute("aria-label", `Remove row ${at + 1}`);
      for (const column of this.spec.columns) inputs.get(column.name).setAttribute("aria-label", `${column.label}, row ${at + 1}`);
    });
  }

  make(id, cells) {
    const inputs = new Map(this.spec.columns.map((column) => [column.name, this.cell({ field: this.field, row: id, column: column.name }, column, cells)]));
    const number = make("th", { scope: "row" });
    const remove = make("button", { type: "button", textContent: "×", title: "Remove this row", onclick: () => this.remove(id) });
    const row = make("tr", {}, number, ...this.spec.columns.map((column) => make("td", { className: column.type }, inputs.get(column.name))), make("td", { className: "end" }, remove));
    if (typeof id === "number") {
      boxHover(row, this.field, id);
      this.colour(id, number, inputs);
    }
    return { row, number, inputs, remove };
  }

  cell(place, column, cells) {
    const input = inputOf(column, cells[column.name] ?? "", true);
    input.addEventListener("input", () => {
      this.hooks.typed(place, input);
      this.fit(column.name, input.value);
    });
    input.addEventListener("change", () => {
      this.hooks.left(place, input);
      this.fit(column.name, input.value);
    });
    input.addEventListener("focus", () => {
      input.title = input.scrollWidth > input.clientWidth ? input.value : "";
      this.show(place, column);
    });
    input.addEventListener("blur", () => pointOut(null));
    return input;
  }

  /** Shows where a cell stands on the page, and says how sure it was read. */
  show({ row, column: name }, { label }) {
    const { fields, cellConfidences, fieldConfidences } = state.current.document.extraction;
    const value = typeof row === "number" ? fields[this.field][row][name] ?? null : null;
    const confidence = (((cellConfidences || {})[this.field] || [])[row] || {})[name] ?? fieldConfidences[this.field];
    const sure = confidence === 100 ? "entered by a person" : `${confidence}\u00a0% sure`;
    this.said.textContent = value === null ? "" : `Row ${this.hooks.edits.rowAt({ field: this.field, row }) + 1}, ${label}: ${sure}`;
    pointOut((value === null ? null : cellBoxes(this.field, row)[name]) || null);
  }

  /** Marks the cells that are in doubt, and no others. */
  colour(id, number, inputs) {
    for (const [name, input] of inputs) {
      const doubt = this.doubts.get(`${id} ${name}`) ?? 0;
      if (doubt) input.parentElement.classList.add(DOUBT_CLASSES[doubt]);
    }
    const worst = Math.max(...[...this.doubts].filter(([place]) => place.startsWith(`${id} `)).map(([, doubt]) => doubt), 0);
    if (worst) number.classList.add(DOUBT_CLASSES[worst]);
  }

  add() {
    const { id } = this.hooks.edits.add(this.field);
    this.sync();
    this.hooks.changed();
    this.focus(id);
  }

  remove(id) {
    const at = this.hooks.edits.rowAt({ field: this.field, row: id });
    this.hooks.edits.remove(this.field, id);
    this.sync();
    this.hooks.changed();
    const next = this.now[Math.min(at, this.now.length - 1)];
    if (next) this.rows.get(next.id).remove.focus();
    else this.element.querySelector(".more").focus();
  }

  // --- looks ---

  /** Makes columns as wide as their longest text; one that grows while somebody types stays so. */
  fit(name, text) {
    if (text !== undefined) {
      const width = this.widths.get(name);
      if (text.length > width) this.widen(name, text.length);
      return;
    }
    this.widths = new Map();
    for (const column of this.spec.columns.filter(({ name }) => !this.folded.has(name))) {
      const longest = this.now.reduce((most, { cells }) => Math.max(most, (cells[column.name] ?? "").length), 0);
      this.widen(column.name, Math.max(LEAST_CHARACTERS, column.label.length, longest));
    }
  }

  widen(name, characters) {
    const width = this.spec.columns.find((one) => one.name === name).type === "number" ? characters : Math.min(characters, MOST_CHARACTERS);
    this.widths.set(name, width);
    this.columns.get(name).style.width = `calc(${width}ch + ${PADDING_PX}px)`;
    const sum = [...this.widths.values()].reduce((one, other) => one + other, 0);
    this.table.style.width = `calc(${sum}ch + ${this.widths.size * PADDING_PX + ENDS_PX}px)`;
  }

  /** Shows which cells were changed. */
  mark() {
    const { edits } = this.hooks;
    for (const { id } of this.now) {
      const { row, inputs } = this.rows.get(id);
      row.classList.toggle("added", typeof id !== "number");
      for (const [name, input] of inputs) {
        input.parentElement.classList.toggle("changed", edits.isChangedAt({ field: this.field, row: id, column: name }));
      }
    }
  }

  // --- ways ---

  inputAt({ row, column }) {
    const found = this.rows.get(row);
    if (!found) return null;
    return found.inputs.get(column) || [...found.inputs].find(([name]) => !this.folded.has(name))[1];
  }

  focus(row, column) {
    const first = this.now[0];
    const input = this.inputAt({ row, column }) || (first && this.inputAt({ row: first.id, column }));
    if (!input) return this.element.querySelector(".more").focus();
    input.focus({ preventScroll: true });
    this.grid.scrollIntoView({ block: "nearest" }); // with its heads, then the cell within it
    return input.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  doubtfulPlaces() {
    return [...this.doubts].map(([place, doubt]) => {
      const [row, column] = place.split(" ");
      return { field: this.field, row: Number(row), column: column || undefined, doubt };
    }).filter(({ row }) => this.rows.has(row)).sort((one, other) => one.row - other.row);
  }

  /** Enter and arrows go up and down a column. */
  onKey(event) {
    const by = { Enter: event.shiftKey ? -1 : 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!by || (event.shiftKey && event.key !== "Enter") || event.ctrlKey || event.metaKey || event.altKey || !event.target.matches("input")) return;
    const place = [...this.rows.values()].find(({ row }) => row.contains(event.target));
    const [name] = [...place.inputs].find(([, input]) => input === event.target);
    const next = this.now[[...this.body.rows].indexOf(place.row) + by];
    event.preventDefault();
    if (next) this.focus(next.id, name);
  }
}

const corner = (text) => make("th", { className: text === "Row" ? "corner" : "end" }, make("span", { className: "unseen", textContent: text }));
