"""Lists of a text and the amounts of two years, and cells of their rows. All SPECIMEN."""

import pytest

from berkas.extraction.propose.layout import Layout
from berkas.extraction.propose.strategies import places_of
from berkas.extraction.tables.table_roles import TableRoles
from berkas.extraction.tables.titled_lists import find_lists
from berkas.model.strategies import Find
from berkas.model.template import Template

TEMPLATE = Template.model_validate(
    {"id": "tpl_x", "name": "x", "slug": "x", "version": 1, "fields": [
        {"name": "rows", "label": "Rows", "type": "array", "items": {"titles": ["ASET"], "fields": [
            {"name": "what", "label": "What"}, {"name": "see", "label": "See"},
            {"name": "now", "label": "Now", "type": "number"}, {"name": "before", "label": "Before", "type": "number"}]}},
    ]}
)  # fmt: skip
POSITION = """
                          Catatan          2025          2024
ASET
Aset lancar
  Kas dan setara kas            4       125.000        98.000
  Persediaan                 5,12       (2.500)             -
Jumlah aset lancar                      122.500        98.000
Aset tetap tahun 2019           7                      40.000

Catatan atas laporan keuangan merupakan bagian dari laporan ini.
"""
PROFIT = """
LAPORAN LABA RUGI
31 Desember 2025 31 Desember 2024
Pendapatan                     20       900.000       800.000
"""


@pytest.fixture
def layout(lines):
    every = lines(POSITION, PROFIT)
    roles = TableRoles.of(TEMPLATE.fields[0], TEMPLATE)
    return Layout.of(TEMPLATE, every).beside(dict(find_lists(every, [roles])))


def test_rows_are_a_text_a_note_and_the_amounts_of_both_years_on_all_pages(layout):
    rows = [row.texts for row in layout.tables["rows"].rows]

    assert rows == [
        {"what": "Kas dan setara kas", "see": "4", "now": "125.000", "before": "98.000"},
        {"what": "Persediaan", "see": "5,12", "now": "(2.500)", "before": "-"},
        {"what": "Jumlah aset lancar", "now": "122.500", "before": "98.000"},
        {"what": "Aset tetap tahun 2019", "see": "7", "before": "40.000"},
        {"what": "Pendapatan", "see": "20", "now": "900.000", "before": "800.000"},
    ]


@pytest.mark.parametrize(
    ("column", "rows", "value"),
    [
        ("now", ["PENDAPATAN", "PENJUALAN"], "900.000"),
        ("before", ["JUMLAH ASET LANCAR"], "98.000"),
        ("now", ["JUMLAH ASET"], None),
        ("see", ["PERSEDIAAN"], "5,12"),
    ],
)
def test_a_field_may_be_a_cell_of_one_row(layout, column, rows, value):
    wanted = Find.model_validate({"rowCell": {"table": "rows", "column": column, "rows": rows}}).arguments

    places = list(places_of(wanted, layout))

    assert [place.pieces[0].text for place in places] == ([value] if value else [])


def test_the_text_of_the_row_is_the_label_of_its_cell(layout):
    wanted = Find.model_validate({"rowCell": {"table": "rows", "column": "now", "rows": ["PENDAPATAN"]}}).arguments

    anchor = next(places_of(wanted, layout)).anchor

    assert anchor is not None
    assert layout.lines[anchor.line].pieces[anchor.start].text == "Pendapatan"


def test_two_rows_at_least_make_a_list(lines):
    roles = TableRoles.of(TEMPLATE.fields[0], TEMPLATE)

    assert find_lists(lines("ASET\nKas     1.000     2.000"), [roles]) == {}
