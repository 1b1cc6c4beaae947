"""Tables of numbered rows in several grids: found by their numbers, columns known by headings, joined by number."""

from datetime import date

import pytest

from berkas.extraction.apply import apply_template
from berkas.model.template import Template

TODAY = date(2026, 11, 27)
TEMPLATE = Template.model_validate(
    {
        "id": "tpl_x", "name": "x", "slug": "x", "version": 1,
        "fields": [
            {"name": "t", "label": "Daftar", "type": "array", "items": {
                "rowStart": ["kode"], "grids": {"number": "no", "further": [["warna", "ayah", "ibu"]]},
                "fields": [
                    {"name": "no", "label": "No", "type": "number", "labels": ["No"], "internal": True},
                    {"name": "kode", "label": "Kode", "labels": ["Kode Barang"], "regex": "[0-9]{6}"},
                    {"name": "nama", "label": "Nama", "labels": ["Nama Lengkap"], "normaliser": "name"},
                    {"name": "kota", "label": "Kota", "labels": ["Tempat Lahir"], "normaliser": "place"},
                    {"name": "warna", "label": "Warna", "labels": ["Status Warna"], "normaliser": "name"},
                    {"name": "ayah", "label": "Ayah", "labels": ["Ayah"], "normaliser": "name"},
                    {"name": "ibu", "label": "Ibu", "labels": ["Ibu"], "normaliser": "name"},
                ]}},
            {"name": "kepala", "label": "Kepala", "labels": ["Kepala"], "requireConfidenceAbove": 0},
        ],
    }
)  # fmt: skip
PAGE = """
Kepala : BUDI CONTOH

No    Nama Lengkap          Kode Barang      Tempat Lahir
         (1)                   (2)               (3)
1     BUDI CONTOH           100001           KOTA BANDUNG
2     SITI AMINAH           100002           MEDAN
3     -                     -                -
4     -                     -                -

No    Status Warna                Nama Orang Tua
                             Ayah                 Ibu
1     MERAH TUA              SLAMET CONTOH        SUKINI
2     BIRU                   HASAN                ROKAYAH CONTOH
3     -                      -                    -

Dikeluarkan : 02-03-2026
"""


@pytest.fixture
def rows(page_of):
    """The rows that are found on a page of text."""

    def of(text):
        result = apply_template(TEMPLATE, [page_of(text)], threshold=100, today=TODAY)
        return next(field.value for field in result.fields if field.name == "t")

    return of


FIRST = {
    "kode": "100001",
    "nama": "BUDI CONTOH",
    "kota": "KOTA BANDUNG",
    "warna": "MERAH TUA",
    "ayah": "SLAMET CONTOH",
    "ibu": "SUKINI",
}
SECOND = {
    "kode": "100002",
    "nama": "SITI AMINAH",
    "kota": "MEDAN",
    "warna": "BIRU",
    "ayah": "HASAN",
    "ibu": "ROKAYAH CONTOH",
}


def test_rows_of_both_grids_are_joined_and_rows_that_nobody_filled_are_none(rows):
    assert rows(PAGE) == [FIRST, SECOND]


def test_columns_are_told_by_their_heading_wherever_they_stand(rows):
    lines = PAGE.split("\n")
    swapped = [
        "No    Kode Barang      Nama Lengkap          Tempat Lahir",
        "1     100001           BUDI CONTOH           KOTA BANDUNG",
        "2     100002           SITI AMINAH           MEDAN",
    ]

    assert rows("\n".join([*lines[:3], *swapped, *lines[9:]])) == [FIRST, SECOND]


def test_a_column_that_no_heading_names_keeps_its_text_apart(rows):
    page = PAGE.replace("Status Warna  ", "Catatan lain  ")

    assert rows(page) == [FIRST | {"warna": None}, SECOND | {"warna": None}]


def test_a_number_that_was_not_read_costs_no_row(rows):
    page = PAGE.replace("\n2     BIRU", "\n      BIRU")

    assert rows(page) == [FIRST, SECOND]


def test_a_cell_may_run_over_lines_above_and_below_its_number(rows):
    apart = "\n\n"
    first = (
        "                             SLAMET",
        "1     MERAH TUA                                   SUKINI",
        "                             CONTOH",
    )
    second = "2     BIRU                   HASAN                ROKAYAH CONTOH"
    grid = (
        "\n".join((PAGE.split("1     MERAH")[0].rstrip("\n"), *first))
        + apart
        + second
        + apart
        + "3     -                      -"
    )

    assert rows(grid) == [FIRST, SECOND]


def test_a_lost_second_grid_leaves_the_first(rows):
    page = PAGE.split("No    Status")[0]

    assert rows(page) == [
        {**FIRST, "warna": None, "ayah": None, "ibu": None},
        {**SECOND, "warna": None, "ayah": None, "ibu": None},
    ]


def test_the_box_of_a_row_is_that_in_the_first_grid(page_of):
    result = apply_template(TEMPLATE, [page_of(PAGE)], threshold=100, today=TODAY)

    table = next(field for field in result.fields if field.name == "t")
    assert [box.h < 0.03 for box in table.row_boxes] == [True, True]
    assert table.cell_boxes[0]["ayah"].y > table.row_boxes[1].y


def test_a_page_without_numbered_rows_has_none(rows):
    assert rows("SURAT\n\nNama Lengkap : BUDI\nKode Barang : 100001") is None


def test_the_first_number_may_be_lost_and_a_zero_begins_no_grid(rows):
    lost = PAGE.replace("\n1     BUDI", "\n      BUDI").replace("\n4     -", "\n4     -\n5     -")
    zero = (
        "No    Nama Lengkap          Kode Barang      Tempat Lahir\n0     BUDI CONTOH           100001           MEDAN"
    )

    assert rows(lost) == [FIRST, SECOND]
    # then it is a table like any other
    assert [row["kode"] for row in rows(zero)] == ["100001"]


@pytest.mark.parametrize(
    "further", [PAGE, PAGE.replace("\n1  ", "\n11 ").replace("\n2  ", "\n12 ").replace("\n3  ", "\n13 ")]
)
def test_a_second_card_or_sheet_is_left_over_and_goes_to_a_person(page_of, further):
    result = apply_template(TEMPLATE, [page_of(PAGE), page_of(further, index=1)], threshold=70, today=TODAY)

    assert "rows_left_over" in {finding.code for finding in result.findings}
    assert "rows_left_over" in result.review_reasons


def test_one_card_leaves_nothing_over(page_of):
    result = apply_template(TEMPLATE, [page_of(PAGE)], threshold=70, today=TODAY)

    assert "rows_left_over" not in {finding.code for finding in result.findings}
