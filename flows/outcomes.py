"""One table: how a run ends for the document, given what was extracted or which error stopped it."""

from dataclasses import dataclass, replace
from typing import Final

from berkas.errors import (
    BerkasError,
    DocumentError,
    PasswordExpired,
    PasswordRequired,
    SlotMissing,
    StorageError,
    TemplateError,
)
from berkas.model.extraction import ExtractionResult, ReviewCause
from berkas.model.statuses import DocumentStatus

UNAVAILABLE: Final = "Unavailable"
"""Name of the state of a run that met a server which does not answer; its document is tried again until it does."""

STATUS_BY_ERROR: tuple[tuple[type[BerkasError], DocumentStatus], ...] = (
    (PasswordRequired, DocumentStatus.PASSWORD_REQUIRED),
    (DocumentError, DocumentStatus.FAILED),
    (TemplateError, DocumentStatus.FAILED),
    (StorageError, DocumentStatus.FAILED),
)
"""The first class that fits decides; anything else is a fault of ours and ends as ``failed`` with ``internal_error``."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a document ends.

    Attributes:
        status: A final status.
        error_code: Stable code of ``berkas.errors``; None when fields were extracted.
        message: A sentence for a person, without personal data; None when fields were extracted.
        stage: Name of the step that failed; None when fields were extracted.
        is_our_fault: Whether an operator should look into it, as opposed to the sender of the paper.
        causes: Why a person should look at the document, and at which fields.
    """

    status: DocumentStatus
    error_code: str | None = None
    message: str | None = None
    stage: str | None = None
    is_our_fault: bool = False
    causes: tuple[ReviewCause, ...] = ()

    @property
    def reasons(self) -> str | None:
        """The causes on one line, names only: ``rule_broken: transactions; score_below_threshold``; None without any."""
        return "; ".join(f"{c.reason}: {', '.join(c.fields)}" if c.fields else c.reason for c in self.causes) or None


def of_result(result: ExtractionResult | None) -> Verdict:
    """Trusted values, or values that an analyst should look at."""
    needs_review = result is None or bool(result.review_reasons)
    status = DocumentStatus.REQUIRES_REVIEW if needs_review else DocumentStatus.EXTRACTED
    return Verdict(status, causes=result.review_causes if result is not None else ())


def as_stored(verdict: Verdict, status: DocumentStatus, causes: tuple[ReviewCause, ...]) -> Verdict:
    """The end as it was stored: other documents may have given further reasons for a review."""
    return replace(verdict, status=status, causes=(*verdict.causes, *causes)) if causes else verdict


def of_error(error: Exception, stage: str) -> Verdict:
    """The end that an error means; only the class's own constant message is used, never the raised text."""
    if isinstance(error, SlotMissing):  # a storage error, but one that only the sender can mend
        error = PasswordExpired()
    shown = _known_class(error)
    for known, status in STATUS_BY_ERROR:
        if isinstance(error, known):
            return Verdict(status, shown.code, shown.message, stage, is_our_fault=isinstance(error, StorageError))
    return Verdict(DocumentStatus.FAILED, BerkasError.code, BerkasError.message, stage, is_our_fault=True)


def _known_class(error: Exception) -> type[BerkasError]:
    return type(error) if isinstance(error, BerkasError) else BerkasError
