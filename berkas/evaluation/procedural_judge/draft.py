"""A document in the making: its choices by chance, its words, and the record of which field is printed and how."""

import hashlib
import random
from collections.abc import Mapping, Sequence
from typing import Final

from berkas.evaluation.procedural_judge.boxes import BLACK, Align, Box, Ink, Side, Stack, Text
from berkas.evaluation.procedural_judge.faces import NAMES, faces
from berkas.evaluation.procedural_judge.figures import Convention
from berkas.evaluation.procedural_judge.grids import Cell, Grid, GridStyle, Line, needs, solve
from berkas.evaluation.specimens.drawing import Truth
from berkas.model.extraction import Scalar

Pair = tuple[str, str]

_NARROW: Final = (
    "colon column",
    "colon value",
    "label colon",
    "plain",
    "right",
    "inline",
    "above",
    "table",
    "label right",
)
_WIDE: Final = ("matrix", "strip", "colon column", "plain", "two columns")
_IN_ONE_LANGUAGE: Final = frozenset({"title", "seller", "name", "page", "of"})
_TINTS: Final = ("#e9eef3", "#f1eadf", "#e4f0e6", "#efefef", "#f6e6e6", "#dfe9f7")
_DARKS: Final = ("#22384f", "#5a2331", "#1f4d3a", "#3b3b3b", "#6a4a17")


class Draft:
    """What the parts of a document share.

    Attributes:
        rng: Makes every choice.
        how: Convention of figures and dates.
        ink: Of plain text.
        tint: Ground of headings and bands.
        dark: Colour of titles.
        truth: By wire name; None for what is not printed.
        printed: Texts as printed by wire name.
        traits: Names of the choices, for the name of the layout.
        mixing: Weights of labels in one language, now and then in another, and in both.
    """

    def __init__(
        self,
        rng: random.Random,
        how: Convention,
        words: tuple[Mapping[str, tuple[str, ...]], ...],
        fields: Sequence[str],
        mixing: tuple[int, int, int] = (78, 14, 8),
    ) -> None:
        self.rng, self.how, self._words = rng, how, words
        size = rng.choice((7.5, 8, 8.5, 9, 9, 9.5, 10))
        face = rng.choices(NAMES, (30, 12, 8, 6, 14, 10, 12, 8))[0]
        self.ink = Ink(
            faces(face),
            size * (0.88 if face == "Vera" else 0.92 if face == "Courier" else 1),
            leading=rng.choice((1.15, 1.25, 1.35, 1.5)),
        )
        self.tint = rng.choice(_TINTS)
        self.dark = rng.choice(_DARKS) if rng.random() < 0.35 else BLACK
        self.truth: Truth = dict.fromkeys(fields)
        self.printed: dict[str, list[str]] = {}
        self.traits: list[str] = [face]
        self._chosen: dict[str, str] = {}
        self._mixing = rng.choices(("none", "mixed", "both"), mixing)[0]
        self._case = rng.choices(("as is", "upper"), (84, 16))[0]

    def tell(self, field: str, value: Scalar, printed: str) -> str:
        """Record that a field is printed like that; gives the printed text."""
        self.truth[field] = value
        self.printed.setdefault(field, []).append(printed)
        return printed

    def chance(self, probability: float) -> bool:
        """Whether it happens this time."""
        return self.rng.random() < probability

    def word(self, concept: str) -> str:
        """The label of a concept, the same in the whole document."""
        if concept not in self._chosen:
            own = self.rng.choice(self._words[0][concept])
            other = self.rng.choice(self._words[1].get(concept, (own,)))
            if self._mixing == "mixed" and self.rng.random() < 0.35:
                own = other
            if self._mixing == "both" and concept not in _IN_ONE_LANGUAGE and own.lower() != other.lower():
                own = f"{own.rstrip(':')} / {other.rstrip(':')}"
            self._chosen[concept] = own.upper() if self._case == "upper" else own
        return self._chosen[concept]

    def other_word(self, concept: str, *, without: Sequence[str]) -> str:
        """The label of a concept beyond these."""
        for _ in range(40):
            word = self.word(concept)
            if word.lower() not in {taken.lower() for taken in without}:
                return word
            del self._chosen[concept]
        raise ValueError(concept)

    def text(self, words: str, *, align: Align = "left", ink: Ink | None = None, lead: str = "") -> Text:
        """A paragraph in the ink of the document."""
        return Text(words, ink or self.ink, align, lead)

    def note(self, trait: str) -> str:
        """Remember a choice for the name of the layout."""
        self.traits.append(trait)
        return trait

    def signature(self) -> str:
        """Eight figures that the choices give."""
        return hashlib.sha256("|".join(self.traits).encode()).hexdigest()[:8]

    def pairs(self, rows: Sequence[Pair], width: float, *, is_wide: bool = False, mode: str | None = None) -> Box:
        """Labels with their values in one of many forms; ``width`` is that of the block, in points."""
        rows = [(label.rstrip(":"), value) for label, value in rows]
        mode = mode or self.note(self.rng.choice(_WIDE if is_wide else _NARROW))
        if mode in {"matrix", "strip"} and not 2 <= len(rows) <= 6:
            mode = "colon column"
        if mode not in {"matrix", "strip", "inline"} and self._label_width(rows) > width * (
            0.25 if mode == "two columns" else 0.5
        ):
            mode = "above"  # beside labels so long, values would have no room
        builders = {
            "matrix": self._matrix,
            "strip": self._strip,
            "table": self._boxed,
            "above": self._above,
            "two columns": self._halves,
        }
        if mode in builders:
            return builders[mode](rows, width)
        return Stack(
            [self._pair(label, value, mode, self._label_width(rows)) for label, value in rows],
            self.rng.choice((0, 1, 2.5)),
        )

    def _label_width(self, rows: Sequence[Pair]) -> float:
        return max(self.ink.width(f"{label}:") for label, _ in rows) + 6

    def _pair(self, label: str, value: str, mode: str, wide: float) -> Box:
        plain = self.text(value)
        match mode:
            case "colon column":
                return Side([self.text(label), self.text(":"), plain], [wide, 5, 1], 2)
            case "colon value":
                return Side([self.text(label), self.text(f": {value}")], [wide, 1], 2)
            case "label colon":
                return Side([self.text(f"{label}:"), plain], [wide, 1], 4)
            case "right":
                return Side([self.text(label), self.text(value, align="right")], [wide, 1], 4)
            case "inline":
                return self.text(value, lead=f"{label}:")
            case "label right":
                return Side([self.text(f"{label} :", align="right"), plain], [wide + 4, 1], 5)
        return Side([self.text(label, ink=self.ink.bold()), plain], [wide + 5, 1], 6)

    def _halves(self, rows: Sequence[Pair], width: float) -> Box:
        half = (len(rows) + 1) // 2
        parts = [rows[:half], rows[half:]]
        stacks = [
            Stack([self._pair(*row, "colon column", self._label_width(rows)) for row in part], 1) for part in parts
        ]
        return Side(stacks, [0.5, 0.5], 20) if len(rows) > 1 and width else stacks[0]

    def _above(self, rows: Sequence[Pair], _width: float) -> Box:
        small = self.ink.scaled(0.85)
        return Stack(
            [Stack([self.text(label, ink=small), self.text(value, ink=self.ink.bold())], 0.5) for label, value in rows],
            4,
        )

    def _strip(self, rows: Sequence[Pair], width: float) -> Box:
        is_below = self.chance(0.15)
        small = self.ink.scaled(0.85)
        cells = []
        for label, value in rows:
            parts = [self.text(label, ink=small), self.text(value, ink=self.ink.bold())]
            cells.append(Stack(parts[::-1] if is_below else parts, 1))
        return Side(cells, [1 / len(rows)] * len(rows), 10) if width else cells[0]

    def _matrix(self, rows: Sequence[Pair], width: float) -> Box:
        align: Align = self.rng.choice(("left", "center", "center"))
        fill = self.tint if self.chance(0.5) else None
        heads = [self.text(label, align=align, ink=self.ink.bold()) for label, _ in rows]
        values = [self.text(value, align=align) for _, value in rows]
        style = GridStyle(ruling=self.rng.choice(("grid", "grid", "rows", "none")), pad_x=3, pad_y=2.5)
        least, wished = zip(
            *(needs([value], [head], 6) for head, value in zip(heads, values, strict=True)), strict=True
        )
        widths = solve(least, wished, width)
        lines = [Line(tuple(map(Cell, heads)), is_head=True, fill=fill), Line(tuple(map(Cell, values)))]
        return Grid(lines, widths or [width / len(rows)] * len(rows), style)

    def _boxed(self, rows: Sequence[Pair], width: float) -> Box:
        align: Align = self.rng.choice(("left", "left", "right"))
        fill = self.tint if self.chance(0.3) else None
        wide = min(self._label_width(rows) + 4, width * 0.55)
        lines = [
            Line((Cell(self.text(label)), Cell(self.text(value, align=align))), fill=fill) for label, value in rows
        ]
        return Grid(
            lines, [wide, width - wide], GridStyle(ruling=self.rng.choice(("grid", "rows", "outer")), pad_x=3, pad_y=2)
        )
