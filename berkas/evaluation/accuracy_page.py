"""The page of accuracy as Markdown: figures alone, over held-out layouts, with who drew them."""

from collections.abc import Iterator, Sequence
from typing import Final

from berkas.evaluation.accuracy import Counts, Figures, Part
from berkas.evaluation.report import percent

_HEAD: Final = """# Accuracy

How many values of each type are right by each way of sending, measured by `berkas eval` on held-out layouts: those that no template
is tuned on. **We drew these documents ourselves, the held-out ones too, and whoever drew the held-out layouts of a type also wrote
its template: take the figures as the kindest there are.** They show where reading is weak and what a way of sending costs; they are
no promise for your documents. [Evaluation](evaluation.md#layouts-that-we-did-not-draw) has figures of layouts that others made,
which are lower, and says how to [measure your own documents](evaluation.md#your-own-documents).

![Values that are right, by type and way of sending]({picture})

A field or cell is *right* when it is equal to what is drawn apart from case, accents, punctuation and repeated spaces; a value that
is missing or withheld is not right. *Wrong among ≥ 90* are values stated with a confidence of 90 or more that are wrong. Few values
say little: see the number of documents.
"""

_MADE: Final = """## How it is made

    berkas eval --held-out --types TYPES --variants WAYS --seeds 900-901 --accuracy-page docs/accuracy.md

measures what it names and puts that into this page, its picture and `{data}`, which keeps the figures; what it does not name
stays as it was measured before. So the page can be made in parts, on different days and machines; the last column says when and
with which release.
"""


def markdown(figures: Figures, *, picture: str, data: str) -> str:
    """The text of the page.

    Args:
        figures: In the order in which they are shown.
        picture: Where the picture is, seen from the page.
        data: Name of the file that keeps the figures.
    """
    parts = [
        _HEAD.format(picture=picture).rstrip(),
        "## By type and way of sending",
        _table(
            (
                "type",
                "sent",
                "documents",
                "type found",
                "fields right",
                "cells right",
                "wrong among ≥ 90, fields / cells",
            ),
            list(_rows(figures)),
        ),
        "## CPU-seconds",
        "Of reading and understanding one document, mean; the first of a measurement pays for loading the models.",
        _table(("type", "sent", "per document", "per page", "seeds", "measured"), list(_costs(figures))),
        _MADE.format(data=data).rstrip(),
    ]
    return "\n\n".join(parts) + "\n"


def _rows(figures: Figures) -> Iterator[Sequence[str]]:
    for kind, ways in figures.items():
        for number, (way, part) in enumerate(ways.items()):
            wrong = f"{_share(part.fields)} / {_share(part.cells)}"
            yield (
                f"`{kind}`" if number == 0 else "", f"`{way}`", str(part.documents), f"{part.type_right}/{part.documents}",
                _right(part.fields), _right(part.cells), wrong,
            )  # fmt: skip


def _costs(figures: Figures) -> Iterator[Sequence[str]]:
    for kind, ways in figures.items():
        for number, (way, part) in enumerate(ways.items()):
            made = f"{part.measured_on.isoformat()}, {part.version}"
            yield (
                f"`{kind}`" if number == 0 else "", f"`{way}`", percent(part.cpu_per_document, digits=2), _per_page(part),
                part.seeds, made,
            )  # fmt: skip


def _per_page(part: Part) -> str:
    return percent(part.cpu_seconds / part.pages, digits=2) if part.pages else percent(None)


def _right(counts: Counts) -> str:
    return f"{percent(counts.rate)} % of {counts.values}" if counts.values else percent(None)


def _share(counts: Counts) -> str:
    return f"{counts.confident_wrong} of {counts.confident}" if counts.confident else percent(None)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    return "\n".join(f"| {' | '.join(line)} |" for line in (head, ["---"] * len(head), *rows))
