"""Who has a document open."""

from typing import Any

from litestar import Controller, Request, delete, put
from litestar.params import FromPath

from api.access_openapi import ViewersOperation
from api.access_schemas import ViewerOut, ViewersAnswer, ViewersOut
from api.auth import RequireScope, caller_of
from api.json_bodies import read_json
from api.openapi import failures
from tables.queries import viewers


class ViewersController(Controller):
    """/api/documents/{id}/viewers."""

    path = "/api/documents/{document_id:str}/viewers"
    tags = ["Documents"]
    guards = [RequireScope("documents:read")]
    request_max_body_size = None  # counted by ourselves

    @put(
        "/",
        operation_id="viewDocument",
        summary="See who has a document open",
        operation_class=ViewersOperation,
        responses=failures(400, 404, 410, 413, 415),
    )
    async def renew(self, request: Request[Any, Any, Any], document_id: FromPath[str]) -> ViewersAnswer:
        """Say that this key has the document open, for 45 seconds from now, and see who else has. It locks nothing."""
        caller = caller_of(request)
        (await read_json(request, (), is_optional=True)).refuse_mistakes()
        found = await viewers.renew(caller.organisation_id, document_id, caller.key_id)
        shown = [
            ViewerOut(key_id=one.key_id, name=one.name, since=one.since, is_you=one.key_id == caller.key_id)
            for one in found
        ]
        return ViewersAnswer(data=ViewersOut(viewers=shown))

    @delete(
        "/",
        operation_id="leaveDocument",
        summary="Leave a document",
        responses=failures(),
    )
    async def end(self, request: Request[Any, Any, Any], document_id: FromPath[str]) -> None:
        """End the lease of this key at once; without one nothing happens."""
        caller = caller_of(request)
        await viewers.end(caller.organisation_id, document_id, caller.key_id)
