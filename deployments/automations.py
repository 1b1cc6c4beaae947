"""Automations of the Prefect server: what it does by itself when runs are lost or late."""

from datetime import timedelta

from prefect.automations import Automation
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import StateType
from prefect.events.actions import ChangeFlowRunState, RunDeployment
from prefect.events.schemas.automations import EventTrigger, Posture
from prefect.events.schemas.events import ResourceSpecification

from berkas.jobs import SWEEP_QUEUED

LOST_AFTER = timedelta(seconds=90)
"""Three missed heartbeats."""

_ENDED = ("Completed", "Failed", "Cancelled", "Crashed")


async def register_automations() -> None:
    """Make every automation, or bring it up to date; actions of other kinds that an operator added to it stay."""
    for wanted in (_lost_runs(), await _late_runs()):
        known = await _find(wanted.name)
        if known is None:
            await wanted.acreate()
        else:
            ours = {action.type for action in wanted.actions}
            added = [action for action in known.actions if action.type not in ours]
            known.description, known.trigger, known.actions = (
                wanted.description,
                wanted.trigger,
                [*wanted.actions, *added],
            )
            await known.aupdate()


def _lost_runs() -> Automation:
    """A run whose heartbeat stops is marked Crashed: its worker was killed or its machine is gone."""
    return Automation(
        name="berkas-lost-runs",
        description="Marks a run Crashed when its heartbeat stops. The sweep then asks for the next attempt.",
        trigger=EventTrigger(
            posture=Posture.Proactive,
            after={"prefect.flow-run.heartbeat"},
            expect={"prefect.flow-run.heartbeat", *(f"prefect.flow-run.{state}" for state in _ENDED)},
            match=ResourceSpecification({"prefect.resource.id": ["prefect.flow-run.*"]}),
            for_each={"prefect.resource.id"},
            threshold=1,
            within=LOST_AFTER,
        ),
        actions=[ChangeFlowRunState(state=StateType.CRASHED, message="No heartbeat: the worker is gone.")],
    )


async def _late_runs() -> Automation:
    """Late runs mean that no worker takes them. The sweep is run at once, and operators may add a notification of their own."""
    async with get_client() as client:
        sweep = await client.read_deployment_by_name(SWEEP_QUEUED)
    return Automation(
        name="berkas-late-runs",
        description="Ten late runs within five minutes: is a worker running? Runs the sweep; add a notification beside it.",
        trigger=EventTrigger(
            posture=Posture.Reactive,
            expect={"prefect.flow-run.Late"},
            match=ResourceSpecification({"prefect.resource.id": ["prefect.flow-run.*"]}),
            match_related=ResourceSpecification(
                {"prefect.resource.id": ["prefect.tag.berkas"], "prefect.resource.role": ["tag"]}
            ),
            threshold=10,
            within=timedelta(minutes=5),
        ),
        actions=[RunDeployment(source="selected", deployment_id=sweep.id)],
    )


async def _find(name: str) -> Automation | None:
    try:
        return await Automation.aread(name=name)
    except ValueError:
        return None
