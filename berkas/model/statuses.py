"""The life of a document: its statuses and the only moves between them."""

from enum import StrEnum


class DocumentStatus(StrEnum):
    """Where a document is; the member's value is its name on the wire."""

    QUEUED = "queued"
    PARSING = "parsing"
    EXTRACTED = "extracted"
    REQUIRES_REVIEW = "requires_review"
    FAILED = "failed"
    PASSWORD_REQUIRED = "password_required"  # noqa: S105 - the name of a status, not a password
    ERASED = "erased"
    PURGED = "purged"


S = DocumentStatus

FINAL_STATUSES = frozenset({S.EXTRACTED, S.REQUIRES_REVIEW, S.FAILED, S.PASSWORD_REQUIRED})
"""Where a run of the pipeline may end; from here a re-extract goes back to ``queued``."""

GONE_STATUSES = frozenset({S.ERASED, S.PURGED})
"""The original is gone; nothing leads out of these."""

TRANSITIONS: dict[DocumentStatus, frozenset[DocumentStatus]] = {
    # queued -> failed: a run that cannot even start (its attempts are used up)
    S.QUEUED: frozenset({S.PARSING, S.FAILED}) | GONE_STATUSES,
    # parsing -> queued: the sweep asks for a new attempt after a lost run
    S.PARSING: FINAL_STATUSES | GONE_STATUSES | {S.QUEUED},
    S.EXTRACTED: frozenset({S.QUEUED}) | GONE_STATUSES,
    # requires_review -> extracted: an analyst's sign-off
    S.REQUIRES_REVIEW: frozenset({S.QUEUED, S.EXTRACTED}) | GONE_STATUSES,
    S.FAILED: frozenset({S.QUEUED}) | GONE_STATUSES,
    S.PASSWORD_REQUIRED: frozenset({S.QUEUED}) | GONE_STATUSES,
    S.ERASED: frozenset(),
    S.PURGED: frozenset(),
}
"""Every allowed move; anything else is refused by the compare-and-set of ``tables.queries.documents``."""


def is_allowed(source: DocumentStatus, target: DocumentStatus) -> bool:
    """Whether a document may move from one status to the other."""
    return target in TRANSITIONS[source]
