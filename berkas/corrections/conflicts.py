"""What somebody else changed since a person opened an extraction, beside what that person sends."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from berkas.corrections.row_matching import match_rows
from berkas.model.extraction import Value


@dataclass(frozen=True, slots=True)
class Change:
    """One value that is another one than a person saw.

    Attributes:
        field: Name of the field.
        row: Index of the row in the newest table, 0-based; None for a field without rows and for a row that was removed.
        column: Name of the column; None for a field without rows, and for a row that was added or removed as a whole.
        before: What the person saw; None where a row was added.
        theirs: What it is now; None where a row was removed.
        yours: What the person sends for it; None where that is nothing.
        is_sent: Whether the person sends the field at all.
    """

    field: str
    row: int | None = None
    column: str | None = None
    before: Any = None
    theirs: Any = None
    yours: Any = None
    is_sent: bool = False

    def __repr__(self) -> str:
        """Where it is; values stay out of logs."""
        return f"Change({self.field!r}, row={self.row}, column={self.column!r})"


def changes_between(
    before: Mapping[str, Value], newest: Mapping[str, Value], sent: Mapping[str, Value]
) -> list[Change]:
    """Every value that differs between what a person saw and the newest extraction, field by field and cell by cell.

    Args:
        before: Values of the extraction that the person saw.
        newest: Values of the newest one.
        sent: What the person sends.
    """
    found: list[Change] = []
    for name in dict.fromkeys((*newest, *before)):
        was, now, is_sent = before.get(name), newest.get(name), name in sent
        if isinstance(was, list) and isinstance(now, list):
            found += _rows_changed(name, was, now, sent.get(name, was), is_sent=is_sent)
        elif was != now:
            found.append(Change(name, before=was, theirs=now, yours=sent.get(name), is_sent=is_sent))
    return found


_Rows = list[dict[str, Any]]


def _rows_changed(name: str, was: _Rows, now: _Rows, sent: object, *, is_sent: bool) -> Iterator[Change]:
    theirs = match_rows(was, now)
    mine: _Rows = sent if isinstance(sent, list) else []
    place_of_mine = match_rows(was, mine).after

    def yours(old: int) -> dict[str, Any] | None:
        return mine[place_of_mine[old]] if old in place_of_mine else None

    for number, old in enumerate(theirs.before):
        if old is None:
            yield Change(name, number, theirs=now[number], is_sent=is_sent)
            continue
        if number in theirs.unchanged:
            continue
        own = yours(old)
        for column in dict.fromkeys((*now[number], *was[old])):
            if now[number].get(column) != was[old].get(column):
                yield Change(
                    name, number, column, was[old].get(column), now[number].get(column),
                    own.get(column) if own is not None else None, is_sent,
                )  # fmt: skip
    for old in sorted(set(range(len(was))) - set(theirs.after)):
        yield Change(name, before=was[old], yours=yours(old), is_sent=is_sent)
