"""What every test shares: pure things only, so that a unit test starts at once."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

# examples run on machines that are busy with other things; how long one takes says nothing
settings.register_profile("berkas", deadline=None)
settings.load_profile("berkas")

SHARED_SERVERS = ("tests/e2e",)
"""Folders whose files share servers that are dear to start: one test process runs them all."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first, so that test processes end together."""
    items.sort(key=lambda item: not _room(item.nodeid).startswith(SHARED_SERVERS))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Test processes take whole files, and whole folders where files share servers."""
    from xdist.scheduler import LoadFileScheduling

    class RoomScheduling(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return _room(nodeid)

    return RoomScheduling(config, log)


def _room(nodeid: str) -> str:
    file = nodeid.partition("::")[0]
    folder = str(Path(file).parent)
    if folder not in SHARED_SERVERS:
        return file
    # the servers of the cluster are others than those of the local stack
    return f"{folder} on the cluster" if "[cluster" in nodeid else folder
