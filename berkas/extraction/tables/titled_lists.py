"""Lists below titles: rows of a text and an amount without headings of their columns, one list beside or below another.

Payslips print earnings and deductions so: as two lists beside each other, as one below the other, or as one list of texts whose
amounts stand below the one title or the other. Titles tell the lists apart, and the white between the amounts of one and the texts
of the next parts them.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise
from typing import Final

from rapidfuzz import fuzz

from berkas.extraction.tables.cutting import words_of
from berkas.extraction.tables.heading_cells import runs_of
from berkas.extraction.tables.line_roles import LineRoles
from berkas.extraction.tables.open_lists import find_open_list
from berkas.extraction.tables.rows import Row, Rows
from berkas.extraction.tables.table_roles import TableRoles
from berkas.layout.cells import Cell, Pieces, cells_of
from berkas.layout.folding import fold
from berkas.layout.lines import Line, Piece
from berkas.model.template import FieldType, TemplateField

_LEAST_RATIO: Final = 88
_LEAST_FUZZY: Final = 6
_AFTER_LIST: Final = 6.0
"""A list ends where its next line is further away than this many text heights."""

_NEXT_LINE: Final = 1.7
"""A text goes on in a line that is no further away than this many text heights."""

_NEARER: Final = 0.85
"""Lines of one text are nearer to each other than this part of the distance between rows."""

_TITLE_GAP: Final = 0.6
"""A gap wider than this many text heights parts two titles."""

_MOST_CHOICES: Final = 24
_MOST_EDGES: Final = 80
"""A page may be full of titles and of gaps; this many are looked at."""

_WIDER: Final = 1.5
"""It is this many times as wide as the narrowest space of its line."""

_CELL_GAP: Final = 1.1
"""A gap wider than this many text heights parts an amount from its text."""

_NUMBERING: Final = re.compile(r"^(?:[A-H]|[IVX]{1,4}|\d{1,2})[.)]\s+")
_COUNT: Final = re.compile(r"\d{1,2}[.)]?")
_BEHIND_TITLE: Final = re.compile(r"\s*\((?:[-+=/]|RP\.?|IDR)\)\s*$|\s+(?:RP\.?|IDR)\s*$", re.IGNORECASE)
_AMOUNT: Final = re.compile(
    r"\(?[-–]?(?:RP|IDR)?\.?[-–]?(?:\d{1,3}(?:[.,]\d{3})+|\d+)(?:[.,]\d{1,2})?(?:,-{1,2})?\)?", re.IGNORECASE
)
_GROUPED: Final = re.compile(r"\d{1,3}(?:[.,]\d{3})+|RP|IDR", re.IGNORECASE)
_NOTHING: Final = re.compile(r"[-–]{1,2}")
_CURRENCY: Final = re.compile(r"\W*(?:RP|IDR)\W*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Title:
    """The title of a list.

    Attributes:
        table: Index of the list.
        cell: Where it stands.
        likeness: 0-100.
    """

    table: int
    cell: Cell
    likeness: float


@dataclass(frozen=True, slots=True)
class _Entry:
    """What a line holds of a list: a text, an amount, or both; an amount of nothing is a dash."""

    text: Pieces
    amount: Pieces


@dataclass(frozen=True, slots=True)
class _Found:
    """A list as read.

    Attributes:
        rows: With the lines of the title and of the rows.
        end: Index of the line that ended it, with its sum; None at the end of the text.
    """

    rows: Rows
    end: int | None


Body = list[tuple[int, Pieces]]
"""The pieces of a list on each line, by the index of the line."""


def find_lists(lines: Sequence[Line], tables: Sequence[TableRoles]) -> dict[str, Rows]:
    """The lists that have a title and at least one row, by the name of their table.

    Args:
        lines: Of all pages.
        tables: Those of a template that have titles.
    """
    own = [roles for roles in tables if roles.titles and not _is_open(roles)]
    cells = [_runs(index, line) for index, line in enumerate(lines)] if own else []
    best: tuple[int, dict[str, _Found]] = (0, {})
    for titles in islice(_choices(cells, own), _MOST_CHOICES):
        found = _read(lines, own, titles)
        count = sum(len(one.rows.rows) for one in found.values())
        if count > best[0]:
            best = count, found
    return _without_sums_of_others(best[1]) | _open_lists(lines, [roles for roles in tables if _is_open(roles)])


def _is_open(roles: TableRoles) -> bool:
    """Whether a list has several amounts on each line, and no sum that ends it."""
    items = roles.table.items
    return bool(roles.titles and items and not items.stop_labels and len(roles.numbers) > 1)


def _open_lists(lines: Sequence[Line], tables: Sequence[TableRoles]) -> dict[str, Rows]:
    found = {}
    for roles in tables:
        titles = (title for n, line in enumerate(lines) for cell in _runs(n, line) for title in _titles(cell, [roles]))
        title = next(titles, None)
        rows = None
        if title is not None:
            rows = find_open_list(lines, roles, first=title.cell.line, likeness=title.likeness)
        if rows is not None:
            found[roles.table.name] = rows
    return found


def _runs(index: int, line: Line) -> list[Cell]:
    """The cells of a line, and their parts where a head is so narrow that hardly more than a space parts its titles."""
    whole = cells_of([line])[0]
    space = min((other.left - one.right for one, other in pairwise(line.pieces)), default=0.0)
    gap = max(_TITLE_GAP * line.height, _WIDER * space)
    parts = [tuple(run) for run in runs_of(line.pieces, gap)]
    runs = {tuple(map(id, pieces)): pieces for pieces in (*(cell.pieces for cell in whole), *parts)}
    return [Cell(index, line.page, pieces, line.middle, line.height) for pieces in runs.values()]


def entry_of(pieces: Pieces, height: float) -> _Entry:
    """A text and the amount that ends its line; what stands between both, such as hours and a rate, is left out."""
    printed = [piece for piece in pieces if re.search(r"[\w]", piece.text) or _NOTHING.fullmatch(piece.text)]
    end = len(printed)
    if end and _is_amount(printed, height):
        end -= 1
        while end and (_CURRENCY.fullmatch(printed[end - 1].text) or printed[end - 1].text in {"(", "-"}):
            end -= 1
    text, amount = printed[:end], printed[end:]
    if len(text) > 1 and _COUNT.fullmatch(text[0].text):
        text = text[1:]
    first = next(
        (n for n, (one, other) in enumerate(pairwise(text), start=1) if _is_apart(one, other, height)), len(text)
    )
    return _Entry(tuple(text[:first]), tuple(amount))


def _is_amount(pieces: Sequence[Piece], height: float) -> bool:
    last = pieces[-1]
    if not (_AMOUNT.fullmatch(last.text) or _NOTHING.fullmatch(last.text)):
        return False
    before = pieces[-2] if len(pieces) > 1 else None
    return (
        before is None
        or bool(_GROUPED.search(last.text))
        or last.after_colon
        or _is_apart(before, last, height)
        or bool(_CURRENCY.fullmatch(before.text))
    )


def _is_apart(one: Piece, other: Piece, height: float) -> bool:
    return other.left - one.right > _CELL_GAP * height


def _choices(cells: Sequence[Sequence[Cell]], tables: Sequence[TableRoles]) -> Iterator[list[_Title]]:
    """Ways to take a title for each list: all on one line, or each the first that it has."""
    found = [title for line in cells for cell in line for title in _titles(cell, tables)]
    by_line: dict[int, list[_Title]] = {}
    for title in found:
        by_line.setdefault(title.cell.line, []).append(title)
    for same in by_line.values():
        if len({title.table for title in same}) > 1:
            yield sorted(_one_each(same), key=lambda title: title.cell.left)
    for start in dict.fromkeys(title.cell.line for title in found):
        yield sorted(
            _one_each([title for title in found if title.cell.line >= start]), key=lambda title: title.cell.line
        )


def _one_each(titles: Sequence[_Title]) -> list[_Title]:
    first: dict[int, _Title] = {}
    for title in titles:
        first.setdefault(title.table, title)
    return list(first.values())


def _titles(cell: Cell, tables: Sequence[TableRoles]) -> Iterator[_Title]:
    text = _BEHIND_TITLE.sub("", _NUMBERING.sub("", cell.text))
    folded = [fold(part) for part in (text, *re.split(r"\s*[/|]\s*", text))]
    for index, roles in enumerate(tables):
        labels = {fold(label) for label in roles.titles}
        best = max((_likeness(one, label) for one in folded for label in labels), default=0.0)
        if best:
            yield _Title(index, cell, best)


def _likeness(text: str, label: str) -> float:
    if text == label:
        return 100.0
    ratio = fuzz.ratio(text, label) if min(len(text), len(label)) >= _LEAST_FUZZY else 0.0
    return ratio if ratio >= _LEAST_RATIO else 0.0


def _read(lines: Sequence[Line], tables: Sequence[TableRoles], titles: Sequence[_Title]) -> dict[str, _Found]:
    if len(titles) > 1 and len({title.cell.line for title in titles}) == 1:
        return _read_beside(lines, tables, titles)
    found: dict[str, _Found] = {}
    for title, following in zip(titles, [*titles[1:], None], strict=True):
        end = following.cell.line if following is not None else len(lines)
        body = [(index, lines[index].pieces) for index in range(title.cell.line + 1, end)]
        own = _List(lines, tables[title.table], title).read(body)
        if own is not None:
            found[tables[title.table].table.name] = own
    return found


def _read_beside(lines: Sequence[Line], tables: Sequence[TableRoles], titles: Sequence[_Title]) -> dict[str, _Found]:
    """Lists beside each other: parted by white, or the amounts of one list of texts, each below its title."""
    first = titles[0].cell
    body = [index for index in range(first.line + 1, len(lines)) if lines[index].page == first.page]
    edges = [_edge(lines, body, one, other) for one, other in pairwise(titles)]
    parted, shared = _parted(lines, body, [edge for edge, _ in edges]), _shared(lines, body, titles)
    if _fit_of_shared(shared) > min(fit for _, fit in edges):
        parted = shared
    found: dict[str, _Found] = {}
    for title, side in zip(titles, parted, strict=True):
        own = _List(lines, tables[title.table], title).read(side)
        if own is not None:
            found[tables[title.table].table.name] = own
    return found


def _edge(lines: Sequence[Line], body: Sequence[int], one: _Title, other: _Title) -> tuple[float, int]:
    """Where two lists are parted best, in widths of the page, and how many of their lines are then a text with an amount."""
    low, high = one.cell.left, other.cell.right
    found = {
        (round(b.left - a.right, 3), round((a.right + b.left) / 2, 3))
        for index in body
        for a, b in pairwise(lines[index].pieces)
        if b.left - a.right > _TITLE_GAP * lines[index].height and low < (a.right + b.left) / 2 < high
    }
    gaps = sorted(found, reverse=True)[:_MOST_EDGES]
    gaps.append((0.0, other.cell.left - 0.5 * other.cell.height))
    fits = [(_fit(lines, body, edge), gap, edge) for gap, edge in gaps]
    fit, _, edge = max(fits)
    return edge, fit


def _fit(lines: Sequence[Line], body: Sequence[int], edge: float) -> int:
    """How many sides of lines are a text with an amount, less those that cannot be one."""
    fit = 0
    for index in body:
        line = lines[index]
        for side in _sides(line, [edge]):
            entry = entry_of(side, line.height)
            fit += bool(entry.text and entry.amount) - 2 * bool(entry.amount and not entry.text)
            fit -= sum(bool(_GROUPED.search(piece.text)) and piece not in entry.amount for piece in side)
    return fit


def _sides(line: Line, edges: Sequence[float]) -> list[Pieces]:
    bounds = [float("-inf"), *edges, float("inf")]
    return [
        tuple(piece for piece in line.pieces if low <= (piece.left + piece.right) / 2 < high)
        for low, high in pairwise(bounds)
    ]


def _parted(lines: Sequence[Line], body: Sequence[int], edges: Sequence[float]) -> list[Body]:
    found: list[Body] = [[] for _ in range(len(edges) + 1)]
    for index in body:
        for own, side in zip(found, _sides(lines[index], edges), strict=True):
            if side:
                own.append((index, side))
    return found


def _shared(lines: Sequence[Line], body: Sequence[int], titles: Sequence[_Title]) -> list[Body]:
    """One list of texts left of all titles; each line with one amount belongs to the title that its amount stands under."""
    found: list[Body] = [[] for _ in titles]
    for index in body:
        line = lines[index]
        text = tuple(piece for piece in line.pieces if piece.right <= titles[0].cell.left)
        rest = line.pieces[len(text) :]
        amounts = [piece for piece in rest if _AMOUNT.fullmatch(piece.text)]
        for number, lines_of_title in enumerate(found):
            # a line of totals has an amount for each
            own = [piece for piece in amounts if _nearest(piece, titles) == number]
            if text and own:
                lines_of_title.append((index, (*text, own[-1])))
    return found


def _nearest(piece: Piece, titles: Sequence[_Title]) -> int:
    return min(
        range(len(titles)),
        key=lambda n: min(
            abs(piece.right - titles[n].cell.right), abs((piece.left + piece.right) / 2 - titles[n].cell.center)
        ),
    )


def _fit_of_shared(bodies: Sequence[Body]) -> int:
    indexes = [index for body in bodies for index, _ in body]
    return sum(indexes.count(index) == 1 for index in set(indexes))


class _List:
    """One list on its way from lines to rows."""

    def __init__(self, lines: Sequence[Line], roles: TableRoles, title: _Title) -> None:
        items = roles.table.items
        stops = (*items.stop_labels, *roles.labels) if items else ()
        skips = items.skip_labels if items else ()
        self._lines, self._title, self._known = lines, title, LineRoles(stops, skips)
        self._text = _column(roles, FieldType.STRING)
        self._amount = _column(roles, FieldType.NUMBER)

    def read(self, body: Body) -> _Found | None:
        """The rows up to the sum; None without any."""
        rows: list[Row] = []
        used = [self._title.cell.line]
        totals: dict[str, tuple[Piece, ...]] = {}
        end = None
        last = self._lines[self._title.cell.line]
        for index, pieces in body:
            line = replace(self._lines[index], pieces=pieces)
            before = self._lines[index - 1]
            if line.page != last.page or line.middle - before.middle > _AFTER_LIST * max(line.height, before.height):
                break
            entry = entry_of(pieces, line.height)
            if self._known.is_stop(line):
                totals = {self._amount: entry.amount} if entry.amount else {}
                end = index
                break
            if entry.text and entry.amount and not self._known.is_skip(line):
                rows.append(self._row(line, entry))
            elif not self._goes_on(rows, line, entry, last):
                continue
            used.append(index)
            last = line
        if not rows:
            return None
        likeness = dict.fromkeys((self._text, self._amount), self._title.likeness)
        return _Found(Rows(tuple(rows), frozenset(likeness), frozenset(used), totals, (), likeness), end)

    def _row(self, line: Line, entry: _Entry) -> Row:
        cells = {self._text: words_of(entry.text), self._amount: words_of(entry.amount)}
        return Row(line.page, line.middle, line.height, cells)

    def _goes_on(self, rows: Sequence[Row], line: Line, entry: _Entry, last: Line) -> bool:
        """Put a line of text to the row that it goes on with, if it does: it is nearer to that than rows are to each other."""
        if not rows or not entry.text or entry.amount:
            return False
        distance = line.middle - last.middle
        pitch = min((b.middle - a.middle for a, b in pairwise(rows) if b.page == a.page), default=0.0)
        is_small = entry.text[0].text[:1].islower() or entry.text[0].text.startswith("(")
        if distance > _NEXT_LINE * max(line.height, last.height) or (distance > _NEARER * pitch and not is_small):
            return False
        rows[-1].cells[self._text].extend(words_of(entry.text))
        return True


def _column(roles: TableRoles, kind: FieldType) -> str:
    """The first column of a type."""
    found: TemplateField = next(field for field in roles.fields if field.type is kind)
    return found.name


def _without_sums_of_others(found: Mapping[str, _Found]) -> dict[str, Rows]:
    """The lists without the lines on which the sum of another one stands: labels count there."""
    sums = {one.end for one in found.values()}
    return {name: replace(one.rows, lines=one.rows.lines - sums) for name, one in found.items()}
