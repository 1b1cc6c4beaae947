"""The contract between who asks for an errand (API) and who does it (worker): what every kind of errand says.

Request and answer travel through ``berkas.storage.errands``; the run's only parameter is the errand's handle.
"""

from typing import Final

import msgspec

MOST_ANSWER_BYTES: Final = 16 * 1024 * 1024


class ErrandRequest(msgspec.Struct, frozen=True, kw_only=True):
    """Which document to work on, for whom.

    Attributes:
        organisation_id: Who asks.
        document_id: The document.
        password: Of an encrypted PDF.
        seconds: When the run has taken so long, nobody waits for it any more.
    """

    organisation_id: str
    document_id: str
    password: str | None = None
    seconds: float = 30

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.document_id})"


class ErrandFailure(msgspec.Struct, frozen=True, kw_only=True):
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


class ErrandAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """A result, which the kind of errand names, or a failure."""

    failure: ErrandFailure | None = None

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.failure.code if self.failure else 'found'})"
