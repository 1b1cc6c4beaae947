"""Which of an organisation's templates a document asks for by what is printed on it.

A template is a candidate when it is for the type that the document was taken for, or for any; it matches by its phrases. Longer
phrases, and more of them, tell more: the letters of all phrases that were found, each times its likeness, are the score. Half of
the doubt is left with every four letters: 4 letters give a confidence of 50, 8 of 74, 12 of 87, 24 of 97.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from berkas.extraction.phrases import likeness
from berkas.layout.folding import fold
from berkas.layout.lines import lines_of
from berkas.model.document_types import DocumentType
from berkas.model.geometry import Page

_HALF_OF_DOUBT: Final = 4
"""Letters that halve the doubt."""

_MOST: Final = 99


@dataclass(frozen=True, slots=True)
class Candidate:
    """What choosing needs to know of a template.

    Attributes:
        template_id: tpl_…
        version: Its newest published one.
        document_type_hint: What it is for; None for any type.
        phrases: Of which one must stand in the document.
    """

    template_id: str
    version: int
    document_type_hint: DocumentType | None
    phrases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PhraseFound:
    """A phrase and how alike it is to what is printed, 0-100; 0 when it is nowhere."""

    phrase: str
    likeness: float


@dataclass(frozen=True, slots=True)
class TemplateMatch:
    """A template that a document asks for.

    Attributes:
        template_id: tpl_…
        version: Of the template.
        confidence: 0-100.
    """

    template_id: str
    version: int
    confidence: int


def is_for(hint: DocumentType | None, document_type: DocumentType, *, free_text: Collection[DocumentType]) -> bool:
    """Whether a template of that hint may be chosen for a document of that type.

    Args:
        hint: What the template is for; None and types of free text mean any type.
        document_type: Of the document.
        free_text: Types of free text.
    """
    return hint is None or hint in free_text or hint == document_type


def phrases_in(phrases: Iterable[str], pages: Sequence[Page]) -> list[PhraseFound]:
    """How each phrase is found on the pages."""
    lines = _folded(pages)
    return [PhraseFound(phrase, likeness(phrase, lines)) for phrase in phrases]


def confidence_of(found: Iterable[PhraseFound]) -> int:
    """How surely a document with these phrases asks for their template, 0-99."""
    doubt: float = 0.5 ** (_score(found) / _HALF_OF_DOUBT)
    return round(_MOST * (1 - doubt))


def best_match(
    candidates: Iterable[Candidate],
    pages: Sequence[Page],
    document_type: DocumentType,
    *,
    threshold: int,
    free_text: Collection[DocumentType],
) -> TemplateMatch | None:
    """The template that the document asks for most, or None when none reaches the threshold.

    Args:
        candidates: The newest published first; of equals, one for the very type wins, then the first.
        pages: The first pages of the document.
        document_type: What it was taken for.
        threshold: Least confidence, 0-100.
        free_text: Types of free text; a template for one is for any type.
    """
    lines = _folded(pages)
    best: tuple[float, bool] = (0.0, False)
    chosen: TemplateMatch | None = None
    for candidate in candidates:
        if not is_for(candidate.document_type_hint, document_type, free_text=free_text):
            continue
        found = [PhraseFound(phrase, likeness(phrase, lines)) for phrase in candidate.phrases]
        rank = (_score(found), candidate.document_type_hint == document_type)
        confidence = confidence_of(found)
        if rank > best and confidence >= threshold:
            best, chosen = rank, TemplateMatch(candidate.template_id, candidate.version, confidence)
    return chosen


def _score(found: Iterable[PhraseFound]) -> float:
    """Letters of the phrases that were found; the same phrase in another spelling counts once."""
    by_letters: dict[str, float] = {}
    for one in found:
        letters = fold(one.phrase)
        by_letters[letters] = max(by_letters.get(letters, 0.0), len(letters) * one.likeness / 100)
    return sum(by_letters.values())


def _folded(pages: Sequence[Page]) -> list[str]:
    return [fold(line.text) for page in pages for line in lines_of(page)]
