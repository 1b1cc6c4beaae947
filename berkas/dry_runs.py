"""The contract between who asks for a dry run (API) and who does it (worker): applying a template to a document, storing nothing.

Request and answer travel through ``berkas.storage.errands``; the run's only parameter is the errand's handle.
"""

from typing import Final

import msgspec

from berkas.extraction.matching import PhraseFound
from berkas.extraction.sightings import Sighting
from berkas.model.extraction import Classification, ExtractionResult

MOST_TEXT: Final = 500_000
"""Characters of the document's text that an answer holds."""

MOST_ANSWER_BYTES: Final = 16 * 1024 * 1024


class DryRunRequest(msgspec.Struct, frozen=True, kw_only=True):
    """What to apply to what.

    Attributes:
        organisation_id: Who asks.
        document_id: The document.
        template_id: A built-in template or one of the organisation.
        version: Of the template; drafts are welcome.
        password: Of an encrypted PDF.
        seconds: When the run has taken so long, nobody waits for it any more.
    """

    organisation_id: str
    document_id: str
    template_id: str
    version: int
    password: str | None = None
    seconds: float = 30

    def __repr__(self) -> str:
        return f"DryRunRequest({self.template_id}, {self.document_id})"


class DryRunFailure(msgspec.Struct, frozen=True, kw_only=True):
    """Why there is no result.

    Attributes:
        code: Stable code of ``berkas.errors``.
        message: A sentence for a person, without personal data.
        stage: Name of the step that failed.
        place: Class and line of an error that nobody foresaw, for the operator.
    """

    code: str
    message: str
    stage: str
    place: str | None = None


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


class DryRunAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """Either findings or a failure."""

    findings: DryRunFindings | None = None
    failure: DryRunFailure | None = None

    def __repr__(self) -> str:
        return f"DryRunAnswer({self.failure.code if self.failure else 'found'})"
