"""Servers that hang and processes that are killed: nothing that was accepted is lost, done twice or left half done.

Two crashes, with as much under way as can be; each is a fixture, and the tests look at what became of its passengers.
"""

import contextlib
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest
from locked_papers import locked
from stacks import Stack
from traces import places_of

from berkas.errors import PasswordExpired

pytestmark = pytest.mark.e2e

PAPERS_PER_CRASH = 15
BEFORE_THE_CRASH = 8
"""Papers that are accepted and perhaps being read when the rest is sent."""
DUE = 5
LOST_PASSWORD = "Rahas1a-Cempaka-7713"
WAIT_SECONDS = 60
FINAL = {"extracted", "requires_review", "failed", "password_required", "erased", "purged"}


@dataclass
class Purge:
    """A nightly purge that is killed half way.

    Attributes:
        due: Documents whose retention is over.
        kept: One that is to stay.
        run: Of the purge that was killed.
        before: How many of the due ones were being purged and how many were, when it was killed.
    """

    due: list[str]
    kept: str
    run: str
    before: tuple[int, int] = (0, 0)


@dataclass
class Secret:
    """A locked paper whose run had not begun.

    Attributes:
        document_id: Of the paper.
        status: It had just before the crash.
        places: Where its password was found then.
    """

    document_id: str
    status: str
    places: list[str]


@dataclass
class Crash:
    """What was under way when parts of a stack were killed; it runs again.

    Attributes:
        accepted: Documents whose upload was answered.
        purge: A purge, if one was.
        secret: A locked paper, if one was.
    """

    accepted: list[str]
    purge: Purge | None = None
    secret: Secret | None = None


@pytest.fixture(scope="module")
def stack(local_stack: Stack) -> Stack:
    return local_stack


@pytest.fixture(scope="module")
def first(stack: Stack, draw: Any) -> Crash:
    """Worker, API and what looks after PostgreSQL are killed; the postmaster itself outlives them."""
    with stack.client() as http:
        *due, kept = [_upload(http, draw("npwp", "card", 480 + number)[0]) for number in range(DUE + 1)]
        assert {_settled(http, document_id)["status"] for document_id in (*due, kept)} == {"extracted"}
    stack.ask("update document set created_at = created_at - interval '30 years' where id = any($1)", due)
    with stack.prefect() as prefect:
        purge = Purge(due, kept, stack.begin_run(prefect, "purge-expired/nightly", batch_size=3))
    with stack.client() as http, _sending(http, draw, first=100) as (sent, send_rest):
        slots, purge.before = _frozen_half_way(stack, due)
        worker = _frozen_worker(stack)
        document_id = _upload(http, locked(draw("npwp", "card", 63)[0], LOST_PASSWORD), pdfPassword=LOST_PASSWORD)
        status = http.get(f"/api/documents/{document_id}").json()["data"]["status"]
        secret = Secret(document_id, status, places_of(stack, LOST_PASSWORD))
        send_rest()
        _kill(stack, worker, *slots, stack.part("api"), stack.part("postgres"))
    return Crash(_accepted(sent), purge, secret)


@pytest.fixture(scope="module")
def second(stack: Stack, draw: Any, first: Crash) -> tuple[Crash, list[str]]:
    """Prefect server and PostgreSQL are killed; with documents of the first crash that were just being erased."""
    erased = first.accepted[:DUE]
    with stack.client() as http:
        assert {_settled(http, document_id)["status"] for document_id in erased} == {"extracted"}
    with stack.client() as http, _sending(http, draw, first=130) as (sent, send_rest):
        for document_id in erased:
            answer = http.post(f"/api/documents/{document_id}/erase", json={"reason": "CONTOH: subject asked"})
            assert answer.status_code == 202, answer.text
        send_rest()
        _kill(stack, stack.part("server"), _postmaster(stack.folder))
    return Crash(_accepted(sent)), erased


@contextmanager
def _sending(http: httpx.Client, draw: Any, *, first: int) -> Iterator[Any]:
    """Uploads papers four at a time: the first ones at once, the rest when they are asked for, when some are answered."""
    bodies = [draw("npwp", "card", first + number)[0] for number in range(PAPERS_PER_CRASH)]
    with ThreadPoolExecutor(4) as pool:
        sent = [pool.submit(_send, http, body) for body in bodies[:BEFORE_THE_CRASH]]

        def send_rest() -> None:
            rest = [pool.submit(_send, http, body) for body in bodies[BEFORE_THE_CRASH:]]
            sent.extend(rest)
            for future in rest[:2]:
                future.result()

        for future in sent:
            future.result()
        yield sent, send_rest


def _send(http: httpx.Client, body: bytes) -> str | None:
    """The id of the document when the upload was accepted; None when nobody answered."""
    try:
        answer = http.post("/api/documents/upload", files={"file": ("paper.pdf", body)})
    except httpx.HTTPError:
        return None
    assert answer.status_code in {201, 503}, answer.text
    return str(answer.json()["data"]["document"]["id"]) if answer.status_code == 201 else None


def _upload(http: httpx.Client, body: bytes, **fields: str) -> str:
    answer = http.post("/api/documents/upload", files={"file": ("paper.pdf", body)}, data=fields)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["data"]["document"]["id"])


def _accepted(sent: list[Future[str | None]]) -> list[str]:
    return [document_id for future in sent if (document_id := future.result())]


def _frozen_half_way(stack: Stack, due: list[str]) -> tuple[list[psutil.Process], tuple[int, int]]:
    """The worker's slots, frozen when some documents are purged and one is half removed, and these counts.

    The slots may be reading other documents.
    """
    deadline = time.monotonic() + WAIT_SECONDS
    while True:
        slots = stack.part("worker").children(recursive=True)  # a used one may just have been replaced
        with contextlib.suppress(psutil.NoSuchProcess):
            for process in slots:
                process.suspend()
        time.sleep(0.1)  # what they have just asked of PostgreSQL is still done
        under_way, completed = _removals(stack, due)
        if under_way and completed and set(slots) == set(stack.part("worker").children(recursive=True)):
            return slots, (under_way, completed)
        assert completed < DUE
        assert time.monotonic() < deadline
        for process in slots:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.resume()
        time.sleep(0.01)


def _frozen_worker(stack: Stack) -> psutil.Process:
    """The worker, which has put its name on all that it took: what has none is given up half a minute later."""
    worker = stack.part("worker")
    with stack.prefect() as prefect:
        deadline = time.monotonic() + WAIT_SECONDS
        while "prefect.worker.name" not in _labels_of_pending(prefect):
            assert time.monotonic() < deadline
            time.sleep(0.1)
    worker.suspend()
    return worker


def _labels_of_pending(prefect: httpx.Client) -> set[str]:
    """Labels that all pending runs have."""
    found = prefect.post("/flow_runs/filter", json={"flow_runs": {"state": {"type": {"any_": ["PENDING"]}}}}).json()
    return set.intersection(*({*run["labels"]} for run in found)) if found else {"prefect.worker.name"}


def _removals(stack: Stack, ids: list[str]) -> tuple[int, int]:
    """How many of the documents are being removed and how many are."""
    rows = stack.ask("select status, count(*) as n from erasure where document_id = any($1) group by 1", ids)
    found = {row["status"]: row["n"] for row in rows}
    return found.get("requested", 0), found.get("completed", 0)


def _kill(stack: Stack, *victims: psutil.Process) -> None:
    """Kill -9; the stack ends by itself, nothing of it is left, and it is started again."""
    parts = stack.parts()
    for process in victims:
        process.kill()
    assert stack.wait_for_end() == 1
    _, alive = psutil.wait_procs({*parts, *victims}, timeout=10)
    assert not [process for process in alive if process != _postmaster(stack.folder)]
    stack.start()


def _postmaster(folder: Path) -> psutil.Process:
    return psutil.Process(int((folder / "postgres" / "postmaster.pid").read_text().split()[0]))


def _settled(http: httpx.Client, document_id: str, *, seconds: float = 180) -> dict[str, Any]:
    deadline = time.monotonic() + seconds
    while (document := http.get(f"/api/documents/{document_id}").json()["data"])["status"] not in FINAL:
        assert time.monotonic() < deadline, document
        time.sleep(0.2)
    return dict(document)


def _are_read_once(stack: Stack, ids: list[str]) -> None:
    with stack.client() as http:
        stack.sweep_until(
            lambda: {http.get(f"/api/documents/{each}").json()["data"]["status"] for each in ids} <= FINAL
        )
        for document_id in ids:
            document = _settled(http, document_id)
            extractions = http.get(f"/api/documents/{document_id}/extractions").json()["data"]
            assert (document["status"], len(extractions)) == ("extracted", 1), document_id


def test_uploads_are_taken_while_prefect_hangs_and_read_later(stack, draw) -> None:
    server = stack.part("server")
    with stack.client() as http:
        server.suspend()
        try:
            sent = [_upload(http, draw("npwp", "card", 270 + number)[0]) for number in range(3)]
            assert http.get("/health/ready").json()["prefect"] == "orchestrator_unavailable"
            assert all(http.get(f"/api/documents/{each}").json()["data"]["status"] == "queued" for each in sent)
        finally:
            server.resume()

        documents = [_settled(http, document_id) for document_id in sent]

    assert [document["status"] for document in documents] == ["extracted"] * 3


def test_a_killed_slot_is_replaced_and_its_paper_read_again(stack, draw) -> None:
    """What comes out is what an undisturbed run reads; whether that needs a review is the paper's affair."""
    content, _ = draw("invoice", "trade", 75, "scan_pdf")  # a picture: long enough to be killed half way
    with stack.client() as http:
        undisturbed = _settled(http, _upload(http, content + b"\n"))  # the same page, another file
        document_id = _upload(http, content)
        while http.get(f"/api/documents/{document_id}").json()["data"]["status"] == "queued":
            pass
        killed = _slots(stack)
        for process in killed:
            process.kill()

        document = _settled(http, document_id)
        extractions = http.get(f"/api/documents/{document_id}/extractions").json()["data"]

    assert undisturbed["status"] in {"extracted", "requires_review"}, undisturbed["errorCode"]
    assert document["attempt"] == 2
    assert document["status"] == undisturbed["status"]
    assert document["extraction"]["fields"] == undisturbed["extraction"]["fields"]
    assert len(extractions) == 1
    assert _slots(stack)
    assert not {process.pid for process in killed} & {process.pid for process in _slots(stack)}


def _slots(stack: Stack) -> list[psutil.Process]:
    return [process for process in stack.part("worker").children(recursive=True) if _is_slot(process)]


def _is_slot(process: psutil.Process) -> bool:
    try:
        return "deployments.slot" in " ".join(process.cmdline())
    except psutil.Error:
        return False


def test_papers_that_were_sent_and_read_when_worker_and_api_died_are_read_once(stack, first) -> None:
    assert len(first.accepted) >= BEFORE_THE_CRASH + 2

    _are_read_once(stack, first.accepted)


def test_a_password_that_a_crash_took_from_memory_is_asked_for_again_and_is_nowhere(stack, first) -> None:
    secret = first.secret
    with stack.client() as http:
        document = _settled(http, secret.document_id)
        after = places_of(stack, LOST_PASSWORD)
        again = http.post(f"/api/documents/{secret.document_id}/reextract", json={"pdfPassword": LOST_PASSWORD})
        read = _settled(http, secret.document_id)

    assert (secret.status, secret.places) == ("queued", [])
    assert (document["status"], document["errorCode"]) == ("password_required", "password_expired")
    assert document["errorMessage"] == PasswordExpired.message
    assert after == []
    assert (again.status_code, read["status"]) == (202, "extracted")
    assert places_of(stack, LOST_PASSWORD) == []


def test_a_purge_that_is_killed_half_way_purges_each_document_once(stack, first) -> None:
    purge = first.purge
    with stack.prefect() as prefect:
        again = stack.ended_run(prefect, stack.begin_run(prefect, "purge-expired/nightly"))["state"]
        stack.sweep_until(lambda: _removals(stack, purge.due) == (0, DUE))
        lost = stack.ended_run(prefect, purge.run)["state"]
        runs = prefect.post("/flow_runs/filter", json={"flow_runs": {"name": {"any_": purge.due}}}).json()

    assert purge.before[0] == 1
    assert 1 <= purge.before[1] < DUE - 1
    assert lost["type"] == "CRASHED"
    left = DUE - sum(purge.before)
    assert again["message"] == f"{left} of {left} documents that are due."
    assert _audited(stack, [*purge.due, purge.kept]) == sorted(
        (document_id, action) for document_id in purge.due for action in ("document.purge_begun", "document.purged")
    )
    assert not stack.originals() & set(purge.due)
    assert runs == []
    for table in ("blob_key", "document_reference", "extraction"):
        assert stack.ask(f"select from {table} where document_id = any($1)", purge.due) == [], table
    with stack.client() as http:
        statuses = {http.get(f"/api/documents/{each}").json()["data"]["status"] for each in purge.due}
        url = http.get(f"/api/documents/{purge.kept}/download").json()["data"]["url"]
        original = http.get(url)
    assert statuses == {"purged"}
    assert original.content.startswith(b"%PDF")


def test_papers_that_were_sent_and_read_when_prefect_and_postgresql_died_are_read_once(stack, second) -> None:
    crash, _ = second
    assert len(crash.accepted) >= BEFORE_THE_CRASH + 2

    _are_read_once(stack, crash.accepted)


def test_erasures_that_were_under_way_when_prefect_and_postgresql_died_are_completed_once(stack, second) -> None:
    _, erased = second
    stack.sweep_until(lambda: _removals(stack, erased) == (0, DUE))
    with stack.client() as http:
        receipts = [http.get(f"/api/documents/{each}/erasure").json()["data"] for each in erased]
        certificates = [http.get(f"/api/documents/{each}/erasure/certificate").json()["data"] for each in erased]

    assert {receipt["removed"]["originalCopies"] for receipt in receipts} == {1}
    assert [certificate["auditEntry"]["action"] for certificate in certificates] == ["document.erased"] * DUE
    assert [entry for entry in _audited(stack, erased) if entry[1].startswith("document.erase")] == sorted(
        (document_id, action) for document_id in erased for action in ("document.erase_begun", "document.erased")
    )


def _audited(stack: Stack, ids: list[str]) -> list[tuple[str, str]]:
    entries = stack.ask("select subject, action from audit_entry where subject = any($1)", ids)
    return sorted((entry["subject"], entry["action"]) for entry in entries)
