"""The worker type ``warm``: flow runs of a work pool executed by processes that have everything loaded.

A stock process worker starts Python, Prefect and the models for every run; this one keeps N slots warm. The deployments are
the same: a pool of type process, docker or kubernetes runs them unchanged. docs/decisions/0003 tells why.

Prefect finds this class through the entry point group ``prefect.collections``, so `prefect worker start --type warm` works too.
"""

import asyncio
from dataclasses import replace
from typing import Any
from uuid import UUID

import anyio
import anyio.abc
import httpx
from prefect.client.schemas.filters import FlowRunFilter
from prefect.client.schemas.objects import Flow as ApiFlow
from prefect.client.schemas.objects import FlowRun, StateType, WorkPool
from prefect.client.schemas.responses import DeploymentResponse, WorkerFlowRunResponse
from prefect.exceptions import Abort
from prefect.states import Failed, Pending
from prefect.utilities.engine import propose_state
from prefect.workers.base import BaseJobConfiguration, BaseVariables, BaseWorker, BaseWorkerResult
from pydantic import PrivateAttr

from berkas.clock import utc_now
from berkas.errors import BerkasError
from berkas.jobs import NUDGE_CHANNEL, Loss, taken_by
from berkas.process_secrets import protect
from berkas.settings import MEBIBYTE, Settings
from deployments.entrypoints import REFUSED, reason_to_refuse
from deployments.leftovers import leftovers
from deployments.slot_messages import Order
from deployments.slots import Ending, Outcome, SlotLimits, SlotPool
from deployments.taking import QUEUES, Kind, Taken, kind_of

DRAIN_SECONDS = 5
CANCELLATION_SECONDS = 5
"""How often this worker asks which of its runs somebody cancelled."""

LEFTOVERS_SECONDS = 10
"""How often this worker asks whether the server takes it to have runs that it does not have."""

NAMED_PER_TAKEN = 3
"""Due runs that the server is asked to name for each that can be taken: some of them were taken a moment ago, here or by
another worker. Naming runs costs the server more than all else when a backlog is long."""

SERVER_LIMIT = 200
"""Due runs that the Prefect server names at most; it refuses to be asked for more."""


class WarmConfiguration(BaseJobConfiguration):
    """What a warm slot needs to know about a run: which of its flows that is, or why it runs none for it."""

    _entrypoint: str = PrivateAttr(default="")
    _refusal: str | None = PrivateAttr(default=None)

    def prepare_for_flow_run(
        self,
        flow_run: FlowRun,
        deployment: DeploymentResponse | None = None,
        flow: ApiFlow | None = None,
        work_pool: WorkPool | None = None,
        worker_name: str | None = None,
        worker_id: UUID | None = None,
    ) -> None:
        """Remember which flow it is, if it is one of ours."""
        super().prepare_for_flow_run(flow_run, deployment, flow, work_pool, worker_name, worker_id=worker_id)
        self._refusal = reason_to_refuse(flow_run, deployment)
        self._entrypoint = (deployment and deployment.entrypoint) or ""

    @property
    def refusal(self) -> str | None:
        """Why no slot runs it, if none does."""
        return self._refusal

    def order(self, flow_run: FlowRun) -> Order:
        """What to send to a slot."""
        return Order(self._entrypoint, flow_run.model_dump_json())


class WarmVariables(BaseVariables):
    """Job variables of a warm pool; a slot is a process that already runs, so its environment and command are given."""


class WarmResult(BaseWorkerResult):
    """How a run left its slot: 0, or the exit code of a slot that died."""


class WarmWorker(BaseWorker[WarmConfiguration, WarmVariables, WarmResult]):
    """Runs flows in warm slots; nudged by PostgreSQL NOTIFY, polling otherwise."""

    type = "warm"
    job_configuration = WarmConfiguration
    job_configuration_variables = WarmVariables
    _display_name = "Warm processes"
    _description = "Runs flows in processes that have code, models and connections loaded."

    def __init__(
        self,
        work_pool_name: str,
        *,
        former_names: frozenset[str] = frozenset(),
        **options: Any,  # noqa: ANN401 - Prefect's options, passed on
    ) -> None:
        """Set up a worker.

        Args:
            work_pool_name: Of its pool.
            former_names: Under which earlier lives of this worker may have left runs behind, beside its own.
            **options: Of Prefect's workers.
        """
        protect()  # `prefect worker start` begins no other way
        self._settings = Settings()
        self._former_names = former_names
        reading, side = self._settings.worker_slots, self._settings.worker_side_slots
        self._taken = Taken(slots=reading, side_slots=side)
        options["limit"] = options.get("limit") or self._taken.limit
        # a run that is taken before its time would wait for it inside a slot
        options["prefetch_seconds"] = 0
        super().__init__(work_pool_name, **options)
        limits = SlotLimits(
            runs=self._settings.worker_recycle_runs,
            rss_bytes=self._settings.worker_recycle_mib * MEBIBYTE,
            deadline_seconds=self._settings.run_deadline_seconds,
        )
        side_limits = replace(limits, deadline_seconds=self._settings.side_deadline_seconds)
        # documents and everything else never wait for each other's slots
        for_side = SlotPool(side, side_limits, self._logger)
        self._pools = {
            Kind.READING: SlotPool(reading, limits, self._logger),
            Kind.SHORT: for_side,
            Kind.LONG: for_side,
        }
        self._ended: set[UUID] = set()
        self._nudged = asyncio.Event()
        self._submitting = asyncio.Lock()
        self._is_draining = False
        self._has_recovered = False

    async def setup(self) -> None:
        """Start the slots, then everything of Prefect's own."""
        for pool in set(self._pools.values()):
            await pool.start()
        await super().setup()
        if self._runs_task_group is not None:
            self._runs_task_group.start_soon(self._background, self._submit_when_nudged)
            self._runs_task_group.start_soon(self._background, self._listen)
            self._runs_task_group.start_soon(self._background, self._watch_cancellations)
            self._runs_task_group.start_soon(self._background, self._watch_leftovers)

    async def teardown(self, *exc_info: Any) -> None:  # noqa: ANN401 - Prefect's signature
        """Stop the slots last: their runs have been given back by then."""
        try:
            await super().teardown(*exc_info)
        finally:
            with anyio.CancelScope(shield=True):
                for pool in set(self._pools.values()):
                    await pool.stop()

    async def drain(self) -> None:
        """Take no more runs and give those in slots a few seconds to end."""
        self._is_draining = True
        with anyio.move_on_after(DRAIN_SECONDS):
            while any(pool.busy for pool in self._pools.values()):  # noqa: ASYNC110 - bounded, and only while stopping
                await anyio.sleep(0.1)

    async def get_and_submit_flow_runs(self) -> list[FlowRun]:
        """Take due runs; the first time, give up what an earlier life of this worker left behind."""
        if self._is_draining or not self._has_successfully_synced:
            return []
        async with self._submitting:
            if not self._has_recovered:
                await self._give_up_leftovers()
                self._has_recovered = True
            return await super().get_and_submit_flow_runs()

    async def run(
        self,
        flow_run: FlowRun,
        configuration: WarmConfiguration,
        task_status: anyio.abc.TaskStatus[str] | None = None,  # type: ignore[override]
    ) -> WarmResult:
        """Run in the next free slot."""
        identifier = f"{self.name}:{flow_run.id}"
        if task_status is not None:
            task_status.started(identifier)
        if configuration.refusal is not None:
            await self._refuse(flow_run, configuration.refusal)
            return WarmResult(status_code=0, identifier=identifier)
        try:
            outcome = await self._pools[kind_of(flow_run)].execute(str(flow_run.id), configuration.order(flow_run))
            exit_code = await self._report(flow_run, outcome)
        except asyncio.CancelledError:
            with anyio.move_on_after(3, shield=True):
                await self._give_up(flow_run, "Its worker was stopped.", loss=Loss.STOPPED)
            raise
        return WarmResult(status_code=exit_code, identifier=identifier)

    async def _refuse(self, flow_run: FlowRun, reason: str) -> None:
        """End a run that no slot may run; what it was for, if anything, is found by the sweep."""
        self._logger.warning("Run %s is refused: %s", flow_run.id, reason)
        message = f"This pool runs Berkas's own deployments only, as `berkas deploy` makes them: {reason}."
        await self.client.set_flow_run_state(flow_run.id, Failed(name=REFUSED, message=message), force=True)

    async def _report(self, flow_run: FlowRun, outcome: Outcome) -> int:
        """Tell Prefect and the database how a run ended when the run cannot; the exit code for Prefect."""
        match outcome.ending:
            case Ending.CANCELLED:
                await self._mark_flow_run_as_cancelled(flow_run, state_updates={"message": "Its slot was killed."})
                await _settle(flow_run, Loss.CANCELLED)
            case Ending.DEADLINE:
                await self._give_up(flow_run, "Killed at the hard deadline of a run.")
            case Ending.DIED:
                await self._give_up(flow_run, f"Its slot died (exit code {outcome.exit_code}).")
            case Ending.FINISHED if outcome.error:
                await self._give_up(flow_run, f"The run ended outside of the engine: {outcome.error}.")
        return 0

    async def _give_up(self, flow_run: FlowRun, message: str, *, loss: Loss = Loss.DIED) -> None:
        await self._propose_crashed_state(flow_run, message)
        await _settle(flow_run, loss)

    async def _cancel_run(self, flow_run_id: UUID) -> None:
        """Kill the slot of a run; a run that waits for a slot is cancelled by Prefect's own way."""
        if not self._kill(str(flow_run_id)):
            await super()._cancel_run(flow_run_id)

    async def kill_infrastructure(
        self, infrastructure_pid: str, configuration: WarmConfiguration, grace_seconds: int = 30
    ) -> None:
        """Kill the slot of a run, if it is one of ours; a run that still waits for a slot has none."""
        self._kill(infrastructure_pid.rpartition(":")[2])

    def _kill(self, flow_run_id: str) -> bool:
        """Kill the slot of a run; False when it is in none."""
        return any(pool.cancel(flow_run_id) for pool in self._pools.values())

    async def _get_scheduled_flow_runs(self) -> list[WorkerFlowRunResponse]:
        """Due runs, of the first queues first; when they are many, a kind that is not among them is asked for on its own."""
        most = min(SERVER_LIMIT, NAMED_PER_TAKEN * self._taken.limit)
        found = await self._due_runs(list(self._work_queues), most)
        if len(found) < most or self._work_queues:
            return found
        for kind in QUEUES.keys() - {kind_of(entry.flow_run) for entry in found}:
            found += await self._due_runs(QUEUES[kind], min(SERVER_LIMIT, NAMED_PER_TAKEN * self._taken.most[kind]))
        return found

    async def _due_runs(self, queues: list[str], most: int) -> list[WorkerFlowRunResponse]:
        """At most so many due runs; Prefect's own method of the client cannot say how many."""
        try:
            answer = await self.client.request(
                "POST",
                "/work_pools/{name}/get_scheduled_flow_runs",
                path_params={"name": self._work_pool_name},
                json={"work_queue_names": queues, "scheduled_before": utc_now().isoformat(), "limit": most},
            )
        except httpx.HTTPStatusError as error:
            if error.response.status_code == httpx.codes.NOT_FOUND:  # nothing was registered yet
                return []
            raise
        return WorkerFlowRunResponse.model_validate_list(answer.json())

    async def _submit_scheduled_flow_runs(self, flow_run_response: list[WorkerFlowRunResponse]) -> list[FlowRun]:
        """Take of each kind as many as its slots can soon run, so that a flood of one kind never keeps the other out."""
        wanted = [entry for entry in flow_run_response if self._taken.take(entry.flow_run)]
        submitted = await super()._submit_scheduled_flow_runs(wanted)
        for entry in wanted:  # those for which a lower limit of the command line left no room
            if entry.flow_run.id not in self._submitting_flow_run_ids:
                self._taken.give_back(entry.flow_run.id)
        return submitted

    def _release_limit_slot(self, flow_run_id: UUID) -> None:
        """However a run ended, there is room for the next one."""
        super()._release_limit_slot(flow_run_id)
        if self._taken.give_back(flow_run_id):
            self._ended.add(flow_run_id)
        self._nudged.set()

    async def _propose_pending_state(self, flow_run: FlowRun) -> bool:
        """Take a run under this worker's name: who is killed a moment later, and starts again, knows that it had it."""
        try:
            state = await propose_state(self.client, Pending(message=taken_by(self.name)), flow_run_id=flow_run.id)
        except (Abort, httpx.HTTPError) as error:  # another worker has it, or nobody answers: it stays where it is
            self._logger.info("Run %s was not taken: %s", flow_run.id, type(error).__name__)
            return False
        return state.is_pending()

    async def _give_up_leftovers(self) -> None:
        """Nobody works on these runs, and nobody need wait for their heartbeats.

        What they were for is asked for again first: if that fails, or the report to Prefect does, they are found again.
        """
        names = self._former_names | {self.name}
        async for flow_run in leftovers(self.client, self._work_pool_name, names, lambda: self._taken):
            if flow_run.state is not None and flow_run.state.is_cancelling():
                await _settle(flow_run, Loss.CANCELLED)
                await self._mark_flow_run_as_cancelled(flow_run, state_updates={"message": "Its worker was killed."})
            else:
                await _settle(flow_run, Loss.DIED)
                await self._propose_crashed_state(
                    flow_run, "Its worker was killed, or lost the server, while it had it."
                )

    async def _background(self, service: Any) -> None:  # noqa: ANN401 - a coroutine function without arguments
        with anyio.CancelScope() as scope:
            self._scheduled_task_scopes.add(scope)  # teardown cancels these
            await service()

    async def _submit_when_nudged(self) -> None:
        while True:
            await self._nudged.wait()
            self._nudged.clear()
            try:
                await self.get_and_submit_flow_runs()
            except httpx.HTTPError as error:  # the polling loop backs off and tries again
                self._logger.warning("Looking for runs failed: %s", type(error).__name__)

    async def _listen(self) -> None:
        # imported late, as below
        from tables.notifications import keep_listening

        await keep_listening(self._settings, NUDGE_CHANNEL, self._nudged.set, self._logger)

    async def _watch_leftovers(self) -> None:
        """Find runs whose end could not be reported: database or Prefect server were away just then."""
        while True:
            await anyio.sleep(LEFTOVERS_SECONDS)
            try:
                if self._has_recovered and not self._is_draining:
                    await self._give_up_leftovers()
            except (httpx.HTTPError, BerkasError) as error:  # still away
                self._logger.warning("Looking for lost runs failed: %s", type(error).__name__)

    async def _watch_cancellations(self) -> None:
        """Kill runs that somebody cancels: Prefect's own worker looks after those alone that have not begun."""
        while True:
            await anyio.sleep(CANCELLATION_SECONDS)
            try:
                await self._kill_cancelled()
            except httpx.HTTPError as error:  # asked again in a moment
                self._logger.warning("Looking for cancelled runs failed: %s", type(error).__name__)

    async def _kill_cancelled(self) -> None:
        ended = frozenset(self._ended)
        mine = [*self._taken, *ended]
        if not mine:
            return
        cancelling = FlowRunFilter.model_validate(
            {"id": {"any_": mine}, "state": {"type": {"any_": [StateType.CANCELLING]}}}
        )
        for flow_run in await self.client.read_flow_runs(flow_run_filter=cancelling, limit=len(mine)):
            if flow_run.id in ended:  # it ended before it could be killed, and the server waits for nothing else
                await self._mark_flow_run_as_cancelled(flow_run, state_updates={"message": "It ended by itself."})
            else:
                await self._cancel_run(flow_run.id)
        self._ended -= ended


async def _settle(flow_run: FlowRun, loss: Loss) -> None:
    # imported late: the Prefect server imports this module too, and needs neither flows nor tables
    from flows.lost_runs import settle

    await settle(flow_run.parameters, loss, flow_run_id=str(flow_run.id))
