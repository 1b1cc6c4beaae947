"""What stands around a candidate: the words between its label and it, its first and last line, the line that follows."""

import re
from typing import Final

from berkas.extraction.evidence.scene import Scene, key_of
from berkas.extraction.evidence.texts import place_words
from berkas.extraction.evidence.views import View
from berkas.extraction.propose.accounts import accounts, bank_lines
from berkas.extraction.propose.address_blocks import CONTACT, OTHER_LABEL, STREET
from berkas.extraction.propose.kinds import Kind, kind_of
from berkas.extraction.propose.parties import OVER_EMPTY_LINE
from berkas.layout.cells import Align, Cell, Pieces, block_below
from berkas.layout.folding import fold

FEATURES: Final = (
    "label_led_by", "label_followed_by", "first_place", "last_place", "next_place", "next_street", "next_stops", "next_gap",
    "next_height", "account_lines", "bank_lines",
)  # fmt: skip

_IN_FIGURES: Final = frozenset({Kind.DATE, Kind.AMOUNT, Kind.CODE, Kind.DIGITS, Kind.PERCENT, Kind.PHONE, Kind.TAX_ID})
"""Kinds whose values begin with a figure, or with few letters before it."""

_IN_LINES: Final = frozenset({Kind.ADDRESS, Kind.NAME, Kind.TEXT})
_MOST_LETTERS: Final = 30
_FAR: Final = 6.0
_MOST_LINES: Final = 12


def around_features(view: View, scene: Scene) -> dict[str, float]:
    """The `FEATURES` of a candidate; those of lines for names, addresses and other texts alone."""
    return {**_label_words(view, scene), **_lines(view, scene), **_account(view, scene)}


def _label_words(view: View, scene: Scene) -> dict[str, float]:
    """Letters that make a label part of a longer one: Tanggal PENGUKUHAN PKP, APP. Date."""
    if view.label is None or view.label.anchor is None:
        return {}
    anchor = view.label.anchor
    pieces = scene.layout.lines[anchor.line].pieces
    cell = scene.cell_of[key_of(pieces[anchor.start])]
    before = [piece for piece in cell.pieces if piece.right <= pieces[anchor.start].left]
    behind = " ".join(
        piece.text
        for piece in cell.pieces
        if piece.left >= pieces[anchor.end - 1].right and piece.right <= view.first.left
    )
    if kind_of(view.candidate.field) in _IN_FIGURES:
        text = " ".join(piece.text for piece in view.candidate.pieces)
        figure = re.search(r"\d", text)
        behind += text[: figure.start()] if figure else ""
    return {
        "label_led_by": min(_letters(" ".join(piece.text for piece in before)), _MOST_LETTERS),
        "label_followed_by": min(_letters(behind), _MOST_LETTERS),
    }


def _letters(text: str) -> int:
    return sum(map(str.isalpha, text))


def _lines(view: View, scene: Scene) -> dict[str, float]:
    pieces = view.candidate.pieces
    if kind_of(view.candidate.field) not in _IN_LINES:
        return {}
    first = [piece for piece in pieces if abs(piece.middle - pieces[0].middle) <= 0.5 * pieces[0].height]
    last = [piece for piece in pieces if abs(piece.middle - pieces[-1].middle) <= 0.5 * pieces[-1].height]
    found = {"first_place": _place(tuple(first)), "last_place": _place(tuple(last)), "next_gap": _FAR}
    cell = scene.cell_of.get(key_of(last[0]))
    following = _below(cell, scene) if cell is not None else None
    if cell is None or following is None:
        return found
    stops = (
        CONTACT.search(following.text)
        or OTHER_LABEL.search(following.text)
        or fold(following.text) in scene.label_texts
        or following.line in scene.layout.labelled
    )
    return found | {
        "next_place": place_words(following.text),
        "next_street": float(bool(STREET.match(following.text))),
        "next_stops": float(bool(stops)),
        "next_gap": min((following.middle - cell.middle) / max(cell.height, 1e-6), _FAR),
        "next_height": following.height / max(cell.height, 1e-6),
    }


def _account(view: View, scene: Scene) -> dict[str, float]:
    """Lines between a part of an account and the nearest number of an account and name of a bank, its own line included."""
    find = view.candidate.field.find
    if find is None or find.payment is None:
        return {}
    layout = scene.layout
    page = layout.lines[view.line].page
    places = {
        "account_lines": {cell.line for cell, _ in layout.once(accounts)},
        "bank_lines": layout.once(bank_lines),
    }
    return {
        name: min([abs(line - view.line) for line in lines if layout.lines[line].page == page] + [_MOST_LINES])
        for name, lines in places.items()
    }


def _place(pieces: Pieces) -> float:
    return place_words(" ".join(piece.text for piece in pieces))


def _below(cell: Cell, scene: Scene) -> Cell | None:
    """The nearest cell below in the same column, whatever it has in line."""
    below = [block_below(scene.layout.cells, cell, most=1, align=align, reach=OVER_EMPTY_LINE) for align in Align]
    return min((block[0] for block in below if block), key=lambda one: one.line, default=None)
