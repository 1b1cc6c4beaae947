"""What must not be found anywhere: a password; and outside the sealed store and the product's own tables, what papers say."""

import asyncio
import contextlib
import io
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import asyncpg
import pikepdf
import psutil
import pytest

from berkas.errors import PasswordExpired

pytestmark = pytest.mark.e2e

PASSWORD = "Rahas1a-Bundaran-7712"
LOST_PASSWORD = "Rahas1a-Cempaka-7713"
FILENAME = "surat-penting-bundaran.pdf"
REFERENCE = "pinjaman-bundaran-7712"
CUSTOMER = "PT CONTOH BUNDARAN"


def locked(content: bytes, password: str = PASSWORD) -> bytes:
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        pdf.save(buffer, encryption=pikepdf.Encryption(user=password, owner=password, R=6))
    return buffer.getvalue()


async def everything_in(url: str) -> str:
    """Every row of every table of a database as text."""
    connection = await asyncpg.connect(url)
    try:
        names = await connection.fetch("select schemaname, tablename from pg_tables where schemaname = 'public'")
        found = []
        for row in names:
            rows = await connection.fetch(f'select t::text as line from "{row["schemaname"]}"."{row["tablename"]}" t')
            found += [line["line"] for line in rows]
        return "\n".join(found)
    finally:
        await connection.close()


def files_holding(folder: Path, wanted: bytes, *, but: tuple[str, ...] = ()) -> list[str]:
    found = []
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink() and path.relative_to(folder).parts[0] not in but:
            try:
                content = path.read_bytes()
            except OSError:  # gone meanwhile
                continue
            if wanted in content:
                found.append(str(path))
    return found


@pytest.fixture(scope="module")
def planted(stack, draw):
    """A KTP in a locked PDF, read once with the right and once with a wrong password."""
    content, truth = draw("ktp", "current", 61)
    with stack.client() as http:
        fields = {"externalRef": REFERENCE, "customerName": CUSTOMER}
        answers = []
        for body, password in ((locked(content), PASSWORD), (locked(draw("ktp", "current", 62)[0]), f"{PASSWORD}-x")):
            answer = http.post(
                "/api/documents/upload", files={"file": (FILENAME, body)}, data=fields | {"pdfPassword": password}
            )
            answers.append(answer.json()["data"]["document"]["id"])
        with ThreadPoolExecutor() as pool:
            documents = list(pool.map(lambda name: settle(http, name), answers))
    assert [document["status"] for document in documents] == ["extracted", "password_required"]
    return truth


def settle(http, document_id):
    for _ in range(300):
        document = http.get(f"/api/documents/{document_id}").json()["data"]
        if document["status"] not in {"queued", "parsing"}:
            return document
        time.sleep(0.2)
    raise TimeoutError


def places_of(stack, password: str) -> list[str]:
    """Where a password is found: rows, files, output, command lines and environments."""
    urls = (stack.info.database_url, stack.prefect_database_url)
    found = [url for url in urls if password in asyncio.run(everything_in(url))]
    # the whole data folder: database files, write-ahead log, blobs, logs, Prefect's home
    for folder in (stack.folder, stack.temporary):
        found += files_holding(folder, password.encode())
    for process in stack.parts():
        with contextlib.suppress(psutil.NoSuchProcess):
            if password in " ".join([*process.cmdline(), *process.environ().values()]):
                found.append(f"process {process.pid}")
    return found + ["output"] * (password in stack.said)


def test_the_password_is_nowhere(stack, planted) -> None:
    assert places_of(stack, PASSWORD) == []


def test_a_password_that_a_crash_took_from_memory_is_asked_for_again_and_is_nowhere(stack, api, draw) -> None:
    content = locked(draw("npwp", "card", 63)[0], LOST_PASSWORD)
    worker = stack.part("worker")
    worker.suspend()  # so that the run is still queued
    document_id = api.upload(content, pdfPassword=LOST_PASSWORD)["document"]["id"]
    queued, places = api.document(document_id)["status"], places_of(stack, LOST_PASSWORD)

    for process in (stack.part("api"), worker):
        process.kill()
    assert stack.wait_for_end() == 1
    stack.start()

    with stack.client() as http:
        document = settle(http, document_id)
        after = places_of(stack, LOST_PASSWORD)
        again = http.post(f"/api/documents/{document_id}/reextract", json={"pdfPassword": LOST_PASSWORD})
        read = settle(http, document_id)
    assert (queued, places) == ("queued", [])
    assert (document["status"], document["errorCode"]) == ("password_required", "password_expired")
    assert document["errorMessage"] == PasswordExpired.message
    assert after == []
    assert (again.status_code, read["status"]) == (202, "extracted")
    assert places_of(stack, LOST_PASSWORD) == []


def test_what_papers_say_is_in_no_row_of_prefect(stack, planted) -> None:
    rows = asyncio.run(everything_in(stack.prefect_database_url))

    for wanted in (planted["nik"], planted["fullName"], planted["address"], FILENAME, REFERENCE, CUSTOMER):
        assert wanted not in rows


def test_what_papers_say_is_in_no_log_and_no_file_but_the_database(stack, planted) -> None:
    for wanted in (planted["nik"], planted["fullName"], FILENAME, REFERENCE, CUSTOMER):
        assert files_holding(stack.folder, wanted.encode(), but=("postgres",)) == [], wanted
        assert files_holding(stack.temporary, wanted.encode()) == [], wanted
        assert wanted not in stack.said


def test_the_search_finds_what_is_there(stack, planted) -> None:
    """A search that cannot find is no proof."""
    rows = asyncio.run(everything_in(stack.info.database_url))

    assert planted["nik"] in rows
    assert FILENAME in rows
    assert files_holding(stack.folder / "logs", b"answered")
    assert files_holding(stack.folder / "postgres", planted["nik"].encode())
