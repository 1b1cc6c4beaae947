"""What can be a label, and where on a line it ends."""

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from itertools import pairwise
from typing import Final

from berkas.layout.cells import Cell, Pieces
from berkas.layout.folding import fold

_MOST_WORDS: Final = 8
_MOST_CHARACTERS: Final = 60
_LEAST_LETTERS: Final = 2
_SPLIT: Final = 0.8
"""White that is wider than this many text heights parts a value from the label behind it, where no label is known."""

_LEADERS: Final = re.compile(r"[.…_·•-]{3,}")
"""Dots or a line from a label to its value."""

_LED: Final = re.compile(r"(?P<key>.{2,60}?)[.…_·•]{3,}(?P<value>.*)")
"""A label, leaders and perhaps the value, as one word: bounded, so that it is linear."""


def is_key(pieces: Pieces, text: str | None = None) -> bool:
    """Whether a text can be a label: a few words that are not mostly digits."""
    if not pieces or len(pieces) > _MOST_WORDS:
        return False
    own = text if text is not None else " ".join(piece.text for piece in pieces)
    letters, digits = sum(map(str.isalpha, own)), sum(map(str.isdigit, own))
    is_address = own.casefold().startswith(("http", "www.")) or "@" in own
    return letters >= _LEAST_LETTERS and digits <= letters and len(own) <= _MOST_CHARACTERS and not is_address


def is_known(pieces: Pieces, labels: AbstractSet[str]) -> bool:
    """Whether a text is one of the labels."""
    return len(pieces) <= _MOST_WORDS and fold(" ".join(piece.text for piece in pieces)) in labels


def joined(line: Sequence[Cell]) -> list[Cell]:
    """The cells of a line; those that a colon within a time of the day or an address of the web parted are one."""
    cells: list[Cell] = []
    for cell in line:
        before = cells[-1].pieces[-1] if cells else None
        first = cell.pieces[0]
        is_of_word = before is not None and before.word is first.word and first.after_colon
        if is_of_word and before is not None and (
            first.text.startswith("/") or (before.text[-1].isdigit() and first.text[0].isdigit())
        ):  # fmt: skip
            cells[-1] = replace(cells[-1], pieces=(*cells[-1].pieces, *cell.pieces))
        else:
            cells.append(cell)
    return cells


def split_at_label(cell: Cell, labels: AbstractSet[str]) -> tuple[Pieces, Pieces]:
    """A text between two colons as a value and the label behind it: one that is known, else what wide white parts."""
    pieces = cell.pieces
    for count in range(min(_MOST_WORDS, len(pieces)), 0, -1):
        if is_known(pieces[-count:], labels):
            return pieces[:-count], pieces[-count:]
    gaps = [(other.left - one.right, number) for number, (one, other) in enumerate(pairwise(pieces), start=1)]
    widest, number = max(gaps, default=(0.0, 0))
    if widest >= _SPLIT * cell.height and is_key(pieces[number:]):
        return pieces[:number], pieces[number:]
    return pieces, ()


def leaders_of(line: Sequence[Cell]) -> Iterator[tuple[Pieces, Pieces, str | None, str | None]]:
    """Labels with what stands behind leaders: pieces of both, and their texts where a piece holds more than that."""
    pieces = tuple(piece for cell in line for piece in cell.pieces)
    for number, piece in enumerate(pieces):
        if number and _LEADERS.fullmatch(piece.text):
            value = tuple(one for one in pieces[number + 1 :] if not _LEADERS.fullmatch(one.text))
            if value:
                yield pieces[:number], value, None, None
            return
        led = _LED.fullmatch(piece.text[: 4 * _MOST_CHARACTERS])
        if led is None or not any(map(str.isalpha, led["key"])):
            continue
        value_text = " ".join([*filter(None, [led["value"].strip(" .")]), *(one.text for one in pieces[number + 1 :])])
        key_text = " ".join([*(one.text for one in pieces[:number]), led["key"]])
        if value_text:
            yield pieces[: number + 1], pieces[number + 1 :] or (piece,), key_text, value_text
        return
