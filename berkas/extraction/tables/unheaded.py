"""Tables without headings that anyone knows: lines that follow each other with text and several numbers in the same places.

What the columns are, their cells must tell by arithmetic; whoever calls this takes the rows for a table only then.
"""

from collections.abc import Sequence
from typing import Final

from berkas.extraction.tables.heading_cells import UNKNOWN, runs_of
from berkas.extraction.tables.heading_model import Column, Heading
from berkas.extraction.tables.kinds import Kind, kind_of
from berkas.extraction.tables.line_roles import has_word_of_sums
from berkas.layout.lines import Line

_STEPS: Final = 1000
_LEAST_WHITE: Final = 4
"""Steps of white between two columns, in parts of the page's width."""

_CELL_GAP: Final = 1.0
"""Words closer than this many text heights belong to one cell."""

_FEW: Final = 2
_BETWEEN: Final = 3
"""Lines of text that may stand between two rows."""

_LEAST_LETTERS: Final = 3
_NUMERIC: Final = frozenset({Kind.AMOUNT, Kind.NUMBER, Kind.DATE, Kind.PERCENT})


def unheaded(lines: Sequence[Line]) -> Heading | None:
    """A heading without titles above the longest run of lines like rows; None where no two such lines follow each other.

    Args:
        lines: Of all pages.
    """
    groups: list[list[int]] = []
    for index in (index for index, line in enumerate(lines) if _is_like_row(line)):
        last = groups[-1][-1] if groups else None
        if last is not None and index - last <= _BETWEEN + 1 and lines[last].page == lines[index].page:
            groups[-1].append(index)
        else:
            groups.append([index])
    best = max(groups, key=len, default=[])
    if len(best) < _FEW:
        return None
    columns = [
        Column(f"{UNKNOWN}{number}", left / _STEPS, right / _STEPS)
        for number, (left, right) in enumerate(_covered([lines[index] for index in best]))
    ]
    return Heading(best[0], best[0] - 1, tuple(columns), 0.0)


def _is_like_row(line: Line) -> bool:
    """Whether a line has text and at least two numbers or dates, an amount among them, and no word of sums."""
    texts = [" ".join(piece.text for piece in run) for run in runs_of(line.pieces, _CELL_GAP * line.height)]
    kinds = [kind_of(text) for text in texts]
    has_text = any(
        kind is Kind.TEXT and sum(map(str.isalpha, text)) >= _LEAST_LETTERS
        for kind, text in zip(kinds, texts, strict=True)
    )
    is_numeric = Kind.AMOUNT in kinds and sum(kind in _NUMERIC for kind in kinds) >= _FEW
    return has_text and is_numeric and not has_word_of_sums(line.text)


def _covered(lines: Sequence[Line]) -> list[tuple[int, int]]:
    """Where the lines have text, as stretches with white between them, in steps."""
    spans = sorted(
        (int(run[0].left * _STEPS), int(run[-1].right * _STEPS) + 1)
        for line in lines
        for run in runs_of(line.pieces, _CELL_GAP * line.height)
    )
    stretches: list[tuple[int, int]] = []
    for left, right in spans:
        if stretches and left - stretches[-1][1] < _LEAST_WHITE:
            stretches[-1] = (stretches[-1][0], max(right, stretches[-1][1]))
        else:
            stretches.append((left, right))
    return stretches
