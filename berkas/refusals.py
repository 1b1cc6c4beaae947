"""Expected refusals of requests; the API maps each to a 4xx status.

Refused                            maps to a 4xx status
├── ValidationFailed           carries every field error at once
├── AuthenticationFailed
├── MissingScope
├── NotFound
├── Conflict
│   ├── IdempotencyConflict
│   ├── ExtractionChanged      a correction of an extraction that is not the newest one any more
│   ├── AlreadyVerified        a sign-off of what is signed off
│   └── VerifiedByAnalyst      a re-extract over values that a person verified or corrected
├── LinkInvalid
├── Gone
│   ├── LinkExpired
│   └── LinkUsed
├── PayloadTooLarge
├── UnsupportedMediaType
├── RuleViolation
│   ├── LegalHold              the document must not be erased
│   ├── DryRunFailed           the document could not be read for a dry run
│   ├── PageNotDrawn           there is no picture of the page
│   ├── ExportTooLarge         the documents do not fit into one workbook
│   └── FindingsNotAccepted    a sign-off with findings that nobody accepted
└── RateLimited
    └── TooManyAtOnce          as many requests of the organisation as may wait for their turn already
"""

from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Any, ClassVar

from berkas.errors import BerkasError


class Refused(BerkasError):
    """An expected refusal of a request.

    Attributes:
        details: What a program needs to go on, as it goes out; None when the code says enough.
        subject: Id of the document of which ``details`` hold values, so that a kept answer is erased with it.
    """

    code = "bad_request"
    message = "The request is malformed."
    details: Mapping[str, Any] | None = None
    subject: str | None = None


class ValidationFailed(Refused):
    """One or more fields are invalid; carries field errors by wire name: every one of an honest request, the first of a flood."""

    code = "validation_failed"
    message = "One or more fields are invalid."

    MOST_FIELDS: ClassVar[int] = 100
    MOST_MESSAGES: ClassVar[int] = 10
    """Of one field."""

    def __init__(self, field_errors: Mapping[str, Sequence[str]], message: str | None = None) -> None:
        super().__init__(message)
        first = islice(field_errors.items(), self.MOST_FIELDS)
        self.field_errors = {name: list(messages[: self.MOST_MESSAGES]) for name, messages in first}

    def __reduce__(self) -> tuple[type["BerkasError"], tuple[object, ...]]:  # type: ignore[override]
        return type(self), (self.field_errors, str(self))


class AuthenticationFailed(Refused):
    """No, malformed, unknown, revoked or expired API key."""

    code = "authentication_failed"
    message = "A valid API key is required: Authorization: Bearer bk_…"


class MissingScope(Refused):
    """The key is valid but does not carry the scope."""

    code = "missing_scope"
    message = "missing scope"


class NotFound(Refused):
    """Not there, or another organisation's."""

    code = "not_found"
    message = "There is no such resource."


class Conflict(Refused):
    """The state of the resource forbids it."""

    code = "conflict"
    message = "The state of the resource forbids this."


class IdempotencyConflict(Conflict):
    """The idempotency key is in flight or was used with another body."""

    code = "idempotency_conflict"
    message = "This Idempotency-Key was used with another request, or its first request is still running."


class Gone(Refused):
    """The original is erased or purged, or a link is used or over."""

    code = "gone"
    message = "The resource is gone."


class LinkInvalid(Refused):
    """A signed link was altered, cut, or signed by another installation."""

    code = "link_invalid"
    message = "The link is not valid. Ask for a new one."


class LinkExpired(Gone):
    """A signed link is over."""

    code = "link_expired"
    message = "The link is over. Ask for a new one."


class LinkUsed(Gone):
    """A signed link was used before; each works once."""

    code = "link_used"
    message = "The link was used before; each works once. Ask for a new one."


class PayloadTooLarge(Refused):
    """File, body or form too large."""

    code = "payload_too_large"
    message = "The file or the request body is too large."


class UnsupportedMediaType(Refused):
    """Wrong Content-Type, or a file that is not one of the six types by content."""

    code = "unsupported_media_type"
    message = "The content type is not supported."


class RuleViolation(Refused):
    """Well-formed, but a business rule says no."""

    code = "rule_violation"
    message = "A business rule forbids this."


class LegalHold(RuleViolation):
    """The document is under legal hold: neither erased nor purged."""

    code = "legal_hold"
    message = "The document is under legal hold and must not be erased."


class DryRunFailed(RuleViolation):
    """The document could not be read for a dry run, or the template not be applied to it."""

    code = "dry_run_failed"
    message = "The dry run failed."


class PageNotDrawn(RuleViolation):
    """The document could not be opened for a picture of a page, or the page not be drawn."""

    code = "page_not_drawn"
    message = "There is no picture of this page."


class ExportTooLarge(RuleViolation):
    """The documents of an export do not fit into one workbook."""

    code = "export_too_large"
    message = (
        "A workbook holds at most 1,048,575 rows per sheet, 16,384 columns, and 64 MB of compressed rows. "
        "Choose fewer documents by filters, or export CSV."
    )


class RateLimited(Refused):
    """The bucket of this key is empty."""

    code = "rate_limited"
    message = "rate limit exceeded"


class TooManyAtOnce(RateLimited):
    """As many of these requests of the organisation as may already wait for their turn.

    Attributes:
        bucket: Stable name of the kind of request, such as ``documents.search``.
        limit: How many may be under way, waiting ones included.
    """

    code = "too_many_at_once"
    message = "Too many of these requests of your organisation are under way. Send fewer at once."

    def __init__(self, bucket: str = "", limit: int = 0) -> None:
        super().__init__()
        self.bucket, self.limit = bucket, limit


class ExtractionChanged(Conflict):
    """A correction names an extraction that is not the newest one any more."""

    code = "extraction_changed"
    message = "The extraction was changed meanwhile. Look at what changed and send the correction again."


class AlreadyVerified(Conflict):
    """A sign-off that changes nothing of a document that is signed off."""

    code = "already_verified"
    message = "The document is signed off already."


class VerifiedByAnalyst(Conflict):
    """A re-extract would replace values that a person verified or corrected."""

    code = "verified_by_analyst"
    message = "A person verified or corrected the values. Send replaceVerified to have them replaced by a new reading."


class FindingsNotAccepted(RuleViolation):
    """A sign-off, or a correction of an extracted document, with findings that the values do not satisfy and nobody accepted."""

    code = "findings_not_accepted"
    message = "Findings are open. Correct the values or accept each finding."
