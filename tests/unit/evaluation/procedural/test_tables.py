"""Tables."""

from berkas.evaluation.procedural.page import Type
from berkas.evaluation.procedural.tables import Table, TableColumn, TableLook, TableRow, fit

TYPE = Type("Helvetica", 9)
LOOK = TableLook(TYPE, TYPE, TYPE, padding=(4, 3))
COLUMNS = (
    TableColumn("text", "Keterangan", is_wide=True),
    TableColumn("amount", "Jumlah\nAmount", "right"),
)
ROW = TableRow({"text": ["satu dua tiga " * 20], "amount": ["1.234.567,00"]})


def test_columns_are_as_wide_as_their_content_and_the_wide_one_takes_the_rest():
    fitted = fit(Table(COLUMNS, (ROW,), LOOK), 400)
    assert fitted is not None
    text, amount = fitted.columns
    assert amount.width >= TYPE.width("1.234.567,00") + 8
    assert round(text.width + amount.width, 6) == 400
    assert fitted.left_of("amount") == text.width


def test_a_table_that_does_not_fit_is_refused():
    assert fit(Table(COLUMNS, (ROW,), LOOK), 120) is None


def test_a_row_is_as_high_as_its_highest_cell():
    fitted = fit(Table(COLUMNS, (ROW,), LOOK), 300)
    assert fitted is not None
    lines = len(TYPE.wrap("satu dua tiga " * 20, fitted.columns[0].width - 8))
    assert lines > 2
    assert fitted.row_height(ROW) == lines * TYPE.leading + 6


def test_headings_keep_their_line_breaks():
    fitted = fit(Table(COLUMNS, (ROW,), LOOK), 300)
    assert fitted is not None
    assert fitted.heading_height() == 2 * TYPE.leading + 6
