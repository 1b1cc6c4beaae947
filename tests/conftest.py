"""What every test shares: pure things only, so that a unit test starts at once."""

import os
from typing import Any

import pytest
from hypothesis import settings

# examples run on machines that are busy with other things; how long one takes says nothing
settings.register_profile("berkas", deadline=None)
settings.load_profile("berkas")

DISTURBED = "a stack that is disturbed"
STACK = "the stack"
CLUSTER = "the cluster"
PREFECT = "the Prefect server"
ROOMS = (
    # two stacks of one machine: the tests of one alone would end long after all others
    ("tests/e2e/test_crashes.py", DISTURBED),
    ("tests/e2e/test_bulk.py", DISTURBED),
    ("tests/e2e/test_doctor.py", DISTURBED),
    ("tests/e2e/test_foreign_deployments.py", DISTURBED),
    ("tests/e2e/test_operations.py", DISTURBED),
    ("tests/e2e/test_stock_workers.py", DISTURBED),
    ("tests/e2e/test_webhooks.py", DISTURBED),
    ("tests/e2e/", STACK),
    ("tests/integration/flows/", PREFECT),
    ("tests/integration/access/test_password_of_a_run.py", PREFECT),
    ("tests/integration/lifecycle/test_bulk_runs.py", PREFECT),
    ("tests/integration/lifecycle/test_killed_removals.py", PREFECT),
    ("tests/integration/lifecycle/test_removal_flows.py", PREFECT),
    ("tests/integration/lifecycle/test_prefect_retention.py", PREFECT),
    ("tests/integration/webhooks/test_failing_receivers.py", PREFECT),
)
"""What begins like this shares servers that are dear to start: one test process runs all of a room."""


STEP_BACK = 5
"""Of niceness: a third of the others' share of a busy processor."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first, so that test processes end together."""
    ranks = {prefix: rank for rank, (prefix, _) in enumerate(ROOMS)}
    items.sort(key=lambda item: min((ranks[p] for p in ranks if item.nodeid.startswith(p)), default=len(ROOMS)))


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Beside test processes that wait for a whole stack, those that compute step back: the former take longest."""
    is_one_of_several = "PYTEST_XDIST_WORKER" in os.environ
    if is_one_of_several and not item.nodeid.startswith("tests/e2e/") and os.nice(0) == 0:
        os.nice(STEP_BACK)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Test processes take whole files, and all files that share a room."""
    from xdist.scheduler import LoadFileScheduling

    class RoomScheduling(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return _room(nodeid)

    return RoomScheduling(config, log)


def _room(nodeid: str) -> str:
    for prefix, room in ROOMS:
        if nodeid.startswith(prefix):
            return CLUSTER if room in {DISTURBED, STACK} and "[cluster" in nodeid else room
    return nodeid.partition("::")[0]
