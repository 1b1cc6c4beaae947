"""Server-sent events of a document's status."""

from typing import Any

from litestar import Controller, Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from api.access_openapi import EventsOperation
from api.auth import RequireScope, caller_of
from api.openapi import failures
from api.services import Services
from api.status_feed import event_id, is_end
from api.streaming import begun
from berkas.refusals import NotFound
from tables.queries import documents


class StatusEventsController(Controller):
    """GET …/events."""

    path = "/api/documents/{document_id:str}/events"
    tags = ["Documents"]
    guards = [RequireScope("documents:read")]

    @get(
        "/",
        operation_id="followDocument",
        summary="Follow the status of a document",
        operation_class=EventsOperation,
        responses=failures(400, 404),
    )
    async def follow(
        self, request: Request[Any, Any, Any], document_id: FromPath[str], services: NamedDependency[Services]
    ) -> Response[Any]:
        """Follow a document's status: where it is at once, then each change until it is final; then the stream ends."""
        caller = caller_of(request)
        row = await documents.find(caller.organisation_id, document_id)
        if row is None:
            raise NotFound
        # a browser reconnects when a stream ends; this answer tells it that there is nothing more to come
        if is_end(row.status) and request.headers.get("last-event-id") == event_id(row):
            return Response(None, status_code=204)
        events = services.feed.follow(caller.key_id, caller.organisation_id, document_id)
        # nginx would gather events; it is told not to
        return await begun(events, media_type="text/event-stream", headers={"X-Accel-Buffering": "no"})
