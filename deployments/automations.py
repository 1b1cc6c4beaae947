"""Automations of the Prefect server: what it does by itself when runs are lost or late."""

from datetime import timedelta

from prefect.automations import Automation
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import StateType
from prefect.events.actions import ActionTypes, ChangeFlowRunState, RunDeployment
from prefect.events.schemas.automations import EventTrigger, Posture
from prefect.events.schemas.events import ResourceSpecification

from berkas.jobs import SWEEP_QUEUED

LOST_AFTER = timedelta(seconds=90)
"""Three missed heartbeats."""

_ENDED = ("Completed", "Failed", "Cancelled", "Crashed")


async def register_automations() -> None:
    """Make every automation, or bring it up to date; actions of other kinds that an operator added to it stay.

    The server takes several of one name, and workers that start together find none: each looks again after it made one, and all
    of them keep the same.
    """
    for wanted in (_lost_runs(), await _late_runs()):
        known = await _named(wanted.name)
        if known:
            await _update(known[0], wanted, [action for each in known for action in each.actions])
        else:
            await wanted.acreate()
            known = await _named(wanted.name)
        for surplus in known[1:]:
            await surplus.adelete()


async def _update(kept: Automation, wanted: Automation, found: list[ActionTypes]) -> None:
    ours = {action.type for action in wanted.actions}
    added = [action for action in found if action.type not in ours]
    kept.description, kept.trigger, kept.actions = wanted.description, wanted.trigger, [*wanted.actions, *added]
    await kept.aupdate()


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


async def _named(name: str) -> list[Automation]:
    """Every automation of a name, in an order that everybody sees alike."""
    async with get_client() as client:
        found = await client.read_automations_by_name(name)
    return [Automation(**each.model_dump()) for each in sorted(found, key=lambda automation: str(automation.id))]
