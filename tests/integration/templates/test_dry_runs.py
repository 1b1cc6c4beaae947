"""Trying a template on a document: what the rules saw, and nothing stored."""

import concurrent.futures
import time

import pytest

from berkas.dry_runs import DryRunRequest
from berkas.evaluation.specimens import papers, variants
from berkas.jobs import DRY_RUN_TEMPLATE
from templates_registry import registry


@pytest.fixture
def template(client, card):
    """A draft."""
    return client.post("/api/templates", json=card).json()["data"]


@pytest.fixture
def try_on(client, template):
    def send(document_id, template_id=template["id"], **body):
        return client.post(f"/api/templates/{template_id}/dry-run", json={"documentId": document_id, **body})

    return send


def field(data, name):
    return next(one for one in data["fields"] if one["name"] == name)


def test_a_draft_shows_values_and_what_each_rule_saw(try_on, template, paper, card_lines, upload):
    answer = try_on(upload(paper(*card_lines)))

    data = answer.json()["data"]
    number = field(data, "memberNumber")
    assert answer.status_code == 200, answer.text
    assert (data["templateId"], data["templateVersion"], data["status"]) == (template["id"], 1, "extracted")
    assert {one["name"]: one["value"] for one in data["fields"]} == {
        "memberNumber": "KC-000123",
        "memberName": "SINTA CONTOH",
        "memberSince": "2019-08-17",
        "level": "EMAS",
        "savings": 250_000,
    }
    assert number["confidence"] > 90
    assert (number["evidence"]["label"], number["evidence"]["place"]["way"]) == ("No. Anggota", "label")
    assert number["evidence"]["place"]["box"] == number["box"]
    seen, *others = number["sightings"]
    assert all(other["value"] is None for other in others)
    assert (
        seen["way"],
        seen["label"],
        seen["labelLikeness"],
        seen["side"],
        seen["printed"],
        seen["matched"],
        seen["value"],
    ) == (
        "label",
        "No. Anggota",
        100,
        "right",
        "KC-000123",
        "KC-000123",
        "KC-000123",
    )
    assert seen["box"] == number["box"]
    assert seen["labelBox"]["x"] < seen["box"]["x"]
    assert "Simpanan pokok" in data["pageTexts"][0]
    assert data["codes"] == []
    assert data["classification"]["type"] == "generic_ocr"
    assert data["match"]["wouldMatch"]
    assert data["match"]["phrases"] == [{"phrase": "KOPERASI CONTOH SEJAHTERA", "likeness": 100}]


def test_what_was_looked_at_in_vain_is_shown_too(client, try_on, template, paper, upload):
    client.patch(
        f"/api/templates/{template['id']}",
        json={
            "fields": [{"name": "when", "label": "Tanggal", "type": "date", "required": True, "near": ["right"]}],
            "match": ["LAIN LAIN"],
        },
    )

    data = try_on(upload(paper("Tanggal : belum ada", "Tanggal : besok"))).json()["data"]

    [when] = data["fields"]
    assert (when["value"], when["confidence"], when["box"]) == (None, 0, None)
    assert [(seen["printed"], seen["matched"], seen["value"]) for seen in when["sightings"]] == [
        ("belum ada", "belum ada", None),
        ("besok", "besok", None),
    ]
    assert (data["status"], data["reviewReasons"]) == (
        "requires_review",
        ["required_field_missing", "score_below_threshold"],
    )
    assert (data["match"]["wouldMatch"], data["match"]["confidence"]) == (False, 0)


def test_nothing_of_it_is_stored_or_logged(installation, organisation, client, try_on, template, paper, upload, rows):
    document_id = upload(paper("No. Anggota     : KC-918273", "Nama            : Ratna Planted"))
    before = client.get(f"/api/documents/{document_id}").json()
    tables = [row["tablename"] for row in rows("select tablename from pg_tables where schemaname = 'public'")]

    answer = client.post(
        f"/api/templates/{template['id']}/dry-run", json={"documentId": document_id}, headers={"Idempotency-Key": "k"}
    )

    dump = "".join(str(rows(f'select * from "{table}"')) for table in tables if table != "template_version")
    runs = [run for run in installation.workshop.requests if run.deployment == DRY_RUN_TEMPLATE]
    [entry] = rows(
        "select actor, details from audit_entry where action = 'template.dry_run' and subject = $1", template["id"]
    )
    assert "KC-918273" in answer.text
    assert "RATNA PLANTED" in answer.text
    assert "KC-918273" not in dump
    assert "RATNA" not in dump.upper()
    assert "KC-918273" not in installation.log.getvalue()
    assert client.get(f"/api/documents/{document_id}").json() == before
    assert set(runs[-1].parameters) == {"handle"}
    assert document_id in entry["details"]
    assert entry["actor"].startswith("key_")


def test_a_named_version_and_a_built_in_template_can_be_tried(
    client, try_on, template, card, paper, card_lines, upload
):
    document_id = upload(paper(*card_lines))
    client.post(f"/api/templates/{template['id']}/publish")
    client.patch(f"/api/templates/{template['id']}", json={"fields": card["fields"][:1]})
    ktp = registry.latest("ktp")

    newest = try_on(document_id).json()["data"]
    first = try_on(document_id, version=1).json()["data"]
    ours = try_on(document_id, template_id=ktp.id).json()["data"]

    assert (newest["templateVersion"], len(newest["fields"])) == (2, 1)
    assert (first["templateVersion"], len(first["fields"])) == (1, 5)
    assert [one["name"] for one in ours["fields"]] == [one.name for one in ktp.fields]


def test_a_table_shows_its_rows(client, upload, try_on):
    statement = papers.make("rekening_koran", layout="columns", seed=7)
    template = registry.latest("rekening_koran")

    data = try_on(upload(statement.pdf), template_id=template.id).json()["data"]

    rows = field(data, "transactions")
    assert rows["value"] == statement.truth["transactions"]
    assert len(rows["rowBoxes"]) == len(rows["cellBoxes"]) == len(rows["value"])
    assert {"date", "balance"} <= rows["cellBoxes"][0].keys()
    assert rows["evidence"]["place"] == {
        "way": "row",
        "side": None,
        "labelBox": None,
        "labelLikeness": None,
        "box": None,
    }
    assert rows["sightings"][0]["way"] == "row"
    assert "date:" in rows["sightings"][0]["printed"]


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({}, "documentId"),
        ({"documentId": "doc_none"}, "documentId"),
        ({"documentId": "doc_none", "colour": 1}, "colour"),
        ({"documentId": "doc_none", "version": 0}, "version"),
        ({"documentId": "doc_none", "version": 2}, "version"),
        ({"documentId": "doc_none", "version": 2**31}, "version"),
        ({"documentId": "doc_none", "version": "1"}, "version"),
    ],
)
def test_a_wrong_question_is_refused(client, template, body, path):
    answer = client.post(f"/api/templates/{template['id']}/dry-run", json=body)

    assert answer.status_code == 400, answer.text
    assert path in answer.json()["details"]["fieldErrors"]


def test_a_strangers_document_cannot_be_tried(stranger, card, paper, upload):
    theirs = stranger.post("/api/templates", json=card).json()["data"]

    answer = stranger.post(f"/api/templates/{theirs['id']}/dry-run", json={"documentId": upload(paper("KC-000123"))})

    assert (answer.status_code, answer.json()["details"]["fieldErrors"]) == (
        400,
        {"documentId": ["is not a document of yours"]},
    )


def test_an_erased_document_is_gone(client, try_on, paper, upload, rows):
    document_id = upload(paper("KC-000123"))
    rows("update document set status = 'erased', dedupe_key = null where id = $1", document_id)

    answer = try_on(document_id)

    assert (answer.status_code, answer.json()["code"]) == (410, "gone")


def test_a_document_that_cannot_be_read_says_why(try_on, upload):
    answer = try_on(upload(b"%PDF-1.4 CONTOH" + bytes(500)))

    assert (answer.status_code, answer.json()["code"]) == (422, "dry_run_failed")
    assert "unreadable_file at unseal" in answer.json()["error"]


@pytest.mark.parametrize(
    ("password", "told"),
    [(variants.PASSWORD, None), ("salah", "password_wrong"), (None, "password_required")],
)
def test_a_locked_document_is_tried_with_its_password(installation, try_on, upload, password, told):
    locked = variants.render(papers.make("npwp", layout="card", seed=12), "locked_pdf", seed=12)[0]
    npwp = registry.latest("npwp")
    document_id = upload(locked + b"\n%" + (password or "none").encode())

    answer = try_on(document_id, template_id=npwp.id, **({"pdfPassword": password} if password else {}))

    assert (answer.status_code, told is None or told in answer.json()["error"]) == (422 if told else 200, True)
    assert variants.PASSWORD not in installation.log.getvalue()


def test_a_pathological_pattern_does_not_keep_a_worker(client, try_on, template, paper, upload):
    fields = [{"name": f"x{n}", "label": "tidak ada", "regex": "((a?){50}){9}(a{50})+$"} for n in range(20)]
    assert client.patch(f"/api/templates/{template['id']}", json={"fields": fields}).status_code == 200
    started = time.monotonic()

    answer = try_on(upload(paper(*("a" * 80 + "!" for _ in range(33)))))

    assert answer.status_code == 200, answer.text
    assert time.monotonic() - started < 60


def test_a_dry_run_that_takes_too_long_is_stopped_in_the_worker(
    client, installation, organisation, template, paper, upload
):
    from flows.dry_runs import answer_of

    labels = [[f"LABEL {chr(65 + a)}{chr(65 + b)} CONTOH PANJANG" for b in range(50)] for a in range(20)]
    fields = [{"name": f"f{n}", "label": "L", "labels": some} for n, some in enumerate(labels)]
    assert client.patch(f"/api/templates/{template['id']}", json={"fields": fields}).status_code == 200
    document_id = upload(paper(*("CONTOH LABEL A B C PANJANG SEKALI 123 456" for _ in range(33))))
    request = DryRunRequest(
        organisation_id=organisation, document_id=document_id, template_id=template["id"], version=1, seconds=0.004
    )
    started = time.monotonic()

    answer = installation.run(answer_of, request)

    assert (answer.failure.code, answer.failure.stage) == ("reading_limit_exceeded", "apply_template")
    assert time.monotonic() - started < 15


def test_several_authors_are_served_one_after_another(try_on, paper, card_lines, upload):
    ids = [upload(paper(*card_lines)) for _ in range(5)]

    with concurrent.futures.ThreadPoolExecutor(5) as pool:
        answers = list(pool.map(try_on, ids))

    assert [answer.status_code for answer in answers] == [200] * 5
    assert [answer.json()["data"]["documentId"] for answer in answers] == ids


def test_without_prefect_the_author_is_told_to_come_again(installation, try_on, paper, upload):
    document_id = upload(paper("CONTOH"))
    installation.workshop.is_away = True
    try:
        answer = try_on(document_id)
    finally:
        installation.workshop.is_away = False

    assert (answer.status_code, answer.json()["code"]) == (503, "orchestrator_unavailable")
    assert answer.headers["Retry-After"]


def test_without_a_worker_the_author_is_told_so_in_time_and_a_late_run_finds_nobody(
    impatient, organisation, template, paper, upload
):
    from flows.dry_run_template import dry_run_template

    document_id = upload(paper("CONTOH"))
    with impatient.client(organisation) as http:
        answer = http.post(f"/api/templates/{template['id']}/dry-run", json={"documentId": document_id})
    [handle] = [run.parameters["handle"] for run in impatient.workshop.requests if run.deployment == DRY_RUN_TEMPLATE]

    late = impatient.run(dry_run_template.fn, handle)

    assert (answer.status_code, answer.json()["code"]) == (503, "dry_run_timeout")
    assert 1 <= answer.elapsed.total_seconds() < 10
    assert late.name == "Superseded"


@pytest.mark.parametrize(("method", "path"), [("POST", "take"), ("PUT", "answer")])
def test_errands_are_for_workers_only(client, method, path):
    answer = client.request(method, f"/internal/errands/anything/{path}", content=b"{}")

    assert answer.status_code == 401


@pytest.mark.parametrize(
    ("scopes", "missing"),
    [
        (("templates:write",), "documents:read"),
        (("write",), "documents:read"),
        (("documents:read",), "templates:write"),
        (("read",), "templates:write"),
    ],
)
def test_a_dry_run_shows_a_document_so_it_needs_the_right_to_read_one_as_well(
    installation, organisation, template, paper, card_lines, upload, scopes, missing
):
    document_id = upload(paper(*card_lines))

    with installation.client(organisation, *scopes) as http:
        answer = http.post(f"/api/templates/{template['id']}/dry-run", json={"documentId": document_id})

    assert (answer.status_code, answer.json()["error"]) == (403, f"missing scope: {missing}")
    assert "KC-000123" not in answer.text
