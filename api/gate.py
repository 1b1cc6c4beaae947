"""The gate before every path of the API: who asks, how often, under which request id."""

from litestar.enums import HttpMethod, ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, HTTPScope, Message, Receive, Scope, Send

from api.auth import Caller, bearer_key, client_address, hash_of, refuse_key_in_query
from api.ratelimit import Bucket, RateLimiter, Standing, refusal
from api.request_ids import current_request_id, request_id_of
from berkas.errors import AuthenticationFailed
from tables.engine import connected
from tables.queries import api_keys

GUARDED = "/api/"
_UPLOADS = "/api/documents/upload"
_STANDING = "berkas_rate_limit"


class Gate(ASGIMiddleware):
    """Lets a request through with its caller in the scope."""

    def __init__(self, limiter: RateLimiter, environment: str) -> None:
        self._limiter = limiter
        self._environment = environment

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Check key and limits of a request to the API; everything else passes.

        Raises:
            Refused: A key stands in the query string.
            AuthenticationFailed: No valid key.
            TooManyRequests: Its bucket is empty, or too many failed authentications came from its address.
        """
        if scope["type"] != ScopeType.HTTP:
            await next_app(scope, receive, send)
            return
        current_request_id.set(request_id_of(scope))
        if not scope["path"].startswith(GUARDED):
            await next_app(scope, receive, send)
            return
        refuse_key_in_query(scope["query_string"])
        async with connected():
            caller = await self._caller(scope)
            scope["user"] = caller
            standing = await self._limiter.count(_bucket(scope), caller.key_id, caller.rate_limits)
            _remember(scope, standing)
            if standing.is_exceeded:
                raise refusal(standing)
            await next_app(scope, receive, send)

    async def _caller(self, scope: Scope) -> Caller:
        header = next((value for name, value in scope["headers"] if name == b"authorization"), b"")
        try:
            row = await api_keys.find_key(hash_of(bearer_key(header.decode("latin-1"), self._environment)))
            if row is None:
                raise AuthenticationFailed
        except AuthenticationFailed:
            standing = await self._limiter.count(Bucket.FAILED_AUTH, client_address(scope["client"]))
            _remember(scope, standing)
            if standing.is_exceeded:
                raise refusal(standing) from None
            raise
        return Caller(row.id, row.organisation_id, row.scopes, row.rate_limits)


async def add_headers(message: Message, scope: Scope) -> None:
    """Put the request id and the rate limit on every answer, failures included."""
    if message["type"] != "http.response.start":
        return
    headers = [*message["headers"], (b"x-request-id", request_id_of(scope).encode())]
    standing = scope.get("state", {}).get(_STANDING)
    if isinstance(standing, Standing):
        headers += standing.headers()
    message["headers"] = headers


def _bucket(scope: HTTPScope) -> Bucket:
    if scope["method"] == HttpMethod.POST and scope["path"].startswith(_UPLOADS):
        return Bucket.UPLOAD
    return Bucket.READ if scope["method"] in {HttpMethod.GET, HttpMethod.HEAD} else Bucket.WRITE


def _remember(scope: Scope, standing: Standing) -> None:
    scope.setdefault("state", {})[_STANDING] = standing
