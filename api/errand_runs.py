"""Having a worker do an errand while the request waits; see docs/decisions/0015 and 0016."""

import asyncio
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeVar

import msgspec

from api.prefect_runs import Orchestrator, RunRequest
from berkas.errands import ErrandAnswer, ErrandRequest
from berkas.errors import SlotMissing, Unavailable
from berkas.jobs import DoErrand
from berkas.storage.errands import Errands
from berkas.turns import Turns
from tables.queries import outbox

A = TypeVar("A", bound=ErrandAnswer)


@dataclass(frozen=True, slots=True)
class CallLimits:
    """How many requests one API process has workers do at once.

    Attributes:
        bucket: Name of these requests in a refusal.
        at_once: Of all organisations together.
        per_organisation: Of one; fewer than that, so that others have their turn beside it.
        waiting: Of one organisation that may wait beside those.
    """

    bucket: str
    at_once: int
    per_organisation: int
    waiting: int = 20


class ErrandRuns:
    """Errands of one kind, of one API process."""

    def __init__(
        self, errands: Errands, orchestrator: Orchestrator, *, deployment: str, limits: CallLimits, seconds: float
    ) -> None:
        """Do errands.

        Args:
            errands: Carries requests and answers.
            orchestrator: Starts the runs.
            deployment: Of the runs.
            limits: How many are waited for at once: who asks must take every slot neither from documents nor from others.
            seconds: How long a request waits, for its turn included.
        """
        self._errands = errands
        self._orchestrator = orchestrator
        self._deployment = deployment
        self._seconds = seconds
        self._turns = asyncio.Semaphore(limits.at_once)
        self._turns_of = Turns(limits.bucket, at_once=limits.per_organisation, waiting=limits.waiting)

    async def answer(self, request: ErrandRequest, kind: type[A], tags: Sequence[str]) -> A:
        """What a worker answers.

        Raises:
            TimeoutError: None did in time.
            TooManyAtOnce: As many requests of the organisation as may already wait.
            OrchestratorUnavailable: Prefect does not answer.
        """
        until = time.monotonic() + self._seconds
        async with asyncio.timeout(self._seconds), self._turns_of.of(request.organisation_id), self._turns:
            seconds = until - time.monotonic()
            content = msgspec.json.encode(msgspec.structs.replace(request, seconds=seconds))
            return msgspec.json.decode(await self._do(content, tags, seconds=seconds), type=kind)

    async def _do(self, request: bytes, tags: Sequence[str], *, seconds: float) -> bytes:
        handle = await self._errands.give(request, seconds=seconds)
        try:
            await self._orchestrator.create(
                RunRequest(
                    deployment=self._deployment,
                    name=self._deployment.partition("/")[0],
                    parameters=DoErrand(handle=handle).model_dump(),
                    idempotency_key=handle,
                    tags=tags,
                )
            )
            await outbox.nudge()
            return await self._errands.wait(handle, seconds=seconds)
        except SlotMissing:
            raise TimeoutError from None
        finally:
            with suppress(Unavailable):  # then its time ends it
                await self._errands.forget(handle)
