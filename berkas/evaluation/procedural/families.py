"""The families of layouts: they share the machinery, not the words, typefaces, colours and arrangements."""

import functools
import itertools
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Final, Literal, get_args

from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont

from berkas.evaluation.procedural.pairs import Arrangement
from berkas.evaluation.procedural.tables import Ruling
from berkas.evaluation.procedural.vocabulary import Banking, Trade, Vocabulary
from berkas.evaluation.procedural.words import (
    invoice_calibrate,
    invoice_core,
    invoice_train,
    statement_calibrate,
    statement_core,
    statement_train,
)
from berkas.evaluation.specimens.drawing import Fonts
from berkas.evaluation.specimens.typefaces import Typeface, typeface

FamilyName = Literal["train", "calibrate"]

SumsPlace = Literal["right", "foot", "beside", "left", "wide", "boxed"]
"""Where sums stand: right below the table, in its foot, beside words and notes, left, over the whole width, in a box."""


@dataclass(frozen=True, slots=True)
class Family:
    """What the layouts of a family are composed of.

    Attributes:
        labels: Words of invoices.
        trade: Names, goods and texts of invoices.
        statement_labels: Words of bank statements.
        banking: Names and texts of bank statements.
        faces: Names of typefaces.
        inks: Colours of bars, logos and titles.
        heads: Arrangements of the head, see `head_arrangements`.
        facts: Arrangements of labels and values.
        sums: Places of the sums.
        rulings: Lines of tables.
        parties: Ways to set a party: its label ``above``, ``inline`` with the name, left in ``pairs``, in a ``frame``; ``bare``
            has none.
        accounts: Ways to set an account: ``pairs``, ``lines``, ``sentence``, ``short``.
        words: Ways to set the total in words: ``glued`` to its label, ``below`` it, in ``pairs``, ``boxed``.
        titles: Second titles, below the first.
    """

    labels: Vocabulary
    trade: Trade
    statement_labels: Vocabulary
    banking: Banking
    faces: Sequence[str]
    inks: Sequence[str]
    heads: Sequence[str]
    facts: Sequence[Arrangement]
    sums: Sequence[SumsPlace]
    rulings: Sequence[Ruling]
    parties: Sequence[str]
    accounts: Sequence[str]
    words: Sequence[str]
    titles: Sequence[str]


@functools.cache
def faces_of(name: str) -> Fonts:
    """A typeface by name, made known to reportlab."""
    if name in get_args(Typeface):
        known: Typeface = name  # type: ignore[assignment]
        return typeface(known)
    if name == "Vera":
        registerFont(TTFont("Vera", "Vera.ttf"))
        registerFont(TTFont("VeraBold", "VeraBd.ttf"))
        return Fonts("Vera", "VeraBold")
    return Fonts("Times-Roman", "Times-Bold") if name == "Times" else Fonts(name, f"{name}-Bold")


_PATTERNS: Final = (
    "a/b/c/d",
    "a|b/c|d",
    "a/b|c/d",
    "a/b/c|d",
    "a|b/c/d",
    "a|b+c/d",
    "a+b|c/d",
    "a/b|c+d",
    "a+b|c+d",
    "a|b+c+d",
)


def head_arrangements() -> list[str]:
    """Every arrangement of seller ``S``, title ``T``, numbers and dates ``F``, buyer ``B`` in rows.

    ``/`` ends a row, ``|`` parts its columns, ``+`` stands between what is stacked in a column. The title stands neither last nor
    below the numbers in its column.
    """
    found = []
    for pattern, order in itertools.product(_PATTERNS, itertools.permutations("STFB")):
        arranged = pattern.translate(str.maketrans("abcd", "".join(order)))
        if not arranged.endswith("T") and "F+T" not in arranged and not arranged.startswith(("F/B/S", "B/F/")):
            found.append(arranged)
    return found


def _half(half: int) -> list[str]:
    return [arranged for arranged in head_arrangements() if zlib.crc32(arranged.encode()) % 2 == half]


def _trade(words: ModuleType) -> Trade:
    return Trade(
        notes=words.NOTES, adverts=words.ADVERTS, bodies=words.BODIES, first_words=words.FIRST_WORDS, firm_words=words.FIRM_WORDS,
        forms=words.FORMS, foreign_forms=words.FOREIGN_FORMS, streets=(words.STREETS, words.FOREIGN_STREETS),
        cities=(words.CITIES, words.FOREIGN_CITIES), buildings=words.BUILDINGS, districts=words.DISTRICTS,
        countries=words.COUNTRIES, mottos=words.MOTTOS, people=words.PEOPLE, banks=words.BANKS, goods=words.GOODS,
        foreign_goods=words.FOREIGN_GOODS, details=words.DETAILS, sections=words.SECTIONS,
    )  # fmt: skip


def _banking(words: ModuleType) -> Banking:
    return Banking(
        debits=words.DEBITS, credits=words.CREDITS, banks=words.BANKS, products=words.PRODUCTS, branches=words.BRANCHES,
        notes=words.NOTES, adverts=words.ADVERTS,
    )  # fmt: skip


FAMILIES: Final[Mapping[FamilyName, Family]] = {
    "train": Family(
        labels=Vocabulary(invoice_core.LABELS, invoice_train.LABELS),
        trade=_trade(invoice_train),
        statement_labels=Vocabulary(statement_core.LABELS, statement_train.LABELS),
        banking=_banking(statement_train),
        faces=invoice_train.FACE_NAMES,
        inks=invoice_train.INKS,
        heads=_half(0),
        facts=("colon", "colon", "plain", "glued", "spread", "above", "boxes_above"),
        sums=("right", "right", "foot", "beside"),
        rulings=("grid", "columns", "head", "none"),
        parties=("above", "above", "above", "inline", "frame"),
        accounts=("pairs", "pairs", "sentence", "lines"),
        words=("glued", "glued", "boxed"),
        titles=("ASLI", "COPY", "ORIGINAL", "Lembar ke-1: Pembeli", "FAKTUR PENJUALAN DAN SURAT JALAN", "(PKP)"),
    ),
    "calibrate": Family(
        labels=Vocabulary(invoice_core.LABELS, invoice_calibrate.LABELS),
        trade=_trade(invoice_calibrate),
        statement_labels=Vocabulary(statement_core.LABELS, statement_calibrate.LABELS),
        banking=_banking(statement_calibrate),
        faces=invoice_calibrate.FACE_NAMES,
        inks=invoice_calibrate.INKS,
        heads=_half(1),
        facts=("colon", "glued", "right_labels", "below", "ruled", "strip", "boxes_below"),
        sums=("beside", "left", "wide", "boxed"),
        rulings=("grid", "rows", "head"),
        parties=("above", "above", "pairs", "pairs", "bare"),
        accounts=("pairs", "lines", "short"),
        words=("glued", "below", "pairs"),
        titles=("Non PKP", "SALINAN", "Putih: Pembeli / Merah: Arsip", "Tanda Terima Barang", "DUPLICATE", "LUNAS"),
    ),
}
