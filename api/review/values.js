// What somebody typed as a value of the API, and a value as somebody reads it. Pure functions.
//
// Numbers are shown as Indonesian documents print them: 1.500.000,50. They are taken as printed there or in English
// (1,500,000.50). What may mean two numbers is never guessed: it is asked.

/** A text that is no value, or may be two: `choices` are the texts that are clear. */
export class Unclear extends Error {
  constructor(message, choices = []) {
    super(message);
    this.choices = choices;
  }
}

const MOST_DIGITS = 15; // more cannot be kept exactly
const RUPIAH = /^(?:rp\.?|idr)\s*|\s*(?:idr|rupiah)$/i;
const GROUPS = { ".": /^[1-9]\d{0,2}(?:\.\d{3})+$/, ",": /^[1-9]\d{0,2}(?:,\d{3})+$/ };

// --- numbers ---

/** A number as printed. `pointGroups`: the field or its column is shown with points between thousands. */
export function parseNumber(text, { pointGroups = false } = {}) {
  const { digits, isNegative, isRupiah } = withoutSigns(text);
  if (!/^\d[\d.,]*\d$|^\d$/.test(digits)) throw notANumber(text);
  const plain = withoutGroups(digits, { pointGroups: pointGroups || isRupiah, commaGroups: isRupiah, isNegative }, text);
  if (plain.replace(".", "").replace(/^0+/, "").length > MOST_DIGITS) {
    throw new Unclear(`This number has more than ${MOST_DIGITS} digits; it could not be kept exactly.`);
  }
  const size = Number(plain);
  return isNegative && size ? -size : size;
}

function withoutSigns(text) {
  let digits = text.normalize("NFKC").replace(/[\u2010-\u2015\u2212]/g, "-").trim();
  let isNegative = false;
  let isRupiah = false;
  const inBrackets = /^\((.*)\)$/.exec(digits);
  if (inBrackets) [isNegative, digits] = [true, inBrackets[1].trim()];
  digits = digits.replace(/[.,]\s*-+$/, ""); // Rp 1.500.000,-
  for (let turn = 0; turn < 3; turn += 1) { // -Rp 5, Rp -5 and 5- alike
    if (RUPIAH.test(digits)) [isRupiah, digits] = [true, digits.replace(RUPIAH, "").trim()];
    const signed = /^([+-])\s*(.*)$|^(.*?)\s*(-)$/.exec(digits);
    if (signed && !isNegative) [isNegative, digits] = [(signed[1] || signed[4]) === "-", (signed[2] ?? signed[3]).trim()];
  }
  if (/^\d{1,3}(?: \d{3})+(?:[.,]\d+)?$/.test(digits)) digits = digits.replaceAll(" ", "");
  return { digits, isNegative, isRupiah };
}

/** Digits with at most one decimal point. */
function withoutGroups(digits, { pointGroups, commaGroups, isNegative }, text) {
  const marks = [...digits].filter((one) => one === "." || one === ",");
  if (!marks.length) return digits;
  const last = marks.at(-1);
  const other = last === "." ? "," : ".";
  const [whole, ...rest] = digits.split(last);
  if (marks.includes(other)) {
    if (rest.length !== 1 || !GROUPS[other].test(whole)) throw notANumber(text);
    return `${whole.replaceAll(other, "")}.${rest[0]}`;
  }
  if (rest.length > 1) {
    if (!GROUPS[last].test(digits)) throw notANumber(text);
    return digits.replaceAll(last, "");
  }
  if (!GROUPS[last].test(digits)) return `${whole}.${rest[0]}`;
  if (last === "." ? pointGroups : commaGroups) return whole + rest[0];
  const choices = [whole + rest[0], formatNumber(Number(`${whole}.${rest[0]}`))].map((one) => (isNegative ? `-${one}` : one));
  throw new Unclear(`"${text.trim()}" may be ${choices[0]} or ${choices[1]}. Which is meant?`, choices);
}

const notANumber = (text) => new Unclear(`"${text.trim().slice(0, 40)}" is not a number. Write it as printed, such as 1.500.000,50.`);

/** A number as it is shown: thousands with points, a comma before decimals; three decimals get a fourth, so that they do not look like thousands. */
export function formatNumber(value, { isGrouped = true } = {}) {
  const plain = String(Math.abs(value));
  if (plain.includes("e")) return String(value);
  const [whole, part = ""] = plain.split(".");
  const shownWhole = isGrouped ? whole.replace(/\B(?=(\d{3})+$)/g, ".") : whole;
  const decimals = part.length === 1 || part.length === 3 ? `${part}0` : part;
  return `${value < 0 ? "-" : ""}${shownWhole}${decimals && ","}${decimals}`;
}

// --- dates ---

const MONTHS = [
  ["jan", "januari", "january"], ["feb", "peb", "februari", "pebruari", "february"], ["mar", "mrt", "maret", "march"],
  ["apr", "april"], ["mei", "may"], ["jun", "juni", "june"], ["jul", "juli", "july"],
  ["agu", "ags", "agt", "agust", "agustus", "aug", "august"], ["sep", "sept", "september"],
  ["okt", "oct", "oktober", "october"], ["nov", "nop", "nopember", "november"], ["des", "dec", "desember", "december"],
];
const monthOf = (name) => MONTHS.findIndex((names) => names.includes(name)) + 1;

/** A date as printed, as YYYY-MM-DD: the day comes before the month, as in Indonesia; the year has four digits. */
export function parseDate(text) {
  const plain = text.normalize("NFKC").trim().toLowerCase().replace(/\s+/g, " ").replace(/^[a-z .]+, ?/, ""); // a town or a weekday
  const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(plain);
  if (iso) return dayOf(text, iso[1], iso[2], iso[3]);
  const numbers = /^(\d{1,2}) ?[-/. ] ?(\d{1,2}) ?[-/. ] ?(\d{4})$/.exec(plain);
  if (numbers) return dayOf(text, numbers[3], numbers[2], numbers[1]);
  const named = /^(\d{1,2})[-/. ]*([a-z]+)[-/., ]*(\d{4})$/.exec(plain);
  if (named && monthOf(named[2])) return dayOf(text, named[3], monthOf(named[2]), named[1]);
  const english = /^([a-z]+)\.? ?(\d{1,2}),? (\d{4})$/.exec(plain);
  if (english && monthOf(english[1])) return dayOf(text, english[3], monthOf(english[1]), english[2]);
  if (/^\d{1,2}[-/. ]*(?:\d{1,2}|[a-z]+)[-/., ]*\d{2}$/.test(plain)) {
    throw new Unclear(`"${text.trim()}" does not say which century. Write the year with four digits.`);
  }
  throw new Unclear(`"${text.trim().slice(0, 40)}" is not a date. Write it as printed, such as 21/02/2026 or 21 Februari 2026.`);
}

function dayOf(text, ...parts) {
  const [year, month, day] = parts.map(Number);
  const date = new Date(Date.UTC(2000, 0, 1));
  date.setUTCFullYear(year, month - 1, day);
  if (month > 12 && day <= 12) throw new Unclear(`"${text.trim()}": there is no month ${month}. Write the day before the month.`);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day || !year) throw new Unclear(`"${text.trim()}" is not a day of the calendar.`);
  return `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
}

/** A date in words, so that day and month cannot be taken for each other. */
export function dayInWords(iso) {
  const [year, month, day] = iso.split("-").map(Number);
  const name = MONTHS[month - 1].at(-1);
  return `${day} ${name[0].toUpperCase()}${name.slice(1)} ${year}`;
}

// --- fields ---

const isYear = (spec) => /year|tahun/i.test(`${spec.name} ${spec.label}`);

/** A value as the text of its input. */
export function shown(spec, value) {
  if (value === null || value === undefined) return "";
  if (spec.type === "number" && typeof value === "number") return formatNumber(value, { isGrouped: !isYear(spec) });
  return String(value);
}

/** The value of a text; null where it is empty. `context` as in parseNumber. Throws Unclear. */
export function parse(spec, text, context) {
  const plain = text.trim();
  if (!plain) return null;
  if (spec.type === "number") return parseNumber(plain, context);
  if (spec.type === "date") return parseDate(plain);
  if (spec.type === "enum") return (spec.values || []).find((one) => String(one) === plain) ?? plain;
  return text;
}

/** A text as it is shown once it was understood: read again, it gives the same value. Throws Unclear. */
export function normalised(spec, text, context) {
  const value = parse(spec, text, context);
  if (value === null) return "";
  const nice = shown(spec, value);
  try {
    if (parse(spec, nice, context) === value) return nice;
  } catch (error) {
    if (!(error instanceof Unclear)) throw error;
  }
  return String(value).replace(".", ",");
}
