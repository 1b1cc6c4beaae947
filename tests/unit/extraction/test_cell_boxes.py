"""Where the cells of a table stand."""

from datetime import date

from berkas.extraction.apply import apply_template
from templates_registry import registry

COLUMNS = """
BANK CONTOH                          REKENING KORAN
No. Rekening : 1234567890            Periode : 01/05/2026 - 31/05/2026

Tanggal       Keterangan          Debet          Kredit         Saldo
              SALDO AWAL                                        1.000.000,00
01/05/2026    SETORAN SATU                       100.000,00     1.100.000,00
02/05/2026    TARIK TUNAI         50.000,00                     1.050.000,00
03/05/2026    SETORAN DUA                        200.000,00     1.250.000,00
"""
MARKED = """
BANK CONTOH                          REKENING KORAN
No. Rekening : 1234567890            Periode : 01/05/2026 - 31/05/2026

Tanggal       Keterangan          Mutasi            Saldo
              SALDO AWAL                            1.000.000,00
01/05/2026    SETORAN SATU        100.000,00 CR     1.100.000,00
02/05/2026    TARIK TUNAI          50.000,00 DB     1.050.000,00
03/05/2026    SETORAN DUA         200.000,00 CR     1.250.000,00
"""


def transactions(page):
    template = registry.latest("rekening_koran")
    result = apply_template(template, [page], threshold=70, today=date(2026, 11, 26))
    return next(field for field in result.fields if field.name == "transactions")


def test_every_printed_cell_has_a_box_of_its_own_within_its_row(page_of):
    table = transactions(page_of(COLUMNS))

    assert len(table.cell_boxes) == len(table.value) == 3
    for row, cells, around in zip(table.value, table.cell_boxes, table.row_boxes, strict=True):
        assert set(cells) == {name for name, value in row.items() if value is not None}
        for box in cells.values():
            assert around.x - 1e-5 <= box.x
            assert box.right <= around.right + 1e-5
            assert around.y - 1e-5 <= box.y
    first = table.cell_boxes[0]
    assert first["date"].right < first["description"].x < first["credit"].x < first["balance"].x


def test_a_debit_of_a_column_of_amounts_stands_where_the_amount_stands(page_of):
    table = transactions(page_of(MARKED))

    debit, credit = table.cell_boxes[1]["debit"], table.cell_boxes[0]["credit"]
    assert table.value[1]["debit"] == 50_000
    assert "amount" not in table.cell_boxes[1]
    assert debit.y > credit.y
    assert table.cell_boxes[1]["description"].right < debit.x < table.cell_boxes[1]["balance"].x


def test_boxes_are_rounded_as_they_are_shown(page_of):
    boxes = [box for cells in transactions(page_of(COLUMNS)).cell_boxes for box in cells.values()]

    assert boxes == [box.rounded() for box in boxes]


def test_a_table_that_was_not_found_has_none(page_of):
    assert transactions(page_of("SELAMAT DATANG")).cell_boxes == ()
