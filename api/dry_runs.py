"""Having a worker try a template on a document while the request waits; see docs/decisions/0015."""

from collections.abc import Sequence
from typing import Final

from api.errand_runs import CallLimits, ErrandRuns
from api.prefect_runs import Orchestrator
from berkas.dry_runs import DryRunAnswer, DryRunFindings, DryRunRequest
from berkas.errors import DryRunTimeout
from berkas.jobs import DRY_RUN_TEMPLATE
from berkas.refusals import DryRunFailed
from berkas.storage.errands import Errands

_LIMITS: Final = CallLimits("templates.dry_run", at_once=2, per_organisation=1)


class DryRuns:
    """Dry runs of one API process."""

    def __init__(self, errands: Errands, orchestrator: Orchestrator, *, seconds: float) -> None:
        self._runs = ErrandRuns(errands, orchestrator, deployment=DRY_RUN_TEMPLATE, limits=_LIMITS, seconds=seconds)

    async def findings(self, request: DryRunRequest, tags: Sequence[str]) -> DryRunFindings:
        """What a worker finds.

        Raises:
            DryRunFailed: The document could not be read, or the template not be applied.
            DryRunTimeout: No worker was done in time.
            TooManyAtOnce: As many dry runs of the organisation as may already wait.
            OrchestratorUnavailable: Prefect does not answer.
        """
        try:
            answer = await self._runs.answer(request, DryRunAnswer, tags)
        except TimeoutError:
            raise DryRunTimeout from None
        if answer.failure is not None:
            failed = answer.failure
            raise DryRunFailed(f"{failed.message} ({failed.code} at {failed.stage})")
        if answer.findings is None:
            raise DryRunFailed
        return answer.findings
