"""Recognisers by kind: every date, amount, number, contact and name of a document, wherever it stands.

What is one kind by its shape is no other: a tax number is no amount, a telephone number no account.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from berkas.extraction.propose.layout import Layout
from berkas.layout.cells import Cell, Pieces, block_below
from berkas.model.template import FieldType, TemplateField
from berkas.values.kinds import KINDS_OF_NORMALISERS
from berkas.values.kinds import Kind as Kind
from berkas.values.number_words import is_number_word

_LEAST_NUMBER_WORDS: Final = 3
_CODE_OF_CURRENCY: Final = re.compile(r"USD|SGD|EUR|GBP|AUD|JPY|MYR|IDR")
_MONTHS: Final = r"(?:JAN|FEB|PEB|MAR|MRT|APR|MEI|MAY|JUN|JUL|AGU|AGT|AGS|AUG|SEP|OKT|OCT|NOV|NOP|DES|DEC)[A-Z]{0,6}"
_SHAPES: Final = (
    (Kind.EMAIL, re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")),
    # serial numbers of tax invoices and places of business: no telephone number, no account
    (Kind.TEXT, re.compile(r"(?<![\d.-])\d{3}[.-]\d{3}[.-]\d{2}[.-]\d{8}(?!\d)|(?<!\d)(?:\d{17}|\d{22})(?!\d)")),
    (Kind.TAX_ID, re.compile(r"(?<![\d.])\d{2}\.\d{3}\.\d{3}\.\d\s?[-.]\s?\d{3}\.\d{3}(?!\d)|(?<!\d)\d{15,16}(?!\d)")),
    (
        Kind.DATE,
        re.compile(
            rf"(?<![\d/-])(?:\d{{4}}[-/.]\d{{2}}[-/.]\d{{2}}|\d{{1,2}}\s?[-/.]\s?(?:\d{{1,2}}|{_MONTHS})\s?[-/.]\s?(?:\d{{4}}|\d{{2}})"
            rf"|\d{{1,2}}(?:ST|ND|RD|TH)?[\s,-]{{0,2}}{_MONTHS}[.,]?[\s-]{{0,2}}\d{{2,4}}|{_MONTHS}\.?\s\d{{1,2}}(?:ST|ND|RD|TH)?,?\s\d{{4}})(?![\d/])",
            re.IGNORECASE,
        ),
    ),
    (
        Kind.PHONE,
        re.compile(
            r"(?<![\w/.,-])(?:(?:\+62|\+?\(?0\d)[\d ()./-]{6,18}\d|\+\d{1,3}[ -]?\(?\d[\d ()./-]{5,16}\d"
            r"|\(\d{3}\) ?\d{3}-\d{4}|\d{3}[-.]\d{3}[-.]\d{4})(?![\d,])"
        ),
    ),
    (Kind.PERCENT, re.compile(r"\d{1,3}(?:[.,]\d{1,2})?\s?%")),
    (
        Kind.AMOUNT,
        re.compile(
            r"(?<![\w/.-])(?:(?:RP|IDR|USD|SGD|EUR|JPY|US\$|S\$|[$€£¥])\.?\s?)?"
            r"[-(]?\d{1,3}(?:[., ']\d{3})+(?:[.,]\d{1,2})?(?:,-)?\)?(?![\w/])"
            r"|(?:RP|IDR|USD|SGD|EUR|JPY|US\$|S\$|[$€£¥])\.?\s?[-(]?\d+(?:[.,]\d{1,2})?(?:,-)?\)?(?![\w/])|(?<![\w/.-])\d+[.,]\d{2}(?![\w/.%])",
            re.IGNORECASE,
        ),
    ),
    (Kind.CODE, re.compile(r"(?<!\S)[A-Za-z0-9.-]+(?: ?/ ?[A-Za-z0-9.-]+){2,}(?!\S)")),
    (Kind.CODE, re.compile(r"(?<!\S)(?=[^\s]*\d)(?=[^\s]*[A-Za-z/#-])[A-Za-z0-9#][A-Za-z0-9./_#-]{2,}(?!\S)")),
    (Kind.DIGITS, re.compile(r"(?<![\w.,/-])\d(?:[\d.-]{2,22})\d(?![\w/])|(?<![\w.,/-])\d{3,}(?![\w.,/-])")),
)
"""Stricter kinds first: what one of them takes is no other."""


@dataclass(frozen=True, slots=True)
class Span:
    """A text of one kind.

    Attributes:
        kind: By its shape.
        cell: Where it stands.
        pieces: The pieces that it touches.
        text: As printed.
    """

    kind: Kind
    cell: Cell
    pieces: Pieces
    text: str


def kind_of(field: TemplateField) -> Kind:
    """The kind of a field's values, by its type and normaliser."""
    if field.type is FieldType.DATE:
        return Kind.DATE
    if field.type is FieldType.ENUM:
        return Kind.ENUM
    default = Kind.AMOUNT if field.type is FieldType.NUMBER else Kind.TEXT
    return KINDS_OF_NORMALISERS.get(field.normaliser or "", default)


def spans_of(layout: Layout) -> list[Span]:
    """Every text of a strict kind, line by line; nothing within tables."""
    return [
        span
        for index, cells in enumerate(layout.cells)
        if index not in layout.taken
        for cell in cells
        for span in _spans(cell)
    ]


def _spans(cell: Cell) -> Iterator[Span]:
    starts, position = [], 0
    for piece in cell.pieces:
        starts.append(position)
        position += len(piece.text) + 1
    text = cell.text
    free = text
    for kind, shape in _SHAPES:
        for found in shape.finditer(free):
            pieces = tuple(
                piece
                for piece, start in zip(cell.pieces, starts, strict=True)
                if start < found.end() and start + len(piece.text) > found.start()
            )
            yield Span(kind, cell, pieces, found.group().strip())
            free = free[: found.start()] + "\0" * (found.end() - found.start()) + free[found.end() :]


def amounts_in_words(layout: Layout) -> list[Pieces]:
    """Runs of number words, alone and with the lines below that go on with them."""
    found: list[Pieces] = []
    for cells in layout.cells:
        for cell in cells:
            if cell.line in layout.taken or _number_words(cell) < _LEAST_NUMBER_WORDS:
                continue
            start = next(n for n, piece in enumerate(cell.pieces) if is_number_word(piece.text))
            if start and _CODE_OF_CURRENCY.fullmatch(cell.pieces[start - 1].text):
                start -= 1
            pieces = cell.pieces[start:]
            found.append(pieces)
            for below in block_below(layout.cells, cell, most=2, stops=layout.taken):
                if not _number_words(below):
                    break
                pieces += below.pieces
                found.append(pieces)
    return found


def _number_words(cell: Cell) -> int:
    return sum(is_number_word(piece.text) for piece in cell.pieces)
