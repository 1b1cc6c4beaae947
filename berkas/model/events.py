"""What happens to documents that somebody outside may want to hear of."""

from enum import StrEnum


class EventKind(StrEnum):
    """A kind of event; the member's value is its name on the wire."""

    UPLOADED = "document.uploaded"
    CLASSIFIED = "document.classified"
    EXTRACTED = "document.extracted"
    REQUIRES_REVIEW = "document.requires_review"
    PASSWORD_REQUIRED = "document.password_required"  # noqa: S105 - the name of an event, not a password
    FAILED = "document.failed"
    ERASED = "document.erased"
    PURGED = "document.purged"
    CORRECTED = "extraction.corrected"
    TEMPLATE_MATCHED = "template.matched"
