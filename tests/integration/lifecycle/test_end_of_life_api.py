"""Erase, receipt, certificate and legal hold as a client sees them; `berkas audit` as an auditor does."""

import asyncio
import base64
import hashlib
import json

import pytest
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from berkas.jobs import ERASE_DOCUMENT
from deployments.commands import audit as audit_command
from tables.engine import connected
from tables.queries import receipts, removals

REASON = "CONTOH: subject asked, ticket 4521"


def erase(client, document, reason=REASON, headers=None, **body):
    return client.post(f"/api/documents/{document['id']}/erase", json={"reason": reason, **body}, headers=headers or {})


def complete(installation, organisation_id, document):
    """What the run does to the tables."""

    async def steps():
        async with connected(installation.settings):
            receipt = await receipts.find(organisation_id, document["id"])
            await removals.remove_derived(receipt.id)
            await removals.certify(receipt.id)

    asyncio.run(steps())


def test_an_erase_is_accepted_with_a_receipt_and_a_run_is_asked_for(installation, client, upload):
    document = upload(externalRef="pinjaman-1")

    answer = erase(client, document)

    receipt = answer.json()["data"]
    assert answer.status_code == 202
    assert receipt["id"].startswith("era_")
    assert (receipt["documentId"], receipt["status"], receipt["kind"]) == (document["id"], "requested", "erase")
    assert (receipt["reason"], receipt["keepFields"], receipt["completedAt"]) == (REASON, False, None)
    assert receipt["removed"] == {"dataKeys": 1, "documentValues": 3, "references": 1}
    assert client.get(f"/api/documents/{document['id']}/erasure").json()["data"] == receipt
    [run] = installation.asked(ERASE_DOCUMENT)
    assert run.parameters == {"erasure_id": receipt["id"], "attempt": 1}
    assert (run.name, run.idempotency_key) == (receipt["id"], f"{receipt['id']}:1")
    assert document["id"] in run.tags


def test_the_tombstone_shows_its_status_and_nothing_that_it_was_called(client, upload):
    document = upload(externalRef="pinjaman-1", customerName="PT CONTOH", metadata='{"a": 1}', type="npwp")

    erase(client, document)

    found = client.get(f"/api/documents/{document['id']}").json()["data"]
    assert (found["status"], found["type"]) == ("erased", "npwp")
    for name in (
        "filename",
        "sha256",
        "externalRef",
        "customer",
        "metadata",
        "extraction",
        "classification",
        "retainUntil",
    ):
        assert found[name] is None, name
    assert found["externalRefs"] == []
    assert [each["id"] for each in client.get("/api/documents?status=erased").json()["data"]] == [document["id"]]
    for query in ("q=npwp-contoh", "externalRef=pinjaman-1", "customerName=pt contoh"):
        assert client.get(f"/api/documents?{query}").json()["total"] == 0, query


def test_the_same_bytes_make_a_new_document(client, upload):
    first = upload()
    erase(client, first)

    assert upload()["id"] != first["id"]


def test_asking_again_while_it_runs_answers_the_same_receipt_and_afterwards_409(
    installation, client, upload, organisation_id
):
    document = upload()
    first = erase(client, document)

    again = erase(client, document, reason="another reason", keepFields=True)
    assert (again.status_code, again.json()) == (202, first.json())

    complete(installation, organisation_id, document)
    after = erase(client, document)
    assert (after.status_code, after.json()["code"]) == (409, "conflict")


def test_a_repeated_request_gets_its_first_answer_even_after_the_end(installation, client, upload, organisation_id):
    document, other = upload(), upload(b"%PDF-1.7\n% lain")
    first = erase(client, document, headers={"Idempotency-Key": "once"})
    complete(installation, organisation_id, document)

    again = erase(client, document, headers={"Idempotency-Key": "once"})
    changed = erase(client, document, keepFields=True, headers={"Idempotency-Key": "once"})
    elsewhere = erase(client, other, headers={"Idempotency-Key": "once"})

    assert (again.status_code, again.content) == (202, first.content)
    assert again.headers["Idempotency-Replayed"] == "true"
    assert {changed.json()["code"], elsewhere.json()["code"]} == {"idempotency_conflict"}


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "reason"),
        ({"reason": None}, "reason"),
        ({"reason": 7}, "reason"),
        ({"reason": "  ab  "}, "reason"),
        ({"reason": "x" * 1001}, "reason"),
        ({"reason": "bell \x07"}, "reason"),
        ({"reason": REASON, "keepFields": "true"}, "keepFields"),
        ({"reason": REASON, "keepFields": 1}, "keepFields"),
        ({"reason": REASON, "keep_fields": True}, "keep_fields"),
    ],
)
def test_a_malformed_body_is_refused_by_field_and_erases_nothing(client, upload, body, field):
    document = upload()

    answer = client.post(f"/api/documents/{document['id']}/erase", json=body)

    assert (answer.status_code, answer.json()["code"]) == (400, "validation_failed")
    assert list(answer.json()["details"]["fieldErrors"]) == [field]
    assert client.get(f"/api/documents/{document['id']}").json()["data"]["filename"] == document["filename"]


@pytest.mark.parametrize("reason", ["abc", "x" * 1000, "two\nlines", "permintaan pemilik data –\u00a0perkara 17"])
def test_reasons_of_any_allowed_length_are_kept_as_sent(client, upload, reason):
    assert erase(client, upload(), reason=reason).json()["data"]["reason"] == reason


def test_bodies_that_are_no_json_objects_are_refused(client, upload):
    path = f"/api/documents/{upload()['id']}/erase"
    json_type = {"Content-Type": "application/json"}

    assert client.post(path, content=b"{", headers=json_type).status_code == 400
    assert client.post(path, content=b'["reason"]', headers=json_type).status_code == 400
    assert client.post(path, content=b"", headers=json_type).status_code == 400
    assert client.post(path, data={"reason": REASON}).status_code == 415
    assert client.post(path, content=b" " * 20_000, headers=json_type).status_code == 413


def test_an_api_key_in_a_reason_is_refused(client, upload):
    key = client.headers["authorization"].partition(" ")[2]

    assert erase(client, upload(), reason=f"see {key}").json()["code"] == "bad_request"


def test_strangers_and_readers_cannot_erase_or_hold(installation, client, upload, organisation_id):
    document = upload()
    erase(client, document)
    other = upload(b"%PDF-1.7\n% lain")
    with installation.client(installation.organisation()) as stranger:
        for path in ("erasure", "erasure/certificate"):
            assert stranger.get(f"/api/documents/{document['id']}/{path}").status_code == 404
        assert erase(stranger, other).status_code == 404
        hold = f"/api/documents/{other['id']}/legal-hold"
        assert stranger.put(hold, json={"reason": REASON}).status_code == 404
        assert stranger.delete(hold).status_code == 404
    with installation.client(organisation_id, "documents:read") as reader:
        assert erase(reader, other).json()["error"] == "missing scope: documents:write"
        assert reader.put(hold, json={"reason": REASON}).status_code == 403
        assert reader.delete(hold).status_code == 403
        assert reader.get(f"/api/documents/{document['id']}/erasure").status_code == 200
    with installation.client(organisation_id, "documents:write") as writer:
        assert writer.get(f"/api/documents/{document['id']}/erasure").status_code == 403


def test_a_document_that_is_not_erased_has_no_receipt(client, upload):
    document = upload()

    for path in ("erasure", "erasure/certificate"):
        assert client.get(f"/api/documents/{document['id']}/{path}").status_code == 404


def test_a_hold_is_shown_forbids_erasing_and_ends(client, upload):
    document = upload()
    path = f"/api/documents/{document['id']}/legal-hold"

    placed = client.put(path, json={"reason": "Case 17/2026"})
    refused = erase(client, document)

    assert (placed.status_code, placed.json()["data"]) == (200, {"documentId": document["id"], "legalHold": True})
    assert (refused.status_code, refused.json()["code"]) == (422, "legal_hold")
    assert client.get(f"/api/documents/{document['id']}").json()["data"]["legalHold"] is True
    assert client.delete(path).json()["data"] == {"documentId": document["id"], "legalHold": False}
    assert erase(client, document).status_code == 202
    assert client.put(path, json={"reason": "Case 18/2026"}).json()["code"] == "gone"


def test_a_hold_needs_a_reason(client, upload):
    answer = client.put(f"/api/documents/{upload()['id']}/legal-hold", json={"reason": "", "until": "2027"})

    assert set(answer.json()["details"]["fieldErrors"]) == {"reason", "until"}


def test_the_password_of_a_document_that_waits_is_forgotten(installation, client, upload):
    document = upload(pdfPassword="Rahas1a-CONTOH")
    assert len(installation.services.slots._held) == 1

    erase(client, document)

    assert len(installation.services.slots._held) == 0


def test_a_certificate_can_be_checked_by_whoever_has_it(installation, client, upload, organisation_id):
    document = upload()
    erase(client, document)
    path = f"/api/documents/{document['id']}/erasure/certificate"
    assert client.get(path).json()["code"] == "conflict"
    complete(installation, organisation_id, document)

    certificate = client.get(path).json()["data"]

    entry = certificate["auditEntry"]
    covered = bytes.fromhex(entry["previousHash"]) + entry["hashedText"].encode()
    assert hashlib.sha256(covered).hexdigest() == entry["hash"]
    assert json.loads(entry["hashedText"]) == [
        entry["organisationId"],
        entry["sequence"],
        entry["occurredAt"],
        entry["actor"],
        entry["action"],
        entry["subject"],
        entry["details"],
    ]
    assert (entry["action"], entry["subject"], entry["sequence"]) == ("document.erased", document["id"], 2)
    key = load_pem_public_key(certificate["publicKey"].encode())
    key.verify(base64.b64decode(entry["signature"]), f"berkas/audit-entry/1:{entry['hash']}".encode())
    assert certificate["erasure"]["status"] == "completed"
    assert certificate["erasure"]["removed"]["dataKeys"] == entry["details"]["data_keys"] == 1


def test_the_exported_log_is_a_chain_that_an_auditor_can_recompute(
    installation, client, upload, organisation_id, capfdbinary
):
    for number in range(3):
        erase(client, upload(b"%PDF-1.7\n% " + bytes([65 + number])))

    audit_command.export(organisation=organisation_id)

    lines = [json.loads(line) for line in capfdbinary.readouterr().out.splitlines()]
    previous = "00" * 32
    for number, line in enumerate(lines, start=1):
        assert (line["sequence"], line["previousHash"]) == (number, previous)
        covered = bytes.fromhex(previous) + line["hashedText"].encode()
        previous = hashlib.sha256(covered).hexdigest()
        assert previous == line["hash"]
    assert len(lines) == 3
    audit_command.export(organisation=organisation_id, after=2)
    assert capfdbinary.readouterr().out.count(b"\n") == 1


def test_verify_says_where_a_chain_is_broken(
    installation, client, upload, organisation_id, behind_the_triggers, capsys
):
    for number in range(3):
        erase(client, upload(b"%PDF-1.7\n% " + bytes([65 + number])))
    with pytest.raises(SystemExit) as whole:
        audit_command.verify()
    assert whole.value.code == 0

    asyncio.run(behind_the_triggers("update audit_entry set actor = 'nobody' where sequence = 2"))
    with pytest.raises(SystemExit) as broken:
        audit_command.verify(organisation=organisation_id)

    assert broken.value.code == 1
    assert "broken at entry 2" in capsys.readouterr().out
