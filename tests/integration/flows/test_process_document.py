"""One run reads one document to exactly one end."""

import io
import random

import pytest
from reportlab.pdfgen.canvas import Canvas

from berkas.errors import ObjectStoreUnavailable, SlotMissing
from berkas.evaluation.specimens import negatives, papers
from tables.engine import fetch
from tables.queries import documents, extractions, lost_runs, templates
from templates_registry import registry

PASSWORD = "sandi-CONTOH"
SECRET = "rahasia-3171234567890123"


@pytest.fixture
def read(organisation):
    """A document and its extractions."""

    async def find(document_id):
        document = await documents.find(organisation.id, document_id)
        return document, await extractions.list_extractions(organisation.id, document_id)

    return find


@pytest.fixture(scope="module")
def crowded():
    """A SPECIMEN page with thousands of labels, each at a height of its own, so that its lines are many and long."""
    rng, buffer = random.Random("CONTOH"), io.BytesIO()
    canvas = Canvas(buffer, pagesize=(595, 842))
    canvas.setFont("Helvetica", 1)
    for _ in range(8000):
        canvas.drawString(590 * rng.random(), 842 * rng.random(), rng.choice(("Total", "Jumlah", "Harga", "Tanggal")))
    canvas.save()
    return buffer.getvalue()


class Flaky:
    """A store that does not answer so many times."""

    def __init__(self, store, failures):
        self.store, self.left, self.reads = store, failures, 0

    def read(self, name):
        self.reads += 1
        if self.left:
            self.left -= 1
            raise ObjectStoreUnavailable(SECRET)
        return self.store.read(name)


class Passwords:
    """Slots of one password, under the handle `handle`."""

    def __init__(self, password):
        self.password, self.forgotten = password, []

    async def take(self, handle):
        if handle != "handle":
            raise SlotMissing
        return self.password

    async def forget(self, handle):
        self.forgotten.append(handle)


class Failing:
    """A reader that opens a paper and then fails as nobody foresaw, saying what it read."""

    def __init__(self, reader):
        self.reader, self.model_used = reader, reader.model_used

    def __getattr__(self, name):
        return getattr(self.reader, name)

    def read_pages(self, indexes, *, by_ocr=False):
        raise ValueError(SECRET)


async def test_a_paper_is_read_into_one_extraction(run, store, read, paper):
    stored = await store(paper.pdf)

    state = await run(stored.id)

    document, found = await read(stored.id)
    assert (state.name, state.is_completed()) == ("Extracted", True)
    assert (document.status, document.type, document.page_count, document.attempt) == (
        "extracted",
        "npwp",
        1,
        1,
    )
    assert (document.error_code, document.stage) == (None, None)
    assert document.parsing_at <= document.finished_at
    (extraction,) = found
    read_fields = {name: value for name, value in extraction.fields.items() if name in paper.truth}
    assert read_fields == {name: paper.truth[name] for name in read_fields}
    assert len(read_fields) >= 3
    assert (extraction.template_id, extraction.model_used) == (document.template_id, None)
    assert extraction.confidence_score == document.confidence_score >= 70


async def test_the_outbox_is_closed_and_the_end_announced(run, store, paper, told):
    stored = await store(paper.pdf)

    await run(stored.id)

    assert [event for event, _ in await told(stored.id)] == [
        "document.uploaded",
        "document.classified",
        "document.extracted",
    ]
    assert (
        await fetch("select 1 from outbox_entry where document_id = $1 and kind = 'process_document'", stored.id) == []
    )


async def test_a_type_that_the_sender_named_is_not_doubted(run, store, read, paper):
    stored = await store(paper.pdf, type_hint="ktp")

    state = await run(stored.id)

    document, (extraction,) = await read(stored.id)
    assert (state.name, document.status, document.type) == ("Requires review", "requires_review", "ktp")
    assert extraction.template_id == registry.latest("ktp").id


@pytest.mark.parametrize(
    ("type_hint", "threshold", "status", "codes"),
    [
        (None, 80, "requires_review", ["type_unsure"]),
        (None, 70, "extracted", []),
        ("invoice", 80, "extracted", []),
    ],
)
async def test_a_paper_whose_type_was_found_below_the_threshold_goes_to_an_analyst(
    run, store, read, organisation, type_hint, threshold, status, codes
):
    await fetch("update organisation set requires_review_threshold = $2 where id = $1", organisation.id, threshold)
    stored = await store(papers.make("invoice", layout="portal", seed=1).pdf, type_hint=type_hint)

    await run(stored.id)

    document, (extraction,) = await read(stored.id)
    assert document.type == "invoice"
    found = [finding.code for finding in extraction.findings if finding.code != "value_withheld"]
    assert (document.status, found) == (status, codes)
    explained = await extractions.newest_extraction(organisation.id, stored.id, has_evidence=True)
    withheld = [f.fields[0] for f in extraction.findings if f.code == "value_withheld"]
    assert [name for name, one in explained.evidence.items() if one.withheld is not None] == withheld
    # nothing is withheld where a person looks, so that unsure values may pull the score down as well
    assert set(extraction.review_reasons) - {"score_below_threshold"} == set(codes)


async def test_a_paper_of_no_known_type_goes_to_an_analyst(run, store, read):
    stored = await store(negatives.make_negative("cv", seed=1).pdf)

    await run(stored.id)

    document, (extraction,) = await read(stored.id)
    assert (document.status, document.type) == ("requires_review", "generic_ocr")
    assert "type_unsure" in extraction.review_reasons


async def test_a_document_that_is_sent_as_free_text_ends_extracted_with_all_that_it_holds(
    run, store, read, organisation
):
    stored = await store(papers.make("generic_ocr", layout="article", seed=1).pdf, type_hint="generic_ocr")

    await run(stored.id)

    document, (extraction,) = await read(stored.id)
    drawn = papers.make("generic_ocr", layout="article", seed=1).truth
    assert (document.status, extraction.review_reasons) == ("extracted", ())
    assert extraction.fields["table_rows"] == drawn["table_rows"]
    assert [row["value"] for row in extraction.fields["entities"]] == [row["value"] for row in drawn["entities"]]
    assert len(extraction.cell_bounding_boxes["table_rows"]) == len(drawn["table_rows"])
    (shown,), _ = await extractions.list_page(organisation.id, stored.id, limit=1, offset=0, has_text=False)
    assert shown.raw_text == extraction.raw_text != ""


async def test_a_document_that_is_sent_as_other_is_stored_and_nothing_is_read_out_of_it(run, store, read, paper):
    stored = await store(paper.pdf, type_hint="other")

    await run(stored.id)

    document, (extraction,) = await read(stored.id)
    assert (document.status, document.type, document.page_count) == ("extracted", "other", 1)
    assert (extraction.fields, extraction.raw_text, extraction.source) == ({}, "", None)


async def test_a_paper_that_takes_too_long_to_understand_fails_for_good(
    run, store, read, worker, replace_resources, crowded
):
    replace_resources(settings=worker.model_copy(update={"reader_wall_seconds": 1}))
    stored = await store(crowded, type_hint="invoice")

    state = await run(stored.id)

    document, found = await read(stored.id)
    assert (document.status, document.error_code, document.stage) == (
        "failed",
        "reading_limit_exceeded",
        "apply_template",
    )
    assert state.is_completed()  # the sender's paper, no fault of ours
    assert (document.attempt, found) == (1, [])


async def test_a_template_that_was_asked_for_is_applied_and_earlier_extractions_stay(
    run, store, read, paper, organisation
):
    stored = await store(paper.pdf)
    await run(stored.id)
    wanted = registry.latest("invoice")

    await documents.reextract(organisation.id, stored.id, template_id=wanted.id, template_version=wanted.version)
    await run(stored.id, 2)

    document, (newest, first) = await read(stored.id)
    assert (document.template_id, document.template_version, document.attempt) == (wanted.id, wanted.version, 2)
    assert (newest.template_id, first.template_id) == (wanted.id, registry.latest("npwp").id)


async def test_an_own_template_that_matches_is_applied_and_announced_before_the_end(
    run, store, read, paper, organisation, told
):
    definition = {
        "name": "NPWP kami",
        "slug": "npwp-kami",
        "documentTypeHint": "npwp",
        "match": ["BUKAN DOKUMEN RESMI"],
        "fields": [
            {"name": "number", "label": "NPWP", "labels": ["NPWP", "NPWP15"], "normaliser": "npwp", "required": True}
        ],
    }
    made = await templates.create_template(
        organisation.id,
        name="NPWP kami",
        slug="npwp-kami",
        document_type_hint="npwp",
        definition=definition,
    )
    await templates.publish(organisation.id, made.id)
    stored = await store(paper.pdf)

    state = await run(stored.id)

    document, (extraction,) = await read(stored.id)
    events = await told(stored.id)
    (name, data) = events[-2]
    assert (state.name, document.template_id, document.template_version) == ("Extracted", made.id, 1)
    assert extraction.fields == {"number": paper.truth["npwp_number"]}
    assert (name, events[-1][0]) == ("template.matched", "document.extracted")
    assert (data["documentId"], data["templateId"]) == (stored.id, made.id)
    assert 60 <= data["matchConfidence"] < 100


async def test_a_template_that_does_not_exist_fails_the_document(run, store, read, paper, organisation):
    stored = await store(paper.pdf)
    await run(stored.id)

    await documents.reextract(organisation.id, stored.id, template_id="tpl_01HXYJ8Q4Z5N7T2B9C6D3E8F2H")
    state = await run(stored.id, 2)

    document, found = await read(stored.id)
    assert (state.is_completed(), document.status, document.error_code, document.stage) == (
        True, "failed", "template_not_found", "choose_template",
    )  # fmt: skip
    assert len(found) == 1


@pytest.mark.parametrize("attempt", [1, 2])
async def test_a_run_of_an_attempt_that_is_not_wanted_does_nothing(run, store, read, paper, attempt):
    stored = await store(paper.pdf)
    await documents.claim(stored.id, 1, "another-run")

    state = await run(stored.id, attempt)

    document, found = await read(stored.id)
    assert (state.name, state.is_completed()) == ("Superseded", True)
    assert (document.status, document.flow_run_id, found) == ("parsing", "another-run", [])


async def test_a_finished_document_is_not_read_twice(run, store, read, paper):
    stored = await store(paper.pdf)
    await run(stored.id)
    before = await read(stored.id)

    assert (await run(stored.id)).name == "Superseded"
    assert await read(stored.id) == before


async def test_a_late_twin_stores_nothing(run, store, read, paper, monkeypatch):
    from flows import process_document

    stored = await store(paper.pdf)

    async def taken_over(job, *, flow_run_id):
        found = await documents.claim(job.document_id, job.attempt, flow_run_id)
        await lost_runs.requeue(job.document_id, job.attempt)
        return found

    monkeypatch.setattr(process_document, "claim", taken_over)

    await run(stored.id)

    document, found = await read(stored.id)
    assert (document.status, document.attempt, found) == ("queued", 2, [])


async def test_a_store_that_comes_back_costs_one_repetition(run, store, read, paper, worker, replace_resources):
    from flows.resources import resources

    stored = await store(paper.pdf)
    flaky = Flaky(resources().blobs, 1)
    replace_resources(blobs=flaky)

    await run(stored.id)

    document, found = await read(stored.id)
    assert (document.status, len(found), flaky.reads) == ("extracted", 1, 2)


async def test_a_store_that_stays_away_puts_the_document_off_however_often(
    run, store, read, paper, worker, replace_resources, monkeypatch
):
    from flows import process_document
    from flows.resources import resources

    stored = await store(paper.pdf)
    flaky = Flaky(resources().blobs, 99)
    replace_resources(blobs=flaky)
    monkeypatch.setattr(process_document, "unseal", process_document.unseal.with_options(retry_delay_seconds=0))

    for attempt in range(1, worker.max_attempts + 2):
        state = await run(stored.id, attempt)

        document, found = await read(stored.id)
        assert (state.is_failed(), state.name) == (True, "Unavailable")
        assert SECRET not in f"{state.message}"
        assert (document.status, document.error_code, found, flaky.reads) == ("queued", None, [], 4 * attempt)

    replace_resources(blobs=flaky.store)
    await run(stored.id, attempt + 1)
    document, found = await read(stored.id)
    assert (document.status, document.attempt, len(found)) == ("extracted", attempt + 1, 1)


async def test_a_damaged_paper_fails_with_a_stage_and_a_harmless_sentence(run, store, read):
    stored = await store(b"%PDF-1.7 rusak " + SECRET.encode())

    state = await run(stored.id)

    document, found = await read(stored.id)
    # the run did its work; the paper is at fault
    assert (state.is_completed(), state.name) == (True, "Document failed")
    assert (document.status, document.error_code, document.stage, found) == ("failed", "unreadable_file", "unseal", [])
    assert document.error_message == "The file is damaged or incomplete and could not be opened."


async def test_a_sealed_file_that_was_altered_calls_an_operator(run, store, read, paper, worker, replace_resources):
    from flows.resources import resources

    stored = await store(paper.pdf)

    class Altered:
        def read(self, name):
            sealed = bytearray(resources().blobs.read(name))
            sealed[len(sealed) // 2] ^= 1
            return bytes(sealed)

    replace_resources(blobs=Altered())

    state = await run(stored.id)

    document, _ = await read(stored.id)
    assert (state.is_failed(), state.name, state.message) == (True, "Failed", "seal_broken at unseal")
    assert (document.status, document.error_code) == ("failed", "seal_broken")


@pytest.mark.parametrize(
    ("handle", "password", "status", "code"),
    [
        ("handle", PASSWORD, "extracted", None),
        ("handle", "salah", "password_required", "password_wrong"),
        ("lost", PASSWORD, "password_required", "password_expired"),
        (None, PASSWORD, "password_required", "password_required"),
    ],
)
async def test_a_locked_paper_needs_its_password(
    run, store, read, locked, replace_resources, handle, password, status, code
):
    stored = await store(locked)
    slots = Passwords(password)
    replace_resources(passwords=slots)

    state = await run(stored.id, 1, handle)

    document, _ = await read(stored.id)
    assert (document.status, document.error_code) == (status, code)
    assert state.is_completed()
    assert slots.forgotten == ([handle] if handle else [])


async def test_what_an_exception_says_stays_out_of_prefect(
    run, store, read, paper, worker, replace_resources, prefect_place, drained, capfd
):
    from flows.resources import resources

    stored = await store(paper.pdf)
    replace_resources(reader=Failing(resources().reader))

    state = await run(stored.id)

    document, _ = await read(stored.id)
    assert (document.status, document.error_code, document.stage) == ("failed", "internal_error", "classify")
    assert SECRET not in f"{state}{document}"
    await drained()
    assert prefect_place.files_holding(SECRET) == []
    assert SECRET not in "".join(capfd.readouterr())
    # a search that cannot find is no proof: the class and the line are there, and the document's id
    assert prefect_place.files_holding(stored.id)
    assert prefect_place.files_holding("ValueError at ")


async def test_a_document_that_failed_is_read_once_the_reader_can(
    run, store, read, paper, organisation, worker, replace_resources
):
    from flows.resources import resources

    stored = await store(paper.pdf)
    able = resources().reader
    replace_resources(reader=Failing(able))
    await run(stored.id)
    failed, nothing = await read(stored.id)
    replace_resources(reader=able)

    await documents.reextract(organisation.id, stored.id)
    await run(stored.id, 2)

    document, (extraction,) = await read(stored.id)
    assert (failed.status, failed.error_code, nothing) == ("failed", "internal_error", [])
    assert (document.status, document.error_code, document.error_message, document.stage) == (
        "extracted", None, None, None,
    )  # fmt: skip
    assert extraction.fields["npwp_number"] == paper.truth["npwp_number"]


async def test_what_a_paper_says_stays_out_of_prefect(run, store, read, paper, prefect_place, drained):
    stored = await store(paper.pdf, external_ref="ref-bundaran")

    await run(stored.id)

    await drained()
    assert prefect_place.files_holding(stored.id)
    for value in [value for value in paper.truth.values() if isinstance(value, str) and len(value) > 5]:
        assert prefect_place.files_holding(value) == [], value
    for wanted in ("contoh.pdf", "ref-bundaran"):
        assert prefect_place.files_holding(wanted) == []
