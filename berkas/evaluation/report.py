"""A report of an evaluation as Markdown: figures alone, no value and no name of a document."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from berkas.evaluation.reliability import REFERENCE_THRESHOLDS, By, Calibration, Part
from berkas.evaluation.run import NO_TYPE, REVIEW_THRESHOLD, Report, Score
from berkas.evaluation.scoring import Tally

RELIABILITY_PICTURE: Final = "reliability.png"
AUTOMATION_PICTURE: Final = "automation.png"

_NOTHING: Final = "–"


def markdown(report: Report, *, made_on: date, version: str) -> str:
    """The text of ``report.md``, which shows both pictures from beside it.

    Args:
        report: What was measured.
        made_on: Day of the measurement.
        version: Of Berkas.
    """
    count = sum(score.documents for score in report.scores.values())
    parts = [
        f"# Reading of {count} documents",
        f"Made by `berkas eval` of Berkas {version} on {made_on.isoformat()}: figures alone, no value and no name of a document.",
        *_values(report),
        *_documents(report),
        *_reliability(report),
        *_automation(report),
        *_untyped(report),
        *_by_field(report),
    ]  # fmt: skip
    return "\n\n".join(parts) + "\n"


def percent(rate: float | None, *, digits: int = 1) -> str:
    """A share of 100, as tables show it."""
    return _NOTHING if rate is None else f"{rate:.{digits}f}"


def group_figures(group: Calibration) -> tuple[str, str, str, str, str]:
    """Values, stated, right, expected calibration error and wrong among the confident ones, as tables show them."""
    return (
        str(group.values), percent(group.mean_stated), percent(group.observed), percent(group.error),
        percent(group.wrong_confident),
    )  # fmt: skip


def _values(report: Report) -> list[str]:
    head = ("type", "sent", "values", "exact", "right", "precision", "recall", "wrong ≥ 90")
    rows = []
    for kind, part, score in _parts(report):
        rows.append((f"`{kind}`", part, *_figures(score.fields)))
        if score.cells.values:
            rows.append(("", "its cells", *_figures(score.cells)))
    explained = (
        "Percent. *Right* is equal apart from case, accents, punctuation and repeated spaces; *wrong ≥ 90* is the share of wrong "
        "values among those stated with a confidence of 90 or more."
    )
    return ["## Values", explained, _table(head, rows)] if rows else []


def _figures(tally: Tally) -> list[str]:
    figures = tally.figures()
    names = ("exact", "normalised", "precision", "recall", "wrong_but_confident")
    rates = [figures[name] for name in names]
    return [str(tally.values), *(percent(None if rate is None else 100 * rate) for rate in rates)]


def _documents(report: Report) -> list[str]:
    head = (
        "type",
        "sent",
        "documents",
        "type right",
        "unread",
        "need no person",
        "flawless",
        "incomplete",
        "misleading",
    )
    rows = [
        (
            f"`{kind}`", part, str(score.documents), str(score.type_right), str(score.unread),
            _share(score.extracted, score.documents), str(score.extracted_flawless), str(score.extracted_incomplete),
            _share(score.extracted_misleading, score.extracted),
        )
        for kind, part, score in _parts(report)
    ]  # fmt: skip
    if not rows:
        return []
    explained = (
        f"At a threshold of {REVIEW_THRESHOLD}. Of the documents that need no person: *flawless* have every value right; "
        "*incomplete* lack a value or had one withheld, and state nothing wrong; *misleading* state at least one wrong value or "
        "have a wrong type."
    )
    return ["## Documents that need no person", explained, _table(head, rows), *_reasons(report)]


def _reasons(report: Report) -> list[str]:
    whole = Score()
    for kind in report.kinds():
        if kind != NO_TYPE:
            whole += report.total(kind)
    rows = [(f"`{reason}`", str(count)) for reason, count in whole.review_reasons.most_common()]
    if not rows:
        return []
    return ["Why the others need one; a document can have several reasons:", _table(("reason", "documents"), rows)]


def _reliability(report: Report) -> list[str]:
    reliability = report.reliability
    fields, cells = (reliability.of(part) for part in Part)
    if not fields.values and not cells.values:
        return []
    errors = f"fields {percent(fields.error)} points, cells {percent(cells.error)} points"
    explained = (
        "Of the values stated with a confidence, how many of 100 are right. Confidence is honest where both agree. "
        f"Expected calibration error: {errors}."
    )
    return [
        "## Reliability",
        explained,
        f"![Stated confidence against observed rightness]({RELIABILITY_PICTURE})",
        _table(("stated", "fields", "mean", "right", "cells", "mean", "right"), bin_rows(fields, cells)),
        "By kind of field and by way of sending; *error* is the expected calibration error in points:",
        *(_groups(report, part) for part in Part if reliability.of(part).values),
    ]


def bin_rows(fields: Calibration, cells: Calibration) -> list[tuple[str, ...]]:
    """Rows of a table: for each bin that fields or cells use, their number, mean confidence and how many of 100 are right."""
    both = [{one.first: one for one in group.bins()} for group in (fields, cells)]
    rows: list[tuple[str, ...]] = []
    for first in sorted({first for bins in both for first in bins}):
        found = [bins.get(first) for bins in both]
        last = next(one.last for one in found if one is not None)
        figures = [
            (str(one.count), percent(one.stated), percent(one.observed)) if one else (_NOTHING,) * 3 for one in found
        ]
        rows.append((f"{first}–{last}", *figures[0], *figures[1]))
    return rows


def _groups(report: Report, part: Part) -> str:
    groups = report.reliability.groups
    rows = [
        (name, *group_figures(groups[part, by, name]))
        for by in (By.KIND, By.SENT)
        for name in report.reliability.names(by)
        if (part, by, name) in groups
    ]
    return _table((part.value, "values", "stated", "right", "error", "wrong ≥ 90"), rows)


def _automation(report: Report) -> list[str]:
    points = [one for one in report.reliability.curve(REFERENCE_THRESHOLDS) if one.documents]
    if not points:
        return []
    explained = (
        "What another threshold of the score would do: how many documents would need no person, and how many of those mislead. "
        "Documents with another reason for a review than their score stay in review; what is withheld stays withheld."
    )
    rows = [
        (
            str(one.threshold),
            _share(one.extracted, one.documents),
            str(one.incomplete),
            _share(one.misleading, one.extracted),
        )
        for one in points
    ]
    head = ("threshold", "need no person", "incomplete", "misleading")
    picture = f"![Automation against misleading documents]({AUTOMATION_PICTURE})"
    return ["## Automation", explained, picture, _table(head, rows)]


def _untyped(report: Report) -> list[str]:
    rows = [
        (part, str(score.documents), str(score.type_right), str(score.type_confident_wrong))
        for (kind, part), score in report.scores.items()
        if kind == NO_TYPE
    ]
    head = ("kind", "documents", "not mistaken", "confident mistake")
    return ["## Documents of other kinds", _table(head, rows)] if rows else []


def _by_field(report: Report) -> list[str]:
    head = ("type", "field", "values", "exact", "right", "precision", "recall", "wrong ≥ 90")
    rows = [
        (f"`{kind}`", f"`{name}`", *_figures(tally)) for (kind, name), tally in report.by_field.items() if tally.values
    ]
    return ["## Fields", _table(head, rows)] if rows else []


def _parts(report: Report) -> Iterable[tuple[str, str, Score]]:
    """Every type and way of sending, then the whole of the type where there are several."""
    for kind in report.kinds():
        if kind == NO_TYPE:
            continue
        own = [(part, score) for (name, part), score in report.scores.items() if name == kind]
        yield from ((kind, part, score) for part, score in own)
        if len(own) > 1:
            yield kind, "all", report.total(kind)


def _share(part: int, whole: int) -> str:
    return f"{part} ({percent(100 * part / whole)} %)" if whole else str(part)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *([cell.replace("|", "\\|") for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
