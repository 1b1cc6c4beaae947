"""Headings by words: which words of a line, or of lines over each other, are the titles of columns.

Where the cells of a head stand so near to each other that no white parts them, the labels of a template still tell them apart.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from berkas.extraction.propose.anchors import Anchor, find_each
from berkas.extraction.tables.heading_model import Column, Heading
from berkas.layout.lines import Line, Piece
from berkas.model.template import TemplateField

LINE_COSTS: Final = 0.3
"""A heading of one more line must name so much more."""

STRANGER_COSTS: Final = 0.1
"""Words or cells that belong to no column make a line less of a heading."""

MOST_LOST: Final = 10.0
"""A column gives its heading to another one only for one that is not less like by more."""

_SPACE: Final = 0.45
"""Words of one title are nearer to each other than this many text heights."""

_ONE_TITLE_COSTS: Final = 0.6
"""Two columns whose titles stand like words of one are probably one."""

_OVERLAP: Final = 0.3
"""Words of stacked lines belong to one heading when they share so much of the narrower one's width."""


def heading_of_words(lines: Sequence[Line], first: int, last: int, fields: Sequence[TemplateField]) -> Heading | None:
    """The heading that the words of some lines are; None when they name no column."""
    stacked = _stacked(lines[first : last + 1])
    owners = _assigned(stacked, fields)
    if not owners:
        return None
    columns = []
    for name, anchor in owners.items():
        pieces = stacked.pieces[anchor.start : anchor.end]
        columns.append(
            Column(name, min(piece.left for piece in pieces), max(piece.right for piece in pieces), anchor.ratio)
        )
    covered = {place for anchor in owners.values() for place in range(anchor.start, anchor.end)}
    # words that belong to no heading make a line less of one
    strangers = sum(any(map(str.isalnum, piece.text)) for piece in stacked.pieces) - len(covered)
    distinct = {(anchor.start, anchor.end): anchor.ratio for anchor in owners.values()}
    score = sum(distinct.values()) / 100 - LINE_COSTS * (last - first) - STRANGER_COSTS * strangers
    score -= _ONE_TITLE_COSTS * _close_neighbours(stacked, list(distinct))
    return Heading(first, last, tuple(sorted(columns, key=lambda column: column.left)), score)


def _close_neighbours(stacked: Line, places: Sequence[tuple[int, int]]) -> int:
    """How many titles follow the one before as words of one phrase do."""
    ordered = sorted(places)
    return sum(
        end == begin and stacked.pieces[begin].left - stacked.pieces[end - 1].right < _SPACE * stacked.height
        for (_, end), (begin, _) in pairwise(ordered)
    )


def _assigned(stacked: Line, fields: Sequence[TemplateField]) -> dict[str, Anchor]:
    """A heading for as many columns as possible, each its own; columns with the very same labels share theirs."""
    twins: dict[tuple[str, ...], list[str]] = {}
    for field in fields:
        twins.setdefault(field.headings, []).append(field.name)
    choices = _without_parts(dict(zip(twins, find_each(stacked, twins), strict=True)))
    owners: dict[Anchor, tuple[str, ...]] = {}

    def seat(labels: tuple[str, ...], refused: set[Anchor], least: float) -> bool:
        """Give a column one of its headings, moving others to another of theirs that is hardly less like."""
        wanted = [anchor for anchor in choices[labels] if anchor not in refused and anchor.ratio >= least]
        for anchor in wanted:
            if not any(_share(anchor, taken) for taken in owners):
                owners[anchor] = labels
                return True
        for anchor in wanted:
            rivals = [taken for taken in owners if _share(anchor, taken)]
            if len(rivals) == 1:
                rival, other = rivals[0], owners[rivals[0]]
                del owners[rival]
                owners[anchor] = labels
                if seat(other, refused | {anchor, rival}, rival.ratio - MOST_LOST):
                    return True
                del owners[anchor]
                owners[rival] = other
        return False

    def order(labels: tuple[str, ...]) -> tuple[float, int]:
        """The surest columns first, of equally sure ones those with the fewest choices."""
        return -max((anchor.ratio for anchor in choices[labels]), default=0.0), len(choices[labels])

    for labels in sorted(choices, key=order):
        seat(labels, set(), 0.0)
    return {name: anchor for anchor, labels in owners.items() for name in twins[labels]}


def _without_parts(choices: dict[tuple[str, ...], list[Anchor]]) -> dict[tuple[str, ...], list[Anchor]]:
    """The choices without headings that are but a part of another column's longer one, as UNIT is of UNIT PRICE."""
    everyone = [anchor for anchors in choices.values() for anchor in anchors]
    return {
        labels: [
            anchor
            for anchor in anchors
            if not any(
                longer.start <= anchor.start
                and anchor.end <= longer.end
                and longer.end - longer.start > anchor.end - anchor.start
                and longer.ratio >= anchor.ratio
                for longer in everyone
            )
        ]
        for labels, anchors in choices.items()
    }


def _share(one: Anchor, other: Anchor) -> bool:
    return one.start < other.end and other.start < one.end


def _stacked(lines: Sequence[Line]) -> Line:
    """Lines as one, each piece joined with those above or below it."""
    if len(lines) == 1:
        return lines[0]
    groups: list[list[tuple[int, Piece]]] = []
    ended: list[list[tuple[int, Piece]]] = []
    pieces = sorted(
        ((number, piece) for number, line in enumerate(lines) for piece in line.pieces), key=lambda p: p[1].left
    )
    for number, piece in pieces:
        # from left to right, a group that ends before a piece ends before all that follow
        ended += [group for group in groups if all(other.right <= piece.left for _, other in group)]
        groups = [group for group in groups if any(other.right > piece.left for _, other in group)]
        near = [group for group in groups if any(n != number and _overlap(piece, other) for n, other in group)]
        joined = [item for group in near for item in group] + [(number, piece)]
        groups = [group for group in groups if group not in near] + [joined]
    groups = ended + groups
    return replace(lines[0], pieces=tuple(sorted((_joined(group) for group in groups), key=lambda piece: piece.left)))


def _joined(group: list[tuple[int, Piece]]) -> Piece:
    ordered = [piece for _, piece in sorted(group, key=lambda item: (item[0], item[1].left))]
    return replace(
        ordered[0],
        text=" ".join(piece.text for piece in ordered),
        left=min(piece.left for piece in ordered),
        right=max(piece.right for piece in ordered),
    )


def _overlap(one: Piece, other: Piece) -> bool:
    shared = min(one.right, other.right) - max(one.left, other.left)
    return shared > _OVERLAP * min(one.right - one.left, other.right - other.left)
