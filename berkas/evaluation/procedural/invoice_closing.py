"""What stands below the table of an invoice beside the sums: words, accounts, notes, adverts, further tables, signatures."""

from collections.abc import Sequence
from datetime import timedelta

from berkas.evaluation.procedural.blocks import Beside, Block, Code, Frame, Inset, Line, Lines, Stack
from berkas.evaluation.procedural.draft import Draft
from berkas.evaluation.procedural.invoice_head import HeadPlan, party_lines
from berkas.evaluation.procedural.invoice_sums import sums_block
from berkas.evaluation.procedural.numerals import Calendar, Convention
from berkas.evaluation.procedural.pairs import Pairs
from berkas.evaluation.procedural.sales import Sale
from berkas.evaluation.procedural.sums_block import SumRow, Sums
from berkas.evaluation.specimens.drawing import Align

_DECORATIONS = ("{0}", "{0}", "# {0} #", "== {0} ==", "({0})", "{0} saja", "{0} only", "*{0}*")


def closing(
    draft: Draft, sale: Sale, prints: tuple[Convention, Calendar], sums: Sequence[SumRow], plan: HeadPlan
) -> list[Block]:
    """The blocks from below the table to the end.

    Args:
        draft: In the making.
        sale: The contents.
        prints: How money and days are printed.
        sums: What is left to be printed of them; empty when they stand in the table.
        plan: Where the seller stands.
    """
    convention, calendar = prints
    words = _words(draft) if draft.maybe(0.5) else None
    account = _account(draft, sale) if draft.maybe(0.62) or plan.seller == "closing" else None
    notes = _notes(draft) if draft.maybe(0.55) else None
    advert = (
        Lines([(draft.rng.choice(draft.family.trade.adverts), draft.look.type(0.95))], _side(draft))
        if draft.maybe(0.3)
        else None
    )
    rest = [block for block in (words, account, notes, advert) if block]
    found: list[Block] = []
    if sums:
        first, rest = _with_sums(draft, sums_block(draft, list(sums)), rest)
        found += first
    if draft.maybe(0.1):
        rest.insert(0, _second_table(draft, sale, convention, calendar))
    if draft.maybe(0.08):
        rest.append(_code(draft))
    if draft.maybe(0.25):
        draft.rng.shuffle(rest)
    found += [block if draft.maybe(0.6) else Inset(block, 0.62) for block in rest]
    if draft.maybe(0.62) or plan.seller == "closing" or plan.date == "place":
        found.append(_signatures(draft, sale, calendar, plan))
    return found  # fmt: skip


def _with_sums(draft: Draft, sums: Sums, rest: list[Block]) -> tuple[list[Block], list[Block]]:
    """The sums in their place, and what is left of the other blocks."""
    place = draft.rng.choice(draft.family.sums)
    draft.signature.append(place)
    share = draft.rng.uniform(0.4, 0.56)
    match place:
        case "beside" if rest:
            taken = rest[: draft.rng.randint(1, len(rest))]
            left = Stack(taken, gap=draft.rng.uniform(5, 12))
            return [Beside((left, sums), (1 - share, share), gap=18)], rest[len(taken) :]
        case "left":
            return [Inset(sums, share)], rest
        case "wide":
            return [sums], rest
        case "boxed":
            return [Inset(Frame(sums, padding=4), share, "right")], rest
    if rest and draft.maybe(0.15):
        return [rest[0], Inset(sums, share, "right")], rest[1:]
    return [Inset(sums, share, "right")], rest


def _words(draft: Draft) -> Block:
    """The total in words behind, below or without its label, plain or in a box."""
    draft.state("amount_in_words")
    if "upiah" in str(draft.values["amount_in_words"]):
        draft.state("currency")
    look, label = draft.look, draft.label("in_words")
    plain = str(draft.values["amount_in_words"])
    cased = draft.rng.choice((plain, plain, plain.title(), plain.capitalize(), plain.upper()))
    text = draft.rng.choice(_DECORATIONS).format(cased)
    style = look.type(draft.rng.choice((0.95, 1, 1)), is_bold=draft.maybe(0.25))
    match draft.rng.choice(draft.family.words):
        case "below":
            return Lines([(f"{label}{draft.rng.choice((':', ''))}", look.label), (text, style)])
        case "pairs":
            return Pairs([(label, text)], "colon", look.label, style, colon=":")
        case "boxed":
            return Frame(Lines([(f"{label}: {text}", style)]), fill="#f4f4f4" if draft.maybe(0.3) else None)
    return Lines([(f"{label}{draft.rng.choice((': ', ' : ', ' '))}{text}", style)])


def _account(draft: Draft, sale: Sale) -> Block:
    """Where to pay: labels, lines or a sentence; sometimes a second account, which is not that of the fields."""
    look, rng = draft.look, draft.rng
    draft.state("bank_name", "bank_account_number", "bank_account_name")
    bank = sale.bank if not sale.bank.isupper() or draft.maybe(0.8) else sale.bank.title()
    if draft.maybe(0.1):
        bank += f" {rng.choice(('KCP', 'KC', 'Cabang'))} {sale.seller.town}"
    number = _spaced(draft, sale.account)
    intro = draft.label("bank_intro")
    labels = (draft.label("bank"), draft.label("account_number"), draft.label("account_name"))
    match rng.choice(draft.family.accounts):
        case "lines":
            lines = [bank, f"{labels[1]} {number}", f"{labels[2]} {sale.account_name}"]
            texts: list[Line] = [(f"{intro}:", look.label), *((line, look.type()) for line in lines)]
            block: Block = Lines(texts)
        case "sentence":
            text = f"{intro} {bank} {labels[1]} {number} {labels[2]} {sale.account_name}"
            block = Lines([(text + rng.choice((".", "")), look.type())])
        case "short":
            block = Lines([(f"{intro}: {bank} - {number} - {labels[2]} {sale.account_name}", look.type())])
        case _:
            rows = list(zip(labels, (bank, number, sale.account_name), strict=True))
            if draft.maybe(0.25):
                rows.insert(1, (draft.label("branch"), rng.choice(draft.family.trade.cities[0]).split(",")[0]))
            if draft.maybe(0.14):
                rows.append((draft.label("swift"), f"C{rng.choice('TNH')}{rng.choice('AOT')}HIDJA"))
            pairs = Pairs(rows, rng.choice(("colon", "glued", "plain")), look.label, look.type(), colon=":")
            block = (
                Stack([Lines([(f"{intro}:", look.type(is_bold=draft.maybe(0.5)))]), pairs], gap=2)
                if draft.maybe(0.7)
                else pairs
            )
    if draft.maybe(0.12):
        other = f"{rng.choice(draft.family.trade.banks)} {labels[1]} {rng.randrange(10**9, 10**10)} {labels[2]} {sale.account_name}"
        block = Stack([block, Lines([(other, look.type())])], gap=3)
    return Frame(block) if draft.maybe(0.12) else block  # fmt: skip


def _spaced(draft: Draft, digits: str) -> str:
    form = draft.rng.choices(("plain", "dashes", "spaces"), (78, 12, 10))[0]
    joint = {"plain": "", "dashes": "-", "spaces": " "}[form]
    return joint.join((digits[:3], digits[3:6], digits[6:]))


def _notes(draft: Draft) -> Block:
    look = draft.look
    chosen = draft.rng.sample(draft.family.trade.notes, draft.rng.randint(1, 4))
    form = draft.rng.choice(("- {1}", "{0}. {1}", "{1}", "* {1}"))
    texts: list[Line] = [
        (form.format(number, text), look.type(draft.rng.choice((0.8, 0.9, 1))))
        for number, text in enumerate(chosen, start=1)
    ]
    if draft.maybe(0.75):
        texts.insert(0, (f"{draft.label('notes')}:", look.type(0.95, is_bold=draft.maybe(0.6))))
    return Lines(texts)  # fmt: skip


def _side(draft: Draft) -> Align:
    return draft.rng.choice(("left", "center", "left", "right"))


def _code(draft: Draft) -> Block:
    seed = draft.rng.randrange(10**6)
    number = f"{draft.rng.randrange(10**11, 10**12)}"
    caption = (number, draft.look.type(0.8)) if draft.maybe(0.7) else None
    return Code(seed, draft.rng.uniform(38, 64), caption, is_square=draft.maybe(0.6), align=_side(draft))


def _second_table(draft: Draft, sale: Sale, convention: Convention, calendar: Calendar) -> Block:
    """A few lines of numbers that are no lines of the invoice: earlier payments, deliveries, taxes."""
    look, rng = draft.look, draft.rng
    key = rng.choice(("payments", "deliveries", "tax_summary"))
    rows = []
    for number in range(rng.randint(1, 3)):
        day = calendar.day(sale.issued - timedelta(days=rng.randrange(1, 60)))
        if key == "payments":
            rows.append(
                (
                    f"{day}  {rng.choice(('Transfer', 'Giro', 'Cash'))}",
                    convention.number(sale.sums[0].amount * (number + 1) / 10),
                )
            )
        elif key == "deliveries":
            rows.append((f"{day}  SJ-{rng.randrange(10**4):04d}", f"{rng.randrange(1, 40)} koli"))
        else:
            rows.append(
                (
                    f"{rng.choice(('PPN', 'VAT', 'Non'))} {number * 11}%",
                    convention.number(sale.sums[0].amount / (number + 2)),
                )
            )
    title = Lines([(draft.label(key), look.type(0.95, is_bold=True))])
    return Inset(Stack([title, Pairs(rows, "spread", look.type(0.9), look.type(0.9))], gap=3), 0.55)  # fmt: skip


def _signatures(draft: Draft, sale: Sale, calendar: Calendar, plan: HeadPlan) -> Block:
    """Place and day, a closing formula, room for a stamp, a name; one or two signatures, at the right or side by side."""
    look, rng = draft.look, draft.rng
    city = sale.seller.town
    gap = look.type(rng.uniform(2.2, 4))
    lines: list[Line] = []
    if plan.date == "place" or draft.maybe(0.3):
        if plan.date == "place":
            draft.state("invoice_date")
        lines.append((f"{city}, {calendar.day(sale.issued)}", look.type()))
    lines.append((draft.label("regards"), look.type()))
    if draft.maybe(0.35) or plan.seller == "closing":
        draft.state("seller_name")
        lines.append((sale.seller.name, look.type(is_bold=draft.maybe(0.4))))
    form = rng.choice(("({0})", "( {0} )", "{0}", "{0}"))
    lines += [(" ", gap), (form.format(sale.seller.contact), look.type())]
    if draft.maybe(0.35):
        lines.append((rng.choice(("Direktur", "Finance Manager", "Admin", "Bag. Penjualan")), look.type(0.95)))
    align: Align = rng.choice(("center", "left", "center"))
    own = Lines(lines, align)
    if not draft.maybe(0.3):
        return Inset(own, 0.38, "right" if draft.maybe(0.75) else "left")
    other = Lines([(draft.label("received"), look.type()), (" ", gap), ("(....................)", look.type())], align)
    return Beside((other, own) if draft.maybe(0.7) else (own, other), (1, 1), is_low=True)


def page_foot(draft: Draft, sale: Sale, plan: HeadPlan) -> list[Line]:
    """What stands at the foot of every page: the seller, where that is his place; who printed it, and when."""
    if plan.seller != "foot":
        clerk, day = draft.rng.choice(draft.family.trade.people), sale.issued + timedelta(days=draft.rng.randrange(3))
        clock = f"{draft.rng.randrange(7, 19):02d}:{draft.rng.randrange(60):02d}"
        printed = f"{draft.label('printed')}: {clerk}, {day:%d/%m/%Y} {clock}"
        return [(printed, draft.look.type(0.8))] if draft.maybe(0.1) else []
    draft.state("seller_name")
    look, joint = draft.look, " | " if draft.maybe(0.5) else " - "
    texts = party_lines(draft, sale.seller, "seller")
    return [(sale.seller.name, look.type(0.9, is_bold=True)), (joint.join(texts).replace("\n", joint), look.type(0.8))]
