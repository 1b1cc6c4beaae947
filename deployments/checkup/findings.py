"""What a check found, and how a check that fails in an unforeseen way is told."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from enum import StrEnum

from berkas.settings import Settings

Check = Callable[[Settings], AsyncIterator["Finding"]]
"""Yields one finding or several; an exception is reported as a finding too."""


class Grade(StrEnum):
    """How good it is."""

    GOOD = "good"
    NOTE = "note"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report. Neither text ever holds a secret.

    Attributes:
        name: Of what was looked at.
        grade: A note works but could be better; something bad must be mended.
        detail: What was found.
        remedy: What to do about it; empty when it is good.
    """

    name: str
    grade: Grade
    detail: str
    remedy: str = ""


def good(name: str, detail: str) -> Finding:
    """Nothing to do."""
    return Finding(name, Grade.GOOD, detail)


def note(name: str, detail: str, remedy: str) -> Finding:
    """It works, but could be better."""
    return Finding(name, Grade.NOTE, detail, remedy)


def bad(name: str, detail: str, remedy: str) -> Finding:
    """It must be mended."""
    return Finding(name, Grade.BAD, detail, remedy)


async def findings(name: str, check: Check, settings: Settings) -> AsyncIterator[Finding]:
    """What a check finds.

    Args:
        name: Of the check, for the case that it fails itself.
        check: The check.
        settings: Of the installation.
    """
    try:
        async for finding in check(settings):
            yield finding
    except Exception as error:  # noqa: BLE001 - a check that fails must not hide what the others find
        # its class alone: messages of libraries quote URLs, and URLs hold passwords
        yield bad(name, f"could not be looked at: {type(error).__name__}", "Look into the logs of this part.")
