"""What the free-text search covers of a document beside its names."""

from collections.abc import Iterable
from typing import Final

from berkas.model.extraction import Value
from tables.queries.storable import fold

SEARCHED_CHARACTERS: Final = 200_000
"""How much of a document's values and text is searched; about 80 dense pages."""


def searched(values: Iterable[Value], raw_text: str | None) -> str:
    """Values first, for they may be written otherwise than printed, then the printed text; folded and cut."""
    words: list[str] = []
    for value in values:
        cells = [value] if not isinstance(value, list) else [cell for row in value for cell in row.values()]
        words += [str(cell) for cell in cells if cell is not None]
    return fold(" ".join([*words, (raw_text or "")[:SEARCHED_CHARACTERS]]))[:SEARCHED_CHARACTERS]
