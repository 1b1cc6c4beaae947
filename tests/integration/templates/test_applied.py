"""Templates of organisations in runs: chosen by what is printed, asked for by id, named by their extraction."""

import json

import pytest

from berkas.evaluation.specimens import variants
from berkas.evaluation.specimens.papers import Specimen
from berkas.ids import IdPrefix, new_id
from tables.queries import webhooks
from tables.queries.webhooks import NewWebhook


def make(client, template, *, publish=True, **changes):
    answer = client.post("/api/templates", json={**template, "publish": publish, **changes})
    assert answer.status_code == 201, answer.text
    return answer.json()["data"]


@pytest.fixture
def events(rows, organisation, installation):
    """Names and data of what a webhook is told of a document, in order."""
    webhook = NewWebhook(
        id=new_id(IdPrefix.WEBHOOK),
        organisation_id=organisation,
        url="https://contoh.example/hook",
        events=["template.matched", "document.extracted", "document.requires_review"],
        active=True,
        sealed_secret=b"sealed",
    )
    installation.run(webhooks.create_webhook, webhook, actor="key_test")

    def of(document_id):
        found = rows("select event, body from webhook_delivery where document_id = $1 order by id", document_id)
        return [(row["event"], json.loads(row["body"])["data"]) for row in found]

    return of


@pytest.fixture
def invoice(paper):
    """An invoice of a vendor who prints the contract's number, which the built-in template does not know."""

    def draw(vendor="PT CONTOH KARYA ABADI"):
        return paper(
            vendor,
            "INVOICE",
            "No. Invoice      : INV/2026/0042",
            "Tanggal          : 24-11-2026",
            "Kepada           : PT SPECIMEN UTAMA",
            "Nomor Kontrak    : KTR-778/CKA/2026",
            "Subtotal         : Rp 1.000.000",
            "PPN 11%          : Rp 110.000",
            "Total            : Rp 1.110.000",
            "Jatuh Tempo      : 24-12-2026",
        )

    return draw


VENDOR = {
    "name": "Faktur PT Contoh Karya Abadi",
    "documentTypeHint": "invoice",
    "match": ["PT CONTOH KARYA ABADI"],
    "fields": [
        {"name": "contract", "label": "Nomor Kontrak", "required": True},
        {"name": "total", "label": "Total", "type": "number", "prefer": "last", "required": True},
    ],
}


def test_a_paper_of_an_unknown_type_is_read_by_the_template_whose_phrase_stands_on_it(
    client, card, card_lines, paper, upload, read, events
):
    template = make(client, card)

    document = read(upload(paper(*card_lines)))

    assert document["status"] == "extracted"
    assert document["extraction"]["fields"] == {
        "memberNumber": "KC-000123",
        "memberName": "SINTA CONTOH",
        "memberSince": "2019-08-17",
        "level": "EMAS",
        "savings": 250_000,
    }
    assert (document["extraction"]["templateId"], document["extraction"]["templateVersion"]) == (template["id"], 1)
    (matched, data), (ended, _) = events(document["id"])
    assert (matched, ended) == ("template.matched", "document.extracted")
    assert (data["documentId"], data["templateId"]) == (document["id"], template["id"])
    assert 90 < data["matchConfidence"] < 100


def test_a_vendors_invoice_is_read_by_the_vendors_template_and_another_one_by_ours(
    client, invoice, upload, read, events
):
    template = make(client, VENDOR)

    theirs = read(upload(invoice()))
    others = read(upload(invoice("PT SPECIMEN MAKMUR")))

    assert (theirs["type"], theirs["templateId"]) == ("invoice", template["id"])
    assert theirs["extraction"]["fields"] == {"contract": "KTR-778/CKA/2026", "total": 1_110_000}
    assert others["templateId"] != template["id"]
    assert others["extraction"]["fields"]["invoice_number"] == "INV/2026/0042"
    assert [event for event, _ in events(others["id"])] in (["document.extracted"], ["document.requires_review"])


def test_a_template_for_another_type_does_not_match(client, invoice, upload, read):
    template = make(client, VENDOR, documentTypeHint="receipt")

    document = read(upload(invoice()))

    assert document["templateId"] != template["id"]


def test_a_type_that_the_sender_names_is_matched_too(client, invoice, upload, read):
    template = make(client, VENDOR)

    document = read(upload(invoice(), type="invoice"))

    assert (document["classification"]["confidence"], document["templateId"]) == (100, template["id"])


@pytest.mark.parametrize("stop", ["draft", "inactive", "stranger"])
def test_what_must_not_be_applied_does_not_match(client, stranger, card, card_lines, paper, upload, read, stop):
    template = make(stranger if stop == "stranger" else client, card, publish=stop != "draft")
    if stop == "inactive":
        assert client.delete(f"/api/templates/{template['id']}").status_code == 200

    document = read(upload(paper(*card_lines)))

    assert document["type"] == "generic_ocr"
    assert document["templateId"] != template["id"]


def test_a_template_that_was_published_since_reads_a_document_again(client, card, card_lines, paper, upload, read):
    document_id = upload(paper(*card_lines))
    before = read(document_id)
    template = make(client, card)

    answer = client.post(f"/api/documents/{document_id}/reextract")

    assert answer.status_code == 202, answer.text
    after = read(document_id, 2)
    assert (before["type"], "memberNumber" in before["extraction"]["fields"]) == ("generic_ocr", False)
    assert (after["status"], after["templateId"]) == ("extracted", template["id"])
    assert after["extraction"]["fields"]["memberNumber"] == "KC-000123"


def test_a_new_version_reads_again_and_each_extraction_names_its_own(
    client, installation, organisation, card, card_lines, paper, upload, read
):
    from tables.queries import documents

    template = make(client, card)
    document_id = upload(paper(*card_lines))
    read(document_id)
    client.patch(f"/api/templates/{template['id']}", json={"fields": card["fields"][:2]})
    installation.run(documents.reextract, organisation, document_id)
    unpublished = read(document_id, 2)
    assert client.post(f"/api/templates/{template['id']}/publish").status_code == 200
    installation.run(documents.reextract, organisation, document_id)

    document = read(document_id, 3)

    extractions = client.get(f"/api/documents/{document_id}/extractions").json()["data"]
    assert unpublished["templateVersion"] == 1
    assert (document["templateId"], document["templateVersion"]) == (template["id"], 2)
    assert [(e["templateVersion"], len(e["fields"])) for e in extractions] == [(2, 2), (1, 5), (1, 5)]


def test_documents_of_an_older_version_can_be_found_when_a_new_one_is_published(
    client, rows, card, card_lines, paper, upload, read
):
    template = make(client, card)
    document_id = upload(paper(*card_lines))
    read(document_id)
    client.patch(f"/api/templates/{template['id']}", json={"match": ["KARTU ANGGOTA"]})
    published = client.post(f"/api/templates/{template['id']}/publish").json()["data"]

    older = rows(
        "select id from document where template_id = $1 and template_version < $2", template["id"], published["version"]
    )

    assert [row["id"] for row in older] == [document_id]


@pytest.mark.parametrize("version", [None, 1])
def test_a_template_that_is_asked_for_is_applied_whatever_is_printed(
    client, installation, organisation, card, paper, upload, read, events, version
):
    from tables.queries import documents

    template = make(client, card, match=[])
    document_id = upload(paper("No. Anggota     : KC-000777", "Nama            : Budi Contoh"))
    read(document_id)
    installation.run(
        documents.reextract, organisation, document_id, template_id=template["id"], template_version=version
    )

    document = read(document_id, 2)

    assert document["extraction"]["fields"]["memberNumber"] == "KC-000777"
    assert document["templateId"] == template["id"]
    assert "template.matched" not in [event for event, _ in events(document_id)]
    assert len(events(document_id)) == 2


@pytest.mark.parametrize("reason", ["inactive", "draft", "stranger"])
def test_asking_for_what_must_not_be_applied_fails(
    client, stranger, installation, organisation, card, paper, upload, read, reason
):
    from tables.queries import documents

    template = make(stranger if reason == "stranger" else client, card, publish=reason != "draft")
    if reason == "inactive":
        client.delete(f"/api/templates/{template['id']}")
    document_id = upload(paper("No. Anggota     : KC-000778", "Nama            : Budi Contoh"))
    read(document_id)
    installation.run(documents.reextract, organisation, document_id, template_id=template["id"])

    document = read(document_id, 2)

    assert (document["status"], document["errorCode"], document["stage"]) == (
        "failed",
        "template_not_found",
        "choose_template",
    )


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"required": True}, "required_field_missing"),
        ({"label": "Nama", "requireConfidenceAbove": 99}, "field_below_floor"),
    ],
)
def test_a_missing_required_field_and_one_below_its_floor_require_review(
    client, card, card_lines, paper, upload, read, rows, changes, reason
):
    make(client, card, fields=[*card["fields"], {"name": "extra", "label": "Tidak tercetak", **changes}])

    document = read(upload(paper(*card_lines)))

    [row] = rows("select review_reasons from extraction where document_id = $1", document["id"])
    assert document["status"] == "requires_review"
    assert reason in json.loads(row["review_reasons"])


def test_a_pattern_that_explodes_elsewhere_is_harmless(client, card, paper, upload, read):
    make(client, card, match=["HALAMAN CONTOH PANJANG"], fields=[{"name": "x", "label": "x", "regex": "(a+)+$"}])
    lines = ["HALAMAN CONTOH PANJANG", *("a" * 80 + "!" for _ in range(30))]

    document = read(upload(paper(*lines)))

    assert document["extraction"]["fields"] == {"x": None}
    assert document["timings"]["parsingSeconds"] < 60  # without a limit it would not end; the machine may be busy


def test_a_photo_of_a_card_that_lies_askew_is_matched_and_read_too(client, card, card_lines, paper, upload, read):
    template = make(client, card)
    drawn = Specimen("other", "card", paper(*card_lines), {})

    document = read(upload(variants.render(drawn, "skewed", seed=5)[0]))

    assert document["templateId"] == template["id"]
    assert document["extraction"]["modelUsed"] is not None
    assert document["extraction"]["fields"] == {
        "memberNumber": "KC-000123",
        "memberName": "SINTA CONTOH",
        "memberSince": "2019-08-17",
        "level": "EMAS",
        "savings": 250_000,
    }
