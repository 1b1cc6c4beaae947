"""Requests that a client may repeat: the first answer under an ``Idempotency-Key`` is replayed for 24 hours.

What is compared is a keyed fingerprint: it covers the PDF password, and a plain hash of it in the database could be guessed from.
"""

import hashlib
import hmac
import re
from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Final

import msgspec
from litestar import Response

from api.auth import Caller
from api.errors import envelope, status_of
from berkas.errors import Unavailable
from berkas.refusals import RateLimited, Refused, ValidationFailed
from tables.queries import idempotency

HEADER: Final = "Idempotency-Key"
PURPOSE: Final = "idempotency-fingerprint"
"""Of the derived key that fingerprints are made with."""

MAX_KEY: Final = 255
KEY_PATTERN: Final = f"^[ -~]{{1,{MAX_KEY}}}$"
"""Printable ASCII."""

_SHAPE = re.compile(KEY_PATTERN)

Fingerprint = tuple[str, ...]
"""Of one request: by the newest key first, then by those that were the newest before."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as it goes out and as it is kept.

    Attributes:
        status: HTTP status.
        body: JSON.
        subject: Id of the document that it shows, so that it is erased with it.
        is_replay: It is the answer to an earlier request.
        kept_body: What is kept for replays in place of a body that shows a secret.
    """

    status: int
    body: bytes = field(repr=False)
    subject: str | None = None
    is_replay: bool = False
    kept_body: bytes | None = field(default=None, repr=False)


def checked_key(given: str | None) -> str | None:
    """The key that a client sent, or None.

    Raises:
        ValidationFailed: It is not 1-255 printable ASCII characters.
    """
    if given is not None and not _SHAPE.fullmatch(given):
        raise ValidationFailed({HEADER: ["must be 1-255 printable ASCII characters"]})
    return given


class Fingerprints:
    """Makes fingerprints with the keys of this installation."""

    def __init__(self, keys: Sequence[bytes]) -> None:
        self._keys = tuple(keys)

    def of(self, parts: Iterable[str]) -> Fingerprint:
        """Of what is asked: method, path and every part of the content, in a fixed order; 64 hexadecimal digits each."""
        encoded = [part.encode("utf-8", "surrogatepass") for part in parts]
        framed = b"".join(len(part).to_bytes(8, "big") + part for part in encoded)
        return tuple(hmac.new(key, framed, hashlib.sha256).hexdigest() for key in self._keys)


async def answer_once(
    caller: Caller, key: str | None, fingerprint: Fingerprint, make: Callable[[], Awaitable[Answer]], *, request_id: str
) -> Answer:
    """Serve a request, or replay the answer that the same one got before.

    Refusals of the content (4xx) are kept like successes; failures of ours are not, so that a retry can succeed.

    Args:
        caller: Who asks; keys of different organisations never meet.
        key: As sent and checked; None serves the request without more ado.
        fingerprint: Of what is asked.
        make: Serves the request.
        request_id: Of this request, for a refusal that is kept.

    Raises:
        IdempotencyConflict: The key was used with another request, or its first one is still in flight.
    """
    if key is None:
        return await make()
    stored = await idempotency.begin(caller.organisation_id, key, fingerprint)
    if stored is not None:
        return Answer(stored.status, stored.body, is_replay=True)
    try:
        answer = await make()
    except RateLimited:
        await _abandon(caller, key)
        raise
    except Refused as refusal:
        await idempotency.finish(
            caller.organisation_id,
            key,
            status=status_of(refusal),
            body=msgspec.json.encode(envelope(refusal, request_id)),
            subject=refusal.subject,
        )
        raise
    except BaseException:
        await _abandon(caller, key)
        raise
    await idempotency.finish(
        caller.organisation_id, key, status=answer.status, body=answer.kept_body or answer.body, subject=answer.subject
    )
    return answer


async def _abandon(caller: Caller, key: str) -> None:
    with suppress(Unavailable):  # then its lease ends by itself
        await idempotency.abandon(caller.organisation_id, key)


def as_response(answer: Answer) -> Response[Any]:
    """The answer as the framework sends it; a replay says that it is one."""
    headers = {"Idempotency-Replayed": "true"} if answer.is_replay else {}
    return Response(answer.body, status_code=answer.status, media_type="application/json", headers=headers)
