"""The type of a document by the phrases and patterns on its first pages.

A title counts most in the top quarter of the first page; what belongs to another type counts against. When no type reaches the
floor, a document with text is free text and one without is ``other``: a confident wrong type is worse than none.
"""

import re
from collections.abc import Sequence

from berkas.extraction.phrases import likeness
from berkas.extraction.type_evidence import EVIDENCE, MENTIONS, Evidence
from berkas.layout.folding import fold
from berkas.layout.lines import Line, lines_of
from berkas.model.document_types import DocumentType
from berkas.model.extraction import Candidate, Classification
from berkas.model.geometry import Page

CLASSIFIED_PAGES = 3
"""The type shows on the first pages; a statement of 50 pages needs no more."""

_TITLE, _PHRASE, _LABEL, _PATTERN, _NEGATIVE = 10, 6, 2, 4, 8
_TITLE_AREA = 0.25
_FLOOR = 12
_SURE = 24
_CANDIDATES = 3
_UNKNOWN_CONFIDENCE = 50
_MENTIONED = re.compile(rf"(?<!KODEDAN)(?:NOMOR|NO|REF|TGL|TANGGAL)(?:SERI)?(?:{'|'.join(map(fold, MENTIONS))})")
"""A paper that another one names by its number, in folded letters; KODE DAN NOMOR SERI FAKTUR PAJAK stands on the paper itself."""


def classify(pages: Sequence[Page]) -> Classification:
    """The most likely type, with its confidence and the next best ones."""
    lines = [line for page in pages for line in lines_of(page)]
    view = _View(pages, lines)
    scores = sorted(((view.score(evidence), kind) for kind, evidence in EVIDENCE.items()), reverse=True)
    (best, kind), (second, _) = scores[0], scores[1]
    candidates = tuple(
        Candidate(k, _confidence(s, best if k is not kind else second)) for s, k in scores[:_CANDIDATES] if s > 0
    )
    if best < _FLOOR:
        unknown = DocumentType.GENERIC_OCR if lines else DocumentType.OTHER
        return Classification(unknown, _UNKNOWN_CONFIDENCE, candidates)
    return Classification(kind, _confidence(best, second), candidates)


def _confidence(score: float, rival: float) -> int:
    """How sure a score is by itself and against its strongest rival, 0-99."""
    strength = min(1.0, score / _SURE)
    margin = max(0.0, min(1.0, (score - max(rival, 0.0)) / max(score, 1.0)))
    return round(99 * strength * min(1.0, 0.4 + margin))


class _View:
    """The lines of a document, folded once."""

    def __init__(self, pages: Sequence[Page], lines: Sequence[Line]) -> None:
        self._folded = [fold(line.text) for line in lines]
        self._own = [_MENTIONED.sub("", text) for text in self._folded]
        self._text_upper = "\n".join(line.text for line in lines).upper()
        first = [line for line in lines if pages and line.page == pages[0].index]
        self._titles = [
            _MENTIONED.sub("", fold(line.text)) for line in first if pages and _is_in_title_area(line, pages[0])
        ]

    def score(self, evidence: Evidence) -> float:
        """Weights of what was found."""
        total = 0.0
        titles = [phrase for phrase in evidence.titles if self._holds(phrase, self._own)]
        if titles:
            total += _TITLE if any(self._holds(phrase, self._titles) for phrase in titles) else _PHRASE
        total += _PHRASE * sum(self._holds(phrase, self._folded) for phrase in evidence.phrases)
        total += _LABEL * sum(self._holds(phrase, self._folded) for phrase in evidence.labels)
        total += _PATTERN * sum(bool(re.search(pattern, self._text_upper)) for pattern in evidence.patterns)
        total -= _NEGATIVE * sum(self._holds(phrase, self._own) for phrase in evidence.negatives)
        return total

    @staticmethod
    def _holds(phrase: str, lines: Sequence[str]) -> bool:
        return likeness(phrase, lines) > 0


def _is_in_title_area(line: Line, page: Page) -> bool:
    return line.middle < _TITLE_AREA * page.height / page.width
