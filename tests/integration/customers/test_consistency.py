"""What the documents of a customer say of each other, over HTTP. All SPECIMEN."""

import json
import re

import pytest
from jsonschema import Draft202012Validator

BORN = re.compile(r"(\d{4})-(\d\d)-(\d\d)")


def as_printed(day):
    return BORN.sub(r"\3-\2-\1", day)


@pytest.fixture
def family(draw):
    """A family card, and its first member."""
    card = draw("kartu_keluarga")
    return card, card.truth["members"][0]


@pytest.fixture
def identity_card(paper):
    def of(person, *, name=None):
        sex = person["gender"]
        return paper(
            "              PROVINSI JAWA BARAT",
            "                 KOTA BANDUNG",
            f"NIK               : {person['nik']}",
            f"Nama              : {name or person['name']}",
            f"Tempat/Tgl Lahir  : {person['place_of_birth']}, {as_printed(person['date_of_birth'])}",
            f"Jenis kelamin     : {sex}      Gol. Darah : O",
            "Alamat            : JL SPECIMEN NO 1",
            "     RT/RW        : 003/007",
            "     Kel/Desa     : CONTOHSARI",
            "     Kecamatan    : CONTOHJAYA",
            "Agama             : ISLAM",
            f"Status Perkawinan : {person['marital_status']}",
            "Pekerjaan         : GURU",
            "Kewarganegaraan   : WNI",
            "Berlaku Hingga    : SEUMUR HIDUP",
        )

    return of


@pytest.fixture
def payslip(paper):
    def of(name, npwp):
        return paper(
            "PT CONTOH SEJAHTERA",
            "SLIP GAJI",
            "Periode        : Maret 2026",
            f"Nama           : {name}",
            f"NPWP           : {npwp}",
            "NIP            : 004211",
            "Gaji Pokok     : Rp 6.000.000",
            "Gaji Bersih    : Rp 6.000.000",
        )

    return of


def customer_of(client, name="KELUARGA CONTOH"):
    return client.post("/api/customers", json={"name": name}).json()["data"]["id"]


def consistency(client, customer):
    answer = client.get(f"/api/customers/{customer}/consistency")
    assert answer.status_code == 200, answer.text
    return answer.json()["data"]


def of_attribute(entries, attribute):
    return [one for one in entries if one["attribute"] == attribute]


def test_a_name_that_differs_is_a_contradiction_and_goes_with_its_document(
    client, stranger, taken, family, identity_card, payslip
):
    card, person = family
    customer = customer_of(client)
    kk = taken(card.pdf, customerId=customer)
    ktp = taken(identity_card(person), customerId=customer)
    slip = taken(payslip("ANDI LAIN SPECIMEN", person["nik"]), customerId=customer)
    other = taken(payslip("ORANG KETIGA CONTOH", "3174075508950001"), customerId=customer)
    found = consistency(client, customer)

    documents = {one["documentId"]: one["used"] for one in found["documents"]}
    assert documents == dict.fromkeys([kk["id"], ktp["id"], slip["id"], other["id"]], True)
    [subject] = [one for one in found["subjects"] if one["kind"] == "person"]
    assert {one["documentId"] for one in subject["mentions"]} == {kk["id"], ktp["id"], slip["id"]}

    [name] = of_attribute(found["contradictions"], "name")
    first, second = name["values"]
    assert (name["subject"], first["value"]) == (subject["id"], person["name"])
    assert {one["documentId"] for one in first["documents"]} == {kk["id"], ktp["id"]}
    assert (second["value"], [one["documentId"] for one in second["documents"]]) == ("ANDI LAIN SPECIMEN", [slip["id"]])
    [row] = [one for one in first["documents"] if one["documentId"] == kk["id"]]
    assert (row["table"], row["field"], row["row"], row["role"]) == ("members", "name", 0, "member")

    [nik] = of_attribute(found["agreements"], "nik")
    assert (nik["value"], nik["match"]) == (person["nik"], "same")
    [born] = of_attribute(found["agreements"], "birth_date")
    assert {one["documentId"]: one["derived"] for one in born["documents"]} == {kk["id"]: False, ktp["id"]: False}
    assert "ORANG KETIGA CONTOH" in {one["name"] for one in found["unlinked"]}
    assert found["truncated"] is False

    assert stranger.get(f"/api/customers/{customer}/consistency").status_code == 404

    erased = client.post(f"/api/documents/{slip['id']}/erase", json={"reason": "CONTOH: subject asked"})
    assert erased.status_code == 202, erased.text
    after = client.get(f"/api/customers/{customer}/consistency").text
    assert slip["id"] not in after
    assert "ANDI LAIN SPECIMEN" not in after
    assert of_attribute(json.loads(after)["data"]["contradictions"], "name") == []


def test_a_document_that_states_nothing_says_why_and_the_answer_is_as_the_openapi_document_says(
    client, installation, organisation, taken, upload, draw, paper
):
    customer = customer_of(client, "PT CONTOH LAIN")
    letter = taken(paper("Daftar belanja", "beras gula kopi teh susu"), customerId=customer)
    waiting = upload(paper("belum dibaca"), customerId=customer)
    account = taken(draw("rekening_koran").pdf, customerId=customer)

    found = consistency(client, customer)

    assert {one["documentId"]: one["skippedBecause"] for one in found["documents"]} == {
        letter["id"]: "type_states_nothing",
        waiting: "not_read",
        account["id"]: None,
    }
    assert (found["subjects"], found["agreements"], found["contradictions"]) == ([], [], [])
    assert [one["documentId"] for one in found["unlinked"]] == [account["id"]]
    assert consistency(client, customer_of(client, "TANPA DOKUMEN"))["documents"] == []

    document = client.get("/schema/openapi.json").json()
    schema = document["components"]["schemas"]["ConsistencyAnswer"]
    Draft202012Validator({**schema, "components": document["components"]}).validate({"data": found})
    with installation.client(organisation, "templates:read") as other:
        assert other.get(f"/api/customers/{customer}/consistency").status_code == 403
