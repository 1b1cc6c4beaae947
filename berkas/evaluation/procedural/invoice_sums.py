"""The sums of an invoice: which are printed, how they are worded, and the total in words."""

from decimal import Decimal

from lokal import terbilang

from berkas.evaluation.procedural.draft import Draft
from berkas.evaluation.procedural.numerals import Convention, in_english
from berkas.evaluation.procedural.sales import Sale, Sum
from berkas.evaluation.procedural.sums_block import SumRow, Sums
from berkas.evaluation.procedural.tables import TableRow

_FIELDS = {
    "subtotal": "subtotal",
    "discount": "discount",
    "dpp": "dpp",
    "dpp_other": "dpp",
    "ppn": "ppn_amount",
    "withholding": "withholding",
    "shipping": "shipping",
    "down_payment": "down_payment",
    "total": "total_amount",
}

_NAMES = {"USD": "US Dollars", "SGD": "Singapore Dollars", "EUR": "Euro", "JPY": "Japanese Yen", "IDR": "Rupiah"}


def printed_sums(draft: Draft, sale: Sale) -> list[Sum]:
    """The sums that are printed, in their order; what must be there for the arithmetic stays."""
    lines = [line for line in sale.sums if line.key != "grand_total" or draft.maybe(0.85)]
    if len(lines) == 2 and draft.maybe(0.35):
        lines = lines[1:]
    if any(line.key == "dpp_other" for line in lines) and draft.maybe(0.06):
        lines = [line for line in lines if not line.key.startswith("dpp")]
    if len(lines) > 1 and draft.maybe(0.08):
        lines = _with_zeros(draft, lines)
    if draft.maybe(0.2):
        ends = ("subtotal", "grand_total", "down_payment", "total")
        middle = [line for line in lines if line.key not in ends]
        draft.rng.shuffle(middle)
        first = [line for line in lines if line.key == "subtotal"]
        lines = [*first, *middle, *(line for line in lines if line.key in ends[1:])]
    return lines


def _with_zeros(draft: Draft, lines: list[Sum]) -> list[Sum]:
    """The sums with those that are nothing, as software prints all its lines."""
    absent = [key for key in ("discount", "shipping") if draft.values[key] is None]
    draft.values.update(dict.fromkeys(absent, 0))
    return [lines[0], *(Sum(key, Decimal()) for key in absent), *lines[1:]]


def sum_rows(draft: Draft, sale: Sale, convention: Convention) -> list[SumRow]:
    """Labels and amounts of the sums; states their fields."""
    lines = printed_sums(draft, sale)
    shows_rate = draft.maybe(0.72)
    has_sign_column = convention.marked in ("sums", "totals") and not convention.is_behind and draft.maybe(0.3)
    rows = []
    for line in lines:
        if field := _FIELDS.get(line.key):
            draft.state(field)
        level = "totals" if line.key in ("total", "grand_total") else "sums"
        text = (
            convention.taken_off(line.amount, level)
            if line.amount < 0 and line.key != "rounding"
            else convention.money(line.amount, level)
        )
        sign = ""
        if has_sign_column and convention.sign in text and not text.startswith("("):
            text, sign = text.replace(convention.sign, "").strip(), convention.sign
        rows.append(SumRow(_sum_label(draft, line, shows_rate=shows_rate), text, sign, is_strong=line.key == "total"))
    if any(line.key == "dpp_other" for line in lines):
        draft.truth["dpp"] = draft.values["dpp_other"]
    elif any(line.key == "dpp" for line in lines):
        draft.truth["dpp"] = draft.values["dpp"]
    if convention.shows_currency("sums", "totals"):
        draft.state("currency")
    return _with_distractors(draft, sale, convention, rows)  # fmt: skip


def _sum_label(draft: Draft, line: Sum, *, shows_rate: bool) -> str:
    label = draft.label(line.key)
    if line.key == "ppn" and shows_rate and line.rate is not None:
        draft.state("ppn_rate")
        rate = f"{line.rate.normalize():f}"
        label += draft.rng.choice((" {0}%", " ({0}%)", " {0} %", " @ {0}%")).format(rate)
    elif line.rate is not None and line.key != "ppn" and draft.maybe(0.4):
        label += draft.rng.choice((" {0}%", " ({0}%)")).format(line.rate)
    return label


def _with_distractors(draft: Draft, sale: Sale, convention: Convention, rows: list[SumRow]) -> list[SumRow]:
    if draft.maybe(0.06):
        quantity = sum((item.quantity for item in sale.items), Decimal())
        rows.insert(0, SumRow(draft.label("total_quantity"), convention.quantity(quantity)))
    if draft.maybe(0.05):
        other = "USD" if sale.currency == "IDR" else "IDR"
        rate = Decimal(draft.rng.randrange(15200, 16900))
        total = sale.sums[-1].amount
        worth = total / rate if sale.currency == "IDR" else total * rate
        rows.append(
            SumRow(draft.label("other_currency").format(other), convention.number(worth, 2 if other == "USD" else 0))
        )
    return rows


def sums_block(draft: Draft, rows: list[SumRow]) -> Sums:
    """The sums as a block."""
    rng, look = draft.rng, draft.look
    factor = rng.choice((1, 1, 1.1))
    rulings = ("none", "none", "grid", "rows", "last", "above_last")
    has_bar = rows[-1].is_strong and rng.random() < 0.2
    return Sums(
        rows, look.type(factor), look.type(factor * rng.choice((1, 1.15, 1.3)), is_bold=rng.random() < 0.85), rng.choice(rulings),  # type: ignore[arg-type]
        has_right_labels=rng.random() < 0.3, bar=look.accent if has_bar else None, colon=":" if rng.random() < 0.3 else "",
        padding=rng.uniform(1, 3.5),
    )  # fmt: skip


def foot_rows(rows: list[SumRow]) -> list[TableRow]:
    """The sums as rows at the foot of the table, in its last column."""
    return [
        TableRow({"amount": [f"{row.sign} {row.value}".strip()]}, row.label, is_bold=row.is_strong, align="right")
        for row in rows
    ]


def total_in_words(draft: Draft, sale: Sale) -> str:
    """The total in words, in Indonesian up to the currency; the canonical value of the field."""
    total = sale.sums[-1].amount
    whole = int(total)
    if sale.currency == "IDR" and draft.language != "en":
        return f"{terbilang(whole)} rupiah"
    cents = int((total - whole) * 100)
    tail = f" and {in_english(cents)} cents" if cents else ""
    return f"{in_english(whole)} {_NAMES[sale.currency]}{tail}"
