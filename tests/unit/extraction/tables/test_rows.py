"""Rows of a table by the geometry of its words."""

import re

import pytest

from berkas.extraction.tables.rows import find_rows
from berkas.extraction.tables.table_roles import TableRoles
from berkas.model.template import TemplateDefinition
from berkas.values.amounts import parse_amount

TEMPLATE = TemplateDefinition.model_validate({
    "name": "CONTOH", "slug": "contoh",
    "fields": [{
        "name": "t", "label": "T", "type": "array",
        "items": {
            "fields": [
                {"name": "no", "label": "No", "labels": ["NO"], "normaliser": "digits"},
                {"name": "description", "label": "Item", "labels": ["NAMA BARANG", "DESCRIPTION"]},
                {"name": "quantity", "label": "Quantity", "type": "number", "labels": ["QTY"]},
                {"name": "price", "label": "Price", "type": "number", "labels": ["HARGA", "PRICE"]},
                {"name": "amount", "label": "Amount", "type": "number", "labels": ["JUMLAH", "AMOUNT"]},
            ],
            "row_start": ["amount"], "stop_labels": ["SUB TOTAL", "TOTAL", "TOTAL TRANSAKSI DEBET"],
            "skip_labels": ["BERSAMBUNG KE HALAMAN BERIKUT"],
            "rules": [{"numbered_in_order": {"number": "no"}}],
        },
    }],
    "checks": [{"product": {"table": "t", "factors": ["quantity", "price"], "equals": "amount"}}],
})  # fmt: skip
ROLES = TableRoles.of(TEMPLATE.fields[0], TEMPLATE)


def canonical(column, text):
    if column.type != "number":
        return text
    return parse_amount(text) if re.fullmatch(r"[\d.,]+", text) else None


def found_in(lines, *pages, **options):
    return find_rows(lines(*pages, **options), ROLES, canonical)


def table(lines, *pages, **options):
    found = found_in(lines, *pages, **options)
    return None if found is None else [row.texts for row in found.rows]


ONE = """
FAKTUR

No   Nama Barang            Qty       Jumlah
1    Kertas HVS A4           12      600.000
2    Tinta hitam              3      276.000
     70 ml, asli
3    Kabel                    1       50.000

Sub Total                            926.000
"""
ROWS = [
    {"no": "1", "description": "Kertas HVS A4", "quantity": "12", "amount": "600.000"},
    {"no": "2", "description": "Tinta hitam 70 ml, asli", "quantity": "3", "amount": "276.000"},
    {"no": "3", "description": "Kabel", "quantity": "1", "amount": "50.000"},
]


def test_rows_begin_with_an_amount_and_other_lines_continue_them(lines):
    assert table(lines, ONE) == ROWS


@pytest.mark.parametrize("slope", [-0.05, 0.05])
def test_a_turned_page_gives_the_same_rows(lines, slope):
    assert table(lines, ONE, slope=slope) == ROWS


def test_a_table_goes_on_behind_repeated_headings_and_footers(lines):
    first, rest = ONE.split("3    Kabel")
    head = "FAKTUR\n\nNo   Nama Barang            Qty       Jumlah\n"
    assert table(lines, f"{first}\nBersambung ke halaman berikut", f"{head}3    Kabel{rest}") == ROWS


def test_sums_below_the_table_are_no_rows(lines):
    found = found_in(lines, ONE)
    assert found is not None
    assert found.columns == {"no", "description", "quantity", "amount"}
    assert len(found.rows) == 3


def test_a_label_in_two_languages_ends_the_table_too(lines):
    assert table(lines, ONE.replace("\nSub Total  ", "Jumlah / Sub Total  ")) == ROWS


@pytest.mark.parametrize(
    "sums",
    [
        "Catatan di kiri   Jumlah Rp.         926.000",
        "                  Nilai barang       926.000",
    ],
)
def test_sums_of_any_wording_end_the_table(lines, sums):
    assert table(lines, ONE.replace("Sub Total                            926.000", sums)) == ROWS


def test_a_last_row_without_quantity_is_a_row_if_it_stands_as_the_others_do(lines):
    found = table(lines, ONE.replace("1       50.000", "        50.000"))

    assert found[-1] == {"no": "3", "description": "Kabel", "amount": "50.000"}


def test_words_that_are_no_known_title_head_the_free_text(lines):
    assert table(lines, ONE.replace("Nama Barang", "Xylophon   ")) == ROWS


def test_headings_on_two_lines(lines):
    text = ONE.replace(
        "No   Nama Barang            Qty       Jumlah",
        "No   Nama Barang            Qty       Jumlah\n     Description                      Amount",
    )
    assert table(lines, text) == ROWS


def test_rows_that_multiply_are_a_table_without_any_heading(lines):
    text = """
FAKTUR

Kertas HVS A4            12    50.000      600.000
Tinta hitam               3    92.000      276.000
Kabel                     2    25.000       50.000

Sub Total                                  926.000
"""
    found = table(lines, text)

    assert [(r["description"], r["quantity"], r["amount"]) for r in found] == [
        ("Kertas HVS A4", "12", "600.000"), ("Tinta hitam", "3", "276.000"), ("Kabel", "2", "50.000"),
    ]  # fmt: skip


def test_rows_that_no_arithmetic_confirms_are_none_without_headings(lines):
    text = "Kertas HVS A4            12    50.000      700.000\nTinta hitam               3    92.000      176.000"

    assert table(lines, text) is None


def test_a_text_without_headings_has_no_table(lines):
    assert table(lines, "PERJANJIAN\n\nPihak pertama dan pihak kedua") is None


def test_headings_without_rows_have_no_rows(lines):
    assert table(lines, "No   Nama Barang            Qty       Jumlah") == []


def test_a_column_with_an_unknown_title_stays_apart(lines):
    text = """
No   Nama Barang       Garansi        Qty       Jumlah
1    Kertas HVS A4     1 tahun         12      600.000
2    Tinta hitam       tanpa            3      276.000
"""
    assert [row["description"] for row in table(lines, text)] == ["Kertas HVS A4", "Tinta hitam"]


def test_columns_that_multiply_are_named_by_it(lines):
    text = """
No   Nama Barang             Xyz       Pqr          Rst
1    Kertas HVS A4            12    50.000      600.000
2    Tinta hitam               3    92.000      276.000
3    Kabel                     2    25.000       50.000
"""
    found = found_in(lines, text.replace("Xyz", "Qty"))

    assert [(r.texts["quantity"], r.texts["price"], r.texts["amount"]) for r in found.rows] == [
        ("12", "50.000", "600.000"), ("3", "92.000", "276.000"), ("2", "25.000", "50.000"),
    ]  # fmt: skip
    assert found.support["amount"] == 1
    assert found.likeness["amount"] == 0


def test_titles_that_the_cells_contradict_give_way(lines):
    text = """
No   Nama Barang             Qty       Jumlah         Total Harga
1    Kertas HVS A4            12       50.000             600.000
2    Tinta hitam               3       92.000             276.000
3    Kabel                     2       25.000              50.000
"""
    assert [row["amount"] for row in table(lines, text)] == ["600.000", "276.000", "50.000"]


WRAPPED = """
No   Nama Barang            Qty       Jumlah

{0}

{1}

Sub Total                            876.000
"""
TOP = (
    "1    Kertas HVS A4           12      600.000\n     80 gram\n     putih",
    "2    Tinta                    3      276.000\n     hitam",
)
MIDDLE = (
    "     Kertas HVS A4\n1    80 gram                 12      600.000\n     putih",
    "     Tinta\n2                             3      276.000\n     hitam",
)
BOTTOM = (
    "     Kertas HVS A4\n     80 gram\n1    putih                   12      600.000",
    "     Tinta\n2    hitam                    3      276.000",
)


@pytest.mark.parametrize("cells", [TOP, MIDDLE, BOTTOM], ids=["top", "middle", "bottom"])
def test_cells_of_several_lines_wherever_their_row_is_aligned(lines, cells):
    found = table(lines, WRAPPED.format(*cells))

    assert [row["description"] for row in found] == ["Kertas HVS A4 80 gram putih", "Tinta hitam"]


def test_rows_without_white_between_them_are_centred_where_text_stands_above_the_first(lines):
    text = """
No   Nama Barang            Qty       Jumlah
     Kertas HVS A4
1    80 gram                 12      600.000
     putih
     Tinta
2    hitam                    3      276.000
     70 ml
"""
    assert [row["description"] for row in table(lines, text)] == ["Kertas HVS A4 80 gram putih", "Tinta hitam 70 ml"]


@pytest.mark.parametrize(
    "carried",
    ["Jumlah dipindahkan", "Dipindahkan", "Carried forward", "Sub total c/f", "Saldo pindahan", "Jumlah bawaan"],
)
def test_sums_that_are_carried_over_are_no_rows(lines, carried):
    first = f"""
No   Nama Barang            Qty       Jumlah
1    Kertas HVS A4           12      600.000
     {carried:<30}  600.000
"""
    second = f"""
No   Nama Barang            Qty       Jumlah
     {carried:<30}  600.000
2    Tinta hitam              3      276.000
     Sub Total                       876.000
"""
    found = found_in(lines, first, second)

    assert [row.texts["no"] for row in found.rows] == ["1", "2"]
    assert found.left_over == ()


def test_a_table_goes_on_without_repeated_headings(lines):
    second = "2    Tinta hitam              3      276.000\n3    Kabel                    1       50.000"
    first = "No   Nama Barang            Qty       Jumlah\n1    Kertas HVS A4           12      600.000"

    assert [row["no"] for row in table(lines, first, second)] == ["1", "2", "3"]


def test_text_below_repeated_headings_goes_on_with_the_last_row_of_the_page_before(lines):
    head = "No   Nama Barang            Qty       Jumlah\n"
    first = f"{head}1    Kertas HVS A4           12      600.000\n2    Tinta                    3      276.000"
    second = f"{head}     hitam, 70 ml\n3    Kabel                    1       50.000"

    assert [row["description"] for row in table(lines, first, second)] == [
        "Kertas HVS A4",
        "Tinta hitam, 70 ml",
        "Kabel",
    ]


def test_a_sum_within_a_table_does_not_end_it(lines):
    text = """
No   Nama Barang            Qty       Jumlah
1    Kertas HVS A4           12      600.000
2    Tinta hitam              3      276.000
     Sub Total                       876.000
3    Kabel                    1       50.000
4    Lampu                    2       70.000
     Sub Total                       120.000
"""
    assert [row["no"] for row in table(lines, text)] == ["1", "2", "3", "4"]


def test_a_line_between_rows_that_holds_an_amount_and_is_no_row_is_left_over(lines):
    text = """
No   Nama Barang            Qty       Jumlah
1    Kertas HVS A4           12      600.000
                                   350.000
2    Tinta hitam              3      276.000
"""
    found = found_in(lines, text)

    assert len(found.rows) == 2
    assert len(found.left_over) == 1


def test_a_sentence_below_a_table_does_not_continue_its_last_row(lines):
    text = """
No   Nama Barang            Qty       Jumlah
1    Kertas HVS A4           12      600.000
Barang yang sudah dibeli tidak dapat ditukar kembali
"""
    assert table(lines, text)[0]["description"] == "Kertas HVS A4"


def test_two_known_titles_are_enough_where_rows_follow(lines):
    found = table(
        lines,
        "Description                 Amount\nKertas HVS A4              600.000\nTinta                      276.000",
    )

    assert [row["amount"] for row in found] == ["600.000", "276.000"]


def test_titles_whose_cells_wrap_on_their_own(lines):
    text = """
No.    Nama Barang Kena Pajak /      Qty       Jumlah
Urut   Jasa Kena Pajak                         Harga
1      Kertas HVS A4                  12      600.000
2      Tinta hitam                     3      276.000
"""
    assert [(row["no"], row["description"]) for row in table(lines, text)] == [
        ("1", "Kertas HVS A4"),
        ("2", "Tinta hitam"),
    ]


def test_words_behind_the_count_of_a_row_are_its_text_where_no_white_parts_them(lines):
    text = """
No                        Nama Barang                   Qty       Jumlah
1. Kursi kantor sandaran tinggi berwarna hitam           12      600.000
   dengan roda
2. Tinta hitam                                            3      276.000
3. Kabel                                                  1       50.000
"""
    assert [(row["no"], row["description"]) for row in table(lines, text)] == [
        ("1.", "Kursi kantor sandaran tinggi berwarna hitam dengan roda"),
        ("2.", "Tinta hitam"),
        ("3.", "Kabel"),
    ]


@pytest.mark.parametrize("inner", [["01/2028", "11/2029", "07/2029"], ["101", "102", "113"]])
def test_a_column_whose_title_ran_together_with_the_next_one_is_no_part_of_the_text(lines, inner):
    text = """
No   Kd Nama Barang                 Qty       Jumlah
1    {:<10} Pupuk NPK            12      600.000
2    {:<10} Lampu LED             3      276.000
3    {:<10} Kabel                 1       50.000
""".format(*inner)
    assert [row["description"] for row in table(lines, text)] == ["Pupuk NPK", "Lampu LED", "Kabel"]


@pytest.mark.parametrize("word", ["Harga Pokok", "Seluruhnya"])
def test_what_the_rows_add_up_to_ends_the_table_whatever_it_is_called(lines, word):
    text = f"""
No   Nama Barang            Qty       Jumlah
1    Kertas HVS A4           12      600.000
2    Tinta hitam              3      276.000
     {word:<28}    876.000
     Biaya kirim              4       10.000
"""
    assert [row["no"] for row in table(lines, text)] == ["1", "2"]


@pytest.mark.parametrize(
    ("below", "description"),
    [
        ("\nCheques should be crossed and made payable.", "Tinta hitam"),
        ("\nTagihan: keuangan@contoh.example", "Tinta hitam"),
        ("isi 2 botol @ 70 ml", "Tinta hitam isi 2 botol @ 70 ml"),
        ("isi 2 botol dan 1 tutup.", "Tinta hitam isi 2 botol dan 1 tutup."),
    ],
)
def test_a_sentence_or_an_address_below_the_rows_is_of_the_last_one_if_nothing_parts_it(lines, below, description):
    text = f"""
Nama Barang                 Qty       Jumlah
Kertas HVS A4                12      600.000
ukuran besar
Tinta hitam                   3      276.000
{below}
"""
    assert [row["description"] for row in table(lines, text)] == ["Kertas HVS A4 ukuran besar", description]


@pytest.mark.parametrize(
    "texts", [("Termin 1", "Termin 2", "Termin 3"), ("Sewa 01/2026", "Sewa 02/2026", "Sewa 03/2026")]
)
def test_words_that_all_rows_share_are_no_column_of_their_own(lines, texts):
    rows = "\n".join(f"{text:<26} {number}      600.000" for number, text in enumerate(texts, start=2))

    assert [row["description"] for row in table(lines, f"Nama Barang                Qty       Jumlah\n{rows}")] == list(
        texts
    )


def test_a_row_whose_amount_is_by_chance_what_those_above_add_up_to_is_a_row(lines):
    text = """
Nama Barang                 Qty       Jumlah
Semen                         5      500.000
Pasir                         5      500.000
Ongkos bongkar                      1.000.000
Batu bata                     5      500.000
"""
    assert [row["amount"] for row in table(lines, text)] == ["500.000", "500.000", "1.000.000", "500.000"]


def test_hours_with_two_decimals_are_no_money(lines):
    text = """
Description                 Qty       Amount
Design                     1.50        450
Coding                     2.00        600
"""
    assert [(row["quantity"], row["amount"]) for row in table(lines, text)] == [("1.50", "450"), ("2.00", "600")]


def test_the_title_of_a_group_of_rows_is_no_part_of_the_next_one_and_a_name_with_a_title_is(lines):
    text = """
No   Nama Barang            Qty       Jumlah
A. Material
1    Kertas HVS A4           12      600.000
II. Upah
2    Tinta hitam              3      276.000
     H. Sulaiman
"""
    assert [row["description"] for row in table(lines, text)] == ["Kertas HVS A4", "Tinta hitam H. Sulaiman"]


def test_money_in_the_column_of_quantities_is_the_amount(lines):
    text = """
Nama Barang        Price          Biaya       Qty
Kertas HVS A4      50.000        50.000   600.000
Tinta hitam        92.000        92.000   276.000
"""
    found = table(lines, text)

    assert [row["amount"] for row in found] == ["600.000", "276.000"]
    assert all("quantity" not in row for row in found)


SHIFTED = """
No   Nama Barang       Qty   Harga     Diskon  Jumlah
1    Dodol Garut        20         30.000       -       600.000
2    Bandeng Presto      5         47.000       -       235.000
3    Keripik Balado      2         18.500       -        37.000
"""


def test_cells_that_stand_under_the_title_behind_their_own_are_taken_in_order(lines):
    items = TEMPLATE.fields[0].items
    discount = items.fields[3].model_copy(update={"name": "discount", "labels": ("DISKON",)})
    more = items.model_copy(update={"fields": (*items.fields, discount)})
    template = TEMPLATE.model_copy(update={"fields": (TEMPLATE.fields[0].model_copy(update={"items": more}),)})

    def signed(column, text):
        return canonical(column, text.removeprefix("- "))

    found = find_rows(lines(SHIFTED), TableRoles.of(template.fields[0], template), signed)

    assert [row.texts["price"] for row in found.rows] == ["30.000", "47.000", "18.500"]
    assert [row.texts["amount"] for row in found.rows] == ["600.000", "235.000", "37.000"]
