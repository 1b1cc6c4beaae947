"""How commands write for people: in colours and as wide as the terminal, or, in a pipe or a file, plain and never cut."""

import re
from collections.abc import Iterable, Sequence
from typing import Any, Final

from rich.console import Console, ConsoleDimensions
from rich.table import Column, Table
from rich.text import Text

NOTHING: Final = "–"
"""Shown where there is no value, so that an empty cell stays a cell."""

_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
"""A document may hold what a terminal takes for commands; tabs and ends of lines are none."""

_NEVER_CUT: Final = 100_000
"""Columns of what is no terminal."""


class Output(Console):
    """Standard output, or standard error; what is no terminal gets no colours and as many columns as a line needs."""

    def __init__(self, *, stderr: bool = False) -> None:
        super().__init__(highlight=False, stderr=stderr)

    @property
    def size(self) -> ConsoleDimensions:
        """Columns and lines; COLUMNS sets the first."""
        found = super().size
        if self.is_terminal or self._width is not None:
            return found
        return ConsoleDimensions(_NEVER_CUT, found.height)

    @size.setter
    def size(self, new_size: tuple[int, int]) -> None:
        """Fix both."""
        self._width, self._height = new_size


def show_table(console: Console, head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write a table: drawn in a terminal, its first column never broken; elsewhere a line for each row, parted by tabs."""
    if not console.is_terminal:
        for row in (head, *rows):
            write_cells(console, row)
        return
    table = Table(Column(head[0], no_wrap=True), *head[1:])
    for row in rows:
        table.add_row(*map(Text, row))
    console.print(table)


def write_cells(console: Console, cells: Iterable[str]) -> None:
    """Write a line of cells, parted by tabs, past what a console does to tabs and long lines."""
    console.file.write("\t".join(" ".join(cell.split()) for cell in cells) + "\n")


def shown(value: Any) -> str:  # noqa: ANN401 - JSON
    """A value of a field that is no table, numbers as Indonesians write them."""
    match value:
        case None:
            return NOTHING
        case bool():
            return "yes" if value else "no"
        case int() | float():
            return f"{value:,}".translate(str.maketrans(",.", ".,"))
    return harmless(str(value))


def harmless(text: str) -> str:
    """A text of somebody else without characters that control a terminal."""
    return _CONTROLS.sub("", text)
