"""The sums of an invoice: labels with or without their rates, amounts with the currency glued, apart or in a column of its own."""

from decimal import Decimal
from typing import Final

from berkas.evaluation.procedural_judge.boxes import Align, Box, Frame, Rule, Side, Stack, Text
from berkas.evaluation.procedural_judge.draft import Draft
from berkas.evaluation.procedural_judge.figures import as_value
from berkas.evaluation.procedural_judge.sales import Sale, Sum

_FIELDS: Final = {
    "subtotal": "subtotal", "discount": "discount", "dpp": "dpp", "dpp_other": "dpp", "ppn": "ppn_amount",
    "withholding": "withholding",
    "shipping": "shipping", "down_payment": "down_payment", "total": "total_amount",
}  # fmt: skip
_TAKEN: Final = frozenset({"discount", "withholding", "down_payment"})
_BEFORE_TAX: Final = ("pajak", "tax", "net", "bruto", "kotor")
_SUMS_OF_ALL: Final = ("subtotal", "net", "gross", "total")

Row = tuple[str, str, bool]
"""Label, figure without currency, and whether it is the total."""


def sum_rows(draft: Draft, sale: Sale) -> list[Row]:
    """Labels and figures in their order; records what is printed."""
    parts = list(sale.sums)
    if len(parts) > 3 and draft.chance(0.06):
        inner = parts[1:-1]
        draft.rng.shuffle(inner)
        parts[1:-1] = inner
    taken: list[str] = []
    rows: list[Row] = []
    for part in parts:
        label = _label(draft, sale, part, taken)
        taken.append(label)
        rows.append((_with_rate(draft, part, label), _figure(draft, sale, part), part.kind == "total"))
    if draft.chance(0.05):
        rows.insert(
            0,
            (draft.word("pieces"), draft.how.quantity(sum((item.quantity for item in sale.items), Decimal(0))), False),
        )
    if not sale.has("down_payment") and draft.chance(0.08):
        rows.append((draft.other_word("rest", without=taken), _figure(draft, sale, sale.sum_of("total")), True))
    draft.note("+".join(part.kind for part in parts))
    return rows


def _label(draft: Draft, sale: Sale, part: Sum, taken: list[str]) -> str:
    concept = part.kind
    if part.kind == "ppn" and sale.is_american:
        concept = "sales_tax"
    elif part.kind == "total" and sale.has("down_payment"):
        concept = "rest"
    label = draft.other_word(concept, without=taken)
    is_plain = part.kind == "subtotal" and (sale.has("discount") or not sale.has("ppn"))
    is_untaxed = part.kind == "gross" and not sale.has("ppn")
    for _ in range(60):
        if not ((is_plain and _has(label, _BEFORE_TAX)) or (is_untaxed and _has(label, ("pajak", "tax")))):
            return label
        label = draft.other_word(concept, without=[*taken, label])
    raise ValueError(concept)


def _has(label: str, parts: tuple[str, ...]) -> bool:
    return any(part in label.lower() for part in parts)


def _with_rate(draft: Draft, part: Sum, label: str) -> str:
    if not part.percent or (part.kind != "ppn" and draft.chance(0.4)) or (part.kind == "ppn" and draft.chance(0.22)):
        return label
    plain = draft.how.number(part.percent, decimals=max(0, -int(part.percent.as_tuple().exponent)))
    rate = draft.rng.choice(("{}%", "({}%)", "{} %", "{}%"))
    if part.kind == "ppn":
        draft.tell("ppn_rate", as_value(int(part.percent * 1000), 1000), plain)
    return f"{label} {rate.format(plain)}"


def _figure(draft: Draft, sale: Sale, part: Sum) -> str:
    printed = draft.how.figure(abs(part.amount))
    if part.kind in _FIELDS:
        draft.tell(_FIELDS[part.kind], as_value(part.amount, sale.scale), printed)
    if part.kind in _TAKEN:
        return draft.how.less(printed)
    return f"-{printed}" if part.amount < 0 else printed


def marked(draft: Draft, sale: Sale, figure: str) -> str:
    """A figure with its currency, the sign before both."""
    draft.tell("currency", sale.currency, draft.how.mark)
    sign = figure[0] if figure[0] in "-(" else ""
    return sign + draft.how.marked(figure.removeprefix(sign))


def sums_box(draft: Draft, sale: Sale, rows: list[Row]) -> Box:
    """The sums below each other."""
    form = draft.note(draft.rng.choices(("glued", "own column", "bare", "total only"), (38, 16, 18, 28))[0])
    label_align: Align = draft.rng.choice(("left", "left", "right"))
    has_colon = draft.chance(0.2)
    size = draft.rng.choice((1, 1, 1.15, 1.4))
    lines: list[Box] = []
    for label, figure, is_total in rows:
        ink = draft.ink.bold().scaled(size) if is_total else draft.ink
        is_count = label == draft.word("pieces")
        words = f"{label} :" if has_colon else label
        if form == "own column" and not is_count and not draft.how.is_behind:
            draft.tell("currency", sale.currency, draft.how.mark)
            cells: list[Box] = [Text(words, ink, label_align), Text(draft.how.mark, ink), Text(figure, ink, "right")]
            line: Box = Side(cells, [0.5, ink.width(draft.how.mark) + 2, 0.5], 4)
        else:
            value = (
                marked(draft, sale, figure)
                if not is_count and (form != "bare" and (form != "total only" or is_total))
                else figure
            )
            wide = max(ink.width(value) + 2, 60.0)
            line = Side([Text(words, ink, label_align), Text(value, ink, "right")], [1, wide], 6)
        lines.append(Frame(line, 2, "none", draft.tint) if is_total and draft.chance(0.2) else line)
        if is_total and draft.chance(0.3):
            lines.insert(len(lines) - 1, Rule(0.7, 2))
    box: Box = Stack(lines, draft.rng.choice((1, 2.5, 4)))
    return Frame(box, 4, "all") if draft.chance(0.15) else box
