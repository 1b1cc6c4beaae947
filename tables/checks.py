"""Conditions that several tables let the database enforce."""

from collections.abc import Iterable
from enum import StrEnum


def one_of(column: str, members: Iterable[StrEnum]) -> str:
    """SQL that allows only the members of an enum; a new member needs a migration."""
    return f"{column} in ({', '.join(repr(member.value) for member in members)})"
