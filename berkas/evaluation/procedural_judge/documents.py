"""Documents of the judge family, by type and seed."""

import random
from collections.abc import Callable, Mapping
from typing import Final, Literal, Protocol

from berkas.evaluation.procedural_judge import invoice, statement
from berkas.evaluation.procedural_judge.draft import Draft
from berkas.evaluation.specimens.papers import Specimen
from berkas.model.document_types import DocumentType

FAMILY: Final[Literal["judge"]] = "judge"


class Drawn(Protocol):
    """A document and what was recorded while it was made."""

    @property
    def pdf(self) -> bytes:
        """Its bytes."""

    @property
    def draft(self) -> Draft:
        """Truth, printed texts and choices."""


_MAKERS: Final[Mapping[DocumentType, Callable[[random.Random], Drawn]]] = {
    "invoice": invoice.draw,
    "rekening_koran": statement.draw,
}

TYPES: Final = tuple(_MAKERS)


def draw(document_type: DocumentType, *, seed: int) -> Drawn:
    """Draw a document and keep what was recorded; the same seed gives the same bytes.

    Raises:
        KeyError: Not a type of this family.
    """
    return _MAKERS[document_type](random.Random(f"{FAMILY}/{document_type}/{seed}"))  # noqa: S311 - not for secrets


def make(document_type: DocumentType, *, seed: int) -> Specimen:
    """Draw a document; the same seed gives the same bytes.

    Raises:
        KeyError: Not a type of this family.
    """
    drawn = draw(document_type, seed=seed)
    return Specimen(document_type, f"{FAMILY}-{drawn.draft.signature()}", drawn.pdf, drawn.draft.truth)
