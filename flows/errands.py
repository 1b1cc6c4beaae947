"""What the flows of all errands do: take the request, give the answer to who waits for it, and store nothing."""

from collections.abc import Awaitable, Callable
from typing import Final, TypeVar

import msgspec
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from berkas.errands import ErrandAnswer, ErrandFailure, ErrandRequest
from berkas.errors import BlobMissing, PasswordRequired, SlotMissing, Unavailable
from berkas.reading.reader import DocumentInfo
from flows import outcomes
from flows.papers import describe
from flows.resources import resources
from tables.engine import connected
from tables.queries import documents
from tables.queries.documents import DocumentToProcess
from tables.queries.storable import to_json

NOBODY_WAITS: Final = "Nobody waits for it any more."

R = TypeVar("R", bound=ErrandRequest)


async def do_errand(handle: str, kind: type[R], answer_of: Callable[[R], Awaitable[ErrandAnswer]]) -> State[None]:
    """Do one errand; how its run ends says whether it went well, and nothing of the answer."""
    errands = resources().errands
    try:
        request = msgspec.json.decode(await errands.take(handle), type=kind)
        async with connected():
            answer = await answer_of(request)
        await errands.answer(handle, to_json(answer).encode())
    except SlotMissing:
        return Completed(name="Superseded", message=NOBODY_WAITS)
    failure = answer.failure
    if failure is None:
        return Completed()
    if failure.place is not None:
        return Failed(message=f"{failure.code} at {failure.stage}: {failure.place}")
    return Completed(name="Not readable", message=f"{failure.code} at {failure.stage}")


async def open_original(request: ErrandRequest) -> tuple[DocumentToProcess, DocumentInfo]:
    """Open the document in the sandbox; the password is tried where one is needed.

    Raises:
        BlobMissing: It was erased since the API looked.
        DocumentError: Of the class that says why it cannot be opened.
    """
    document = await documents.find_to_read(request.organisation_id, request.document_id)
    if document is None:
        raise BlobMissing
    content = await resources().original(document)
    reader = resources().reader
    try:
        return document, reader.open(content, organisation_id=document.organisation_id)
    except PasswordRequired:
        if request.password is None:
            raise
        return document, reader.open(content, password=request.password, organisation_id=document.organisation_id)


def failure_of(error: Exception, stage: str) -> ErrandFailure:
    """What who waits is told of an error; who may look into it sees its place in the run."""
    if isinstance(error, Unavailable):
        return ErrandFailure(code=error.code, message=error.message, stage=stage)
    verdict = outcomes.of_error(error, stage)
    return ErrandFailure(
        code=verdict.error_code or "",
        message=verdict.message or "",
        stage=stage,
        place=describe(error) if verdict.is_our_fault else None,
    )
