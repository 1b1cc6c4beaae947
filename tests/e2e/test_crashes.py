"""Servers that hang and processes that are killed: every accepted paper reaches one final status with one extraction."""

import signal
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import psutil
import pytest

pytestmark = pytest.mark.e2e

PAPERS_PER_CRASH = 10
VICTIMS = (("worker", "api"), ("server", "postgres"), ("postmaster",))
"""Parts that are killed together; the part `postgres` looks after the postmaster, which outlives it."""


def test_uploads_are_taken_while_prefect_hangs_and_read_later(stack, api, draw) -> None:
    server = stack.part("server")
    server.send_signal(signal.SIGSTOP)
    try:
        answers = [api.upload(draw("npwp", "card", 270 + number)[0]) for number in range(3)]
        assert api.http.get("/health/ready").json()["prefect"] == "orchestrator_unavailable"
        assert all(api.document(answer["document"]["id"])["status"] == "queued" for answer in answers)
    finally:
        server.send_signal(signal.SIGCONT)

    documents = [api.settled(answer["document"]["id"]) for answer in answers]

    assert [document["status"] for document in documents] == ["extracted"] * 3


def test_a_killed_slot_is_replaced_and_its_paper_read_again(stack, api, draw) -> None:
    """What comes out is what an undisturbed run reads; whether that needs a review is the paper's affair."""
    content, _ = draw(
        "rekening_koran", "columns", 75, "scan_pdf"
    )  # pages of pictures: long enough to be killed half way
    undisturbed = api.read(content + b"\n")  # the same pages, another file
    assert undisturbed["status"] in {"extracted", "requires_review"}, undisturbed["errorCode"]
    document_id = api.upload(content)["document"]["id"]
    while api.document(document_id)["status"] == "queued":
        pass
    killed = _slots(stack)
    for process in killed:
        process.kill()

    document = api.settled(document_id, seconds=180)

    assert document["attempt"] == 2
    assert document["status"] == undisturbed["status"]
    assert document["extraction"]["fields"] == undisturbed["extraction"]["fields"]
    assert len(api.extractions(document_id)) == 1
    assert _slots(stack)
    assert not {process.pid for process in killed} & {process.pid for process in _slots(stack)}


def _slots(stack) -> list[psutil.Process]:
    return [process for process in stack.part("worker").children(recursive=True) if _is_slot(process)]


def test_whatever_is_killed_every_accepted_paper_ends_once(stack, draw) -> None:
    """kill -9 of each part in the middle of uploads, and a start afterwards."""
    accepted: list[str] = []
    for number, victims in enumerate(VICTIMS):
        first = 100 + number * PAPERS_PER_CRASH
        bodies = [draw("npwp", "card", seed)[0] for seed in range(first, first + PAPERS_PER_CRASH)]
        with stack.client() as http, ThreadPoolExecutor(4) as pool:
            sending = [pool.submit(_send, http, body) for body in bodies]
            for future in sending[:5]:
                future.result()
            for process in [
                _postmaster(stack.folder) if name == "postmaster" else stack.part(name) for name in victims
            ]:
                process.kill()
            accepted += [document_id for future in sending if (document_id := future.result())]
        assert stack.wait_for_end() == 1, victims
        assert not [part for part in psutil.process_iter() if str(stack.folder) in _environment(part)], victims
        stack.start()

    assert len(accepted) >= 5 * len(VICTIMS)
    with stack.client() as http:
        for document_id in accepted:
            document = _settled(http, document_id)
            extractions = http.get(f"/api/documents/{document_id}/extractions").json()["data"]
            assert (document["status"], len(extractions)) == ("extracted", 1), document_id


def _send(http: httpx.Client, body: bytes) -> str | None:
    """The id of the document when the upload was accepted; None when nobody answered."""
    try:
        answer = http.post("/api/documents/upload", files={"file": ("paper.pdf", body)})
    except httpx.HTTPError:
        return None
    assert answer.status_code in {201, 503}, answer.text
    return answer.json()["data"]["document"]["id"] if answer.status_code == 201 else None


def _settled(http: httpx.Client, document_id: str) -> dict[str, object]:
    for _ in range(900):
        document = http.get(f"/api/documents/{document_id}").json()["data"]
        if document["status"] not in {"queued", "parsing"}:
            return dict(document)
        time.sleep(0.2)
    raise TimeoutError(document)


def _postmaster(folder: Path) -> psutil.Process:
    return psutil.Process(int((folder / "postgres" / "postmaster.pid").read_text().split()[0]))


def _is_slot(process: psutil.Process) -> bool:
    try:
        return "deployments.slot" in " ".join(process.cmdline())
    except psutil.Error:
        return False


def _environment(process: psutil.Process) -> str:
    try:
        return process.environ().get("BERKAS_DATA_DIR", "")
    except psutil.Error:
        return ""
