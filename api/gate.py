"""The gate around the whole application: who asks, how often, under which request id; headers and failures of every answer.

Not a middleware of the framework: those do not see what the router itself refuses (404, 405).
"""

import logging
import time
from typing import Final

import msgspec
from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPScope, Receive, Scope, Send

from api.auth import Caller, bearer_key, client_address, hash_of, refuse_key_in_query
from api.errors import as_ours, envelope, headers_of, log_failure, status_of
from api.exchange import Exchange
from api.metrics import Metrics
from api.ratelimit import Bucket, RateLimiter, refusal
from api.request_ids import current_request_id, request_id_of
from berkas.errors import AuthenticationFailed, NotFound, Refused
from tables.queries import api_keys
from tables.queries.audit import asked_from

log = logging.getLogger("berkas.api")

_GUARDED: Final = "/api/"
_UPLOADS: Final = "/api/documents/upload"
_PRIVATE: Final = ("/api/", "/internal/", "/d/")
"""Answers below these hold personal data or secrets: nobody may keep them."""

_UNMATCHED: Final = "(none)"
"""What metrics and log lines call a path that no route has."""


class Gate:
    """An ASGI application that lets requests through to another one."""

    def __init__(self, app: ASGIApp, *, limiter: RateLimiter, metrics: Metrics, environment: str) -> None:
        """Stand before an application.

        Args:
            app: The application.
            limiter: Counts requests.
            metrics: Counts answers.
            environment: `live` or `sandbox`; keys of the other one are refused.
        """
        self._app = app
        self._limiter = limiter
        self._metrics = metrics
        self._environment = environment

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request; every failure leaves as an envelope."""
        if scope["type"] != ScopeType.HTTP:
            await self._app(scope, receive, send)
            return
        started = time.perf_counter()
        request_id = request_id_of(scope)
        current_request_id.set(request_id)
        asked_from.set(client_address(scope["client"]))
        exchange = Exchange(scope, receive, send, _headers(scope["path"], request_id))
        try:
            await self._admit(scope, exchange)
            await self._app(scope, exchange.receive, exchange.send)
        except Exception as error:  # noqa: BLE001 - the boundary of a request: every client gets an envelope
            await _answer_failure(exchange, error, request_id)
        finally:
            self._note(scope, exchange.status or 500, time.perf_counter() - started)

    async def _admit(self, scope: HTTPScope, exchange: Exchange) -> None:
        """Check key and limits of a request to the API; everything else passes.

        Raises:
            Refused: A key stands in the query string.
            AuthenticationFailed: No valid key.
            TooManyRequests: Its bucket is empty, or too many failed authentications came from its address.
            NotFound: Its path holds a NUL character.
        """
        if not f"{scope['path']}/".startswith(_GUARDED):
            refuse_key_in_query(scope["query_string"])
            return
        caller = await self._caller(scope, exchange)
        scope["user"] = caller
        standing = await self._limiter.count(_bucket(scope), caller.key_id, caller.rate_limits)
        exchange.headers += standing.headers()
        if standing.is_exceeded:
            raise refusal(standing)
        if "\x00" in scope["path"]:  # in no id, and PostgreSQL's text cannot even be asked for it
            raise NotFound

    async def _caller(self, scope: HTTPScope, exchange: Exchange) -> Caller:
        header = next((value for name, value in scope["headers"] if name == b"authorization"), b"")
        try:
            refuse_key_in_query(scope["query_string"])
            row = await api_keys.find_key(hash_of(bearer_key(header.decode("latin-1"), self._environment)))
            if row is None:
                raise AuthenticationFailed
        except Refused:
            standing = await self._limiter.count(Bucket.FAILED_AUTH, client_address(scope["client"]))
            exchange.headers += standing.headers()
            if standing.is_exceeded:
                raise refusal(standing) from None
            raise
        return Caller(row.id, row.organisation_id, row.scopes, row.rate_limits)

    def _note(self, scope: HTTPScope, status: int, seconds: float) -> None:
        route = scope.get("path_template") or _UNMATCHED
        self._metrics.count_request(scope["method"], route, status, seconds)
        fields = {"method": scope["method"][:16], "route": route, "status": status, "ms": round(seconds * 1000, 1)}
        log.info("answered", extra={"fields": fields})


async def _answer_failure(exchange: Exchange, error: Exception, request_id: str) -> None:
    """Answer with an envelope, unless an answer has begun: then the connection is all that can be ended.

    Raises:
        Exception: The error itself, where an answer has begun.
    """
    ours = as_ours(error)
    status = status_of(ours)
    log_failure(ours, error, status)
    if exchange.status is not None:
        raise error
    await exchange.answer(status, msgspec.json.encode(envelope(ours, request_id)), headers_of(ours))


def _headers(path: str, request_id: str) -> list[tuple[bytes, bytes]]:
    headers = [(b"x-request-id", request_id.encode()), (b"x-content-type-options", b"nosniff")]
    return [*headers, (b"cache-control", b"no-store")] if path.startswith(_PRIVATE) else headers


def _bucket(scope: HTTPScope) -> Bucket:
    if scope["method"] == "POST" and scope["path"].startswith(_UPLOADS):
        return Bucket.UPLOAD
    return Bucket.READ if scope["method"] in {"GET", "HEAD"} else Bucket.WRITE
