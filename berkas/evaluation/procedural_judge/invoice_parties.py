"""Blocks of the parties of an invoice: buyer, receiver, and a seller who stands under a label."""

from berkas.evaluation.procedural_judge.boxes import Box, Frame, Stack, Text
from berkas.evaluation.procedural_judge.draft import Draft, Pair
from berkas.evaluation.procedural_judge.firms import Firm
from berkas.evaluation.procedural_judge.invoice_head import seller_lines, tax_number


def buyer(draft: Draft, firm: Firm, width: float) -> Box:
    """The buyer under, behind or beside a label, with or without labels of name and address."""
    form = draft.note(draft.rng.choices(("lines", "inline", "labels", "plain label"), (50, 16, 22, 12))[0])
    name = draft.tell("buyer_name", firm.name.upper(), firm.name)
    label = draft.word("buyer")
    address: list[str] = []
    if draft.chance(0.87):
        address = list(firm.address) if draft.chance(0.65) else [", ".join(firm.address)]
        draft.tell("buyer_address", ", ".join(firm.address), " ".join(address))
    more: list[Pair] = []
    if draft.how.currency == "IDR" and draft.chance(0.3):
        more.append((draft.word("npwp"), tax_number(draft, "buyer_npwp", firm)))
    if draft.chance(0.22):
        more.append((draft.word("phone"), firm.phone))
    if draft.chance(0.1):
        more.append((draft.word("email"), firm.email))
    if draft.chance(0.2):
        more.append((draft.word("attention").rstrip(":"), firm.person))
    if form == "labels":
        rows = [(draft.word("name") if draft.chance(0.5) else label.rstrip(":"), name)]
        head: list[Box] = [] if rows[0][0] == label.rstrip(":") else [_heading(draft, label)]
        rows += [(draft.word("address"), " ".join(address))] if address else []
        return Stack(
            [
                *head,
                draft.pairs(
                    [*rows, *more],
                    width,
                    mode=draft.rng.choice(("colon column", "colon value", "plain", "label colon")),
                ),
            ],
            2,
        )
    tail = [*address, *(f"{key}: {value}".replace(".:", ".") for key, value in more)]
    if form == "inline":
        mark = "" if label.endswith((".", ":")) else draft.rng.choice((":", " :"))
        parts: list[Box] = [draft.text(f"{label}{mark} {name}", ink=draft.ink.bold() if draft.chance(0.4) else None)]
    else:
        bold = draft.ink.bold() if draft.chance(0.6) else None
        parts = [
            _heading(draft, label) if form == "lines" else draft.text(f"{label.rstrip(':')}:"),
            draft.text(name, ink=bold),
        ]
    return _framed(draft, Stack([*parts, *map(draft.text, tail)], draft.rng.choice((0, 1))))


def receiver(draft: Draft, firm: Firm) -> Box:
    """Where the goods go; no field, but it looks like the buyer."""
    lines = [firm.name, *firm.address] if draft.chance(0.7) else [*firm.address]
    return _framed(draft, Stack([_heading(draft, draft.word("receiver")), *map(draft.text, lines)], 0.5))


def labelled_seller(draft: Draft, firm: Firm) -> Box:
    """A seller who has no letterhead but stands as the buyer does."""
    name = draft.tell("seller_name", firm.name.upper(), firm.name)
    heading: Text = _heading(draft, draft.word("seller"))
    bold = draft.ink.bold() if draft.chance(0.6) else None
    return Stack([heading, draft.text(name, ink=bold), *map(draft.text, seller_lines(draft, firm, is_full=True))], 0.5)


def _heading(draft: Draft, label: str) -> Text:
    words = label if label.endswith((":", ".")) or draft.chance(0.6) else f"{label}:"
    return draft.text(
        words, ink=draft.ink.bold() if draft.chance(0.5) else draft.ink.scaled(draft.rng.choice((0.85, 1)))
    )


def _framed(draft: Draft, box: Box) -> Box:
    return (
        Frame(box, 5, draft.rng.choice(("all", "left", "none")), draft.tint if draft.chance(0.3) else None)
        if draft.chance(0.22)
        else box
    )
