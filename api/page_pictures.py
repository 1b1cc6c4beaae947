"""Having a worker draw a page of a document while the request waits; see docs/decisions/0016."""

from collections.abc import Sequence
from typing import Final

from api.errand_runs import CallLimits, ErrandRuns
from api.prefect_runs import Orchestrator
from berkas.errands import ErrandFailure
from berkas.errors import (
    BerkasError,
    BlobMissing,
    DatabaseUnavailable,
    ObjectStoreUnavailable,
    PasswordRequired,
    PasswordWrong,
    PictureTimeout,
)
from berkas.jobs import DRAW_PAGE
from berkas.page_pictures import PictureAnswer, PictureRequest
from berkas.refusals import Gone, NotFound, PageNotDrawn
from berkas.storage.errands import Errands

_LIMITS: Final = CallLimits("documents.pages", at_once=4, per_organisation=2)

_BY_CODE: Final[dict[str, tuple[type[BerkasError], str]]] = {
    NotFound.code: (NotFound, NotFound.message),
    BlobMissing.code: (Gone, Gone.message),
    PasswordRequired.code: (PasswordRequired, "The PDF is encrypted. Send its password in the body of a POST."),
    PasswordWrong.code: (PasswordWrong, "The password does not open this PDF."),
    DatabaseUnavailable.code: (DatabaseUnavailable, DatabaseUnavailable.message),
    ObjectStoreUnavailable.code: (ObjectStoreUnavailable, ObjectStoreUnavailable.message),
}


class PagePictures:
    """Pictures of pages, for one API process."""

    def __init__(self, errands: Errands, orchestrator: Orchestrator, *, seconds: float) -> None:
        self._runs = ErrandRuns(errands, orchestrator, deployment=DRAW_PAGE, limits=_LIMITS, seconds=seconds)

    async def picture(self, request: PictureRequest, tags: Sequence[str]) -> bytes:
        """A page as a person sees it, as JPEG.

        Raises:
            NotFound: The document has no such page.
            Gone: It was erased meanwhile.
            PasswordRequired: It is encrypted; no password was sent, or a wrong one.
            PageNotDrawn: It could not be opened or drawn.
            PictureTimeout: No worker was done in time.
            TooManyAtOnce: As many pictures of the organisation as may already wait.
            OrchestratorUnavailable: Prefect does not answer.
            DatabaseUnavailable: The worker does not reach it.
            ObjectStoreUnavailable: The worker does not reach it.
        """
        try:
            answer = await self._runs.answer(request, PictureAnswer, tags)
        except TimeoutError:
            raise PictureTimeout from None
        if answer.failure is not None:
            raise _error_of(answer.failure)
        return answer.jpeg


def _error_of(failure: ErrandFailure) -> BerkasError:
    if failure.code in _BY_CODE:
        kind, message = _BY_CODE[failure.code]
        return kind(message)
    if failure.place is not None:  # a fault of ours; its place stands in the run
        return BerkasError()
    return PageNotDrawn(f"{failure.message} ({failure.code} at {failure.stage})")
