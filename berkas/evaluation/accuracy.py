"""How accurately each type is read by each way of sending: figures that are measured in parts and kept beside their page."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any, Final

import msgspec

from berkas.evaluation.run import NO_TYPE, Report, Score
from berkas.evaluation.scoring import Tally


class Counts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Values of one part.

    Attributes:
        values: True or found ones.
        right: Those of them that are right.
        confident: Found ones with a confidence of 90 or more.
        confident_wrong: Those of them that are not right.
    """

    values: int = 0
    right: int = 0
    confident: int = 0
    confident_wrong: int = 0

    @classmethod
    def of(cls, tally: Tally) -> "Counts":
        """What is shown of a tally."""
        return cls(tally.values, tally.right, tally.confident, tally.confident_wrong)

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            self.values + other.values,
            self.right + other.right,
            self.confident + other.confident,
            self.confident_wrong + other.confident_wrong,
        )

    @property
    def rate(self) -> float | None:
        """Right ones of 100; None where nothing was counted."""
        return 100 * self.right / self.values if self.values else None

    @property
    def wrong_rate(self) -> float | None:
        """Wrong ones of 100 confident ones."""
        return 100 * self.confident_wrong / self.confident if self.confident else None


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A type, sent in one way.

    Attributes:
        documents: How many were read.
        pages: Their pages.
        type_right: Of how many the type was found.
        cpu_seconds: Of reading and understanding all of them.
        fields: Their values that are not in tables.
        cells: Their values in tables.
        seeds: What was drawn, as on the command line.
        measured_on: The day.
        version: Of Berkas.
    """

    documents: int
    pages: int
    type_right: int
    cpu_seconds: float
    fields: Counts
    cells: Counts
    seeds: str
    measured_on: date
    version: str

    @property
    def cpu_per_document(self) -> float | None:
        """CPU-seconds of one document; None where none was read."""
        return self.cpu_seconds / self.documents if self.documents else None

    @property
    def values(self) -> Counts:
        """Fields and cells together."""
        return self.fields + self.cells


Figures = dict[str, dict[str, Part]]
"""By type, then by way of sending."""

ENDING: Final = ".json"
"""Of the file beside the page that keeps the figures, so that another part can be measured another day."""


def measured(report: Report, *, seeds: str, day: date, version: str) -> Figures:
    """The figures of one measurement; documents of no type are left out."""
    found: Figures = {}
    for (kind, variant), score in report.scores.items():
        if kind != NO_TYPE:
            found.setdefault(kind, {})[variant] = _part(score, seeds=seeds, day=day, version=version)
    return found


def merged(known: Figures, new: Figures) -> Figures:
    """All figures, new ones in place of those of the same type and way."""
    return {kind: {**known.get(kind, {}), **new.get(kind, {})} for kind in dict.fromkeys((*known, *new))}


def ordered(figures: Figures, types: Iterable[str], variants: Iterable[str]) -> Figures:
    """The figures in the order of lists; what is no type or way any more is left out."""
    ways = tuple(variants)
    return {
        kind: {way: figures[kind][way] for way in ways if way in figures[kind]} for kind in types if figures.get(kind)
    }


def load(file: Path) -> Figures:
    """The figures that a file keeps; none where there is no such file.

    Raises:
        msgspec.MsgspecError: It holds something else.
    """
    return msgspec.json.decode(file.read_bytes(), type=Figures) if file.exists() else {}


def store(figures: Figures, file: Path) -> None:
    """Keep the figures in a file."""
    content: Any = msgspec.json.format(msgspec.json.encode(figures, order="sorted"), indent=1)
    file.write_bytes(content + b"\n")


def _part(score: Score, *, seeds: str, day: date, version: str) -> Part:
    return Part(
        score.documents,
        score.pages,
        score.type_right,
        round(score.cpu_seconds, 2),
        Counts.of(score.fields),
        Counts.of(score.cells),
        seeds,
        day,
        version,
    )
