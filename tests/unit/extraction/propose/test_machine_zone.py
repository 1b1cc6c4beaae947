"""Strategy `mrz`: what a template takes from a machine-readable zone, and how sure it is of that."""

from datetime import date

import pytest

from berkas.extraction.apply import apply_template
from berkas.model.template import Template
from berkas.values.identifiers import mrz

TODAY = date(2026, 11, 27)
FIRST = "P<IDNCONTOH<<SITI<AMINAH<<<<<<<<<<<<<<<<<<<<"


def second(number="X0000123", born="900817", expires="320314"):
    parts = [number.ljust(9, "<"), born, expires, "<" * 14]
    checked = [part + mrz.check_digit(part) for part in parts]
    return f"{checked[0]}IDN{checked[1]}F{checked[2]}{checked[3]}{mrz.check_digit(''.join(checked))}"


TEMPLATE = Template.model_validate(
    {
        "id": "tpl_x", "name": "x", "slug": "x", "version": 1,
        "fields": [
            {"name": "a", "label": "No. Paspor", "labels": ["No. Paspor"], "find": {"mrz": {"part": "number"}}, "required": True},
            {"name": "b", "label": "Nama", "labels": ["Nama"], "find": {"mrz": {"part": "name"}}, "normaliser": "name"},
            {"name": "c", "label": "x", "type": "date", "find": {"mrz": {"part": "birth_date"}}, "normaliser": "date_of_birth"},
            {"name": "d", "label": "x", "type": "date", "find": {"mrz": {"part": "expiry_date"}}},
            {"name": "e", "label": "x", "type": "enum", "values": ["LAKI-LAKI", "PEREMPUAN"], "find": {"mrz": {"part": "sex"}}},
            {"name": "f", "label": "x", "find": {"mrz": {"part": "issuer"}}, "normaliser": "country"},
            {"name": "g", "label": "x", "find": {"mrz": {"part": "line2"}}, "validator": "mrz", "required": True},
            {"name": "h", "label": "x", "type": "enum", "values": ["VALID", "INVALID"], "find": {"mrz": {"part": "validity"}}},
            {"name": "i", "label": "x", "find": {"mrz": {"part": "given_names"}}},
            {"name": "j", "label": "x", "find": {"mrz": {"part": "surname"}}},
        ],
    }
)  # fmt: skip


@pytest.fixture
def read(page_of):
    """What is found on a page of text, all of it stated."""

    def of(text, **options):
        return apply_template(TEMPLATE, [page_of(text, **options)], threshold=100, today=TODAY)

    return of


def by_name(result):
    return {field.name: field for field in result.fields}


def test_every_part_is_found_by_its_position_and_is_sure(read):
    fields = by_name(read(f"Nama : SITI AMINAH CONTOH\n{FIRST}\n{second()}"))

    assert {name: field.value for name, field in fields.items()} == {
        "a": "X0000123", "b": "SITI AMINAH CONTOH", "c": "1990-08-17", "d": "2032-03-14", "e": "PEREMPUAN", "f": "IDN",
        "g": second(), "h": "VALID", "i": "SITI AMINAH", "j": "CONTOH",
    }  # fmt: skip
    assert min(field.confidence for field in fields.values()) >= 97


def test_a_birth_of_the_past_century_is_no_birth_of_the_future(read):
    assert by_name(read(f"{FIRST}\n{second(born='310817')}"))["c"].value == "1931-08-17"


def test_a_part_whose_check_digit_fails_gives_nothing_and_the_line_goes_to_a_person(read):
    wrong = second().replace("X0000123", "X0000128")

    result = read(f"{FIRST}\n{wrong}")

    fields = by_name(result)
    assert (fields["a"].value, fields["h"].value) == (None, "INVALID")
    assert [finding.code for finding in result.findings] == ["mrz_check_digit"]
    assert fields["c"].value == "1990-08-17"
    assert fields["c"].confidence <= 89


def test_a_guessed_number_is_sure_only_where_it_is_printed_too(read):
    misread = second(number="X3479123").replace("X3479123", "X3479I23")

    alone = by_name(read(f"{FIRST}\n{misread}", confidence=0.97))
    printed = by_name(read(f"No. Paspor : X3479123\n{FIRST}\n{misread}", confidence=0.97))

    assert (alone["a"].value, printed["a"].value) == ("X3479123", "X3479123")
    assert alone["a"].confidence <= 60
    assert printed["a"].confidence >= 97


def test_a_number_that_its_label_contradicts_is_not_sure(read):
    found = by_name(read(f"No. Paspor : X0000129\n{FIRST}\n{second()}"))["a"]

    assert found.confidence <= 89


def test_names_of_a_picture_are_sure_only_where_they_are_printed_too(read):
    lines = f"{FIRST.replace('CONTOH', 'C0NT0H')}\n{second()}"

    alone = by_name(read(lines, confidence=0.9))
    beside_label = by_name(read(f"Nama : SITI AMINAH CONTOH\n{lines}", confidence=0.97))

    assert alone["j"].confidence <= 60
    assert (beside_label["j"].value, beside_label["i"].value) == ("CONTOH", "SITI AMINAH")
    assert beside_label["j"].confidence <= 92


def test_a_filler_that_a_picture_lost_parts_no_names_for_certain(read):
    lines = f"{FIRST.replace('<<SITI', '<SITI')}<\n{second()}"

    found = by_name(read(f"SURNAME : CONTOH\nGIVEN NAMES : SITI AMINAH\n{lines}", confidence=0.97))

    assert found["b"].confidence < 90
    assert found["j"].confidence < 90


def test_a_misread_character_of_a_picture_makes_no_passport_invalid_for_certain(read):
    lines = f"{FIRST}\n{second().replace('900817', '900811')}"

    assert by_name(read(lines, confidence=0.93))["h"].confidence < 90
    assert (by_name(read(lines))["h"].value, by_name(read(lines))["h"].confidence >= 90) == ("INVALID", True)


def test_a_full_line_may_have_cut_the_name(read):
    line = "P<IDNCONTOH<<SITI<AMINAH<WULANDARI<PRAMESWARI"[:44]

    assert by_name(read(f"{line}\n{second()}"))["j"].value is None


def test_a_second_line_alone_counts_where_every_check_digit_holds(read):
    assert by_name(read(f"buram\n{second()}"))["a"].value == "X0000123"
    assert by_name(read(f"buram\n{second()[:-1]}7"))["a"].value is None


def test_a_page_without_a_zone_gives_nothing(read):
    assert {field.value for field in read("SURAT KETERANGAN\nNomor 12").fields} == {None}
