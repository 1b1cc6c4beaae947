"""Strategies: named ways of finding a value that labels alone cannot express, each with its arguments.

A strategy gives the places where the value may stand, likeliest first; the field's normaliser decides what can be a value.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from typing import Any, Final

from rapidfuzz import fuzz

from berkas.extraction.propose import (
    bank_head,
    document_head,
    labelled_blocks,
    listed,
    machine_zone,
    parties,
    payment,
    row_cells,
    sections,
    sentences,
    signatures,
    small_texts,
)
from berkas.extraction.propose.anchors import until_gap
from berkas.extraction.propose.layout import Layout, Place, Way
from berkas.extraction.propose.printing import DATED_PLACE
from berkas.layout.cells import Cell, Pieces
from berkas.layout.folding import fold
from berkas.layout.lines import Line, Piece
from berkas.model import strategies as model
from berkas.model.strategies import Dated, Following, LineBelow

Strategy = Callable[[Layout, Any], Iterator[Place]]
"""Takes the arguments of its own model."""

_DATE: Final = re.compile(r"\d{2}\W\d{2}\W\d{4}")
_ENDS: Final = 85
"""A line that begins so much like a label of another field ends a block, 0-100."""


def places_of(wanted: object, layout: Layout) -> Iterator[Place]:
    """The places that a strategy gives."""
    yield from _STRATEGIES[type(wanted)](layout, wanted)


def following(layout: Layout, wanted: Following) -> Iterator[Place]:
    """The lines after the value of a field that are neither labels nor numbers: the first of them, or up to three more."""
    body = _body(layout, wanted.after)
    if wanted.part == "first":
        yield from (Place(until_gap(line.pieces, line.height), Way.STRATEGY) for line in body[:1])
    elif body[1:4]:
        yield Place(tuple(piece for line in body[1:4] for piece in until_gap(line.pieces, line.height)), Way.STRATEGY)


def _body(layout: Layout, after: str) -> list[Line]:
    field = next((field for field in layout.template.fields if field.name == after), None)
    ends = {fold(label) for other in layout.template.fields if other is not field for label in other.labels}
    ends |= {fold(label) for label in field.labels} if field is not None else set()
    body: list[Line] = []
    is_after = False
    for number, line in enumerate(layout.lines):
        if sum(map(str.isdigit, line.text)) >= _NUMBER_DIGITS and not body:
            is_after = True
        elif is_after:
            begins = fold(line.text)
            is_label = any(len(end) > 2 and fuzz.ratio(begins[: len(end)], end) >= _ENDS for end in ends)
            if is_label or number in layout.labelled or _DATE.search(line.text):
                if body:
                    break
            elif sum(map(str.isalpha, line.text)) >= 3:
                body.append(line)
    return body


def line_below(layout: Layout, wanted: LineBelow) -> Iterator[Place]:
    """The line below each label of a field."""
    for anchor in layout.anchors.get(wanted.of, ()):
        if anchor.line + 1 < len(layout.lines) and layout.lines[anchor.line + 1].page == layout.lines[anchor.line].page:
            line = layout.lines[anchor.line + 1]
            yield Place(until_gap(line.pieces, line.height), Way.STRATEGY)


def dated(layout: Layout, wanted: Dated) -> Iterator[Place]:
    """A date behind a place on one line; else dates in a part of the page, the lowest first, and the place above each."""
    if wanted.from_x == 0:
        yield from (Place(cell.pieces, Way.STRATEGY) for cell in _dated_cells(layout, wanted.pages == "all"))
        return
    for index, date in _dates_from(layout, wanted.from_x):
        if wanted.part == "date":
            yield Place((date,), Way.STRATEGY)
            continue
        height = layout.lines[index].height
        for line in reversed(layout.lines[max(0, index - 3) : index]):
            pieces = tuple(p for p in line.pieces if p.left > date.left - 5 * height and p.word is not date.word)
            if pieces and date.middle - line.middle < 4 * height:
                yield Place(_last_column(pieces, height), Way.STRATEGY)
                break


def _dated_cells(layout: Layout, on_all_pages: bool) -> list[Cell]:
    """Cells that hold a place and a date; those that stand by themselves where any does, for behind a caption it is a birth's."""
    found = [
        (cell, before)
        for line in layout.cells
        for before, cell in pairwise((None, *line))
        if cell is not None and (cell.page == 0 or on_all_pages) and DATED_PLACE.match(cell.text)
    ]
    alone = [cell for cell, before in found if before is None or cell.left - before.right > _CAPTION_GAP * cell.height]
    return alone or [cell for cell, _ in found]


def _dates_from(layout: Layout, from_x: float) -> Iterator[tuple[int, Piece]]:
    """Dates in the right part of the text, the lowest first."""
    if not layout.lines:
        return
    left = min(line.pieces[0].left for line in layout.lines)
    right = max(line.pieces[-1].right for line in layout.lines)
    for index in range(len(layout.lines) - 1, -1, -1):
        for piece in layout.lines[index].pieces:
            if _DATE.search(piece.text) and piece.left > left + from_x * (right - left):
                yield index, piece


def _last_column(pieces: Pieces, height: float) -> Pieces:
    start = 0
    for position in range(1, len(pieces)):
        if pieces[position].left - pieces[position - 1].right > 3 * height:
            start = position
    return pieces[start:]


_NUMBER_DIGITS: Final = 15
_CAPTION_GAP: Final = 12
"""Heights of text between a caption and its value at most."""

_STRATEGIES: Final[Mapping[type, Strategy]] = {
    model.Party: parties.party,
    model.RateBeside: document_head.rate,
    model.CurrencySigns: document_head.currency_signs,
    model.SumBelow: document_head.sum_below,
    model.Numbered: document_head.numbered,
    model.Days: document_head.days,
    model.Payment: payment.payment,
    model.Issuer: bank_head.issuer,
    model.Beside: bank_head.beside,
    model.Period: bank_head.period,
    model.ColumnTotal: bank_head.column_total,
    model.Dated: dated,
    model.Sentence: sentences.sentence,
    model.Section: sections.section,
    model.RowCell: row_cells.row_cell,
    model.LineBelow: line_below,
    model.Following: following,
    model.Clock: small_texts.clock,
    model.Words: small_texts.words,
    model.Signed: signatures.signed,
    model.Block: labelled_blocks.block,
    model.MachineZone: machine_zone.machine_zone,
    model.Listed: listed.listed,
    model.Tallest: listed.tallest,
}
