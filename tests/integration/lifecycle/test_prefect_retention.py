"""What the Prefect server forgets by itself: its own functions, with the settings that Berkas gives it."""

from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
import sqlalchemy as sa
from prefect import flow
from prefect.client.orchestration import get_client
from prefect.client.schemas.actions import LogCreate
from prefect.server.database import provide_database_interface
from prefect.server.events.schemas.events import ReceivedEvent, Resource
from prefect.server.events.storage.database import write_events
from prefect.server.services import db_vacuum
from prefect.settings import temporary_settings
from prefect.settings.legacy import _get_settings_fields
from prefect.settings.models.root import Settings as PrefectSettings
from prefect.states import Completed

from berkas.clock import utc_now
from deployments import prefect_settings

RUNS_STAY = timedelta(seconds=prefect_settings.RETENTION_SECONDS)
EVENTS_STAY = timedelta(days=7)
HOUR = timedelta(hours=1)


@flow(name="contoh-forgotten")
def contoh():
    """Never runs."""


@pytest.fixture
def as_configured(prefect_place):
    """The settings of the server's vacuum."""
    given = prefect_settings.server(host="127.0.0.1", port=1, auth_string="a:b", home=Path(), database_url="")
    known = _get_settings_fields(PrefectSettings)
    ours = {known[name]: value for name, value in given.items() if "_DB_VACUUM_" in name}
    assert len(ours) == 2
    with temporary_settings(ours):
        yield


@pytest.fixture
def ended_run(prefect_place):
    """Makes a run with a log line that ended so long ago, and an event of so long ago; their ids."""

    async def make(*, ended, happened):
        db = provide_database_interface()
        async with get_client() as client:
            run = await client.create_flow_run(contoh, state=Completed())
            await client.create_logs(
                [LogCreate(name="contoh", level=20, message="contoh", timestamp=utc_now(), flow_run_id=run.id)]
            )
        resource = Resource({"prefect.resource.id": f"prefect.flow-run.{run.id}"})
        event = ReceivedEvent(id=uuid4(), occurred=utc_now() - happened, event="contoh.happened", resource=resource)
        async with db.session_context(begin_transaction=True) as session:
            await session.execute(
                sa.update(db.FlowRun).where(db.FlowRun.id == run.id).values(end_time=utc_now() - ended)
            )
            await write_events(session, [event])
        return run.id, event.id

    return make


async def what_is_left(run_id, event_id):
    """How many rows there are of the run, its logs, the event and its resources."""
    db = provide_database_interface()
    of_run = (
        sa.select(sa.func.count()).select_from(db.FlowRun).where(db.FlowRun.id == run_id),
        sa.select(sa.func.count()).select_from(db.Log).where(db.Log.flow_run_id == run_id),
    )
    of_event = (
        sa.select(sa.func.count()).select_from(db.Event).where(db.Event.id == event_id),
        sa.select(sa.func.count()).select_from(db.EventResource).where(db.EventResource.event_id == event_id),
    )
    async with db.session_context() as session:
        return [
            tuple([(await session.execute(question)).scalar_one() for question in questions])
            for questions in (of_run, of_event)
        ]


async def test_old_runs_go_with_their_logs_and_old_events_and_young_ones_stay(as_configured, ended_run):
    old = await ended_run(ended=RUNS_STAY + HOUR, happened=EVENTS_STAY + HOUR)
    young = await ended_run(ended=RUNS_STAY - HOUR, happened=EVENTS_STAY - HOUR)
    before = await what_is_left(*old)

    db = provide_database_interface()
    await db_vacuum.vacuum_old_flow_runs(db=db)
    await db_vacuum.vacuum_old_events(db=db)

    assert before == [(1, 1), (1, 1)]
    assert await what_is_left(*old) == [(0, 0), (0, 0)]
    assert await what_is_left(*young) == before


def test_every_kind_of_vacuum_is_on(as_configured):
    """That of orphans as well: log lines that a worker sends after its run was removed."""
    enabled = db_vacuum.get_current_settings().server.services.db_vacuum.enabled_vacuum_types

    assert enabled == {"events", "flow_runs", "orphans"}
