"""Reliability: whether values are right as often as their confidence says, and what may be left to no person.

A stated value counts: one that was found. What was left empty or withheld is missing, and says nothing of confidence.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise
from typing import Any, Final, Self

from berkas.evaluation.scoring import CONFIDENT, Comparison
from berkas.extraction.propose.kinds import kind_of
from berkas.model.template import Template

EDGES: Final = (0, 10, 20, 30, 40, 50, 60, 70, 80, CONFIDENT, 95, 98, 101)
"""Confidence 0-100 at which each bin begins, and the end of the last: tens, and finer where most values lie and matter most."""

THRESHOLDS: Final = tuple(range(101))
"""Scores 0-100 of the curve of automation."""

REFERENCE_THRESHOLDS: Final = (0, 50, 60, 70, 80, 85, 90, 95, 98)
"""Those of them that a report prints."""

UNKNOWN_KIND: Final = "unknown"
"""Kind of a field that no template of its type knows."""


class Part(StrEnum):
    """Values of plain fields, or cells of tables."""

    FIELDS = "fields"
    CELLS = "cells"


class By(StrEnum):
    """What values are grouped by."""

    ALL = "all"
    KIND = "kind"
    SENT = "sent"


class Fate(StrEnum):
    """What a document is worth to a reader who checks nothing."""

    FLAWLESS = "flawless"
    INCOMPLETE = "incomplete"
    MISLEADING = "misleading"


@dataclass(frozen=True, slots=True)
class Bin:
    """Values of about the same confidence.

    Attributes:
        first: Lowest confidence of the bin, 0-100.
        last: Highest one, included.
        count: Stated values.
        stated: Their mean confidence, 0-100.
        observed: How many of 100 are right.
    """

    first: int
    last: int
    count: int
    stated: float
    observed: float


@dataclass(slots=True)
class Calibration:
    """Stated confidence against observed rightness of a group of values.

    Attributes:
        counts: Stated values, by bin of `EDGES`.
        stated: Sum of their confidences, by bin.
        right: How many of them are right, by bin.
    """

    counts: list[int] = field(default_factory=lambda: [0] * (len(EDGES) - 1))
    stated: list[int] = field(default_factory=lambda: [0] * (len(EDGES) - 1))
    right: list[int] = field(default_factory=lambda: [0] * (len(EDGES) - 1))

    def add(self, confidence: int, *, is_right: bool) -> None:
        """Count a stated value."""
        index = bisect_right(EDGES, confidence) - 1
        self.counts[index] += 1
        self.stated[index] += confidence
        self.right[index] += is_right

    def __iadd__(self, other: Self) -> Self:
        for mine, yours in ((self.counts, other.counts), (self.stated, other.stated), (self.right, other.right)):
            mine[:] = [one + two for one, two in zip(mine, yours, strict=True)]
        return self

    @property
    def values(self) -> int:
        """Stated values."""
        return sum(self.counts)

    @property
    def mean_stated(self) -> float | None:
        """Mean confidence 0-100; None without values."""
        return sum(self.stated) / self.values if self.values else None

    @property
    def observed(self) -> float | None:
        """How many of 100 values are right; None without values."""
        return 100 * sum(self.right) / self.values if self.values else None

    @property
    def wrong_confident(self) -> float | None:
        """How many of 100 values with a confidence of `CONFIDENT` or more are wrong; None without such values."""
        first = EDGES.index(CONFIDENT)
        count = sum(self.counts[first:])
        return 100 * (count - sum(self.right[first:])) / count if count else None

    @property
    def error(self) -> float | None:
        """Expected calibration error in points: distance of stated and observed, averaged over the values; None without any.

        Of each bin the distance of its means, weighed by its values (Naeini, Cooper, Hauskrecht: Obtaining well calibrated
        probabilities using Bayesian binning, AAAI 2015), on the bins of `EDGES`.
        """
        if not self.values:
            return None
        return sum(one.count * abs(one.stated - one.observed) for one in self.bins()) / self.values

    def bins(self) -> list[Bin]:
        """The bins that hold values, in order of confidence."""
        rows = zip(pairwise(EDGES), self.counts, self.stated, self.right, strict=True)
        return [
            Bin(first, min(end - 1, 100), count, stated / count, 100 * right / count)
            for (first, end), count, stated, right in rows
            if count
        ]

    def figures(self) -> dict[str, Any]:
        """For a JSON file."""
        return {
            "values": self.values, "stated": _rounded(self.mean_stated), "observed": _rounded(self.observed),
            "expected_calibration_error": _rounded(self.error), "wrong_but_confident": _rounded(self.wrong_confident),
            "bins": [
                {"first": one.first, "last": one.last, "count": one.count, "stated": round(one.stated, 2),
                 "observed": round(one.observed, 2)}
                for one in self.bins()
            ],
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Decision:
    """What a threshold of the score decides about one document.

    Attributes:
        score: Of the document, 0-100.
        is_held_back: Whether something else than the score sends it to an analyst.
        fate: What it is worth when nobody looks.
    """

    score: int
    is_held_back: bool
    fate: Fate


@dataclass(frozen=True, slots=True)
class Point:
    """What a threshold does.

    Attributes:
        threshold: Score 0-100 from which a document needs no person.
        documents: All that were decided about.
        extracted: Those that need no person.
        misleading: Those of them that state something wrong.
        incomplete: Those of them that lack something and state nothing wrong.
    """

    threshold: int
    documents: int
    extracted: int
    misleading: int
    incomplete: int

    @property
    def automation(self) -> float:
        """How many of 100 documents need no person."""
        return 100 * self.extracted / self.documents if self.documents else 0.0

    @property
    def misleading_rate(self) -> float | None:
        """How many of 100 documents that need no person state something wrong; None when there are none."""
        return 100 * self.misleading / self.extracted if self.extracted else None


@dataclass(slots=True)
class Reliability:
    """Confidence against truth over an evaluation.

    Attributes:
        groups: Calibration by part, kind of group and name of the group.
        decisions: One for each document that has a type and could be read.
        unread: Documents with a type that could not be read, which need a person whatever the threshold.
    """

    groups: dict[tuple[Part, By, str], Calibration] = field(default_factory=dict)
    decisions: list[Decision] = field(default_factory=list)
    unread: int = 0

    def add_value(self, comparison: Comparison, *, kind: str, sent: str) -> None:
        """Count a value, if it was stated.

        Args:
            comparison: The value.
            kind: Of its field.
            sent: How its document was sent.
        """
        if comparison.found is None:
            return
        part = Part.CELLS if comparison.is_cell else Part.FIELDS
        for by, name in ((By.ALL, By.ALL.value), (By.KIND, kind), (By.SENT, sent)):
            group = self.groups.setdefault((part, by, name), Calibration())
            group.add(comparison.confidence, is_right=comparison.is_right)

    def add_document(self, decision: Decision | None) -> None:
        """Count a document that has a type; None for one that could not be read."""
        if decision is None:
            self.unread += 1
        else:
            self.decisions.append(decision)

    def of(self, part: Part) -> Calibration:
        """All values of a part."""
        return self.groups.get((part, By.ALL, By.ALL.value), Calibration())

    def names(self, by: By) -> list[str]:
        """Names of the groups, those with most values first."""
        sums: dict[str, int] = {}
        for (_, of, name), group in self.groups.items():
            if of is by:
                sums[name] = sums.get(name, 0) + group.values
        return sorted(sums, key=lambda name: (-sums[name], name))

    def curve(self, thresholds: Sequence[int] = THRESHOLDS) -> Iterator[Point]:
        """Automation and what it costs, by threshold of the score; everything else is as it was when the documents were read."""
        total = len(self.decisions) + self.unread
        for threshold in thresholds:
            fates = [one.fate for one in self.decisions if not one.is_held_back and one.score >= threshold]
            yield Point(threshold, total, len(fates), fates.count(Fate.MISLEADING), fates.count(Fate.INCOMPLETE))

    def figures(self) -> dict[str, Any]:
        """For a JSON file."""
        groups: dict[str, Any] = {}
        for (part, by, name), group in self.groups.items():
            groups.setdefault(part.value, {}).setdefault(by.value, {})[name] = group.figures()
        curve = [
            {"threshold": one.threshold, "documents": one.documents, "extracted": one.extracted,
             "misleading": one.misleading, "incomplete": one.incomplete}
            for one in self.curve()
        ]  # fmt: skip
        return {**groups, "automation": curve}


def kinds_of(template: Template) -> dict[str, str]:
    """Kind of each field and of each column, the latter as ``table.column``."""
    kinds: dict[str, str] = {}
    for one in template.fields:
        if one.items is None:
            kinds[one.name] = kind_of(one).value
            continue
        kinds |= {f"{one.name}.{column.name}": kind_of(column).value for column in one.items.fields}
    return kinds


def _rounded(figure: float | None) -> float | None:
    return None if figure is None else round(figure, 2)
