"""Having a worker try a template on a document while the request waits; see docs/decisions/0015."""

import asyncio
import time
from collections.abc import Sequence
from contextlib import suppress
from typing import Final

import msgspec

from api.prefect_runs import Orchestrator, RunRequest
from berkas.dry_runs import DryRunAnswer, DryRunFindings, DryRunRequest
from berkas.errors import DryRunFailed, DryRunTimeout, SlotMissing, Unavailable
from berkas.jobs import DRY_RUN_TEMPLATE, DryRunTemplate
from berkas.storage.errands import Errands
from tables.queries import outbox

_AT_ONCE: Final = 2
"""Dry runs that one API process waits for at once: authors must not take every slot from documents."""


class DryRuns:
    """Dry runs of one API process."""

    def __init__(self, errands: Errands, orchestrator: Orchestrator, *, seconds: float) -> None:
        """Do dry runs.

        Args:
            errands: Carries requests and answers.
            orchestrator: Starts the runs.
            seconds: How long a request waits, for its turn included.
        """
        self.errands = errands
        self.seconds = seconds
        self._orchestrator = orchestrator
        self._turns = asyncio.Semaphore(_AT_ONCE)

    async def findings(self, request: DryRunRequest, tags: Sequence[str]) -> DryRunFindings:
        """What a worker finds.

        Raises:
            DryRunFailed: The document could not be read, or the template not be applied.
            DryRunTimeout: No worker was done in time.
            OrchestratorUnavailable: Prefect does not answer.
        """
        until = time.monotonic() + self.seconds
        try:
            async with asyncio.timeout(self.seconds), self._turns:
                answer = await self._do(request, tags, seconds=until - time.monotonic())
        except TimeoutError:
            raise DryRunTimeout from None
        if answer.failure is not None:
            failed = answer.failure
            raise DryRunFailed(f"{failed.message} ({failed.code} at {failed.stage})")
        if answer.findings is None:
            raise DryRunFailed
        return answer.findings

    async def _do(self, request: DryRunRequest, tags: Sequence[str], *, seconds: float) -> DryRunAnswer:
        errand = msgspec.structs.replace(request, seconds=seconds)
        handle = await self.errands.give(msgspec.json.encode(errand), seconds=seconds)
        try:
            await self._orchestrator.create(
                RunRequest(
                    deployment=DRY_RUN_TEMPLATE,
                    name="dry-run",
                    parameters=DryRunTemplate(handle=handle).model_dump(),
                    idempotency_key=handle,
                    tags=tags,
                )
            )
            await outbox.nudge()
            return msgspec.json.decode(await self.errands.wait(handle, seconds=seconds), type=DryRunAnswer)
        except SlotMissing:
            raise DryRunTimeout from None
        finally:
            with suppress(Unavailable):  # then its time ends it
                await self.errands.forget(handle)
