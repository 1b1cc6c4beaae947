"""A template applied to pages: propose, relate, assign, check, judge."""

from datetime import date

import pytest

from berkas.errors import TemplateError
from berkas.extraction.apply import Known, apply_template
from berkas.model.extraction import Flag, Severity
from berkas.model.template import Template
from templates_registry import registry

TODAY = date(2026, 11, 24)
CARD = """
            PROVINSI JAWA BARAT
              KOTA BANDUNG
NIK              : 3273015508950001
Nama             : CONTOH SPECIMEN
Tempat/Tgl Lahir : BANDUNG, 15-08-1995
Jenis kelamin    : PEREMPUAN     Gol. Darah : O
Alamat           : JL. CONTOH NO. 12
     RT/RW       : 007/008
     Kel/Desa    : SARIJADI
     Kecamatan   : SUKASARI
Agama            : ISLAM
Status Perkawinan: BELUM KAWIN
Pekerjaan        : GURU
Kewarganegaraan  : WNI
Berlaku Hingga   : SEUMUR HIDUP
"""


def applied(page, template=None, threshold=70):
    return apply_template(template or registry.latest("ktp"), [page], threshold=threshold, today=TODAY)


def by_name(result):
    return {field.name: field for field in result.fields}


def template(**field):
    return Template.model_validate(
        {
            "id": "tpl_test",
            "name": "Test",
            "slug": "test",
            "version": 1,
            "fields": [{"name": "a", "label": "A", **field}],
        }
    )


def test_every_field_of_the_template_is_in_the_result_in_its_order(page_of):
    result = applied(page_of(CARD))
    assert [field.name for field in result.fields] == [field.name for field in registry.latest("ktp").fields]


def test_values_are_canonical_and_know_where_they_stand(page_of):
    fields = by_name(applied(page_of(CARD), threshold=100))  # where a person looks, nothing is withheld
    assert fields["nik"].value == "3273015508950001"
    assert fields["dateOfBirth"].value == "1995-08-15"
    assert fields["placeOfBirth"].value == "BANDUNG"
    assert fields["maritalStatus"].value == "BELUM KAWIN"
    assert fields["bloodType"].value == "O"
    assert fields["kecamatan"].value == "SUKASARI"
    assert fields["nik"].confidence >= 85
    assert fields["nik"].box.x == pytest.approx(0.24, abs=0.01)


def test_what_is_not_found_is_none_without_confidence_or_box(page_of):
    issued = by_name(applied(page_of(CARD)))["issueDate"]
    assert (issued.value, issued.confidence, issued.box) == (None, 0, None)


def test_a_broken_rule_lowers_the_fields_that_it_is_about_and_asks_for_a_review(page_of):
    result = applied(page_of(CARD.replace("15-08-1995", "16-08-1995")))
    assert by_name(result)["dateOfBirth"].confidence <= 50 < by_name(applied(page_of(CARD)))["dateOfBirth"].confidence
    assert "nik_birth_date_mismatch" in {finding.code for finding in result.findings}
    assert "rule_broken" in result.review_reasons


def test_an_impossible_nik_is_an_error(page_of):
    result = applied(page_of(CARD.replace("3273015508950001", "3273013002950000")))
    assert Severity.ERROR in {finding.severity for finding in result.findings}
    assert "rule_broken" in result.review_reasons


def test_words_that_were_read_poorly_give_low_confidence(page_of):
    result = applied(page_of(CARD, confidence=0.7))
    assert Flag.LOW_CONFIDENCE in result.flags
    assert "score_below_threshold" in result.review_reasons


def test_a_page_without_the_required_fields_needs_a_review(page_of):
    result = applied(page_of("SELAMAT DATANG"))
    assert "required_field_missing" in result.review_reasons
    assert all(field.value is None for field in result.fields if field.name in {"nik", "fullName"})


def test_the_text_of_the_whole_document_comes_along(page_of):
    assert "BELUM KAWIN" in applied(page_of(CARD)).raw_text


def test_a_regular_expression_narrows_a_value_to_its_group(page_of):
    page = page_of("Nomor Kontrak : ABC-12/X")
    narrowed = applied(page, template(labels=["NOMOR KONTRAK"], regex=r"([A-Z]+)-\d+"))
    assert narrowed.fields[0].value == "ABC"
    assert applied(page, template(labels=["NOMOR KONTRAK"], regex=r"\d{9}")).fields[0].value is None


def test_a_regular_expression_alone_is_looked_for_everywhere(page_of):
    assert applied(page_of("apa saja KTR-0099 lain"), template(regex=r"KTR-\d{4}")).fields[0].value == "KTR-0099"


@pytest.mark.parametrize(
    "broken", [{"normaliser": "none"}, {"validator": "none"}, {"type": "date", "normaliser": "none"}]
)
def test_a_template_that_names_what_does_not_exist_is_refused(page_of, broken):
    with pytest.raises(TemplateError):
        applied(page_of("A : 1"), template(**({"labels": ["A"]} | broken)))


def test_a_document_without_pages_has_no_values():
    result = apply_template(registry.latest("ktp"), (), threshold=70, today=TODAY)
    assert all(field.value is None for field in result.fields)
    assert result.confidence_score == 0


def test_a_contradicted_type_is_a_reason_for_a_review_and_nothing_is_withheld(page_of):
    known = Known(classifier=registry.classifier(), stated="invoice")

    result = apply_template(registry.latest("invoice"), [page_of(CARD)], threshold=0, today=TODAY, known=known)

    assert "type_contradicted" in result.review_reasons
    assert "value_withheld" not in {finding.code for finding in result.findings}


def test_documents_of_several_types_in_a_file_are_no_contradiction(page_of):
    known = Known(classifier=registry.classifier(), stated="invoice")
    other = CARD.replace("3273015508950001", "3204051708900003")

    result = apply_template(
        registry.latest("ktp"),
        [page_of(CARD), page_of(other, index=1)],
        threshold=70,
        today=TODAY,
        known=known,
    )

    codes = {finding.code for finding in result.findings}
    assert "several_papers" in codes
    assert "type_contradicted" not in codes
