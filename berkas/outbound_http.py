"""One POST to a stranger: to an address that was judged, within hard limits, and nothing that it answers is believed.

The request goes to the IP address itself, with the name in the Host header and in the TLS handshake; so nothing resolves the name
a second time. Redirects are not followed, proxies of the environment are not used, answers are not decompressed.
"""

import asyncio
import ssl
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from typing import Final

import httpx

from berkas.errors import BerkasError
from berkas.outbound import IpAddress, OutboundPolicy, Resolver, Target

TOTAL_SECONDS: Final = 10.0
"""For everything: resolving, connecting, sending, the answer."""

CONNECT_SECONDS: Final = 4.0
KEPT_BYTES: Final = 4096
"""So much of an answer's body is read and kept; the rest is never read."""

TRIED_ADDRESSES: Final = 3
"""How many addresses of a name are tried when connecting fails."""

TIMED_OUT: Final = "timed_out"
CONNECTION_FAILED: Final = "connection_failed"
CONNECTION_LOST: Final = "connection_lost"
TLS_FAILED: Final = "tls_failed"
ANSWER_MALFORMED: Final = "answer_malformed"


@dataclass(frozen=True, slots=True)
class Sent:
    """How an attempt ended.

    Attributes:
        duration_ms: From resolving to the end.
        status_code: HTTP status; None when there was no answer.
        error_code: Why there was none; None when there was one.
        response_body: The beginning of the answer's body.
    """

    duration_ms: int
    status_code: int | None = None
    error_code: str | None = None
    response_body: str | None = field(default=None, repr=False)

    @property
    def is_success(self) -> bool:
        """Any 2xx; a redirect is none."""
        return self.status_code is not None and 200 <= self.status_code < 300


@dataclass(frozen=True, slots=True)
class _Answer:
    status_code: int
    body: str = field(repr=False)


async def post(
    url: str,
    body: bytes,
    headers: Mapping[str, str],
    *,
    policy: OutboundPolicy,
    resolver: Resolver | None = None,
    total_seconds: float = TOTAL_SECONDS,
) -> Sent:
    """Send a body once; whatever happens is an outcome, no error leaves.

    Args:
        url: As registered; judged again.
        body: As it goes out.
        headers: Beside those of every request.
        policy: What may be connected to.
        resolver: In place of this machine's.
        total_seconds: Of the whole attempt.
    """
    started = time.perf_counter()
    status: int | None = None
    error: str | None = None
    text: str | None = None
    try:
        async with asyncio.timeout(total_seconds):
            target = policy.judge(url)
            addresses = await policy.resolve(target, resolver)
            answer = await _post_to_first(target, addresses, body, headers)
            status, text = answer.status_code, answer.body
    except BerkasError as refusal:
        error = refusal.code
    except Exception as failure:  # noqa: BLE001 - the sender: a receiver may do anything, and every attempt is recorded
        error = _code_of(failure)
    return Sent(round((time.perf_counter() - started) * 1000), status, error, text)


async def _post_to_first(
    target: Target, addresses: Sequence[IpAddress], body: bytes, headers: Mapping[str, str]
) -> _Answer:
    """Post to the first address that takes the connection."""
    tried = addresses[:TRIED_ADDRESSES]
    for address in tried[:-1]:
        with suppress(httpx.ConnectError, httpx.ConnectTimeout):
            return await _post_to(target, address, body, headers)
    return await _post_to(target, tried[-1], body, headers)


async def _post_to(target: Target, address: IpAddress, body: bytes, headers: Mapping[str, str]) -> _Answer:
    timeout = httpx.Timeout(TOTAL_SECONDS, connect=CONNECT_SECONDS)
    host = f"[{address}]" if address.version == 6 else str(address)
    # the path goes out as it was given: a receiver may have signed it
    url = httpx.URL(f"{target.scheme}://{host}:{target.port}").copy_with(raw_path=target.path.encode("ascii"))
    sent = {
        "Host": target.authority,
        "User-Agent": "Berkas-Webhooks/1",
        "Content-Type": "application/json",
        "Accept": "*/*",
        "Accept-Encoding": "identity",
        "Connection": "close",
        **headers,
    }
    async with (
        httpx.AsyncClient(verify=_tls(), timeout=timeout, trust_env=False, follow_redirects=False) as client,
        client.stream("POST", url, content=body, headers=sent, extensions={"sni_hostname": target.host}) as response,
    ):
        return _Answer(response.status_code, await _beginning(response))


async def _beginning(response: httpx.Response) -> str:
    """The first bytes of the body as text; the status counts, so a body that breaks off or drips is cut where it is."""
    kept = b""
    # a second of patience: what matters is known
    with suppress(httpx.HTTPError, TimeoutError):
        async with asyncio.timeout(1):
            async for piece in response.aiter_raw():
                kept += piece
                if len(kept) >= KEPT_BYTES:
                    break
    return kept[:KEPT_BYTES].decode("utf-8", "replace").replace("\x00", "")


@cache
def _tls() -> ssl.SSLContext:
    """Certificates of public authorities, and those that this machine trusts beside them."""
    context = httpx.create_ssl_context(verify=True, trust_env=False)
    context.load_default_certs()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def _code_of(failure: Exception) -> str:
    """A stable code; messages of libraries may quote addresses."""
    cause: BaseException | None = failure
    while cause is not None:
        if isinstance(cause, ssl.SSLError):
            return TLS_FAILED
        cause = cause.__cause__ or cause.__context__
    if isinstance(failure, TimeoutError | httpx.TimeoutException):
        return TIMED_OUT
    if isinstance(failure, httpx.ConnectError):
        return CONNECTION_FAILED
    if isinstance(failure, httpx.RemoteProtocolError):
        return ANSWER_MALFORMED
    return CONNECTION_LOST
