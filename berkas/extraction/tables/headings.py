"""Column headings of a table: where they stand, on one line or stacked on two or three, and which columns they name."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from berkas.extraction.propose.anchors import Anchor, find_each
from berkas.layout.cells import cells_of
from berkas.layout.folding import fold
from berkas.layout.lines import Line, Piece
from berkas.model.template import FieldType, TemplateField

_MOST_LINES: Final = 3
_LEAST_COLUMNS: Final = 3
_STACKED: Final = 2.4
"""Lines of one heading follow each other closer than so many heights."""

_OVERLAP: Final = 0.3
"""Words of stacked lines belong to one heading when they share so much of the narrower one's width."""

_LEAST_LETTERS: Final = 3
_LINE_COSTS: Final = 0.3
_LINE_GAINS: Final = 0.01


@dataclass(frozen=True, slots=True)
class Column:
    """A column as its heading shows it; lengths in widths of the page.

    Attributes:
        name: Of the field that it gives.
        left: Left edge of the heading.
        right: Right edge of the heading.
    """

    name: str
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class Heading:
    """The headings of one table.

    Attributes:
        first: Index of its first line.
        last: Index of its last line.
        columns: From left to right; several may share one heading.
        score: How well and how many columns matched.
    """

    first: int
    last: int
    columns: tuple[Column, ...]
    score: float


def find_headings(lines: Sequence[Line], fields: Sequence[TemplateField]) -> list[Heading]:
    """The headings of a table, from top to bottom: the best one of the document, and its like on the pages after.

    Args:
        lines: Of all pages.
        fields: Columns of the template, with the headings that they may have as labels.
    """
    tokens = [{fold(label.split()[0]) for label in field.headings} for field in fields]
    least = min(_LEAST_COLUMNS, len(fields))
    found = [
        heading
        for first, last in _windows(lines)
        if _may_be_heading(lines[first : last + 1], tokens, least)
        and (heading := _matched(lines, first, last, fields)) is not None
        and len({(column.left, column.right) for column in heading.columns}) >= least
    ]
    if not found:
        return []
    alone = {heading.first: heading for heading in found if heading.first == heading.last}
    found = [_with_all_lines(heading, alone) for heading in found]
    best = max(found, key=lambda heading: heading.score)
    names = {column.name for column in best.columns}
    alike = [
        heading
        for heading in found
        if len({column.name for column in heading.columns} & names) >= 0.6 * len(names)
        and heading.score >= 0.6 * best.score
    ]
    return [_with_free_text(heading, lines, fields) for heading in _without_overlaps(alike)]


def _with_free_text(heading: Heading, lines: Sequence[Line], fields: Sequence[TemplateField]) -> Heading:
    """The heading with the leftmost words that name no known column as the title of the free text, if it lacks one."""
    free = next((f for f in fields if f.type is FieldType.STRING and not (f.normaliser or f.regex or f.internal)), None)
    if free is None or any(column.name == free.name for column in heading.columns):
        return heading
    for cell in cells_of([_stacked(lines[heading.first : heading.last + 1])])[0]:
        is_known = any(column.left < cell.center < column.right for column in heading.columns)
        if not is_known and sum(map(str.isalpha, cell.text)) >= _LEAST_LETTERS:
            columns = (*heading.columns, Column(free.name, cell.left, cell.right))
            return replace(heading, columns=tuple(sorted(columns, key=lambda column: column.left)))
    return heading


def _with_all_lines(heading: Heading, alone: Mapping[int, Heading]) -> Heading:
    """A heading of several lines that are headings each on its own, as in two languages, is better than any of them."""
    if heading.first == heading.last:
        return heading
    parts = [alone[index] for index in range(heading.first, heading.last + 1) if index in alone]
    names = {column.name for part in parts for column in part.columns}
    if len(parts) <= heading.last - heading.first or not names <= {column.name for column in heading.columns}:
        return heading
    return replace(heading, score=max([heading.score, *(part.score for part in parts)]) + _LINE_GAINS)


def _windows(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    for first in range(len(lines)):
        yield first, first
        for last in range(first + 1, min(first + _MOST_LINES, len(lines))):
            above, line = lines[last - 1], lines[last]
            if line.page != above.page or line.middle - above.middle > _STACKED * max(line.height, above.height):
                break
            yield first, last


def _may_be_heading(lines: Sequence[Line], tokens: Sequence[set[str]], least: int) -> bool:
    """A cheap look before the dear one: enough columns have the first word of a label here."""
    text = fold("".join(line.text for line in lines))
    return sum(any(token in text for token in wanted) for wanted in tokens) >= least - 1


def _matched(lines: Sequence[Line], first: int, last: int, fields: Sequence[TemplateField]) -> Heading | None:
    stacked = _stacked(lines[first : last + 1])
    owners = _assigned(stacked, fields)
    if not owners:
        return None
    columns = []
    for name, anchor in owners.items():
        pieces = stacked.pieces[anchor.start : anchor.end]
        columns.append(Column(name, min(piece.left for piece in pieces), max(piece.right for piece in pieces)))
    covered = {place for anchor in owners.values() for place in range(anchor.start, anchor.end)}
    # words that belong to no heading make a line less of one
    strangers = sum(any(map(str.isalnum, piece.text)) for piece in stacked.pieces) - len(covered)
    distinct = {(anchor.start, anchor.end): anchor.ratio for anchor in owners.values()}
    score = sum(distinct.values()) / 100 - _LINE_COSTS * (last - first) - 0.1 * strangers
    return Heading(first, last, tuple(sorted(columns, key=lambda column: column.left)), score)


def _assigned(stacked: Line, fields: Sequence[TemplateField]) -> dict[str, Anchor]:
    """A heading for as many columns as possible, each its own; columns with the very same labels share theirs."""
    twins: dict[tuple[str, ...], list[str]] = {}
    for field in fields:
        twins.setdefault(field.headings, []).append(field.name)
    choices = _without_parts(dict(zip(twins, find_each(stacked, twins), strict=True)))
    owners: dict[Anchor, tuple[str, ...]] = {}

    def seat(labels: tuple[str, ...], refused: set[Anchor]) -> bool:
        """Give a column one of its headings, moving others to another of theirs if need be."""
        wanted = [anchor for anchor in choices[labels] if anchor not in refused]
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
                if seat(other, refused | {anchor, rival}):
                    return True
                del owners[anchor]
                owners[rival] = other
        return False

    for labels in sorted(choices, key=lambda labels: len(choices[labels])):
        seat(labels, set())
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


def _without_overlaps(headings: Sequence[Heading]) -> list[Heading]:
    kept: list[Heading] = []
    taken: set[int] = set()
    for heading in sorted(headings, key=lambda heading: -heading.score):
        own = range(heading.first, heading.last + 1)
        if taken.isdisjoint(own):
            kept.append(heading)
            taken.update(own)
    kept.sort(key=lambda heading: heading.first)
    # two headings directly under each other are one that the window cut
    return [
        one for one, after in pairwise([*kept, None]) if one is not None and (after is None or after.first > one.last)
    ]
