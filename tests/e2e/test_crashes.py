"""Servers that hang and processes that are killed: nothing that was accepted is lost, done twice or left half done.

Two crashes, with as much under way as can be; each is a fixture, and the tests look at what became of that. In the first, every
part is killed and the stack starts each again; in the second, all of the stack is, as when a machine loses power.
"""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import httpx
import pytest
from api_client import Api
from crashes import frozen, kill_all, kill_parts, postmaster, slots_of
from locked_papers import locked
from stacks import Stack
from traces import places_of

from berkas.errors import PasswordExpired

pytestmark = pytest.mark.e2e

PAPERS_PER_CRASH = 11
BEFORE_THE_CRASH = 6
"""Papers that are sent before one of them is seen being read; the rest is sent then."""
REMOVED = 5
LOST_PASSWORD = "Rahas1a-Cempaka-7713"
SECONDS = 300
AT_ONCE_SECONDS = 30
"""A document that a killed worker had is asked for again within so long after the stack is ready."""


@dataclass
class Crash:
    """What was under way when parts of a stack were killed; it runs again.

    Attributes:
        accepted: Documents whose upload was answered.
        removed: Documents that were being removed.
        removals: How many of them were under way and how many completed.
        being_read: Documents that were.
        ready_at: When the stack was ready again, by its database's clock.
    """

    accepted: list[str]
    removed: list[str]
    removals: tuple[int, int]
    being_read: list[str]
    ready_at: datetime


@dataclass
class Purge:
    """A nightly purge that is killed half way: its run, and a document that is to stay."""

    run: str
    kept: str


@dataclass
class Secret:
    """A locked paper whose run had not begun: its document, and just before the crash its status and where its password was."""

    document_id: str
    status: str
    places: list[str]


@pytest.fixture(scope="module")
def stack(local_stack: Stack) -> Stack:
    return local_stack


@pytest.fixture(scope="module")
def first(stack: Stack, draw: Any) -> tuple[Crash, Purge, Secret]:
    """Worker, API, Prefect server and PostgreSQL are killed at once; the stack goes on and starts each again."""
    *due, kept = _read(stack, draw, REMOVED + 1, first=480)
    stack.ask("update document set created_at = created_at - interval '30 years' where id = any($1)", due)
    purge = Purge("", kept)

    def begin(_held: str) -> None:
        with stack.prefect() as prefect:
            purge.run = stack.begin_run(prefect, "purge-expired/nightly", batch_size=3)

    with (
        stack.client() as http,
        _half_way(stack, due, begin),
        _sending(http, draw, first=100) as (sent, send_rest),
        frozen(stack, when=lambda: bool(_being_read(stack))) as processes,
    ):
        content = locked(draw("npwp", "card", 63)[0], LOST_PASSWORD)
        document_id = Api(http).upload(content, pdfPassword=LOST_PASSWORD)["document"]["id"]
        status = Api(http).document(document_id)["status"]
        secret = Secret(document_id, status, places_of(stack, LOST_PASSWORD))
        removals, being_read = _removals(stack, due), _being_read(stack)
        send_rest()
        parts = [stack.part(name) for name in ("postgres", "server", "api")]
        kill_parts(stack, postmaster(stack), *parts, *processes)
    return Crash(_accepted(sent), due, removals, being_read, _now(stack)), purge, secret


@pytest.fixture(scope="module")
def second(stack: Stack, draw: Any) -> Crash:
    """The supervisor and all that it runs are killed, and it is started again."""
    erased = _read(stack, draw, REMOVED, first=490)
    with stack.client() as http:

        def erase(*ids: str) -> None:
            for document_id in ids:
                answer = http.post(f"/api/documents/{document_id}/erase", json={"reason": "CONTOH: subject asked"})
                assert answer.status_code == 202, answer.text

        def begin(held: str) -> None:
            # behind it the others would wait, too
            others = [document_id for document_id in erased if document_id != held]
            erase(*others)
            _until(lambda: _removals(stack, others)[1] > 0)
            erase(held)

        with (
            _half_way(stack, erased, begin),
            _sending(http, draw, first=130) as (sent, send_rest),
            frozen(stack, when=lambda: bool(_being_read(stack))),
        ):
            removals, being_read = _removals(stack, erased), _being_read(stack)
            send_rest()
            kill_all(stack)
        stack.start()
    return Crash(_accepted(sent), erased, removals, being_read, _now(stack))


def _read(stack: Stack, draw: Any, count: int, *, first: int) -> list[str]:
    """Documents that have been read."""
    with stack.client() as http:
        api = Api(http)
        ids = [api.upload(draw("npwp", "card", first + number)[0])["document"]["id"] for number in range(count)]
        assert {api.settled(document_id)["status"] for document_id in ids} == {"extracted"}
    return ids


@contextmanager
def _half_way(stack: Stack, ids: list[str], begin: Callable[[str], None]) -> Iterator[None]:
    """Removals of these documents, begun: some are completed and one cannot be, until the block or the database ends.

    It waits in PostgreSQL for the fields of its document, which somebody else has locked.
    """
    held = sorted(ids)[len(ids) // 2]  # a purge takes them by id
    with stack.holding("select from extraction where document_id = $1 for update", held):
        begin(held)
        _until(lambda: _removals(stack, [held]) == (1, 0) and _removals(stack, ids)[1] > 0)
        yield


def _until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + SECONDS
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.1)


@contextmanager
def _sending(http: httpx.Client, draw: Any, *, first: int) -> Iterator[Any]:
    """Uploads papers four at a time: some at once, the rest when they are asked for, until some of all are answered."""
    # two pictures, which take longer to read than the others
    kinds = ["scan_pdf"] * 2 + ["text_pdf"] * (PAPERS_PER_CRASH - 2)
    bodies = [draw("npwp", "card", first + number, kind)[0] for number, kind in enumerate(kinds)]
    with ThreadPoolExecutor(4) as pool:
        sent = [pool.submit(_send, http, body) for body in bodies[:BEFORE_THE_CRASH]]

        def send_rest() -> None:
            rest = [pool.submit(_send, http, body) for body in bodies[BEFORE_THE_CRASH:]]
            for future in [*sent, *rest[:2]]:
                future.result()
            sent.extend(rest)

        yield sent, send_rest


def _send(http: httpx.Client, body: bytes) -> str | None:
    """The id of the document when the upload was accepted; None when nobody answered."""
    try:
        answer = http.post("/api/documents/upload", files={"file": ("paper.pdf", body)})
    except httpx.HTTPError:
        return None
    assert answer.status_code in {201, 503}, answer.text
    return str(answer.json()["data"]["document"]["id"]) if answer.status_code == 201 else None


def _accepted(sent: list[Future[str | None]]) -> list[str]:
    return [document_id for future in sent if (document_id := future.result())]


def _removals(stack: Stack, ids: list[str]) -> tuple[int, int]:
    """How many of the documents are being removed and how many are."""
    rows = stack.ask("select status, count(*) as n from erasure where document_id = any($1) group by 1", ids)
    found = {row["status"]: row["n"] for row in rows}
    return found.get("requested", 0), found.get("completed", 0)


def _being_read(stack: Stack) -> list[str]:
    return [row["id"] for row in stack.ask("select id from document where status = 'parsing'")]


def _now(stack: Stack) -> datetime:
    [row] = stack.ask("select now() as at")
    return datetime.fromisoformat(str(row["at"]))


def _asked_again_after(stack: Stack, crash: Crash) -> list[float]:
    """Seconds from when the stack was ready until what the killed worker had read was asked for again, document by document."""
    rows = stack.ask("select attempt, queued_at from document where id = any($1)", crash.being_read)
    assert {row["attempt"] for row in rows} == {2}
    return [(row["queued_at"] - crash.ready_at).total_seconds() for row in rows]


def _are_read_once(stack: Stack, ids: list[str]) -> None:
    with stack.client() as http:
        api = Api(http)
        documents = [api.settled(document_id, seconds=SECONDS) for document_id in ids]
        stored = [len(api.extractions(document_id)) for document_id in ids]
    assert [document["status"] for document in documents] == ["extracted"] * len(ids)
    assert stored == [1] * len(ids)


def _audited(stack: Stack, ids: list[str]) -> list[tuple[str, str]]:
    entries = stack.ask(
        "select subject, action from audit_entry where subject = any($1) and action ~ 'erase|purge'", ids
    )
    return sorted((entry["subject"], entry["action"]) for entry in entries)


def test_uploads_are_taken_while_prefect_hangs_and_read_later(stack, draw) -> None:
    server = stack.part("server")
    with stack.client() as http:
        api = Api(http)
        server.suspend()
        try:
            sent = [api.upload(draw("npwp", "card", 270 + number)[0])["document"]["id"] for number in range(3)]
            assert http.get("/health/ready").json()["prefect"] == "orchestrator_unavailable"
            assert all(api.document(document_id)["status"] == "queued" for document_id in sent)
        finally:
            server.resume()

        documents = [api.settled(document_id) for document_id in sent]

    assert [document["status"] for document in documents] == ["extracted"] * 3


def test_a_killed_slot_is_replaced_and_its_paper_read_again(stack, draw) -> None:
    """What comes out is what an undisturbed run reads; whether that needs a review is the paper's affair."""
    content, _ = draw("invoice", "trade", 75, "scan_pdf")  # a picture: long enough to be killed half way
    with stack.client() as http:
        api = Api(http)
        undisturbed = api.read(content + b"\n")  # the same page, another file
        document_id = api.upload(content)["document"]["id"]
        while api.document(document_id)["status"] == "queued":
            pass
        killed = slots_of(stack)
        for process in killed:
            process.kill()

        document = api.settled(document_id, seconds=SECONDS)
        extractions = api.extractions(document_id)

    assert undisturbed["status"] in {"extracted", "requires_review"}, undisturbed["errorCode"]
    assert document["attempt"] == 2
    assert document["status"] == undisturbed["status"]
    assert document["extraction"]["fields"] == undisturbed["extraction"]["fields"]
    assert len(extractions) == 1
    assert slots_of(stack)
    assert not set(killed) & set(slots_of(stack))


def test_each_part_that_is_killed_is_started_again_and_a_line_says_so(stack, first) -> None:
    said = stack.said.replace("\n", " ")

    for name in ("worker", "api", "prefect", "postgres"):
        assert f"{name} ended unexpectedly (exit code " in said
        assert f"{name} was started again" in said
    assert stack.process.poll() is None


@pytest.mark.parametrize("crashed", ["first", "second"])
def test_what_a_killed_worker_had_is_asked_for_again_at_once(stack, request, crashed) -> None:
    found = request.getfixturevalue(crashed)
    crash = found if isinstance(found, Crash) else found[0]
    _are_read_once(stack, crash.being_read)

    assert crash.being_read
    assert max(_asked_again_after(stack, crash)) < AT_ONCE_SECONDS


def test_papers_that_were_sent_and_read_when_every_part_died_are_read_once(stack, first) -> None:
    crash, _, _ = first
    assert len(crash.accepted) >= BEFORE_THE_CRASH + 2

    _are_read_once(stack, crash.accepted)


def test_a_password_that_a_crash_took_from_memory_is_asked_for_again_and_is_nowhere(stack, first) -> None:
    _, _, secret = first
    with stack.client() as http:
        api = Api(http)
        document = api.settled(secret.document_id, seconds=SECONDS)
        after = places_of(stack, LOST_PASSWORD)
        again = http.post(f"/api/documents/{secret.document_id}/reextract", json={"pdfPassword": LOST_PASSWORD})
        read = api.settled(secret.document_id)

    assert (secret.status, secret.places) == ("queued", [])
    assert (document["status"], document["errorCode"]) == ("password_required", "password_expired")
    assert document["errorMessage"] == PasswordExpired.message
    assert after == []
    assert (again.status_code, read["status"]) == (202, "extracted")
    assert places_of(stack, LOST_PASSWORD) == []


def test_a_purge_that_is_killed_half_way_purges_each_document_once(stack, first) -> None:
    crash, purge, _ = first
    due = crash.removed
    with stack.prefect() as prefect:
        again = stack.ended_run(prefect, stack.begin_run(prefect, "purge-expired/nightly"))["state"]
        stack.sweep_until(lambda: _removals(stack, due) == (0, REMOVED), seconds=SECONDS)
        lost = stack.ended_run(prefect, purge.run)["state"]
        runs = prefect.post("/flow_runs/filter", json={"flow_runs": {"name": {"any_": due}}}).json()

    assert crash.removals[0] == 1
    assert lost["type"] == "CRASHED"
    left = REMOVED - sum(crash.removals)
    assert again["message"] == f"{left} of {left} documents that are due."
    assert _audited(stack, [*due, purge.kept]) == sorted(
        (document_id, action) for document_id in due for action in ("document.purge_begun", "document.purged")
    )
    assert not stack.originals() & set(due)
    assert runs == []
    for table in ("blob_key", "document_reference", "extraction"):
        assert stack.ask(f"select from {table} where document_id = any($1)", due) == [], table
    with stack.client() as http:
        statuses = {Api(http).document(document_id)["status"] for document_id in due}
        url = http.get(f"/api/documents/{purge.kept}/download").json()["data"]["url"]
        original = http.get(url)
    assert statuses == {"purged"}
    assert original.content.startswith(b"%PDF")


def test_papers_that_were_sent_and_read_when_the_stack_was_killed_are_read_once(stack, second) -> None:
    assert len(second.accepted) >= BEFORE_THE_CRASH + 2

    _are_read_once(stack, second.accepted)


def test_erasures_that_were_under_way_when_the_stack_was_killed_are_completed_once(stack, second) -> None:
    erased = second.removed
    deadline = time.monotonic() + SECONDS
    while _removals(stack, erased) != (0, REMOVED):
        assert time.monotonic() < deadline
        time.sleep(0.2)
    with stack.client() as http:
        receipts = [http.get(f"/api/documents/{each}/erasure").json()["data"] for each in erased]
        certificates = [http.get(f"/api/documents/{each}/erasure/certificate").json()["data"] for each in erased]

    assert {receipt["status"] for receipt in receipts} == {"completed"}
    assert {receipt["removed"]["originalCopies"] for receipt in receipts} == {1}
    assert [certificate["auditEntry"]["action"] for certificate in certificates] == ["document.erased"] * REMOVED
    assert _audited(stack, erased) == sorted(
        (document_id, action) for document_id in erased for action in ("document.erase_begun", "document.erased")
    )
