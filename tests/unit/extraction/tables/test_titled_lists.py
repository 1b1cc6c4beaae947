"""Lists below titles, as payslips print them; all of them invented."""

import pytest

from berkas.extraction.tables.table_roles import TableRoles
from berkas.extraction.tables.titled_lists import find_lists
from berkas.model.template import Template

ENTRIES = [{"name": "what", "label": "What"}, {"name": "much", "label": "Much", "type": "number"}]
TEMPLATE = Template.model_validate(
    {"id": "tpl_x", "name": "x", "slug": "x", "version": 1, "fields": [
        {"name": "plus", "label": "Plus", "type": "array", "items": {
            "titles": ["PENERIMAAN"], "stopLabels": ["TOTAL", "TOTAL PENERIMAAN"], "fields": ENTRIES}},
        {"name": "minus", "label": "Minus", "type": "array", "items": {
            "titles": ["POTONGAN"], "stopLabels": ["TOTAL", "TOTAL POTONGAN"], "fields": ENTRIES}},
        {"name": "net", "label": "Net", "type": "number", "labels": ["GAJI BERSIH"]},
    ]}
)  # fmt: skip


@pytest.fixture
def found(lines):
    """The rows of both lists as printed, by the name of the table."""

    def of(text):
        roles = [TableRoles.of(field, TEMPLATE) for field in TEMPLATE.fields if field.items]
        lists = find_lists(lines(text), roles)
        return {name: [tuple(row.texts.values()) for row in rows.rows] for name, rows in lists.items()}

    return of


PLUS = [("Gaji Pokok", "6.000.000"), ("Uang Makan", "450.000"), ("Lembur", "125.000")]
MINUS = [("PPh 21", "90.000"), ("Kasbon", "200.000")]


def test_lists_beside_each_other_are_parted_by_the_white_between_them(found):
    text = """
PENERIMAAN                          POTONGAN
Gaji Pokok         Rp 6.000.000     PPh 21          Rp 90.000
Uang Makan         Rp   450.000     Kasbon          Rp 200.000
Lembur             Rp   125.000
Total Penerimaan   Rp 6.575.000     Total Potongan  Rp 290.000
"""

    lists = found(text)

    assert [(what, much.removeprefix("Rp ")) for what, much in lists["plus"]] == PLUS
    assert [(what, much.removeprefix("Rp ")) for what, much in lists["minus"]] == MINUS


def test_a_list_ends_at_its_own_sum_while_the_other_one_goes_on(found):
    text = """
PENERIMAAN                          POTONGAN
Gaji Pokok           6.000.000      PPh 21            90.000
Uang Makan             450.000      Kasbon           200.000
Lembur                 125.000      Total Potongan   290.000
Total Penerimaan     6.575.000
"""

    assert found(text) == {"plus": PLUS, "minus": MINUS}


def test_lists_below_each_other_are_numbered_and_may_say_hours_and_rates(found):
    text = """
A. PENERIMAAN
1. Gaji Pokok                            6.000.000
2. Uang Makan                              450.000
3. Lembur             5 jam x 25.000       125.000
Total Penerimaan                         6.575.000

B. POTONGAN
1. PPh 21                                   90.000
2. Kasbon                                  200.000
Total Potongan                             290.000

Gaji Bersih                              6.285.000
"""

    assert found(text) == {"plus": PLUS, "minus": MINUS}


def test_one_list_of_texts_has_its_amounts_below_one_title_or_the_other(found):
    text = """
No  Keterangan               Penerimaan        Potongan
1   Gaji Pokok                6.000.000
2   Uang Makan                  450.000
3   Lembur                      125.000
4   PPh 21                                       90.000
5   Kasbon                                      200.000
    Total                     6.575.000         290.000
"""

    assert found(text) == {"plus": PLUS, "minus": MINUS}


def test_words_of_a_title_within_a_text_are_none(found):
    assert found("Rincian potongan gaji bulan ini\nPPh 21     90.000") == {}
    assert found("POTONGAN\n\nTidak ada") == {}


def test_a_text_goes_on_below_and_a_dash_is_no_amount_yet(found):
    text = """
PENERIMAAN
Gaji Pokok                 6.000.000

Tunjangan Jabatan            100.000
(termasuk rapel)

Lembur                             -

Total Penerimaan           6.100.000
"""

    rows = found(text)["plus"]

    assert rows == [("Gaji Pokok", "6.000.000"), ("Tunjangan Jabatan (termasuk rapel)", "100.000"), ("Lembur", "-")]
