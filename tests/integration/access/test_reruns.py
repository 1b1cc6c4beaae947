"""Reading again and cancelling: what may, what may not, and what stays."""

import asyncio
from dataclasses import replace

import pytest

from api.app import create_app
from berkas.errors import SlotMissing
from berkas.ids import IdPrefix, new_id
from berkas.model.geometry import Page, PageQuality, PageSource
from berkas.model.qualities import qualities_of
from berkas.model.sources import ExtractionSource, WantedSource
from berkas.model.statuses import DocumentStatus
from flows import outcomes
from flows.resources import INTERNAL_API, PasswordSlotsClient
from tables.engine import fetch
from tables.outbox import OutboxKind
from tables.queries import audit, documents, outbox, page_facts, templates
from tables.queries.documents import Ending
from templates_registry import registry

NPWP = registry.latest("npwp")
INVOICE = registry.latest("invoice")
GENERIC = registry.latest("generic_ocr")
JPEG = b"\xff\xd8\xff\xe0SPECIMEN CONTOH"
LOCKED = Ending(
    status=DocumentStatus.PASSWORD_REQUIRED,
    error_code="password_required",
    error_message="It is locked.",
    stage="unseal",
)


@pytest.fixture
def reextract(access):
    async def ask(document_id, body=None, **more):
        return await access.http.post(f"/api/documents/{document_id}/reextract", json=body, **more)

    return ask


@pytest.fixture
def cancel(access):
    async def ask(document_id, **more):
        return await access.http.post(f"/api/documents/{document_id}/cancel", **more)

    return ask


@pytest.fixture
def own_template(access):
    """Makes a template of the organisation: its id."""

    async def make(kind="invoice", *, published=True, active=True, organisation_id=None):
        organisation_id = organisation_id or access.organisation_id
        slug = new_id(IdPrefix.TEMPLATE).lower()
        row = await templates.create_template(
            organisation_id, name="CONTOH", slug=slug, document_type_hint=kind, definition={"fields": []}
        )
        if published:
            await templates.publish(organisation_id, row.id)
        if not active:
            await templates.set_active(organisation_id, row.id, active=False)
        return row.id

    return make


async def asked_run(access, document_id, attempt):
    """The request for a run, once the dispatcher has made it."""
    for _ in range(200):
        for run in access.runs.requests:
            if run.idempotency_key == f"{document_id}:{attempt}":
                return run
        await asyncio.sleep(0.02)
    raise AssertionError("no run was asked for")


@pytest.mark.parametrize("body", [{}, None, b"", b"  "])
async def test_a_finished_document_is_read_again_and_earlier_extractions_stay(access, reextract, read_npwp, body):
    document_id = await access.read()
    [first] = (await access.http.get(f"/api/documents/{document_id}/extractions")).json()["data"]

    answer = await (
        access.http.post(f"/api/documents/{document_id}/reextract", content=body)
        if isinstance(body, bytes)
        else reextract(document_id, body)
    )

    assert answer.status_code == 202, answer.text
    document = answer.json()["data"]["document"]
    assert (document["id"], document["status"]) == (document_id, "queued")
    run = await asked_run(access, document_id, 2)
    assert run.parameters == {"document_id": document_id, "attempt": 2, "password_handle": None}
    assert f"request:{answer.headers['x-request-id']}" in run.tags
    await access.end(document_id, read_npwp(), attempt=2)
    newest, oldest = (await access.http.get(f"/api/documents/{document_id}/extractions")).json()["data"]
    assert oldest == first
    assert newest["id"] != first["id"]
    assert (await access.get(document_id))["attempt"] == 2


async def test_a_type_is_taken_for_the_next_run_and_kept(access, reextract):
    document_id = await access.read()

    answer = await reextract(document_id, {"type": "invoice"})

    assert answer.json()["data"]["document"]["type"] == "invoice"
    assert (await documents.claim(document_id, 2, "run-2")).type_hint == "invoice"


async def test_without_a_type_the_document_is_classified_again_unless_the_sender_named_one(access, reextract):
    unnamed, named = await access.read(), await access.read(type="npwp")
    for document_id in (unnamed, named):
        assert (await reextract(document_id)).status_code == 202

    assert (await documents.claim(unnamed, 2, "run-2")).type_hint is None
    assert (await documents.claim(named, 2, "run-2")).type_hint == "npwp"


async def test_a_run_with_another_type_is_found_by_its_new_values_and_not_by_the_old(access, reextract, read_statement):
    document_id = await access.read()
    await reextract(document_id, {"type": "rekening_koran"})
    ending = read_statement(3)

    await access.end(document_id, replace(ending, result=replace(ending.result, raw_text="MUTASI")), attempt=2)

    found = [
        [row["id"] for row in (await access.http.get("/api/documents", params={"q": q})).json()["data"]]
        for q in ("091234567890000", "CONTOH 2")
    ]
    assert found == [[], [document_id]]
    document = await access.get(document_id)
    assert (document["type"], document["confidenceScore"]) == ("rekening_koran", 64)


async def test_a_built_in_template_is_pinned_in_its_present_version(access, reextract):
    document_id = await access.read()

    answer = await reextract(document_id, {"templateId": NPWP.id})

    claimed = await documents.claim(document_id, 2, "run-2")
    assert answer.status_code == 202
    assert (claimed.template_id, claimed.template_version) == (NPWP.id, NPWP.version)


async def test_a_template_is_for_one_run_only(access, reextract, read_npwp):
    document_id = await access.read()
    await reextract(document_id, {"templateId": NPWP.id})
    await access.end(document_id, read_npwp(), attempt=2)

    await reextract(document_id)

    assert (await documents.claim(document_id, 3, "run-3")).template_id is None


async def test_a_published_template_of_the_organisation_can_be_named(access, reextract, own_template, end_failed):
    document_id = await access.read(ending=end_failed())
    template_id = await own_template("invoice")

    answer = await reextract(document_id, {"templateId": template_id})

    claimed = await documents.claim(document_id, 2, "run-2")
    assert answer.status_code == 202
    # nobody knew what the paper is, and the template says it
    assert (claimed.template_id, claimed.template_version, claimed.type_hint) == (template_id, 1, "invoice")


@pytest.mark.parametrize(("published", "active"), [(False, True), (True, False)])
async def test_a_template_that_may_not_be_applied_is_refused_by_a_rule(
    access, reextract, own_template, published, active
):
    document_id = await access.read()
    template_id = await own_template("npwp", published=published, active=active)

    answer = await reextract(document_id, {"templateId": template_id})

    assert (answer.status_code, answer.json()["code"]) == (422, "rule_violation")


@pytest.mark.parametrize(
    ("template", "type_sent", "status"),
    [
        (INVOICE, None, 422),  # it was taken for an NPWP
        (INVOICE, "npwp", 422),
        (NPWP, "invoice", 422),
        (INVOICE, "invoice", 202),
        (NPWP, None, 202),
        (GENERIC, None, 202),
        (GENERIC, "npwp", 202),
    ],
)
async def test_a_template_for_another_type_is_refused(access, reextract, template, type_sent, status):
    document_id = await access.read()
    body = {"templateId": template.id} | ({"type": type_sent} if type_sent else {})

    answer = await reextract(document_id, body)

    assert answer.status_code == status
    assert status == 202 or answer.json()["code"] == "rule_violation"


async def test_a_template_of_somebody_else_or_of_nobody_does_not_exist(access, reextract, own_template, make_key):
    document_id = await access.read()
    other_organisation_id, _, _ = await make_key()
    foreign = await own_template(organisation_id=other_organisation_id)

    answers = [await reextract(document_id, {"templateId": name}) for name in (foreign, new_id(IdPrefix.TEMPLATE))]

    assert [(a.status_code, a.json()["code"]) for a in answers] == [(404, "template_not_found")] * 2
    assert (await access.get(document_id))["attempt"] == 1


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ({"colour": "red"}, {"colour"}),
        ({"type": "surat_sakti", "templateId": "tpl_x", "pdfPassword": 7}, {"type", "templateId", "pdfPassword"}),
        ({"templateId": 7}, {"templateId"}),
        ({"pdfPassword": "x" * 1025}, {"pdfPassword"}),
    ],
)
async def test_every_mistake_of_a_body_is_told_at_once(access, reextract, body, wrong):
    document_id = await access.read()

    answer = await reextract(document_id, body)

    assert answer.status_code == 400
    assert set(answer.json()["details"]["fieldErrors"]) == wrong


@pytest.mark.parametrize(
    ("content", "content_type", "status"),
    [
        (b"[]", "application/json", 400),
        (b"{", "application/json", 400),
        (b"{}", "text/plain", 415),
        (b'{"templateId": "bk_live_' + b"A" * 32 + b'"}', "application/json", 400),
        (b'{"type": "' + b"x" * 20_000 + b'"}', "application/json", 413),
    ],
)
async def test_a_body_that_is_none_is_refused(access, content, content_type, status):
    document_id = await access.read()

    answer = await access.http.post(
        f"/api/documents/{document_id}/reextract", content=content, headers={"Content-Type": content_type}
    )

    assert answer.status_code == status


async def test_a_document_that_runs_is_gone_or_is_somebody_elses_is_refused(access, stranger, reextract):
    queued = (await access.upload())["id"]
    parsing = (await access.upload(JPEG))["id"]
    await documents.claim(parsing, 1, "run-1")

    answers = [await reextract(queued), await reextract(parsing), await reextract(new_id(IdPrefix.DOCUMENT))]
    foreign = await stranger.post(f"/api/documents/{queued}/reextract")

    assert [(a.status_code, a.json()["code"]) for a in answers] == [
        (409, "conflict"),
        (409, "conflict"),
        (404, "not_found"),
    ]
    assert foreign.status_code == 404


@pytest.mark.parametrize("status", ["erased", "purged"])
async def test_an_erased_document_is_gone(access, reextract, cancel, status):
    document_id = await access.read()
    await fetch("update document set status = $2, dedupe_key = null where id = $1", document_id, status)

    answers = [await reextract(document_id), await cancel(document_id)]

    assert [(a.status_code, a.json()["code"]) for a in answers] == [(410, "gone")] * 2


async def test_a_password_goes_into_a_slot_of_memory_and_its_handle_to_the_run(access, reextract):
    document_id = await access.read(ending=LOCKED)

    answer = await reextract(document_id, {"pdfPassword": "rahasia-bk_live_" + "A" * 32})

    run = await asked_run(access, document_id, 2)
    assert answer.status_code == 202
    assert await access.services.slots.take(run.parameters["password_handle"]) == "rahasia-bk_live_" + "A" * 32


async def test_a_password_of_a_picture_is_not_kept(access, reextract):
    document_id = await access.read(JPEG)

    await reextract(document_id, {"pdfPassword": "rahasia"})

    assert (await asked_run(access, document_id, 2)).parameters["password_handle"] is None
    assert access.services.slots._held == {}


async def test_a_refused_reextract_forgets_its_password(access, reextract):
    document_id = (await access.upload())["id"]

    answer = await reextract(document_id, {"pdfPassword": "rahasia"})

    assert answer.status_code == 409
    assert access.services.slots._held == {}


async def test_the_same_key_asks_once(access, reextract):
    document_id = await access.read()
    headers = {"Idempotency-Key": "again-1"}

    first = await reextract(document_id, {}, headers=headers)
    second = await reextract(document_id, {}, headers=headers)
    other = await reextract(document_id, {"type": "invoice"}, headers=headers)

    assert (first.status_code, second.status_code, second.headers["idempotency-replayed"]) == (202, 202, "true")
    assert first.content == second.content
    assert other.json()["code"] == "idempotency_conflict"
    assert (await access.get(document_id))["attempt"] == 2


async def test_twenty_simultaneous_reextracts_are_one_attempt(access, reextract):
    document_id = await access.read()

    answers = await asyncio.gather(*(reextract(document_id) for _ in range(20)))

    assert sorted(answer.status_code for answer in answers) == [202] + [409] * 19
    assert (await access.get(document_id))["attempt"] == 2


async def test_reading_and_cancelling_need_the_right_to_write(access, make_key):
    document_id = await access.read()
    _, _, key = await make_key("documents:read")

    answers = [
        await access.http.post(f"/api/documents/{document_id}/{verb}", headers={"Authorization": f"Bearer {key}"})
        for verb in ("reextract", "cancel", "extractions")
    ]

    assert [(a.status_code, a.json()["error"]) for a in answers] == [(403, "missing scope: documents:write")] * 3


async def test_a_queued_document_is_cancelled_with_all_that_waits_for_it(access, cancel):
    access.runs.is_away = True
    document_id = (await access.upload(pdfPassword="rahasia"))["id"]

    answer = await cancel(document_id)

    assert answer.status_code == 202
    document = answer.json()["data"]["document"]
    assert (document["status"], document["errorCode"], document["stage"]) == ("failed", "run_cancelled", "run")
    assert await outbox.pending(OutboxKind.PROCESS_DOCUMENT) == 0
    assert access.services.slots._held == {}
    assert await documents.claim(document_id, 1, "run-1") is None


async def test_a_run_that_works_is_cancelled_and_stores_nothing(access, webhook, announced, cancel, read_npwp):
    document_id = (await access.upload())["id"]
    await documents.claim(document_id, 1, "run-1")

    answer = await cancel(document_id)

    assert answer.status_code == 202
    assert access.runs.cancelled == ["run-1"]
    assert not await documents.finish(document_id, 1, read_npwp())
    document = await access.get(document_id)
    assert (document["status"], document["extraction"]) == ("failed", None)
    assert [name for name, _ in await announced()] == ["document.uploaded", "document.failed"]


async def test_cancelling_does_not_need_the_orchestrator(access, cancel):
    document_id = (await access.upload())["id"]
    await documents.claim(document_id, 1, "run-1")
    access.runs.is_away = True

    assert (await cancel(document_id)).status_code == 202


async def test_a_cancelled_document_can_be_read_again(access, cancel, reextract):
    document_id = (await access.upload())["id"]
    await cancel(document_id)

    answer = await reextract(document_id)

    assert (answer.status_code, answer.json()["data"]["document"]["errorCode"]) == (202, None)


async def test_a_finished_document_is_not_cancelled(access, webhook, announced, stranger, cancel):
    document_id = await access.read()
    before, told = await access.get(document_id), await announced()

    answer, foreign = await cancel(document_id), await stranger.post(f"/api/documents/{document_id}/cancel")

    assert (answer.status_code, answer.json()["code"], foreign.status_code) == (409, "conflict", 404)
    assert before["status"] == "extracted"
    assert await access.get(document_id) == before
    assert await announced() == told
    assert access.runs.cancelled == []
    assert "document.cancel" not in [entry.action for entry in await audit.list_entries(access.organisation_id)]


async def test_a_run_that_ends_while_it_is_cancelled_has_one_end(access, cancel, read_npwp):
    """Twenty races: either the run's end or the cancellation counts, never both."""
    for number in range(20):
        document_id = (await access.upload(JPEG + bytes([number])))["id"]
        await documents.claim(document_id, 1, "run-1")

        answer, finished = await asyncio.gather(cancel(document_id), documents.finish(document_id, 1, read_npwp()))

        document = await access.get(document_id)
        assert (finished is not None) == (answer.status_code == 409)
        assert (document["status"], document["extraction"] is not None) == (
            (finished.status, True) if finished is not None else ("failed", False)
        )


async def test_both_stand_in_the_audit_log(access, reextract, cancel):
    document_id = await access.read()
    await reextract(document_id, {"type": "invoice"})
    await cancel(document_id)

    again, ended = await audit.list_entries(access.organisation_id)

    assert (again.action, again.actor, again.subject) == ("document.reextract", access.key_id, document_id)
    assert again.details == {"attempt": 2, "type": "invoice", "template_id": None, "address": "127.0.0.1"}
    assert (ended.action, ended.details) == ("document.cancel", {"attempt": 2, "address": "127.0.0.1"})
    assert (await audit.examine(access.organisation_id)).broken_at is None


async def test_a_password_that_a_restarted_server_lost_ends_with_the_advice_to_send_it_again(
    access, installation, serve, reextract
):
    document_id = await access.read(ending=LOCKED)
    await reextract(document_id, {"pdfPassword": "rahasia"})
    handle = (await asked_run(access, document_id, 2)).parameters["password_handle"]
    token = access.services.keyring.derive(INTERNAL_API).hex()
    held = await PasswordSlotsClient(str(access.http.base_url), token).take(handle)

    async with serve(create_app(installation, orchestrator=access.runs)) as restarted:
        with pytest.raises(SlotMissing) as lost:
            await PasswordSlotsClient(restarted, token).take(handle)

    verdict = outcomes.of_error(lost.value, "unseal")
    assert held == "rahasia"
    assert (verdict.status, verdict.error_code) == (DocumentStatus.PASSWORD_REQUIRED, "password_expired")
    assert "Re-extract it with its password." in verdict.message


async def test_a_document_can_be_read_again_by_ocr_and_the_wish_is_for_that_run_only(access, reextract):
    document_id = await access.read()

    answer = await reextract(document_id, {"source": "ocr"})

    assert answer.status_code == 202
    claimed = await documents.claim(document_id, 2, "run-2")
    assert claimed.source is WantedSource.OCR
    assert await documents.finish(document_id, 2, LOCKED)
    await reextract(document_id, {})
    assert (await documents.claim(document_id, 3, "run-3")).source is WantedSource.AUTO


@pytest.mark.parametrize("source", ["OCR", "text_layer", 1, ""])
async def test_any_other_source_is_a_mistake(access, reextract, source):
    document_id = await access.read()

    answer = await reextract(document_id, {"source": source})

    assert answer.status_code == 400
    assert list(answer.json()["details"]["fieldErrors"]) == ["source"]


async def test_the_same_key_for_another_source_is_another_request(access, reextract):
    document_id = await access.read()
    key = {"Idempotency-Key": "read-again-1"}

    first = await reextract(document_id, {"source": "ocr"}, headers=key)
    repeated = await reextract(document_id, {"source": "ocr"}, headers=key)
    other = await reextract(document_id, {"source": "auto"}, headers=key)

    assert (first.status_code, repeated.status_code, other.status_code) == (202, 202, 409)


async def test_qualities_are_shown_before_the_values_and_in_lists_and_with_the_extraction(access, read_npwp):
    document_id = (await access.upload())["id"]
    assert await documents.claim(document_id, 1, "run-1")
    page = Page(0, 1, 1, 0, PageSource.OCR, (), PageQuality(0.2, 200.0, 30.0, cut_lines=0, chroma=3.0))
    qualities = qualities_of([page])

    await page_facts.note_qualities(document_id, 1, qualities)

    early = await access.get(document_id)
    assert (early["status"], early["extraction"]) == ("parsing", None)
    (told,) = early["qualities"]
    assert (told["page"], told["verdict"], told["blur"]["verdict"]) == (0, "poor", "poor")
    assert told["copy"] == {"value": 1.0, "verdict": "acceptable"}
    ending = replace(read_npwp(), qualities=qualities, source=ExtractionSource.OCR)
    assert await documents.finish(document_id, 1, ending)
    read = await access.get(document_id)
    listed = (await access.http.get("/api/documents")).json()["data"]
    assert read["extraction"]["qualities"] == read["qualities"] == early["qualities"]
    assert read["extraction"]["source"] == "ocr"
    assert next(one for one in listed if one["id"] == document_id)["qualities"] == early["qualities"]


async def test_a_list_shows_the_qualities_of_the_first_pages_of_a_long_document(access):
    document_id = (await access.upload())["id"]
    assert await documents.claim(document_id, 1, "run-1")
    pages = [Page(index, 1, 1, 0, PageSource.OCR, (), PageQuality(0.9, 200.0, 30.0)) for index in range(30)]

    await page_facts.note_qualities(document_id, 1, qualities_of(pages))

    listed = (await access.http.get("/api/documents")).json()["data"]
    assert len(next(one for one in listed if one["id"] == document_id)["qualities"]) == 20
    assert len((await access.get(document_id))["qualities"]) == 30


async def test_a_late_twin_notes_no_qualities(access):
    document_id = (await access.upload())["id"]
    assert await documents.claim(document_id, 1, "run-1")
    page = Page(0, 1, 1, 0, PageSource.OCR, (), PageQuality(0.9, 200.0, 30.0))

    await page_facts.note_qualities(document_id, 2, qualities_of([page]))

    assert (await access.get(document_id))["qualities"] is None
