"""The errand of a dry run: applying a template to a document, storing nothing."""

from typing import Final

import msgspec

from berkas.errands import ErrandAnswer, ErrandRequest
from berkas.extraction.template_matching import PhraseFound
from berkas.extraction.trace import Sighting
from berkas.model.extraction import Classification, ExtractionResult

MOST_TEXT: Final = 500_000
"""Characters of the document's text that an answer holds."""


class DryRunRequest(ErrandRequest, frozen=True, kw_only=True):
    """What to apply.

    Attributes:
        template_id: A built-in template or one of the organisation.
        version: Of the template; drafts are welcome.
    """

    template_id: str
    version: int


class DryRunFindings(msgspec.Struct, frozen=True, kw_only=True):
    """What was found.

    Attributes:
        classification: What the document would be taken for.
        phrases: Each phrase of the template's ``match``, and how alike the document is to it.
        match_confidence: How surely the document asks for the template, 0-99.
        page_count: Of the document.
        result: What an extraction would hold; its text is cut.
        seen: By field name, what was looked at.
    """

    classification: Classification
    phrases: list[PhraseFound]
    match_confidence: int
    page_count: int
    result: ExtractionResult
    seen: dict[str, list[Sighting]]


class DryRunAnswer(ErrandAnswer, frozen=True, kw_only=True):
    """Either findings or a failure."""

    findings: DryRunFindings | None = None
