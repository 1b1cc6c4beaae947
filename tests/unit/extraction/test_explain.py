"""Why a field has its value: the label and the place, what else speaks for it, the strongest other value, and what was withheld."""

from datetime import date

import pytest

from berkas.extraction.apply import apply_template
from berkas.extraction.explain import cut, with_withheld
from berkas.extraction.judge import Judged
from berkas.extraction.withhold import without_unsure
from berkas.model.extraction import MOST_EVIDENCE_CHARACTERS, FieldEvidence, FieldValue
from berkas.model.geometry import BoundingBox
from berkas.model.template import Template, TemplateField
from templates_registry import registry

TODAY = date(2026, 11, 24)
BOX = BoundingBox(0, 0.1, 0.1, 0.1, 0.1)
NUMBER = {"name": "number", "label": "Nomor Anggota", "required": True}
DUE = {"name": "due", "label": "Jatuh Tempo", "type": "date"}
CARD = """
NIK              : 3273015508950001
Nama             : CONTOH SPECIMEN
Tempat/Tgl Lahir : BANDUNG, 15-08-1995
Jenis kelamin    : PEREMPUAN
"""
STATEMENT = """
BANK CONTOH                          REKENING KORAN
No. Rekening : 1234567890            Periode : 01/05/2026 - 31/05/2026

Tanggal       Keterangan          Debet          Kredit         Saldo
              SALDO AWAL                                        1.000.000,00
01/05/2026    SETORAN SATU                       100.000,00     1.100.000,00
02/05/2026    TARIK TUNAI         50.000,00                     1.050.000,00
03/05/2026    SETORAN DUA                        200.000,00     1.250.000,00
"""


def evidence(page, *fields):
    content = {"id": "tpl_test", "name": "Test", "slug": "test", "version": 1, "fields": list(fields)}
    return apply_template(Template.model_validate(content), [page], threshold=70, today=TODAY).evidence


def built_in(page, kind):
    return apply_template(registry.latest(kind), [page], threshold=70, today=TODAY)


def test_a_labelled_value_tells_its_label_and_place(page_of):
    found = evidence(page_of("Nomor Anggota : KC-123456"), NUMBER)["number"]

    assert (found.way, found.label, found.label_likeness, found.side) == ("label", "Nomor Anggota", 100, "right")
    assert found.label_box == BoundingBox(0, 0.05, 0.05, 0.13, 0.016)
    assert found.printed == "KC-123456"
    assert "label" in found.corroborated_by
    assert 0 < found.meant <= 99
    assert 0 < found.read <= 99


def test_words_that_were_read_poorly_lower_what_was_read(page_of):
    sure, unsure = (
        evidence(page_of("Nomor Anggota : KC-123456", confidence=c), NUMBER)["number"].read for c in (1, 0.9)
    )

    assert unsure < sure


def test_the_strongest_other_value_is_the_rival(page_of):
    found = evidence(page_of("Nomor Anggota : KC-123456\n\nJatuh Tempo 1 Mei 2026 3 Juni 2026"), NUMBER, DUE)["due"]

    assert found.rival.value == "2026-06-03"
    assert 0 < found.rival.confidence < found.meant
    assert found.rival.box.x > found.label_box.right


def test_whose_account_is_paid_to_and_whose_domain_is_named_speaks_for_the_issuer(page_of):
    seller = {"name": "seller", "label": "Seller", "find": {"party": {"role": "issuer", "part": "name"}}}
    head = "PT CONTOH JAYA\nJl. Melati No. 1\n\n\n\n"
    bare, named = (
        evidence(page_of(head + text), seller)["seller"].corroborated_by
        for text in ("INVOICE", "info@contohjaya.example\nBank Contoh, rekening 1234567890 a/n PT CONTOH JAYA")
    )

    assert not {"account", "domain"} & set(bare)
    assert {"account", "domain"} <= set(named)


def test_an_empty_field_tells_what_might_have_been_its_value(page_of):
    # no amount is taken for a field by its shape alone
    fee = {"name": "fee", "label": "Biaya", "type": "number"}
    found = evidence(page_of("Nomor Anggota : KC-123456\n\nSaldo 1.250.000"), NUMBER, fee)["fee"]

    assert found.rival.value == 1_250_000
    assert (found.read, found.meant, found.way, found.corroborated_by) == (None, None, None, ())


def test_text_that_can_be_no_value_is_told_with_its_label(page_of):
    found = evidence(page_of("Nomor Anggota : KC-123456\n\nJatuh Tempo : 32 Mei 2026 pagi"), NUMBER, DUE)["due"]

    assert (found.label, found.printed, found.read) == ("Jatuh Tempo", "32 Mei 2026 pagi", None)


def test_a_field_of_which_nothing_was_seen_has_no_evidence(page_of):
    assert set(evidence(page_of("Nomor Anggota : KC-123456"), NUMBER, DUE)) == {"number"}


def test_the_same_value_elsewhere_corroborates(page_of):
    once = evidence(page_of("Jatuh Tempo : 1 Mei 2026"), DUE)["due"]
    twice = evidence(page_of("Jatuh Tempo : 1 Mei 2026\nLagi : 1 Mei 2026"), DUE)["due"]

    assert "repetition" not in once.corroborated_by
    assert "repetition" in twice.corroborated_by


def test_checks_between_values_corroborate_both(page_of):
    right = built_in(page_of(CARD), "ktp").evidence
    wrong = built_in(page_of(CARD.replace("15-08-1995", "16-08-1995")), "ktp").evidence

    assert all("check" in right[name].corroborated_by for name in ("nik", "dateOfBirth"))
    assert not any("check" in wrong[name].corroborated_by for name in ("dateOfBirth",))


def test_a_table_tells_its_worst_cell_and_whether_its_arithmetic_holds(page_of):
    result = built_in(page_of(STATEMENT), "rekening_koran")
    found = result.evidence["transactions"]

    assert (found.way, found.meant, found.label, found.rival) == ("row", None, None, None)
    assert 0 < found.read <= 99
    assert "sum" in found.corroborated_by


@pytest.mark.parametrize(("length", "shown"), [(200, 200), (201, 200), (5000, 200)])
def test_a_long_text_is_cut(length, shown):
    assert len(cut("x" * length)) == shown <= MOST_EVIDENCE_CHARACTERS
    assert cut("x" * length).endswith("…") == (length > shown)


def test_a_long_value_is_cut_as_a_text_of_the_evidence(page_of):
    found = evidence(page_of(f"Nomor Anggota : {'KC' * 300}"), NUMBER)["number"]

    assert len(found.printed) == MOST_EVIDENCE_CHARACTERS


def test_a_withheld_value_stays_whole_and_others_are_not_repeated():
    def judged(name, value, probability, **options):
        return Judged(
            TemplateField(name=name, label=name, **options),
            FieldValue(name, value, value, round(100 * probability), BOX),
            probability,
        )

    address = "JALAN CONTOH " * 30
    found = [judged("a", "KC-1", 0.99, required=True), judged("b", address, 0.6)]
    stated, _ = without_unsure(found, (), threshold=70)

    kept = with_withheld({"a": FieldEvidence(meant=99), "b": FieldEvidence(meant=60)}, found, stated)

    assert (kept["a"].withheld, kept["b"].withheld) == (None, address)
    assert kept["b"].meant == 60
