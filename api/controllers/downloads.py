"""The way back to an original: a signed link for who has a key, and the file for who has the link."""

import re
from collections.abc import AsyncGenerator
from typing import Any, Final

from litestar import Controller, Request, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Stream

from api.access_openapi import FollowOperation, followed
from api.access_schemas import DownloadAnswer, DownloadOut
from api.auth import RequireScope, caller_of, client_address
from api.file_headers import INERT, Part, attachment, parse_range
from api.openapi import failures
from api.originals import open_original, pieces
from api.ratelimit import Bucket, refusal
from api.services import Services
from api.streaming import begun
from berkas.clock import utc_now
from berkas.refusals import Gone, LinkInvalid, LinkUsed, NotFound
from berkas.settings import Settings
from berkas.signed_urls import DownloadLink
from berkas.storage.sealing import SealedFile
from tables.queries import documents, downloads, sealed_blobs

_HOST: Final = re.compile(r"[A-Za-z0-9._-]{1,253}(:\d{1,5})?|\[[0-9A-Fa-f:.]{2,45}\](:\d{1,5})?")


class DownloadsController(Controller):
    """GET /api/documents/{id}/download."""

    path = "/api/documents"
    tags = ["Documents"]
    guards = [RequireScope("documents:read")]

    @get(
        "/{document_id:str}/download",
        operation_id="downloadDocument",
        summary="Get a download link",
        responses=failures(400, 404, 410),
    )
    async def issue_link(
        self, request: Request[Any, Any, Any], document_id: FromPath[str], services: NamedDependency[Services]
    ) -> DownloadAnswer:
        """Get a link to the original: good for five minutes and one use, without a key."""
        caller = caller_of(request)
        if await documents.find(caller.organisation_id, document_id) is None:
            raise NotFound
        if await sealed_blobs.find_blob(caller.organisation_id, document_id) is None:
            raise Gone
        token, link = services.links.issue(
            document_id=document_id, organisation_id=caller.organisation_id, now=utc_now()
        )
        await downloads.note_issue(link, actor=caller.key_id)
        url = f"{public_url(services.settings, request)}/d/{token}"
        return DownloadAnswer(data=DownloadOut(url=url, expires_at=link.expires_at))


@get(
    "/d/{token:str}",
    tags=["Documents"],
    operation_id="followDownloadLink",
    summary="Download an original",
    operation_class=FollowOperation,
    security=[{}],
    responses=followed(),
)
async def follow_link(
    request: Request[Any, Any, Any], token: FromPath[str], services: NamedDependency[Services]
) -> Stream:
    """Download an original by its link, once. An answer that begins uses the link, however much of it is read."""
    try:
        link = services.links.check(token, now=utc_now())
        return await _answer(services, link, request.headers.get("range"))
    except (LinkInvalid, Gone):
        standing = await services.limiter.count(Bucket.FAILED_AUTH, client_address(request.scope["client"]))
        if standing.is_exceeded:
            raise refusal(standing) from None
        raise


def public_url(settings: Settings, request: Request[Any, Any, Any]) -> str:
    """Where clients reach the API, without a slash at the end: as set, else as this request says it reached us."""
    if settings.public_url:
        return settings.public_url.rstrip("/")
    host = request.headers.get("host", "")
    if not _HOST.fullmatch(host):
        host = f"{settings.api_host}:{settings.api_port}"
    return f"{request.scope['scheme']}://{host}"


async def _answer(services: Services, link: DownloadLink, range_header: str | None) -> Stream:
    if await downloads.is_used(link):
        raise LinkUsed
    blob = await sealed_blobs.find_blob(link.organisation_id, link.document_id)
    if blob is None:
        raise Gone
    ids = {"organisation_id": link.organisation_id, "document_id": link.document_id}
    file = await open_original(services, blob, **ids)
    part = parse_range(range_header, file.size_bytes)
    span = part or Part(0, file.size_bytes, file.size_bytes)
    headers = {
        **INERT,
        "Content-Length": str(span.length),
        "Content-Disposition": attachment(blob.filename or link.document_id),
    } | ({"Content-Range": part.content_range} if part else {})
    return await begun(
        _once(link, file, span), media_type=blob.content_type, headers=headers, status_code=206 if part else 200
    )


async def _once(link: DownloadLink, file: SealedFile, span: Part) -> AsyncGenerator[bytes, None]:
    """The plaintext, against the one use of the link; what fails before its first piece leaves the link unused."""
    content = pieces(file, span.start, span.end)
    first = await anext(content)
    await downloads.use(link)
    yield first
    async for piece in content:
        yield piece
