// What was typed over the values of one extraction, with undo and redo. It knows no elements, so that it outlives them.
//
// A place is {field}, in a table {field, row, column}; `row` is the id of a row: its index in the extraction, or a name for an added one.

import { Unclear, normalised, parse, shown } from "./values.js";

export class Edits {
  constructor(specs, fields) {
    this.specs = specs;
    this.fields = fields;
    this.now = Object.fromEntries(specs.map((spec) => [spec.name, this.#begun(spec)]));
    this.done = [];
    this.undone = [];
    this.added = 0;
    this.isOpen = false; // typing goes on in the place of the last step
  }

  #begun(spec) {
    const value = this.fields[spec.name];
    if (spec.type !== "array") return shown(spec, value);
    return (value || []).map((row, at) => ({ id: at, cells: cellsOf(spec, row) }));
  }

  spec(place) {
    const spec = this.specs.find((one) => one.name === place.field);
    return place.column ? spec.columns.find((one) => one.name === place.column) : spec;
  }

  row(place) { return this.now[place.field].find((one) => one.id === place.row); }
  rowAt(place) { return this.now[place.field].findIndex((one) => one.id === place.row); }
  text(place) { return place.column ? this.row(place).cells[place.column] : this.now[place.field]; }

  /** The value of the extraction at a place; undefined in an added row. */
  original(place) {
    if (!place.column) return this.fields[place.field];
    const row = typeof place.row === "number" ? this.fields[place.field][place.row] : null;
    return row ? row[place.column] ?? null : undefined;
  }

  #write(place, text) {
    if (place.column) this.row(place).cells[place.column] = text;
    else this.now[place.field] = text;
  }

  // --- changing ---

  /** Takes what was typed; what is typed in one place without leaving it is one step. */
  set(place, text) {
    const last = this.done.at(-1);
    const from = this.text(place);
    if (from === text) return;
    if (this.isOpen && last && last.kind === "set" && isSame(last.place, place)) {
      last.to = text;
      if (last.to === last.from) this.done.pop();
    } else {
      this.done.push({ kind: "set", place, from, to: text });
    }
    this.undone = [];
    this.isOpen = true;
    this.#write(place, text);
  }

  /** Ends a step: what comes next in the same place is another one. */
  seal() { this.isOpen = false; }

  add(field, at = this.now[field].length) {
    const { columns } = this.spec({ field });
    const row = { id: `new-${this.added += 1}`, cells: Object.fromEntries(columns.map((column) => [column.name, ""])) };
    this.#step({ kind: "add", field, at, row });
    return row;
  }

  remove(field, id) {
    const at = this.rowAt({ field, row: id });
    this.#step({ kind: "remove", field, at, row: this.now[field][at] });
  }

  #step(step) {
    this.seal();
    this.done.push(step);
    this.undone = [];
    this.#apply(step, true);
  }

  #apply(step, isForward) {
    if (step.kind === "set") {
      this.#write(step.place, isForward ? step.to : step.from);
      return step.place;
    }
    const rows = this.now[step.field];
    if ((step.kind === "add") === isForward) rows.splice(step.at, 0, step.row);
    else [step.row] = rows.splice(step.at, 1); // as it is now: a draft from storage holds copies
    const near = rows[Math.min(step.at, rows.length - 1)];
    const [column] = this.spec({ field: step.field }).columns;
    return near && column ? { field: step.field, row: near.id, column: column.name } : { field: step.field };
  }

  /** Takes a step back; the place it was at, or null. */
  undo() { return this.#move(this.done, this.undone, false); }
  redo() { return this.#move(this.undone, this.done, true); }

  #move(from, to, isForward) {
    this.seal();
    const step = from.pop();
    if (!step) return null;
    to.push(step);
    return this.#apply(step, isForward);
  }

  // --- asking ---

  isChangedAt(place) {
    const spec = this.spec(place);
    const before = this.original(place);
    return before === undefined ? this.text(place) !== "" : this.text(place) !== shown(spec, before);
  }

  isChanged(field) {
    const spec = this.spec({ field });
    if (spec.type !== "array") return this.isChangedAt({ field });
    const rows = this.now[field];
    return rows.length !== (this.fields[field] || []).length || rows.some((row) => typeof row.id !== "number"
      || spec.columns.some((column) => this.isChangedAt({ field, row: row.id, column: column.name })));
  }

  changed() { return this.specs.map((spec) => spec.name).filter((name) => this.isChanged(name)); }

  /** Whether numbers are shown with points between thousands around a place, so that a point typed there is one. */
  context(place) {
    const values = place.column ? (this.fields[place.field] || []).map((row) => row[place.column]) : [this.fields[place.field]];
    return { pointGroups: values.some((value) => typeof value === "number" && Math.abs(value) >= 1000) };
  }

  /** The value at a place as it is sent. Throws Unclear. */
  value(place) {
    const before = this.original(place);
    return this.isChangedAt(place) ? parse(this.spec(place), this.text(place), this.context(place)) : before ?? null;
  }

  normalised(place) {
    return this.isChangedAt(place) ? normalised(this.spec(place), this.text(place), this.context(place)) : this.text(place);
  }

  /** Everything that changed, as the API takes it; what is unclear, by place; and which rows were sent, by table. */
  collect() {
    const found = { fields: {}, unclear: [], sent: {} };
    const take = (place) => {
      try {
        return this.value(place);
      } catch (error) {
        if (!(error instanceof Unclear)) throw error;
        found.unclear.push([place, error]);
        return null;
      }
    };
    for (const field of this.changed()) {
      if (this.spec({ field }).type !== "array") found.fields[field] = take({ field });
      else [found.fields[field], found.sent[field]] = this.#rowsOf(field, take);
    }
    return found;
  }

  #rowsOf(field, take) {
    const kept = [];
    for (const row of this.now[field]) {
      const given = typeof row.id === "number" ? this.fields[field][row.id] : {};
      const cells = Object.keys(row.cells).map((column) => [column, take({ field, row: row.id, column })]);
      const value = { ...given, ...Object.fromEntries(cells.filter(([name, one]) => one !== null || name in given)) };
      if (typeof row.id === "number" || Object.keys(value).length) kept.push([value, row.id]); // an added row that stayed empty is none
    }
    return [kept.map(([value]) => value), kept.map(([, id]) => id)];
  }

  // --- keeping ---

  /** What a draft holds. */
  toJSON() {
    const { done, undone, added } = this;
    return { now: Object.fromEntries(this.changed().map((name) => [name, this.now[name]])), done, undone, added };
  }

  /** Takes a draft of the same extraction. */
  restore({ now, done = [], undone = [], added = 0 }) {
    Object.assign(this, { done, undone, added, isOpen: false });
    for (const [name, one] of Object.entries(now)) if (name in this.now) this.now[name] = one;
  }
}

export const isSame = (one, other) => one.field === other.field && one.row === other.row && one.column === other.column;

export const cellsOf = (spec, row) => Object.fromEntries(spec.columns.map((column) => [column.name, shown(column, row[column.name])]));
