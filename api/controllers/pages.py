"""Pictures of pages, for who looks at a document."""

from typing import Any, Final

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from api.access_openapi import LockedPageOperation, PageOperation, not_drawn
from api.auth import RequireScope, caller_of
from api.file_headers import INERT
from api.idempotency import HEADER, checked_key
from api.json_bodies import read_json
from api.request_ids import request_id_of, request_tag
from api.services import Services
from api.upload_fields import check_fields
from berkas.page_pictures import FINEST_PX, LEAST_PX, LONGEST_PX, PictureRequest
from berkas.refusals import Gone, NotFound, ValidationFailed
from tables.queries import audit, documents, sealed_blobs

_RANGE: Final = f"must be a whole number from {LEAST_PX} to {FINEST_PX}"


class PagesController(Controller):
    """/api/documents/{id}/pages/{page}."""

    path = "/api/documents/{document_id:str}/pages/{page:int}"
    tags = ["Documents"]
    guards = [RequireScope("documents:read")]
    request_max_body_size = None  # counted by ourselves

    @get(
        operation_class=PageOperation,
        operation_id="drawPage",
        summary="See a page",
        responses=not_drawn(),
    )
    async def draw(
        self,
        request: Request[Any, Any, Any],
        document_id: FromPath[str],
        page: FromPath[int],
        services: NamedDependency[Services],
    ) -> Response[bytes]:
        """A picture of a page as a person sees it, at most `longestPx` pixels long: boxes fit it. Pages count from 0."""
        return await _picture(request, services, document_id, page, password=None)

    @post(
        status_code=200,
        operation_class=LockedPageOperation,
        operation_id="drawLockedPage",
        summary="See a page of a locked PDF",
        responses=not_drawn(413, 415),
    )
    async def draw_locked(
        self,
        request: Request[Any, Any, Any],
        document_id: FromPath[str],
        page: FromPath[int],
        services: NamedDependency[Services],
    ) -> Response[bytes]:
        """The same with the password of an encrypted PDF. Nothing is stored, so no answer is replayed."""
        checked_key(request.headers.get(HEADER))
        body = await read_json(request, ("pdfPassword",), secret="pdfPassword", is_optional=True)  # noqa: S106 - a field's name
        password = check_fields({"pdfPassword": body.values.get("pdfPassword")}, body.blame).pdf_password
        body.refuse_mistakes()
        return await _picture(request, services, document_id, page, password=password)


async def _picture(
    request: Request[Any, Any, Any], services: Services, document_id: str, page: int, *, password: str | None
) -> Response[bytes]:
    caller, longest_px = caller_of(request), _longest_px(request)
    document = await documents.find(caller.organisation_id, document_id)
    if document is None:
        raise NotFound
    if await sealed_blobs.find_blob(caller.organisation_id, document_id) is None:
        raise Gone
    if not 0 <= page < (document.page_count or services.settings.max_pages):
        raise NotFound
    await audit.append(
        caller.organisation_id,
        actor=caller.key_id,
        action="document.view_page",
        subject=document_id,
        details={"page": page},
    )
    wanted = PictureRequest(
        organisation_id=caller.organisation_id,
        document_id=document_id,
        page=page,
        longest_px=longest_px,
        password=password,
    )
    tags = [document_id, caller.organisation_id, request_tag(request_id_of(request.scope))]
    jpeg = await services.pictures.picture(wanted, tags)
    return Response(jpeg, media_type="image/jpeg", headers=INERT)


def _longest_px(request: Request[Any, Any, Any]) -> int:
    """How many pixels the longer side may have.

    Raises:
        ValidationFailed: It is no such number, or something else was asked.
    """
    found = LONGEST_PX
    for name, value in request.query_params.multi_items():
        if name != "longestPx":
            raise ValidationFailed({name[:64]: ["is unknown"]})
        if not (value.isascii() and value.isdigit() and len(value) <= len(str(FINEST_PX))):
            raise ValidationFailed({name: [_RANGE]})
        found = int(value)
        if not LEAST_PX <= found <= FINEST_PX:
            raise ValidationFailed({name: [_RANGE]})
    return found
