"""One table: error class -> HTTP status; and the envelope of every failure.

``{"error": "<sentence>", "code": "<stable>", "requestId": "…", "details": {"fieldErrors": {…}}}``. Messages come from our
own classes or from fixed sentences here, never from a library: those quote URLs, bodies and values.
"""

import logging
from collections.abc import Mapping
from typing import Any, Final

from litestar import Request, Response
from litestar.exceptions import (
    HTTPException,
    MethodNotAllowedException,
    NotFoundException,
    ValidationException,
)
from litestar.exceptions.http_exceptions import RequestEntityTooLarge

from api.bodies import UnsupportedEncoding
from api.request_ids import request_id_of
from berkas import errors, refusals
from berkas.errors import BerkasError

log = logging.getLogger("berkas.api")

STATUS_OF: Final[Mapping[type[BerkasError], int]] = {
    refusals.Refused: 400,
    refusals.ValidationFailed: 400,
    refusals.AuthenticationFailed: 401,
    refusals.MissingScope: 403,
    refusals.NotFound: 404,
    errors.TemplateNotFound: 404,
    refusals.Conflict: 409,
    refusals.LinkInvalid: 403,
    refusals.Gone: 410,
    errors.SlotMissing: 404,
    refusals.PayloadTooLarge: 413,
    refusals.UnsupportedMediaType: 415,
    errors.UnsupportedFile: 415,
    errors.PasswordRequired: 422,
    refusals.RuleViolation: 422,
    refusals.RateLimited: 429,
    errors.Unavailable: 503,
    BerkasError: 500,
}
"""The nearest class of an error's ancestry decides."""

RETRY_AFTER_SECONDS = 5
"""Advice sent with every 503."""


class TooManyRequests(refusals.RateLimited):
    """The bucket of this key (or client address) is empty.

    Attributes:
        bucket: Stable name of the bucket, such as ``documents.upload``.
        limit: Requests that the bucket holds per window.
        retry_after: Seconds until the window ends, at least 1.
    """

    def __init__(self, bucket: str, limit: int, retry_after: int) -> None:
        super().__init__()
        self.bucket, self.limit, self.retry_after = bucket, limit, retry_after


class MethodNotAllowed(refusals.Refused):
    """The path exists, the method does not."""

    code = "method_not_allowed"
    message = "This method is not allowed here; see the Allow header."


class RangeNotSatisfiable(refusals.Refused):
    """The range that was asked for begins behind the end of the file.

    Attributes:
        size_bytes: Of the file.
    """

    code = "range_not_satisfiable"
    message = "The range begins behind the end of the file."

    def __init__(self, size_bytes: int) -> None:
        super().__init__()
        self.size_bytes = size_bytes


def status_of(error: BerkasError) -> int:
    """The HTTP status of an error, by its nearest class in the table."""
    if isinstance(error, MethodNotAllowed):
        return 405
    if isinstance(error, RangeNotSatisfiable):
        return 416
    return next(STATUS_OF[cls] for cls in type(error).__mro__ if cls in STATUS_OF)


def envelope(error: BerkasError, request_id: str) -> dict[str, Any]:
    """The body of a failure; that of 429 has a shape of its own."""
    if isinstance(error, TooManyRequests | refusals.TooManyAtOnce):
        return {"error": error.message, "code": error.code, "bucket": error.bucket, "limit": error.limit}
    body: dict[str, Any] = {"error": str(error), "code": error.code, "requestId": request_id}
    if isinstance(error, refusals.ValidationFailed):
        body["details"] = {"fieldErrors": error.field_errors}
    elif isinstance(error, refusals.Refused) and error.details is not None:
        body["details"] = dict(error.details)
    return body


def headers_of(error: BerkasError) -> dict[str, str]:
    """Headers that belong to a failure."""
    if isinstance(error, TooManyRequests):
        return {"Retry-After": str(error.retry_after)}
    if isinstance(error, refusals.TooManyAtOnce):
        return {"Retry-After": "1"}
    if isinstance(error, refusals.AuthenticationFailed):
        return {"WWW-Authenticate": "Bearer"}
    if isinstance(error, errors.Unavailable):
        return {"Retry-After": str(RETRY_AFTER_SECONDS)}
    if isinstance(error, UnsupportedEncoding):
        return {"Accept-Encoding": "gzip, identity"}
    if isinstance(error, RangeNotSatisfiable):
        return {"Content-Range": f"bytes */{error.size_bytes}"}
    return {}


def as_ours(error: Exception) -> BerkasError:
    """Any error as one of ours: the framework's become the like refusal, everything unforeseen the plain 500."""
    if isinstance(error, BerkasError):
        return error
    if isinstance(error, ValidationException):
        return refusals.ValidationFailed(_field_errors(error.extra))
    if isinstance(error, RequestEntityTooLarge):
        return refusals.PayloadTooLarge()
    if isinstance(error, NotFoundException):
        return refusals.NotFound()
    if isinstance(error, MethodNotAllowedException):
        return MethodNotAllowed()
    if isinstance(error, HTTPException) and 400 <= error.status_code < 500:
        return refusals.Refused()
    return BerkasError()


def answer_error(request: Request[Any, Any, Any], error: Exception) -> Response[dict[str, Any]]:
    """The response to any error that left a handler; unforeseen ones are logged with the request id, never with a body."""
    ours = as_ours(error)
    status = status_of(ours)
    headers = headers_of(ours)
    if isinstance(error, MethodNotAllowedException) and error.headers:
        headers["Allow"] = error.headers.get("allow", "").upper()
    log_failure(ours, error, status)
    body = envelope(ours, request_id_of(request.scope))
    return Response(body, status_code=status, headers=headers, media_type="application/json")


def log_failure(ours: BerkasError, error: Exception, status: int) -> None:
    """Log class, code and place of a failure that is no refusal; a library's message may quote values, so it stays out."""
    if status < 500:
        return
    place = places_of(error)
    fields = {"status": status, "code": ours.code, "error_class": type(error).__name__, "place": place}
    if status == 503:
        log.warning("a needed service does not answer", extra={"fields": fields})
    else:
        log.error("request failed", extra={"fields": fields})


def places_of(error: BaseException) -> str:
    """``file:line in function`` for the inner frames of the traceback, outermost first, without any source text or value."""
    frames = []
    trace = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        frames.append(f"{code.co_filename.rsplit('/', 2)[-1]}:{trace.tb_lineno} in {code.co_name}")
        trace = trace.tb_next
    return " > ".join(frames[-8:])


def _field_errors(extra: object) -> dict[str, list[str]]:
    """Field errors by wire name out of the framework's list of ``{key, message}``; values are never echoed."""
    found: dict[str, list[str]] = {}
    for item in extra if isinstance(extra, list) else []:
        if isinstance(item, dict):
            found.setdefault(str(item.get("key") or "body"), []).append(_harmless(str(item.get("message") or "")))
    return found or {"body": ["is invalid"]}


def _harmless(message: str) -> str:
    """The sentence without a quoted value; anything unknown becomes ``is invalid``."""
    if message.startswith(("Missing required", "Field required", "Object missing required")):
        return "is required"
    if message.startswith(("Extra inputs are not permitted", "Object contains unknown field")):
        return "is unknown"
    return "is invalid"
