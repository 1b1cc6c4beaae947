"""A document in the making: its look, its language, and what of its contents has been printed."""

import random
from dataclasses import dataclass, field
from typing import Final

from reportlab.lib.pagesizes import A4, A5, LETTER

from berkas.evaluation.procedural.families import Family, faces_of
from berkas.evaluation.procedural.page import Type
from berkas.evaluation.procedural.vocabulary import Language, Vocabulary
from berkas.evaluation.specimens.drawing import INK, Fonts
from berkas.model.extraction import Value

_HALF_SHEET: Final = (684.0, 396.0)
"""Continuous form of half a page: 9.5 by 5.5 inches."""


@dataclass(frozen=True, slots=True)
class Look:
    """What a whole document looks like.

    Attributes:
        fonts: Plain and bold face.
        size: Of the body, in points.
        spacing: Distance of base lines in sizes.
        accent: Colour of bars and titles.
        label_case: ``upper``, ``title`` or as in the vocabulary.
        has_bold_labels: Labels are bold, values are not.
        colon: Between a label and its value.
        joint: Between a label in Indonesian and in English.
        sheet: Width and height of the page, in points.
        margin: Left and right, in points.
    """

    fonts: Fonts
    size: float
    spacing: float
    accent: str
    label_case: str
    has_bold_labels: bool
    colon: str
    joint: str
    sheet: tuple[float, float]
    margin: float

    def type(self, factor: float = 1, *, is_bold: bool = False, ink: str = INK) -> Type:
        """The face of the body or its bold one, larger or smaller."""
        return Type(self.fonts.bold if is_bold else self.fonts.plain, self.size * factor, ink, self.spacing)

    @property
    def label(self) -> Type:
        """How labels are set."""
        return self.type(is_bold=self.has_bold_labels)


def make_look(rng: random.Random, family: Family, *, sheets: tuple[int, ...] = (76, 10, 6, 8)) -> Look:
    """A look of a family; ``sheets`` are the weights of A4, Letter, A5 and half sheets."""
    sheet = rng.choices((A4, LETTER, A5, _HALF_SHEET), sheets)[0]
    face = rng.choice(family.faces)
    size = rng.choice((7.5, 8, 8.5, 9, 9, 9.5, 10, 10.5))
    if sheet is A5 or face in ("Courier", "Vera"):
        size = min(size, 8)
    return Look(
        fonts=faces_of(face),
        size=size,
        spacing=rng.uniform(1.14, 1.5),
        accent=rng.choice(family.inks),
        label_case=rng.choices(("plain", "upper", "title"), (66, 22, 12))[0],
        has_bold_labels=rng.random() < 0.25,
        colon=rng.choice((":", ":", ":", " :", " : ")),
        joint=rng.choice((" / ", "/", " | ")),
        sheet=sheet,
        margin=rng.uniform(28, 56) if sheet is not A5 else 24,
    )


@dataclass(slots=True)
class Draft:
    """What builders of blocks share.

    Attributes:
        rng: Makes every choice.
        family: Of the layout.
        vocabulary: Its labels.
        look: Of the document.
        language: Of its labels.
        values: Canonical values of all that could be printed, by wire name.
        truth: Those of what is printed, None for the rest.
        signature: Short words for the choices that make the layout.
    """

    rng: random.Random
    family: Family
    vocabulary: Vocabulary
    look: Look
    language: Language
    values: dict[str, Value]
    truth: dict[str, Value] = field(default_factory=dict)
    signature: list[str] = field(default_factory=list)
    _labels: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.truth = dict.fromkeys(self.values)

    def state(self, *fields: str) -> None:
        """Fields are printed."""
        for name in fields:
            self.truth[name] = self.values[name]

    def label(self, key: str, *, joint: str | None = None) -> str:
        """The label of something, the same at each call, unlike every other one of its kind in the document.

        Args:
            key: In the vocabulary.
            joint: Between two languages; that of the look unless given.
        """
        if key not in self._labels:
            # a column may be called like a sum
            is_column = key.startswith("col_")
            taken = {text.casefold() for other, text in self._labels.items() if other.startswith("col_") == is_column}
            text = self._word(key)
            for _ in range(12):
                if text.casefold() not in taken:
                    break
                text = self._word(key)
            self._labels[key] = text
        return self._labels[key].replace("\0", joint or self.look.joint)

    def maybe(self, chance: float) -> bool:
        """A decision; the chance is between 0 and 1."""
        return self.rng.random() < chance

    @property
    def plain_language(self) -> str:
        """``id`` or ``en``: one of those of the document."""
        return "id" if self.language == "id" else "en" if self.language == "en" else self.rng.choice(("id", "en"))

    def _word(self, key: str) -> str:
        if self.language == "both":
            one, other = (self.vocabulary.label(self.rng, key, language) for language in ("id", "en"))
            text = one if one.casefold() == other.casefold() else f"{one}\0{other}"
        else:
            text = self.vocabulary.label(self.rng, key, self.plain_language)
        return {"upper": text.upper(), "title": text.title() if text.islower() else text}.get(
            self.look.label_case, text
        )


def choose_language(rng: random.Random, weights: tuple[int, ...]) -> Language:
    """The language of a document; weights of Indonesian, English, both, mixed."""
    languages: tuple[Language, ...] = ("id", "en", "both", "mixed")
    return rng.choices(languages, weights)[0]
