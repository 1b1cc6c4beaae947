"""The gate around the whole application: who asks, how often, under which request id; headers and failures of every answer.

Not a middleware of the framework: those do not see what the router itself refuses (404, 405).
"""

import asyncio
import logging
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Final
from weakref import WeakValueDictionary

import msgspec
from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPScope, Receive, Scope, Send
from litestar.utils import normalize_path

from api.auth import Caller, bearer_key, client_address, hash_of, refuse_key_in_url
from api.errors import as_ours, envelope, headers_of, log_failure, status_of
from api.exchange import Exchange
from api.metrics import Metrics
from api.ratelimit import Bucket, RateLimiter, Standing, refusal
from api.request_ids import current_request_id, request_id_of
from berkas.refusals import AuthenticationFailed, NotFound, Refused
from berkas.settings import Settings
from tables.queries import api_keys
from tables.queries.audit import asked_from

log = logging.getLogger("berkas.api")

_GUARDED: Final = "/api/"
_MOST_PROVEN: Final = 10_000
"""Hashes of keys that are remembered to have worked; each one is still looked up with every request."""

_PRIVATE: Final = ("/api/", "/internal/", "/d/")
"""Answers below these hold personal data or secrets: nobody may keep them."""

_UNMATCHED: Final = "(none)"
"""What metrics and log lines call a path that no route has."""


BucketOf = Callable[[str, str], Bucket | None]


class Gate:
    """An ASGI application that lets requests through to another one."""

    def __init__(
        self, app: ASGIApp, *, bucket_of: BucketOf, limiter: RateLimiter, metrics: Metrics, settings: Settings
    ) -> None:
        """Stand before an application.

        Args:
            app: The application.
            bucket_of: The bucket that the route of a path and method names; None where it names none or there is no route.
            limiter: Counts requests.
            metrics: Counts answers.
            settings: Whose environment's keys are taken, and how long bodies may take.
        """
        self._app = app
        self._bucket_of = bucket_of
        self._proven: OrderedDict[str, None] = OrderedDict()
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._limiter = limiter
        self._metrics = metrics
        self._environment = settings.environment
        self._body_seconds = settings.body_seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request; every failure leaves as an envelope."""
        if scope["type"] != ScopeType.HTTP:
            await self._app(scope, receive, send)
            return
        started = time.perf_counter()
        request_id = request_id_of(scope)
        current_request_id.set(request_id)
        asked_from.set(client_address(scope["client"]))
        # as the router reads it: a path has more than one spelling, and no spelling may go around what follows
        path = normalize_path(scope["path"])
        exchange = Exchange(scope, receive, send, _headers(path, request_id), body_seconds=self._body_seconds)
        try:
            await self._admit(scope, path, exchange)
            await self._app(scope, exchange.receive, exchange.send)
        except Exception as error:  # noqa: BLE001 - the boundary of a request: every client gets an envelope
            await _answer_failure(exchange, error, request_id)
        finally:
            self._note(scope, exchange.status or 500, time.perf_counter() - started)

    async def _admit(self, scope: HTTPScope, path: str, exchange: Exchange) -> None:
        """Check key and limits of a request to the API; everything else passes.

        Raises:
            Refused: A key stands in the path or the query string.
            AuthenticationFailed: No valid key.
            TooManyRequests: Its bucket is empty, or too many failed authentications came from its address.
            NotFound: Its path holds a NUL character.
        """
        if not f"{path}/".startswith(_GUARDED):
            refuse_key_in_url(scope["path"], scope["query_string"])
            return
        caller = await self._caller(scope, exchange)
        scope["user"] = caller
        standing = await self._limiter.count(self._bucket(path, scope["method"]), caller.key_id, caller.rate_limits)
        exchange.headers += standing.headers()
        if standing.is_exceeded:
            raise refusal(standing)
        if "\x00" in scope["path"]:  # in no id, and PostgreSQL's text cannot even be asked for it
            raise NotFound

    async def _caller(self, scope: HTTPScope, exchange: Exchange) -> Caller:
        """Who asks. A key that this process has not seen before is a failed attempt until the database knows it.

        So guessing costs the database no more than the limit allows, and a key that works is not held up by who guesses beside it.
        """
        header = next((value for name, value in scope["headers"] if name == b"authorization"), b"")
        address = client_address(scope["client"])
        try:
            refuse_key_in_url(scope["path"], scope["query_string"])
            hashed = hash_of(bearer_key(header.decode("latin-1"), self._environment))
        except Refused:
            exchange.headers += (await self._count_failure(address, exchange)).headers()
            raise
        if hashed in self._proven:
            row = await api_keys.find_key(hashed)
            standing = None
        else:
            # one look for all first requests of a key: they come together, and are one attempt
            async with self._turns.setdefault(hashed, asyncio.Lock()):
                standing = None if hashed in self._proven else await self._count_failure(address, exchange)
                row = await self._look_up(hashed, address, is_counted=standing is not None)
        if row is None:
            self._proven.pop(hashed, None)
            standing = standing or await self._count_failure(address, exchange)
            exchange.headers += standing.headers()
            raise AuthenticationFailed
        return Caller(row.id, row.organisation_id, row.scopes, row.rate_limits)

    async def _look_up(self, hashed: str, address: str, *, is_counted: bool) -> api_keys.ApiKeyRow | None:
        """The key; whatever proves to be no failed attempt is not counted as one."""
        row = None
        is_failure = False
        try:
            row = await api_keys.find_key(hashed)
            is_failure = row is None
        finally:
            if is_counted and not is_failure:
                await self._limiter.take_back(Bucket.FAILED_AUTH, address)
        if row is not None:
            self._remember(hashed)
        return row

    async def _count_failure(self, address: str, exchange: Exchange) -> Standing:
        """Count a failed attempt; where its address stands then.

        Raises:
            TooManyRequests: It was one too many.
        """
        standing = await self._limiter.count(Bucket.FAILED_AUTH, address)
        if standing.is_exceeded:
            exchange.headers += standing.headers()
            raise refusal(standing) from None
        return standing

    def _remember(self, hashed: str) -> None:
        self._proven[hashed] = None
        self._proven.move_to_end(hashed)
        if len(self._proven) > _MOST_PROVEN:
            self._proven.popitem(last=False)

    def _bucket(self, path: str, method: str) -> Bucket:
        return self._bucket_of(path, method) or (Bucket.READ if method in {"GET", "HEAD"} else Bucket.WRITE)

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
