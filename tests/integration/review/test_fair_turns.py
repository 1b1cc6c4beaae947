"""A tenant that asks for pictures of pages without end waits for itself; others have their turn."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from workshop import Installation, _serving

from berkas.jobs import DRAW_PAGE
from tables.queries import organisations

MANY = 40
PER_ORGANISATION, WAITING = 2, 20


@pytest.fixture
def busy(installation: Installation, monkeypatch: pytest.MonkeyPatch) -> Iterator[Installation]:
    """Another API of the same installation, whose workers do nothing; who waits for them gives up after some seconds."""
    monkeypatch.setenv("BERKAS_PICTURE_SECONDS", "8")
    with _serving(monkeypatch) as running:
        running.workshop.has_workers = False
        yield running


def until(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline, "it did not become true"
        time.sleep(0.01)


def asked_for(installation: Installation, organisation_id: str) -> int:
    """Runs that workers were asked for, by an organisation."""
    wanted = [run for run in installation.workshop.requests if run.deployment == DRAW_PAGE]
    return sum(organisation_id in run.tags for run in wanted)


def test_a_hostile_tenant_takes_no_turn_of_another_and_is_refused_beyond_its_line(
    busy, client, organisation, stranger, upload, paper
) -> None:
    hostile_page = f"{busy.url}/api/documents/{upload(paper('SPECIMEN'))}/pages/0"
    sent = stranger.post("/api/documents/upload", files={"file": ("paper.pdf", paper("CONTOH"))}).json()
    honest_page = f"{busy.url}/api/documents/{sent['data']['document']['id']}/pages/0"
    [other] = {run_organisation for run_organisation in busy.run(_organisations) if run_organisation != organisation}
    limits = httpx.Limits(max_connections=MANY)
    answers: list[httpx.Response] = []
    with (
        httpx.Client(headers=client.headers, timeout=60, trust_env=False, limits=limits) as hostile,
        ThreadPoolExecutor(MANY) as pool,
    ):
        for _ in range(MANY):
            pool.submit(lambda: answers.append(hostile.get(hostile_page)))
        until(lambda: len(answers) == MANY - PER_ORGANISATION - WAITING)

        honest = threading.Thread(target=stranger.get, args=(honest_page,))
        honest.start()
        until(lambda: asked_for(busy, other) == 1)

        assert asked_for(busy, organisation) == PER_ORGANISATION
        assert {answer.status_code for answer in answers} == {429}
        assert {
            (*map(answer.json().get, ("code", "bucket", "limit")), answer.headers["Retry-After"]) for answer in answers
        } == {("too_many_at_once", "documents.pages", 22, "1")}
        honest.join()


async def _organisations() -> list[str]:
    return [row.id for row in await organisations.list_organisations()][-2:]
