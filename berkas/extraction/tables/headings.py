"""Column headings of a table: where they stand, on one line or stacked on two or three, and which columns they name."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from berkas.extraction.tables.heading_cells import UNKNOWN, HeadCell, HeadLabels, head_cells
from berkas.extraction.tables.heading_model import Column, Heading
from berkas.extraction.tables.heading_words import LINE_COSTS, MOST_LOST, STRANGER_COSTS, heading_of_words
from berkas.extraction.tables.kinds import has_money
from berkas.layout.folding import fold, fold_label
from berkas.layout.lines import Line
from berkas.model.template import FieldType, TemplateField

_MOST_LINES: Final = 4
_MOST_LINES_OF_WORDS: Final = 2
"""Words that stand over each other on more lines are read as cells alone."""

_LEAST_COLUMNS: Final = 3
_STACKED: Final = 2.4
"""Lines of one heading follow each other closer than this many text heights."""

_SPACE: Final = 0.6
"""Words of one title are nearer to each other than this many text heights."""

_MOST_GROUPS: Final = 3
_PLAIN: Final = 95.0
_WHOLE: Final = 100.0
"""Likeness of a heading all of which, over its lines, is one of the template."""

_SAME_PLACE: Final = 0.06
"""Columns of repeated headings are nearer to each other than so much of the page's width."""
_LINE_GAINS: Final = 0.01


def find_headings(
    lines: Sequence[Line], fields: Sequence[TemplateField], *, least: int = _LEAST_COLUMNS
) -> list[list[Heading]]:
    """The headings of a table: groups of alike ones, as they are repeated on every page, the most probable group first.

    Args:
        lines: Of all pages.
        fields: Columns of the template, with the headings that they may have as labels.
        least: The least number of columns whose heading must be known.
    """
    tokens = [{fold_label(label.split()[0]) for label in field.headings} for field in fields]
    least = min(least, len(fields))
    labels = HeadLabels(fields)
    found = [
        heading
        for first, last in _windows(lines)
        if _may_be_heading(lines[first : last + 1], tokens, least)
        for heading in _readings(lines, first, last, fields, labels)
        if len({(column.left, column.right) for column in heading.columns if column.is_known}) >= least
    ]
    alone = {heading.first: heading for heading in found if heading.first == heading.last}
    found = [_with_all_lines(heading, alone) for heading in found]
    groups: list[list[Heading]] = []
    while found and len(groups) < _MOST_GROUPS:
        best = max(found, key=lambda heading: heading.score)
        alike = [heading for heading in found if _is_like(heading, best)]
        groups.append([_with_lines_below(one, lines, fields, labels) for one in _without_overlaps(alike)])
        taken = {index for heading in groups[-1] for index in range(heading.first, heading.last + 1)}
        found = [h for h in found if h not in alike and taken.isdisjoint(range(h.first, h.last + 1))]
    return groups


def _with_lines_below(
    heading: Heading, lines: Sequence[Line], fields: Sequence[TemplateField], labels: HeadLabels
) -> Heading:
    """The heading with a line below it that says its titles once more, in another language or with units."""
    numbers = {field.name for field in fields if field.type is FieldType.NUMBER}
    index = heading.last + 1
    if index >= len(lines) or index - heading.first >= _MOST_LINES or not _is_close(lines[index - 1], lines[index]):
        return heading
    if any(map(str.isdigit, lines[index].text)):
        return heading
    cells = head_cells(lines[index : index + 1])
    above = [{c.name for c in heading.columns if min(c.right, cell.right) > max(c.left, cell.left)} for cell in cells]
    whole_cells = head_cells(lines[heading.first : index + 1])
    stacked = [next((one for one in whole_cells if one.left <= cell.center <= one.right), cell) for cell in cells]
    is_title = all(above) and any(
        names & (numbers | labels.matches(cell).keys()) or max(labels.matches(both).values(), default=0.0) >= _WHOLE
        for names, cell, both in zip(above, cells, stacked, strict=True)
    )
    if not is_title:
        return heading
    whole = _of_cells(heading.first, index, whole_cells, fields, labels)
    if whole is not None and _known_count(whole) >= _known_count(heading):
        return replace(whole, score=max(whole.score, heading.score))
    return replace(heading, last=index)


def _known_count(heading: Heading) -> int:
    return len({(column.left, column.right) for column in heading.columns if column.is_known})


def _is_like(heading: Heading, best: Heading) -> bool:
    if heading == best:
        return True  # a score may be below zero, and so below its part
    names = {column.name for column in best.columns if column.is_known}
    own = {column.name for column in heading.columns if column.is_known}
    if len(own & names) < 0.6 * len(names) or heading.score < 0.6 * best.score:
        return False
    places = {column.name: column for column in best.columns}
    off = [abs(column.left - places[column.name].left) for column in heading.columns if column.name in own & names]
    return sum(one < _SAME_PLACE for one in off) >= 0.6 * len(off)


def _readings(
    lines: Sequence[Line], first: int, last: int, fields: Sequence[TemplateField], labels: HeadLabels
) -> Iterator[Heading]:
    """The heading that some lines are, by their words and by their cells."""
    cells = head_cells(lines[first : last + 1])
    by_cells = _of_cells(first, last, cells, fields, labels)
    if by_cells is not None:
        yield by_cells
        if all(column.likeness >= _PLAIN for column in by_cells.columns):
            return  # nothing is left for a dearer look
    if last - first >= _MOST_LINES_OF_WORDS:
        return
    by_words = heading_of_words(lines, first, last, fields)
    if by_words is not None:
        # words that name a column may stand near to others that name one which the template does not know
        yield _with_unknown(by_words, head_cells(lines[first : last + 1], _SPACE))


def _of_cells(
    first: int, last: int, cells: Sequence[HeadCell], fields: Sequence[TemplateField], labels: HeadLabels
) -> Heading | None:
    """The heading whose columns are whole cells."""
    twins: dict[tuple[str, ...], list[str]] = {}
    for field in fields:
        twins.setdefault(field.headings, []).append(field.name)
    firsts = {names[0]: names for names in twins.values()}
    scores = [{name: score for name, score in labels.matches(cell).items() if name in firsts} for cell in cells]
    owners = _matching(scores)
    if not owners:
        return None
    columns = [
        Column(name, cells[index].left, cells[index].right, scores[index][own])
        for index, own in owners.items()
        for name in firsts[own]
    ]
    heading = Heading(first, last, tuple(columns), 0.0)
    unknown = [cell for index, cell in enumerate(cells) if index not in owners and _says_something(cell)]
    score = sum(scores[index][own] for index, own in owners.items()) / 100
    score -= LINE_COSTS * (last - first) + STRANGER_COSTS * len(unknown)
    return replace(_with_unknown(heading, unknown), score=score)


def _matching(scores: Sequence[Mapping[str, float]]) -> dict[int, str]:
    """For each cell the column that it heads: as many as possible, the best likeness first."""
    owners: dict[int, str] = {}

    def seat(name: str, refused: set[int], least: float) -> bool:
        """Give a column its likeliest cell, moving others to another of theirs that is hardly less like."""
        for index in sorted(range(len(scores)), key=lambda i: -scores[i].get(name, 0.0)):
            score = scores[index].get(name, 0.0)
            if index in refused or not score or score < least:
                continue
            refused.add(index)
            if index not in owners or seat(owners[index], refused, scores[index][owners[index]] - MOST_LOST):
                owners[index] = name
                return True
        return False

    best: dict[str, float] = {}
    for found in scores:
        for name, score in found.items():
            best[name] = max(score, best.get(name, 0.0))
    for name in sorted(best, key=lambda name: -best[name]):
        seat(name, set(), 0.0)
    return owners


def _says_something(cell: HeadCell) -> bool:
    return any(character.isalnum() or character in "#@%" for character in cell.text)


def _with_unknown(heading: Heading, cells: Sequence[HeadCell]) -> Heading:
    """The heading with the cells beside its known columns as columns without a field, those across one as part of it."""
    columns = list(heading.columns)
    unknown = []
    for cell in cells:
        if not _says_something(cell):
            continue
        across = [c for c in columns if min(c.right, cell.right) > max(c.left, cell.left)]
        if not across:
            unknown.append(cell)
        elif len({(c.left, c.right) for c in across}) == 1:
            left, right = min(across[0].left, cell.left), max(across[0].right, cell.right)
            columns = [replace(c, left=left, right=right) if c in across else c for c in columns]
    taken = sum(not column.is_known for column in columns)
    columns += [Column(f"{UNKNOWN}{taken + n}", cell.left, cell.right) for n, cell in enumerate(unknown)]
    return replace(heading, columns=tuple(sorted(columns, key=lambda column: column.left)))


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
            if not _is_close(above, line):
                break
            yield first, last


def _is_close(above: Line, line: Line) -> bool:
    return line.page == above.page and line.middle - above.middle <= _STACKED * max(line.height, above.height)


def _may_be_heading(lines: Sequence[Line], tokens: Sequence[set[str]], least: int) -> bool:
    """A cheap look before the dear one: enough columns have the first word of a label here."""
    if any(has_money(line.text) for line in lines):
        return False
    text = fold("".join(line.text for line in lines))
    return sum(any(token in text for token in wanted) for wanted in tokens) >= least - 1


def _without_overlaps(headings: Sequence[Heading]) -> list[Heading]:
    kept: list[Heading] = []
    taken: set[int] = set()
    for heading in sorted(headings, key=lambda heading: -heading.score):
        own = range(heading.first, heading.last + 1)
        if taken.isdisjoint(own):
            kept.append(heading)
            taken.update(own)
    merged: list[Heading] = []
    for heading in sorted(kept, key=lambda heading: heading.first):
        # two headings directly under each other are one, as in two languages: the better one names the columns
        if merged and merged[-1].last + 1 == heading.first:
            better = max(merged[-1], heading, key=lambda one: one.score)
            merged[-1] = replace(better, first=merged[-1].first, last=heading.last)
        else:
            merged.append(heading)
    return merged
