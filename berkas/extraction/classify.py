"""The type of a document by the phrases and patterns on its first pages.

A title counts most in the top quarter of the first page; what belongs to another type counts against. When no type reaches the
floor, a document is of the type that takes unknown text, or of the one that takes what has no text: a confident wrong type is worse
than none. What speaks for which type is data, compiled once.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from berkas.extraction.phrases import likeness_of_folded
from berkas.layout.cells import Cell, cells_of
from berkas.layout.folding import fold
from berkas.layout.lines import Line, lines_of
from berkas.model.document_types import DocumentType
from berkas.model.extraction import Candidate, Classification
from berkas.model.geometry import Page
from berkas.model.type_definition import Fallback, TypeDefinition

CLASSIFIED_PAGES = 3
"""The type shows on the first pages; a statement of 50 pages needs no more."""

_TITLE, _PHRASE, _LABEL, _PATTERN, _NEGATIVE = 10, 6, 2, 4, 8
_TITLE_AREA = 0.25
_FLOOR = 12
_SURE = 24
SURE: Final = 70
"""Confidence, 0-100, from which a part of a file is of a type by itself, and a document of another type than was stated.

Its score is then at least 17, and that of every other type at most two thirds of it.
"""

_LEAST_MARK: Final = 6
"""Letters of a title or phrase that marks a document within a file."""

_CANDIDATES = 3
_UNKNOWN_CONFIDENCE = 50
_BEFORE_MENTION = r"(?<!KODE DAN )\b(?:NOMOR|NO|REF|TGL|TANGGAL)\b\.? ?(?:SERI )?"
"""What makes the title of another document a mention of it, within a cell; KODE DAN NOMOR SERI stands on it itself."""


class Classifier:
    """Tells types apart; safe to share.

    Attributes:
        free_text: Names of the types without fields of their own, which no evidence speaks for.
        cards: Names of the types of which several may lie on one sheet.
    """

    def __init__(self, types: Iterable[TypeDefinition]) -> None:
        """Compile what speaks for each type.

        Args:
            types: All that exist; for each kind of fallback one that takes it.
        """
        known = list(types)
        self.free_text: Final = frozenset(one.name for one in known if one.free_text)
        self.cards: Final = frozenset(one.name for one in known if one.is_card)
        self._fallbacks = {one.fallback: one.name for one in known if one.fallback is not None}
        self._evidence = [_Evidence.of(one) for one in known if not one.free_text]
        mentions = sorted({re.escape(mention.upper()) for one in known for mention in one.evidence.mentions})
        self._mentions = re.compile(f"{_BEFORE_MENTION}(?:{'|'.join(mentions)})") if mentions else None

    def surely(self, pages: Sequence[Page]) -> DocumentType | None:
        """The type that pages surely have by themselves; None where nothing is sure."""
        found = self.classify(pages)
        return None if found.type in self.free_text or found.confidence < SURE else found.type

    def against(self, stated: DocumentType, pages: Sequence[Page]) -> Candidate | None:
        """The type that a document surely has by its first pages although another one was stated; None where nothing is sure.

        A type of free text states nothing: whoever names it wants the text, whatever the document is.
        """
        found = self.classify(pages[:CLASSIFIED_PAGES])
        known = {stated, *self.free_text}
        if stated in self.free_text or found.type in known or found.confidence < SURE:
            return None
        return Candidate(found.type, found.confidence)

    def marked(self, text: str) -> Iterator[DocumentType]:
        """Types of which a title or a phrase begins a text.

        Args:
            text: Folded.
        """
        for one in self._evidence:
            if any(len(mark) >= _LEAST_MARK and text.startswith(mark) for mark in (*one.titles, *one.phrases)):
                yield one.type

    def classify(self, pages: Sequence[Page]) -> Classification:
        """The most likely type, with its confidence and the next best ones."""
        lines = [line for page in pages for line in lines_of(page)]
        view = _View(pages, lines, self._mentions)
        scores = sorted(((view.score(evidence), evidence.type) for evidence in self._evidence), reverse=True)
        best, kind = scores[0] if scores else (0.0, "")
        second = scores[1][0] if len(scores) > 1 else 0.0
        candidates = tuple(
            Candidate(k, _confidence(s, best if k != kind else second)) for s, k in scores[:_CANDIDATES] if s > 0
        )
        if best < _FLOOR:
            unknown = self._fallbacks[Fallback.TEXT if lines else Fallback.NO_TEXT]
            return Classification(unknown, _UNKNOWN_CONFIDENCE, candidates)
        return Classification(kind, _confidence(best, second), candidates)


def _confidence(score: float, rival: float) -> int:
    """How sure a score is by itself and against its strongest rival, 0-99."""
    strength = min(1.0, score / _SURE)
    margin = max(0.0, min(1.0, (score - max(rival, 0.0)) / max(score, 1.0)))
    return round(99 * strength * min(1.0, 0.4 + margin))


@dataclass(frozen=True, slots=True)
class _Evidence:
    """Evidence for one type, with phrases folded and patterns compiled."""

    type: DocumentType
    titles: tuple[str, ...]
    phrases: tuple[str, ...]
    labels: tuple[str, ...]
    patterns: tuple[re.Pattern[str], ...]
    negatives: tuple[str, ...]

    @classmethod
    def of(cls, definition: TypeDefinition) -> "_Evidence":
        said = definition.evidence
        return cls(
            definition.name,
            tuple(map(fold, said.titles)),
            tuple(map(fold, said.phrases)),
            tuple(map(fold, said.labels)),
            tuple(map(re.compile, said.patterns)),
            tuple(map(fold, said.negatives)),
        )


class _View:
    """The lines of a document, folded once."""

    def __init__(self, pages: Sequence[Page], lines: Sequence[Line], mentions: re.Pattern[str] | None) -> None:
        def own(cells: Sequence[Cell]) -> str:
            texts = (cell.text.upper() for cell in cells)
            return fold(" ".join(mentions.sub(" ", text) if mentions is not None else text for text in texts))

        self._folded = [fold(line.text) for line in lines]
        self._own = list(map(own, cells_of(lines)))
        self._text_upper = "\n".join(line.text for line in lines).upper()
        self._titles = [
            text
            for line, text in zip(lines, self._own, strict=True)
            if pages and line.page == pages[0].index and _is_in_title_area(line, pages[0])
        ]

    def score(self, evidence: _Evidence) -> float:
        """Weights of what was found."""
        total = 0.0
        titles = [phrase for phrase in evidence.titles if self._holds(phrase, self._own)]
        if titles:
            total += _TITLE if any(self._holds(phrase, self._titles) for phrase in titles) else _PHRASE
        total += _PHRASE * sum(self._holds(phrase, self._folded) for phrase in evidence.phrases)
        total += _LABEL * sum(self._holds(phrase, self._folded) for phrase in evidence.labels)
        total += _PATTERN * sum(bool(pattern.search(self._text_upper)) for pattern in evidence.patterns)
        total -= _NEGATIVE * sum(self._holds(phrase, self._own) for phrase in evidence.negatives)
        return total

    @staticmethod
    def _holds(phrase: str, lines: Sequence[str]) -> bool:
        return likeness_of_folded(phrase, lines) > 0


def _is_in_title_area(line: Line, page: Page) -> bool:
    return line.middle < _TITLE_AREA * page.height / page.width
