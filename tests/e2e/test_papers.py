"""A paper's way through the whole stack: HTTP, sealed file, PostgreSQL, Prefect, warm worker, fields."""

import concurrent.futures
import re
import time

import httpx
import pytest

from berkas.evaluation.specimens import variants

pytestmark = [pytest.mark.e2e, pytest.mark.stacks("local", "cluster")]

STEPS = {"unseal", "classify", "extract", "apply_template", "record"}
"""Tasks of a run."""


def test_a_text_pdf_becomes_trusted_fields_with_boxes(api, draw) -> None:
    content, truth = draw("npwp", "electronic", 31)

    document = api.read(content, externalRef="e2e-npwp")

    assert document["status"] == "extracted"
    assert document["type"] == "npwp"
    assert document["extraction"]["fields"]["npwp_number"] == truth["npwp_number"]
    assert document["extraction"]["fields"]["name"] == truth["name"]
    assert set(document["extraction"]["fieldBoundingBoxes"]["name"]) == {"page", "x", "y", "w", "h"}


def test_a_photo_of_a_card_is_read(api, draw) -> None:
    content, truth = draw("ktp", "current", 32, "photo")

    document = api.read(content, "ktp.jpg")

    assert document["type"] == "ktp"
    assert document["extraction"]["fields"]["nik"] == truth["nik"]
    assert document["extraction"]["fieldConfidences"]["nik"] > 0
    assert document["extraction"]["fieldBoundingBoxes"]["nik"]["page"] == 0
    assert document["extraction"]["modelUsed"].startswith("ppocr")


@pytest.mark.stacks("local")
@pytest.mark.parametrize(
    ("kind", "layout", "variant", "content_type", "pages"),
    [
        ("npwp", "card", "png", "image/png", 1),
        ("npwp", "card", "webp", "image/webp", 1),
        ("ktp", "current", "heic", "image/heic", 1),
        # a scanner sends the back along
        ("npwp", "card", "tiff", "image/tiff", 2),
    ],
)
def test_a_picture_of_every_kind_is_read(api, draw, kind, layout, variant, content_type, pages) -> None:
    content, truth = draw(kind, layout, 35, variant)

    document = api.read(content, f"kartu.{variant}")

    number = {"ktp": "nik", "npwp": "npwp_number"}[kind]
    assert (document["contentType"], document["pageCount"], document["type"]) == (content_type, pages, kind)
    assert document["extraction"]["fields"][number] == truth[number]
    assert document["extraction"]["modelUsed"].startswith("ppocr")


def test_a_statement_of_several_pages_gives_every_transaction(api, draw) -> None:
    content, truth = draw("rekening_koran", "columns", 33)

    document = api.read(content)

    assert document["type"] == "rekening_koran"
    assert document["extraction"]["fields"]["transactions"] == truth["transactions"]
    assert len(document["extraction"]["fieldBoundingBoxes"]["transactions"]) == len(truth["transactions"])
    cells = document["extraction"]["cellBoundingBoxes"]["transactions"]
    assert [{"date", "balance"} - boxes.keys() for boxes in cells] == [set()] * len(truth["transactions"])


def test_the_run_can_be_found_and_watched_in_prefect(stack, api, draw) -> None:
    document = api.read(draw("npwp", "card", 34)[0])

    with stack.prefect() as prefect:
        run = stack.finished_run(prefect, document["flowRunUrl"])
        of_run = {"flow_runs": {"id": {"any_": [run["id"]]}}}
        tasks = _tasks(prefect, of_run)
        [timings] = prefect.post("/artifacts/filter", json=of_run).json()
    [link] = re.findall(r"\[.+\]\((.+?)\)", timings["description"])

    assert run["name"] == document["id"]
    assert document["id"] in run["tags"]
    assert run["state"]["type"] == "COMPLETED"
    assert tasks >= STEPS
    assert timings["key"] == "stage-timings"
    page, _, opened = link.partition("#")  # of a cluster, the page of any of its APIs
    assert page.endswith("/review")
    assert "Berkas" in api.http.get(page).text
    assert opened == document["id"]
    page = api.http.get(link, headers={"Authorization": ""})
    assert (page.status_code, page.headers["Content-Type"].partition(";")[0]) == (200, "text/html")


def _tasks(prefect, of_run) -> set[str]:
    """Names of the tasks of a run; the server hears of them by events, some of them a moment after the run's end."""
    deadline = time.monotonic() + 30
    while True:
        found = {task["name"].rsplit("-", 1)[0] for task in prefect.post("/task_runs/filter", json=of_run).json()}
        if found >= STEPS or time.monotonic() > deadline:
            return found
        time.sleep(0.2)


@pytest.mark.parametrize(
    ("password", "status", "code"),
    [
        (variants.PASSWORD, "extracted", None),
        ("salah", "password_required", "password_wrong"),
        ("", "password_required", "password_required"),
    ],
)
def test_a_locked_pdf_needs_its_password(api, draw, password, status, code) -> None:
    content, _ = draw("npwp", "card", 40 + len(password), "locked_pdf")
    fields = {"pdfPassword": password} if password else {}

    document = api.read(content, **fields)

    assert (document["status"], document["errorCode"]) == (status, code)


def test_a_damaged_file_fails_and_the_next_one_is_read(api, draw) -> None:
    content, _ = draw("npwp", "card", 50)

    broken = api.read(content[:300] + bytes(2000))
    after = api.read(content)

    assert (broken["status"], broken["errorCode"]) == ("failed", "unreadable_file")
    assert broken["stage"]
    assert broken["extraction"] is None
    assert after["status"] == "extracted"


def test_fifty_simultaneous_uploads_of_one_file_are_one_document_and_one_run(stack, api, draw) -> None:
    content, _ = draw("npwp", "card", 51)

    with concurrent.futures.ThreadPoolExecutor(50) as pool:
        answers = list(pool.map(lambda number: api.upload(content, externalRef=f"race-{number}"), range(50)))

    [document_id] = {answer["document"]["id"] for answer in answers}
    assert sum(not answer["deduped"] for answer in answers) == 1
    document = api.settled(document_id)
    with stack.prefect() as prefect:
        runs = prefect.post("/flow_runs/filter", json={"flow_runs": {"tags": {"all_": [document_id]}}}).json()
    found = api.http.get("/api/documents", params={"externalRef": "race-49"}).json()
    assert document["attempt"] == 1
    assert len(document["externalRefs"]) == 50
    assert len(runs) == 1
    assert [row["id"] for row in found["data"]] == [document_id]


@pytest.mark.stacks("cluster")
def test_both_apis_and_both_workers_of_a_cluster_take_part(stack, api, draw) -> None:
    """Requests go to one API and the other in turn; which worker takes a run is decided by who is free."""
    sent = [api.upload(draw("npwp", "card", 400 + number)[0])["document"]["id"] for number in range(6)]
    documents = [api.settled(document_id) for document_id in sent]
    uploads = [uploads_counted_by(url) for url in stack.api_urls]
    with stack.prefect() as prefect:
        runs = [stack.finished_run(prefect, document["flowRunUrl"]) for document in documents]

    assert [document["status"] for document in documents] == ["extracted"] * 6
    assert min(uploads) >= 3
    assert {run["labels"]["prefect.worker.name"] for run in runs} == stack.workers()
    assert len(stack.workers()) == 2
    places = stack.elsewhere()
    assert [place for place in places if place.startswith("Valkey berkas:limit:")]
    assert all(any(document_id in place and content for place, content in places.items()) for document_id in sent)


@pytest.mark.stacks("cluster")
def test_workers_that_register_the_deployments_at_once_leave_one_of_each(stack, api) -> None:
    with stack.prefect() as prefect:
        automations = [each["name"] for each in prefect.post("/automations/filter", json={}).json()]
        deployments = prefect.post("/deployments/filter", json={}).json()
        queues = prefect.post("/work_pools/berkas/queues/filter", json={}).json()

    assert sorted(automations) == ["berkas-late-runs", "berkas-lost-runs"]
    assert {each["name"]: len(each["schedules"]) for each in deployments if each["schedules"]} == {
        "every-minute": 1,
        "nightly": 1,
    }
    by_priority = [each["name"] for each in sorted(queues, key=lambda queue: queue["priority"])]
    assert by_priority == ["errands", "default", "side", "long", "webhooks", "bulk"]


def uploads_counted_by(url: str) -> float:
    page = httpx.get(f"{url}/metrics", trust_env=False).text
    [line] = [line for line in page.splitlines() if line.startswith('berkas_uploads_total{outcome="created"}')]
    return float(line.rpartition(" ")[2])
