"""Sends files, some at once, and waits until each is read."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import httpx

from berkas.model.statuses import DocumentStatus
from deployments.client import ApiRefused, Client
from deployments.commands.upload_sources import Source

AT_ONCE: Final = 8
_LOOK_SECONDS: Final = 0.25
_READ: Final = frozenset({DocumentStatus.EXTRACTED, DocumentStatus.REQUIRES_REVIEW})
_KEY_REFUSED: Final = frozenset({httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN})

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class UploadResult:
    """One file and what became of it.

    Attributes:
        source: The file.
        document: As the API gives it, with its newest extraction; None when it was not taken.
        is_known: Whether its bytes were there before.
        problem: Why it was not taken or not read; empty otherwise.
        problem_code: The stable code of that.
    """

    source: Source
    document: dict[str, Any] | None = None
    is_known: bool = False
    problem: str = ""
    problem_code: str = ""

    @property
    def is_read(self) -> bool:
        """Whether it was read, for sure or for an analyst to look at."""
        return not self.problem and self.document is not None and self.document["status"] in _READ


async def upload_all(
    client: Client, sources: Sequence[Source], fields: Mapping[str, str], *, tell: Tell
) -> AsyncIterator[UploadResult]:
    """Send every file and wait for it; each result as soon as it is there.

    Args:
        client: Of the API.
        sources: The files.
        fields: Of each upload, by their names in the form.
        tell: Called with a line when the API asks to wait.

    Raises:
        ApiRefused: The key may not do this, so no file has a chance.
        ApiUnreachable: The API does not answer.
    """
    free = asyncio.Semaphore(AT_ONCE)
    # reading the status of many at once would use up the key's limit of reads
    every = max(_LOOK_SECONDS, 0.15 * min(AT_ONCE, len(sources)))

    async def one(source: Source) -> UploadResult:
        async with free:
            return await _upload(client, source, fields, every=every, tell=tell)

    tasks = [asyncio.create_task(one(source)) for source in sources]
    try:
        for task in asyncio.as_completed(tasks):
            yield await task
    finally:
        for pending in tasks:
            pending.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _upload(
    client: Client, source: Source, fields: Mapping[str, str], *, every: float, tell: Tell
) -> UploadResult:
    try:
        content = await asyncio.to_thread(source.read)
        uploaded = await _send(client, source.filename, content, fields, tell)
        document, is_known = uploaded["document"], bool(uploaded["deduped"])
        try:
            document = await client.wait(document["id"], every=every)
            if is_known and "pdfPassword" in fields and document["status"] == DocumentStatus.PASSWORD_REQUIRED:
                # what is known is not read again by an upload, so the password has not been tried
                await client.reextract(document["id"], pdfPassword=fields["pdfPassword"])
                document = await client.wait(document["id"], every=every)
        except TimeoutError:
            late = "It is stored, but not read yet; ask for it later."
            return UploadResult(source, document, is_known, late, "not_read_yet")
    except OSError as error:
        return UploadResult(source, problem=error.strerror or "It cannot be read.", problem_code="unreadable")
    except ApiRefused as refusal:
        if refusal.status in _KEY_REFUSED:
            raise
        return UploadResult(source, problem=str(refusal), problem_code=refusal.code)
    return UploadResult(source, document, is_known)


async def _send(client: Client, filename: str, content: bytes, fields: Mapping[str, str], tell: Tell) -> dict[str, Any]:
    """Upload, and again when the API says that its limit is reached, after as long as it says."""
    while True:
        try:
            return await client.upload(filename, content, **fields)
        except ApiRefused as refusal:
            if refusal.retry_after is None:
                raise
            tell(f"The limit of uploads is reached; going on in {refusal.retry_after:.0f} s")
            await asyncio.sleep(refusal.retry_after)
