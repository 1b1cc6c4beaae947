"""Of several documents in one file one is read, and the finding says where the others are. All SPECIMEN."""

from dataclasses import replace
from datetime import date

import pytest

from berkas.extraction.apply import apply_template
from berkas.model.geometry import BoundingBox, Code, CodeKind
from templates_registry import registry

CARD = """
              PROVINSI JAWA BARAT
                KABUPATEN BANDUNG
NIK               : {nik}
Nama              : {name}
Tempat/Tgl Lahir  : BANDUNG, {born}
Jenis kelamin     : LAKI-LAKI      Gol. Darah : O
Alamat            : JL SPECIMEN NO 1
     RT/RW        : 003/007
     Kel/Desa     : CONTOHSARI
     Kecamatan    : CONTOHJAYA
Agama             : ISLAM
Status Perkawinan : KAWIN                  BANDUNG
Kewarganegaraan   : WNI                    {issued}
Berlaku Hingga    : SEUMUR HIDUP
"""
ONE = CARD.format(nik="3204051708900003", name="CONTOH SPECIMEN", born="17-08-1990", issued="12-05-2018")
OTHER = CARD.format(nik="3273011412950004", name="SPECIMEN KEDUA", born="14-12-1995", issued="03-03-2021")
SHEET = ONE.strip("\n") + "\n\n\n\n\n" + OTHER.strip("\n")


@pytest.fixture
def read(page_of):
    def of(*texts, kind="ktp", **options):
        pages = [page_of(text, index=index, **options) for index, text in enumerate(texts)]
        return apply_template(registry.latest(kind), pages, threshold=70, today=date(2026, 11, 26))

    return of


def values(result):
    return {field.name: field.value for field in result.fields}


def finding(result):
    return next(found for found in result.findings if found.code == "several_papers")


@pytest.mark.parametrize("texts", [(ONE, OTHER), (SHEET,)], ids=["pages", "sheet"])
def test_values_of_two_cards_are_never_mixed(read, texts):
    found = values(read(*texts))

    assert (found["nik"], found["fullName"], found["issueDate"]) == (
        "3204051708900003",
        "CONTOH SPECIMEN",
        "2018-05-12",
    )


def test_the_finding_names_every_document_and_sends_the_file_to_review(read):
    result = read(ONE, OTHER)

    said = finding(result)
    assert [(one.type, [box.page for box in one.boxes], one.is_read) for one in said.segments] == [
        ("ktp", [0], True),
        ("ktp", [1], False),
    ]
    assert said.message.endswith("ktp on page 1 (read); ktp on page 2.")
    assert "several_papers" in result.review_reasons


def test_boxes_of_a_part_are_those_of_the_whole_page(read, page_of):
    result = read(SHEET)

    box = next(field.box for field in result.fields if field.name == "fullName")
    printed = [word.box for word in page_of(SHEET).words if word.text in {"CONTOH", "SPECIMEN"}][:2]
    assert box.x == pytest.approx(printed[0].x)
    assert box.y == pytest.approx(printed[0].y)
    assert box.right == pytest.approx(printed[1].right)
    parts = [one.boxes[0] for one in finding(result).segments]
    assert parts[0].bottom == pytest.approx(parts[1].y)


@pytest.mark.parametrize(
    ("texts", "elsewhere"),
    [((ONE, OTHER), [False, False, True]), ((SHEET,), [False, True]), ((ONE,), [False, False])],
    ids=["pages", "sheet", "one"],
)
def test_codes_of_the_documents_that_were_not_read_are_marked(page_of, texts, elsewhere):
    places = [(0, 0.05), (0, 0.9), (1, 0.5)]
    codes = [Code(CodeKind.QR_CODE, "CONTOH", 6, BoundingBox(page, 0.1, y, 0.05, 0.05)) for page, y in places]
    pages = [
        replace(page_of(text, index=index), codes=tuple(code for code in codes if code.box.page == index))
        for index, text in enumerate(texts)
    ]

    result = apply_template(registry.latest("ktp"), pages, threshold=70, today=date(2026, 11, 26))

    assert [code.is_elsewhere for code in result.codes] == elsewhere


def test_the_first_that_reads_well_is_read(read):
    unreadable = "\n".join(line for line in ONE.split("\n") if "Nama" not in line and "Lahir" not in line)

    result = read(unreadable, OTHER)

    assert values(result)["nik"] == "3273011412950004"
    assert [one.is_read for one in finding(result).segments] == [False, True]


def test_the_text_is_that_of_the_whole_file(read):
    result = read(ONE, OTHER)

    assert result.raw_text.count("\f") == 1
    assert "SPECIMEN KEDUA" in result.raw_text


def test_one_document_has_no_such_finding(read):
    assert "several_papers" not in {found.code for found in read(ONE).findings}
