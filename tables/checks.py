"""Conditions that several tables let the database enforce."""

from collections.abc import Iterable


def one_of(column: str, members: Iterable[str]) -> str:
    """SQL that allows only the members of an enum, or of another list of plain words; a new member needs a migration."""
    return f"{column} in ({', '.join(repr(str(member)) for member in members)})"
