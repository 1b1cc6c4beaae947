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
│   ├── SearchTimeout              a search took too long
│   └── ReaderUnconfined           nothing on this machine would confine a parser
├── AuditLogBroken                 signed entries of an audit log are gone; nothing is added to it
├── RunCancelled                   an operator cancelled the run
├── AttemptsExhausted              every run that a document may take was lost
└── Refused                        an expected refusal of a request: see ``berkas.refusals``
"""

from typing import ClassVar


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


class ReaderUnconfined(Unavailable):
    """Nothing on this machine would confine a parser, so none is run; another worker may have what it needs."""

    code = "reader_unconfined"
    message = "This machine cannot confine a parser. Run `berkas doctor` on it."


class AuditLogBroken(BerkasError):
    """An audit log ends before its signatures begin, or in an entry without one: nothing is added that would hide it."""

    code = "audit_log_broken"
    message = (
        "The audit log of this organisation was altered. Nothing is done that it must record until it is restored."
    )


class RunCancelled(BerkasError):
    """An operator cancelled the run in the orchestrator."""

    code = "run_cancelled"
    message = "An operator cancelled the run. Re-extract the document to try again."


class AttemptsExhausted(BerkasError):
    """Every run that a document may take was lost before it could store anything."""

    code = "attempts_exhausted"
    message = "Processing was interrupted too many times. Re-extract the document."
