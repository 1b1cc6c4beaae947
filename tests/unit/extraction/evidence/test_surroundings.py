"""What stands around a candidate: words beside its label, lines below it, the names of the parties, numbers of accounts."""

from dataclasses import replace
from datetime import date

import pytest

from berkas.extraction.apply import understand
from berkas.extraction.evidence.blocks import cells_of_name
from berkas.extraction.evidence.features import FEATURES, evidence_of
from berkas.model.strategies import Role
from berkas.model.template import Template

ADDRESS = {"normaliser": "postal_address", "find": {"party": {"role": "issuer", "part": "address"}}, "lines": 4}
NAMES = [
    {"name": "seller", "label": "Seller", "normaliser": "company", "find": {"party": {"role": "issuer", "part": "name"}}},
    {"name": "buyer", "label": "Buyer", "normaliser": "company", "labels": ["KEPADA"],
     "find": {"party": {"role": "recipient", "part": "name"}}},
]  # fmt: skip


@pytest.fixture
def evidence(page_of):
    """The evidence of each candidate of the last field, by its value; with the names of parties where they are given."""

    def of(text, *fields, **names):
        template = Template.model_validate({"id": "tpl_x", "name": "x", "slug": "x", "version": 1, "fields": fields})
        scene = understand(template, [page_of(text)], today=date(2026, 11, 24)).scene
        roles = {"seller": Role.ISSUER, "buyer": Role.RECIPIENT}
        by_name = {field.name: field for field in template.fields}
        parties = {roles[name]: cells_of_name(by_name[name], value, scene) for name, value in names.items()}
        field = template.fields[-1]
        candidates = scene.proposals[field.name].candidates
        rows = evidence_of(field, candidates, replace(scene, parties=parties))
        # of equal values the one that was proposed first
        return {
            str(candidate.value): dict(zip(FEATURES, map(float, row), strict=True))
            for candidate, row in reversed(list(zip(candidates, rows, strict=True)))
        }

    return of


def dated(name="issued", labels=("TANGGAL", "DATE")):
    return {"name": name, "label": "Date", "type": "date", "labels": list(labels)}


def test_words_that_make_a_label_longer_are_counted(evidence):
    found = evidence("Tanggal Pengukuhan PKP : 24-10-2017\n\nTanggal : 12-03-2026", dated())

    assert found["2017-10-24"]["label_followed_by"] == len("PengukuhanPKP")
    assert found["2026-03-12"]["label_followed_by"] == 0


def test_words_before_a_label_in_its_cell_are_counted(evidence):
    found = evidence("Rev. 02 App. Date : 24-10-2017\n\nDate : 12-03-2026", dated())

    assert found["2017-10-24"]["label_led_by"] == len("RevApp")
    assert found["2026-03-12"]["label_led_by"] == 0


def test_an_address_knows_whether_the_next_line_goes_on_with_it(evidence):
    text = "PT CONTOH\nJl. Melati No. 1\nBandung 40115\nIndonesia\nTelp : 022-555-0199\n\nKepada : CV SPECIMEN"
    found = evidence(text, *NAMES, {"name": "address", "label": "Address", **ADDRESS})

    short, whole = found["Jl. Melati No. 1 Bandung 40115"], found["Jl. Melati No. 1 Bandung 40115 Indonesia"]
    assert (short["next_place"], short["next_stops"]) == (1, 0)
    assert (whole["next_place"], whole["next_stops"]) == (0, 1)
    assert (short["last_place"], whole["last_place"]) == (3, 1)


def test_the_name_of_a_party_counts_wherever_it_stands(evidence):
    text = "PT CONTOH\nJl. Melati No. 1\n\nKepada : CV SPECIMEN\n\n\n\nHormat kami,\n\nPT CONTOH"
    found = evidence(text, *NAMES, {"name": "address", "label": "Address", **ADDRESS}, seller="PT CONTOH")

    assert found["Jl. Melati No. 1"]["own_party"] == 1
    assert found["Jl. Melati No. 1"]["own_block"] == 1


def test_blocks_of_the_parties_beside_each_other_are_told_apart(evidence):
    rows = (("PT CONTOH", "Kepada"), ("Jl. Melati No. 1", "CV SPECIMEN"), ("Bandung 40115", "Jl. Mawar No. 2"))
    text = "\n".join(f"{left:34}{right}" for left, right in rows)
    names = {"seller": "PT CONTOH", "buyer": "CV SPECIMEN"}
    found = evidence(text, *NAMES, {"name": "address", "label": "Address", **ADDRESS}, **names)

    own, other = found["Jl. Melati No. 1 Bandung 40115"], found["Jl. Mawar No. 2"]
    assert (own["own_block"], own["other_block"]) == (1, 0)
    assert (other["own_block"], other["other_block"], other["own_beside"]) == (0, 1, 1)


def test_the_holder_of_an_account_stands_near_its_number(evidence):
    text = "PT LAIN SPECIMEN\n\n\n\n\nBank CONTOH\nNo. Rekening : 1234567890\nPT CONTOH"
    field = {"name": "holder", "label": "Holder", "normaliser": "company", "find": {"payment": {"part": "holder"}}}
    found = evidence(text, field)

    assert found["PT CONTOH"]["account_lines"] == 1
    assert found["PT LAIN SPECIMEN"]["account_lines"] > 1
    assert found["PT CONTOH"]["bank_lines"] == 2


def test_words_that_say_an_amount_of_the_document_are_told(evidence):
    amount = {"name": "total", "label": "Total", "type": "number", "labels": ["TOTAL"]}
    words = {"name": "words", "label": "In words", "labels": ["TERBILANG"], "normaliser": "words_of_amount"}
    text = "Total : 1.250.000\nTerbilang : {0} rupiah"

    right = evidence(text.format("satu juta dua ratus lima puluh ribu"), amount, words)
    wrong = evidence(text.format("satu juta tiga ratus ribu"), amount, words)

    assert [row["in_words"] for row in right.values()] == [1.0] * len(right)
    assert [row["in_words"] for row in wrong.values()] == [0.0] * len(wrong)
    assert right
    assert wrong


HOLDER = {"name": "holder", "label": "Holder", "labels": ["ATAS NAMA"], "find": {"payment": {"part": "holder"}}}
TO_BE_PAID = (
    "CV SPECIMEN MAKMUR            PT CONTOH JAYA\n\n\n\n\n"
    "Transfer : Bank Contoh, rekening 1234567890 {}"
)  # fmt: skip


@pytest.mark.parametrize("words", ["a/n PT CONTOH JAYA", "Atas Nama : PT CONTOH JAYA", "(pemilik PT CONTOH JAYA)"])
def test_the_seller_is_whose_account_is_to_be_paid_to(evidence, words):
    found = evidence(TO_BE_PAID.format(words), HOLDER, NAMES[0])

    assert max(found["PT CONTOH JAYA"][name] for name in ("holder_like", "beside_account")) == 1
    assert found["CV SPECIMEN MAKMUR"]["holder_like"] == found["CV SPECIMEN MAKMUR"]["beside_account"] == 0


def test_a_name_may_stand_at_the_account_alone(evidence):
    found = evidence("INVOICE\n\n\n\nBank Contoh, rekening 1234567890 a/n PT CONTOH JAYA", NAMES[0])

    assert "PT CONTOH JAYA" in found


@pytest.mark.parametrize(("address", "alike"), [("info@contohjaya.example", 1), ("contohjaya@gmail.example", 0)])
def test_a_name_is_like_the_domain_that_is_made_of_it(evidence, address, alike):
    found = evidence(f"CV SPECIMEN MAKMUR            PT CONTOH JAYA\n\nwww.lain.example\n{address}", NAMES[0])

    assert found["PT CONTOH JAYA"]["domain_like"] == alike
    assert found["CV SPECIMEN MAKMUR"]["domain_like"] == 0


def test_an_address_is_of_the_domain_of_its_party(evidence):
    email = {
        "name": "email",
        "label": "E-mail",
        "normaliser": "email",
        "find": {"party": {"role": "issuer", "part": "email"}},
    }
    text = "PT CONTOH JAYA\n\nKepada : CV SPECIMEN MAKMUR\n\nsaya@specimenmakmur.example\ninfo@contohjaya.example"
    found = evidence(text, *NAMES, email, seller="PT CONTOH JAYA", buyer="CV SPECIMEN MAKMUR")

    own, other = found["info@contohjaya.example"], found["saya@specimenmakmur.example"]
    assert (own["own_domain"], own["other_domain"]) == (1, 0)
    assert (other["own_domain"], other["other_domain"]) == (0, 1)


def test_the_label_of_a_party_claims_nothing_of_its_own_block(evidence):
    text = "Bill From            Bill To\nPT CONTOH            CV SPECIMEN\nJl. Melati No. 1     Jl. Mawar No. 2"
    seller = NAMES[0] | {"labels": ["BILL FROM"], "lines": 2}
    buyer = NAMES[1] | {"labels": ["BILL TO"], "lines": 2}
    found = evidence(text, seller, buyer, {"name": "address", "label": "Address", **ADDRESS})

    assert found["Jl. Melati No. 1"]["claimed"] == 0
    assert found["Jl. Mawar No. 2"]["claimed"] > 0


NUMBER = {"name": "number", "label": "No", "labels": ["INVOICE"], "normaliser": "document_number"}


def test_a_label_claims_nothing_of_another_kind(evidence):
    """The title of the document stands left of its date, which is no number of it."""
    found = evidence("INVOICE     25 Oktober 2026\n\nNo 77/INV/2026", NUMBER, dated())

    assert found["2026-10-25"]["claimed"] == 0


def test_a_label_claims_what_may_be_its_value(evidence):
    found = evidence(
        "Tanggal cetak     25 Oktober 2026", dated("printed", ["TANGGAL CETAK"]), dated("issued", ["HARI"])
    )

    assert found["2026-10-25"]["claimed"] > 0.9


def test_an_address_that_begins_with_the_number_of_a_house_is_no_number(evidence):
    field = ADDRESS | {"name": "address", "label": "Address"}
    found = evidence("PT CONTOH JAYA\n571 Bridge Street\nGhent 9000 Belgium", NAMES[0], field)

    assert found["571 Bridge Street Ghent 9000 Belgium"]["other_kind"] == 0


def test_a_postal_code_on_a_line_of_its_own_ends_an_address(evidence):
    field = ADDRESS | {"name": "address", "label": "Address"}
    found = evidence("PT CONTOH JAYA\nJl. Melati No. 2\nPalembang\nKode Pos 30126\nTelp 021 555 0101", NAMES[0], field)

    assert "Jl. Melati No. 2 Palembang Kode Pos 30126" in found


@pytest.mark.parametrize("text", ["PT CONTOH OPTIK\nTERANG BENDERANG\nINDONESIA\n\n\nJl. Melati No. 2"])
def test_a_name_may_stand_on_three_lines(evidence, text):
    assert "PT CONTOH OPTIK TERANG BENDERANG INDONESIA" in evidence(text, NAMES[0])


def test_a_name_ends_before_a_label_that_stands_near_behind_it(evidence):
    found = evidence("PT CONTOH OPTIK No. Dokumen : 77/INV/2026", NUMBER | {"labels": ["NO. DOKUMEN"]}, NAMES[0])

    assert "PT CONTOH OPTIK" in found
