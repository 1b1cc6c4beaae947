"""Answers of POSTs that a client may repeat under an ``Idempotency-Key``, made of wire models."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import msgspec
from litestar import Request, Response

from api.auth import caller_of
from api.idempotency import HEADER, Answer, answer_once, as_response, checked_key
from api.request_ids import request_id_of
from api.schemas import Wire
from api.services import Services


async def answer_repeatable(
    request: Request[Any, Any, Any],
    services: Services,
    asked: Mapping[str, Any],
    make: Callable[[], Awaitable[Answer]],
) -> Response[Any]:
    """Serve a request, or replay the answer that the same one got before.

    Args:
        request: As it came in.
        services: Of the application.
        asked: Its body.
        make: Serves it.

    Raises:
        ValidationFailed: The Idempotency-Key is malformed.
        IdempotencyConflict: It was used with another request, or its first one is still running.
    """
    key = checked_key(request.headers.get(HEADER))
    content = msgspec.json.encode(dict(asked), order="sorted").decode()
    fingerprint = services.fingerprints.of([request.method, request.scope["path"], content])
    return as_response(
        await answer_once(caller_of(request), key, fingerprint, make, request_id=request_id_of(request.scope))
    )


def answer(status: int, model: Wire, *, kept: Wire | None = None, subject: str | None = None) -> Answer:
    """A wire model as an answer.

    Args:
        status: HTTP status.
        model: What goes out.
        kept: What a replay shows in its place, where the first answer shows a secret.
        subject: Id of the document that it tells of, so that it is erased with it.
    """
    return Answer(status, _json(model), subject, kept_body=_json(kept) if kept else None)


def _json(model: Wire) -> bytes:
    return model.model_dump_json(by_alias=True).encode()
