"""The tree of errors.

Every class owns a stable ``code`` that clients and operators may search for (docs/errors.md lists cause and remedy), a
sentence for a person that never holds personal data, and ``transient``: whether doing the same again later may succeed.

BerkasError
├── DocumentError                  the paper itself is at fault; repeating does not help
│   ├── UnsupportedFile            not one of the six file types, by content
│   ├── UnreadableFile             damaged, truncated, or not what its first bytes promise
│   ├── PasswordRequired           encrypted, and no password was given
│   │   ├── PasswordWrong          encrypted, and the given password does not open it
│   │   └── PasswordExpired        encrypted, and the password is no longer held in memory
│   ├── PageLimitExceeded
│   ├── PixelLimitExceeded
│   ├── ReadingLimitExceeded       memory, CPU time or wall time of reading or understanding ran out
│   └── ReaderCrashed              a parser died of a signal
├── TemplateError                  a template says something that cannot be applied
│   └── TemplateNotFound
├── StorageError
│   ├── SealBroken                 the sealed file was altered, truncated or belongs to another document
│   ├── KeyUnknown                 wrapped by a root key that is not configured
│   ├── BlobMissing
│   └── SlotMissing                a memory slot was taken, is over, or never existed
├── Unavailable                    transient: a server that we need does not answer
│   ├── DatabaseUnavailable
│   ├── ObjectStoreUnavailable
│   ├── OrchestratorUnavailable
│   ├── DryRunTimeout              no worker finished a dry run in time
│   ├── PictureTimeout             no worker drew a page in time
│   └── SearchTimeout              a search took too long
├── RunCancelled                   an operator cancelled the run
├── AttemptsExhausted              every run that a document may take was lost
└── Refused                        an expected refusal of a request; the API maps it to a 4xx status
    ├── ValidationFailed           carries every field error at once
    ├── AuthenticationFailed
    ├── MissingScope
    ├── NotFound
    ├── Conflict                   of corrections: see ``berkas.correction_errors``
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
    │   └── ExportTooLarge         the documents do not fit into one workbook
    └── RateLimited
        └── TooManyAtOnce          as many requests of the organisation as may wait for their turn already
"""

from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Any, ClassVar


class BerkasError(Exception):
    """Root of every error that Berkas raises on purpose."""

    code: ClassVar[str] = "internal_error"
    message: ClassVar[str] = "Something went wrong on our side."
    transient: ClassVar[bool] = False

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or self.message)

    def __reduce__(self) -> tuple[type["BerkasError"], tuple[str]]:
        return type(self), (str(self),)


class DocumentError(BerkasError):
    """The paper itself is at fault; the document ends as ``failed`` or ``password_required``."""

    code = "document_error"
    message = "The document could not be processed."


class UnsupportedFile(DocumentError):
    """Not a PDF, JPEG, PNG, HEIC, WebP or TIFF, judged by its bytes."""

    code = "unsupported_file_type"
    message = "The file is not a PDF, JPEG, PNG, HEIC, WebP or TIFF."


class UnreadableFile(DocumentError):
    """Damaged, truncated, or not what its first bytes promise."""

    code = "unreadable_file"
    message = "The file is damaged or incomplete and could not be opened."


class PasswordRequired(DocumentError):
    """Encrypted, and no password was given."""

    code = "password_required"
    message = "The PDF is encrypted. Re-extract it with its password."


class PasswordWrong(PasswordRequired):
    """Encrypted, and the given password does not open it."""

    code = "password_wrong"
    message = "The password does not open this PDF. Re-extract it with the right password."


class PasswordExpired(PasswordRequired):
    """Encrypted, and the password given at upload is no longer held in memory."""

    code = "password_expired"
    message = "The PDF is encrypted and its password is no longer held in memory. Re-extract it with its password."


class PageLimitExceeded(DocumentError):
    """More pages than the configured limit."""

    code = "page_limit_exceeded"
    message = "The document has more pages than this installation accepts."


class PixelLimitExceeded(DocumentError):
    """An image larger than the configured number of pixels."""

    code = "pixel_limit_exceeded"
    message = "The image has more pixels than this installation accepts."


class ReadingLimitExceeded(DocumentError):
    """Memory, CPU time or wall time of the sandbox ran out, or the wall time of understanding what it read."""

    code = "reading_limit_exceeded"
    message = "Reading the document took more time or memory than this installation allows."


class ReaderCrashed(DocumentError):
    """A parser died of a signal inside the sandbox."""

    code = "reader_crashed"
    message = "The document made a parser crash; it was stopped safely."


class TemplateError(BerkasError):
    """A template says something that cannot be applied."""

    code = "template_invalid"
    message = "The template cannot be applied."


class TemplateNotFound(TemplateError):
    """No such template, or no such version."""

    code = "template_not_found"
    message = "The template or its version does not exist."


class StorageError(BerkasError):
    """Sealed storage refused."""

    code = "storage_error"
    message = "The stored original could not be read."


class SealBroken(StorageError):
    """The sealed file was altered, truncated, reordered or belongs to another document."""

    code = "seal_broken"
    message = "The stored original fails its integrity check and was refused."


class KeyUnknown(StorageError):
    """Wrapped by a root key that is not configured here."""

    code = "key_unknown"
    message = "The stored original is sealed with a root key that is not configured."


class BlobMissing(StorageError):
    """No blob of that name."""

    code = "blob_missing"
    message = "The stored original is missing."


class SlotMissing(StorageError):
    """A memory slot was taken, is over, or never existed."""

    code = "slot_missing"
    message = "The password is no longer held in memory."


class Unavailable(BerkasError):
    """A server that we need does not answer; the same may succeed later."""

    code = "unavailable"
    message = "A service that Berkas needs does not answer. Try again shortly."
    transient = True


class DatabaseUnavailable(Unavailable):
    """PostgreSQL does not answer."""

    code = "database_unavailable"
    message = "The database does not answer. Try again shortly."


class ObjectStoreUnavailable(Unavailable):
    """The disk or S3 store does not answer."""

    code = "object_store_unavailable"
    message = "The object store does not answer. Try again shortly."


class OrchestratorUnavailable(Unavailable):
    """The Prefect server does not answer."""

    code = "orchestrator_unavailable"
    message = "The orchestrator does not answer. Try again shortly."


class DryRunTimeout(Unavailable):
    """No worker finished a dry run in time."""

    code = "dry_run_timeout"
    message = "No worker finished the dry run in time. Try again, or with a shorter document."


class PictureTimeout(Unavailable):
    """No worker drew a page in time."""

    code = "picture_timeout"
    message = "No worker drew the page in time. Try again shortly."


class SearchTimeout(Unavailable):
    """A free-text search took longer than searches may."""

    code = "search_timeout"
    message = "The search took too long. Look for longer or rarer words, or add a filter: type, customer, from and to."


class RunCancelled(BerkasError):
    """An operator cancelled the run in the orchestrator."""

    code = "run_cancelled"
    message = "An operator cancelled the run. Re-extract the document to try again."


class AttemptsExhausted(BerkasError):
    """Every run that a document may take was lost before it could store anything."""

    code = "attempts_exhausted"
    message = "Processing was interrupted too many times. Re-extract the document."


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
