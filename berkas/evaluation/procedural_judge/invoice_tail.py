"""What stands below the sums of an invoice: words, account, notes, signatures, a second table, the foot of the page."""

from collections.abc import Sequence
from datetime import timedelta

from berkas.evaluation.procedural_judge.boxes import Align, Box, Frame, Gap, Rule, Side, Stack, Text
from berkas.evaluation.procedural_judge.draft import Draft, Pair
from berkas.evaluation.procedural_judge.figures import spelled
from berkas.evaluation.procedural_judge.grids import Cell, Grid, GridStyle, Line
from berkas.evaluation.procedural_judge.invoice_head import Plan, place_and_date
from berkas.evaluation.procedural_judge.invoice_words import NOTES
from berkas.evaluation.procedural_judge.sales import Sale


def words_box(draft: Draft, sale: Sale) -> Box:
    """The total in words."""
    words = spelled(sale.total, draft.how)
    form = draft.rng.choice(("lower", "title", "upper", "sentence"))
    words = {"lower": words, "title": words.title(), "upper": words.upper(), "sentence": words[0].upper() + words[1:]}[
        form
    ]
    draft.tell("amount_in_words", words, words)
    dressed = draft.rng.choices(("{}", "# {} #", "({})", "** {} **", "{}."), (58, 16, 10, 4, 12))[0].format(words)
    label = draft.word("words")
    if draft.chance(0.3):
        box: Box = Stack([draft.text(f"{label}:" if draft.chance(0.6) else label), draft.text(dressed)], 1)
    else:
        box = draft.text(f"{label}{draft.rng.choice((': ', ' : '))}{dressed}")
    return (
        Frame(box, 4, draft.rng.choice(("all", "both", "none")), draft.tint if draft.chance(0.4) else None)
        if draft.chance(0.25)
        else box
    )


def account_box(draft: Draft, sale: Sale, width: float) -> Box:
    """Bank, account number and holder: labelled, in lines, or in a sentence."""
    has_holder = draft.chance(0.85)
    holder = draft.tell("bank_account_name", sale.seller.name.upper(), sale.seller.name) if has_holder else ""
    bank = draft.tell("bank_name", sale.bank.upper(), sale.bank)
    shown = _grouped(draft, sale.account)
    draft.tell("bank_account_number", sale.account, shown)
    form = draft.note(draft.rng.choice(("pairs", "pairs", "lines", "sentence")))
    is_indonesian = draft.how.language == "id"
    if form == "sentence" and has_holder:
        forms = (
            "Pembayaran harap ditransfer ke {bank} nomor rekening {account} atas nama {holder}.",
            "Transfer ke {bank} No. Rek. {account} a.n. {holder}",
        ) if is_indonesian else ("Please transfer to {bank}, account no. {account}, in the name of {holder}.",)  # fmt: skip
        return draft.text(draft.rng.choice(forms).format(bank=bank, account=shown, holder=holder))
    rows: list[Pair] = [(draft.word("bank"), bank), (draft.word("account"), shown)]
    if has_holder:
        rows.insert(draft.rng.choice((0, 2, 2)), (draft.word("holder"), holder))
    if draft.chance(0.15):
        rows.append((draft.word("branch"), f"{sale.seller.city}"))
    if draft.chance(0.12):
        rows.append(("SWIFT", "CTHIIDJA" if not sale.is_american else "SPCMUS33"))
    head = (
        [draft.text(draft.word("pay"), ink=draft.ink.bold() if draft.chance(0.5) else None)]
        if draft.chance(0.75)
        else []
    )
    if form == "pairs":
        body = draft.pairs(
            rows,
            width,
            mode=draft.rng.choice(("colon column", "label colon", "plain", "inline", "table", "colon value")),
        )
    else:
        lines = [
            bank,
            f"{draft.word('account')} {shown}".replace(":", ""),
            *([f"{draft.word('holder')} {holder}"] if has_holder else []),
        ]
        body = Stack([draft.text(line) for line in lines])
    box: Box = Stack([*head, body], 2)
    return Frame(box, 5, "all", draft.tint if draft.chance(0.4) else None) if draft.chance(0.25) else box


def _grouped(draft: Draft, account: str) -> str:
    form = draft.rng.choices(("plain", "hyphens", "spaces"), (72, 14, 14))[0]
    if form == "plain":
        return account
    parts = [account[:3], account[3:6], account[6:]] if len(account) <= 10 else [account[:4], account[4:8], account[8:]]
    return ("-" if form == "hyphens" else " ").join(parts)


def notes_box(draft: Draft, sale: Sale) -> Box:
    """Notes, adverts and thanks, some numbered; terms of payment may stand among them."""
    lines = draft.rng.sample(NOTES[draft.how.language], draft.rng.choice((1, 2, 2, 3, 4)))
    if draft.truth["payment_terms"] is None and draft.truth["due_date"] is None and draft.chance(0.35):
        words = f"{sale.days} hari" if draft.how.language == "id" else f"{sale.days} days"
        draft.tell("payment_terms", words, words)
        told = (
            f"Pembayaran paling lambat {words} setelah invoice diterima."
            if draft.how.language == "id"
            else f"Payment is due within {words} of the invoice date."
        )
        lines.insert(draft.rng.randrange(len(lines) + 1), told)
    small = draft.ink.scaled(draft.rng.choice((0.8, 0.9, 1)))
    if draft.chance(0.4):
        lines = [f"{number}. {line}" for number, line in enumerate(lines, start=1)]
    head = [draft.text(f"{draft.word('notes')}:", ink=small.bold())] if draft.chance(0.5) else []
    return Stack([*head, *(draft.text(line, ink=small) for line in lines)], 1)


def signatures(draft: Draft, sale: Sale, plan: Plan) -> Box:
    """Who signs: one at the right or left, or several beside each other."""
    several = draft.chance(0.3) and plan.seller != "hidden" and plan.date != "place"
    space = draft.rng.choice((28.0, 40.0, 52.0))
    if several:
        labels = draft.rng.sample((draft.word("sign"), *draft._words[0]["signs"]), 3)
        names = [draft.rng.choice(("(....................)", "( __________ )", sale.seller.person)) for _ in labels]
        columns = [
            Stack([draft.text(label, align="center"), Gap(space), draft.text(name, align="center")])
            for label, name in zip(labels, names, strict=True)
        ]
        return Side(columns, [1 / 3] * 3, 10)
    align: Align = draft.rng.choice(("left", "center", "center"))
    parts: list[Box] = [place_and_date(draft, sale, align)] if plan.date == "place" else []
    parts.append(draft.text(draft.word("sign"), align=align))
    if plan.seller == "hidden":
        draft.tell("seller_name", sale.seller.name.upper(), sale.seller.name)
    if plan.seller == "hidden" or draft.chance(0.35):
        parts.append(draft.text(sale.seller.name, align=align, ink=draft.ink.bold()))
    if sale.currency == "IDR" and draft.chance(0.18):
        stamp = Frame(
            Stack(
                [
                    draft.text("METERAI", align="center", ink=draft.ink.scaled(0.7)),
                    draft.text("10000", align="center", ink=draft.ink.scaled(0.9)),
                ]
            ),
            5,
        )
        parts.append(Side([Gap(0), stamp, Gap(0)], [0.25, 0.5, 0.25], 0))
    else:
        parts.append(Gap(space))
    parts += [
        draft.text(sale.seller.person, align=align),
        draft.text(draft.word("role"), align=align, ink=draft.ink.scaled(0.9)),
    ]
    signed = Stack(parts, 1)
    empty = Gap(0)
    return Side([signed, empty], [0.35, 0.65]) if draft.chance(0.2) else Side([empty, signed], [0.62, 0.38])


def second_table(draft: Draft, sale: Sale, width: float) -> Box:
    """Deliveries that the invoice is for: dates and numbers that are no field."""
    is_indonesian = draft.how.language == "id"
    titles = (
        ("No. Surat Jalan", "Tgl. Terima", "Penerima")
        if is_indonesian
        else ("Delivery Note", "Received on", "Received by")
    )
    rows = [
        (
            f"SJ-{draft.rng.randrange(1000, 9999)}",
            draft.how.day(sale.issued - timedelta(days=draft.rng.randrange(1, 15))),
            sale.receiver.person,
        )
        for _ in range(draft.rng.choice((1, 2, 3)))
    ]
    ink = draft.ink.scaled(0.9)
    lines = [Line(tuple(Cell(Text(title, ink.bold())) for title in titles), is_head=True)]
    lines += [Line(tuple(Cell(Text(cell, ink)) for cell in row)) for row in rows]
    heading = "Rincian Pengiriman" if is_indonesian else "Deliveries"
    grid = Grid(
        lines,
        [width * part for part in (0.22, 0.2, 0.25)],
        GridStyle(ruling=draft.rng.choice(("grid", "rows", "head"))),
    )
    return Stack([draft.text(heading, ink=ink.bold()), grid], 2)


def payments(draft: Draft, sale: Sale, width: float) -> Box:
    """The payment that was made before, with its day."""
    is_indonesian = draft.how.language == "id"
    titles = ("Tanggal Bayar", "Cara Bayar", "Nominal") if is_indonesian else ("Paid on", "Method", "Paid")
    day = draft.how.day(sale.issued - timedelta(days=draft.rng.randrange(2, 40)))
    figure = draft.how.figure(sale.sum_of("down_payment").amount)
    ink = draft.ink.scaled(0.9)
    row = (day, draft.rng.choice(("Transfer", "Giro" if is_indonesian else "Cheque")), figure)
    lines = [
        Line(tuple(Cell(Text(title, ink.bold())) for title in titles), is_head=True),
        Line(tuple(Cell(Text(cell, ink)) for cell in row)),
    ]
    heading = draft.text("Riwayat Pembayaran" if is_indonesian else "Payment history", ink=ink.bold())
    return Stack([heading, Grid(lines, [width * 0.2] * 3, GridStyle(ruling=draft.rng.choice(("grid", "rows"))))], 2)


def page_foot(draft: Draft, sale: Sale, plan: Plan, lines: Sequence[str]) -> "Foot":
    """What is at the foot of every page: the seller, who printed it, the number of the page."""
    printed = sale.issued + timedelta(days=1)
    who = sale.receiver.person.split()[0].upper()
    by = f"{draft.word('printed_by')} {who} {draft.how.day(printed)} 14:{draft.rng.randrange(10, 59)}"
    return Foot(
        draft,
        list(lines),
        by if draft.chance(0.15) else "",
        draft.chance(0.3),
        has_rule=bool(lines) and draft.chance(0.6),
        is_bold=plan.seller == "foot",
    )


class Foot:
    """Makes the foot of a page."""

    def __init__(
        self, draft: Draft, lines: list[str], by: str, has_number: bool, *, has_rule: bool, is_bold: bool
    ) -> None:
        self._draft, self._lines, self._by, self._has_number = draft, lines, by, has_number
        self._has_rule, self._is_bold = has_rule, is_bold
        self._words = (draft.word("page"), draft.word("of"))
        self._align: Align = draft.rng.choice(("left", "center", "center"))

    def __call__(self, page: int, pages: int) -> Box | None:
        """The foot of this page, or none."""
        ink = self._draft.ink.scaled(0.82)
        boxes: list[Box] = [Rule(0.5, 3)] if self._has_rule else []
        for number, line in enumerate(self._lines):
            boxes.append(Text(line, ink.bold() if number == 0 and self._is_bold else ink, self._align))
        right = f"{self._words[0]} {page} {self._words[1]} {pages}" if self._has_number or pages > 1 else ""
        if self._by or right:
            boxes.append(Side([Text(self._by, ink), Text(right, ink, "right")], [0.6, 0.4]))
        return Stack(boxes) if boxes else None
