"""What must not be found anywhere: a password; and outside the sealed store and the product's own tables, what papers say."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from api_client import Api
from locked_papers import locked
from traces import environment_of, files_holding, places_elsewhere, places_of, rows_of

pytestmark = [pytest.mark.e2e, pytest.mark.stacks("local", "cluster")]

PASSWORD = "Rahas1a-Bundaran-7712"
FILENAME = "surat-penting-bundaran.pdf"
REFERENCE = "pinjaman-bundaran-7712"
CUSTOMER = "PT CONTOH BUNDARAN"


@pytest.fixture(scope="module")
def planted(stack, draw):
    """A KTP in a locked PDF, read once with the right and once with a wrong password."""
    content, truth = draw("ktp", "current", 61)
    with stack.client() as http:
        fields = {"externalRef": REFERENCE, "customerName": CUSTOMER}
        answers = []
        for body, password in (
            (locked(content, PASSWORD), PASSWORD),
            (locked(draw("ktp", "current", 62)[0], PASSWORD), f"{PASSWORD}-x"),
        ):
            answer = http.post(
                "/api/documents/upload", files={"file": (FILENAME, body)}, data=fields | {"pdfPassword": password}
            )
            answers.append(answer.json()["data"]["document"]["id"])
        with ThreadPoolExecutor() as pool:
            documents = list(pool.map(Api(http).settled, answers))
    assert [document["status"] for document in documents] == ["extracted", "password_required"]
    return truth


def test_the_password_is_nowhere(stack, planted) -> None:
    assert places_of(stack, PASSWORD) == []


def test_no_process_shows_a_root_key_or_the_login_of_prefect(stack, planted) -> None:
    """Neither parts, slots and what they start, nor helpers of libraries that nobody thinks of."""
    secrets = [path.read_text().strip() for path in (stack.folder / "secrets").iterdir()]
    processes = stack.parts()

    assert len(secrets) >= 2
    assert any("resource_tracker" in " ".join(process.cmdline()) for process in processes)
    shown = {process.pid: environment_of(process) + " ".join(process.cmdline()) for process in processes}
    assert [pid for pid, text in shown.items() if any(secret in text for secret in secrets)] == []


def test_what_papers_say_is_in_no_row_of_prefect(stack, planted) -> None:
    rows = rows_of(stack.prefect_database_url)

    for wanted in (planted["nik"], planted["fullName"], planted["address"], FILENAME, REFERENCE, CUSTOMER):
        assert wanted not in rows


def test_what_papers_say_is_in_no_log_and_no_file_but_the_database(stack, planted) -> None:
    for wanted in (planted["nik"], planted["fullName"], FILENAME, REFERENCE, CUSTOMER):
        assert files_holding(stack.folder, wanted, but=("postgres",)) == [], wanted
        assert files_holding(stack.temporary, wanted) == [], wanted
        assert places_elsewhere(stack, wanted) == [], wanted
        assert wanted not in stack.said


def test_the_search_finds_what_is_there(stack, planted) -> None:
    """A search that cannot find is no proof."""
    rows = rows_of(stack.info.database_url)

    assert planted["nik"] in rows
    assert FILENAME in rows
    assert files_holding(stack.folder / "logs", "answered")
    assert bool(places_elsewhere(stack, "berkas:limit:")) == bool(stack.elsewhere())
    assert files_holding(stack.folder / "postgres", planted["nik"])
