"""The head of a bank's document: whose it is, and who holds the account, where no label says so. All SPECIMEN."""

import pytest

from berkas.extraction.propose.layout import Layout
from berkas.extraction.propose.strategies import places_of
from berkas.extraction.tables.rows import find_rows
from berkas.extraction.tables.table_roles import TableRoles
from berkas.model.strategies import Find
from berkas.model.template import Template

FIELDS = [
    {"name": "number", "label": "Number", "labels": ["NO REK", "ACCOUNT NO"]},
    {"name": "rows", "label": "Rows", "type": "array", "items": {
        "rowStart": ["date"], "stopLabels": ["TOTAL"], "fields": [
            {"name": "date", "label": "TANGGAL"}, {"name": "text", "label": "URAIAN"},
            {"name": "amount", "label": "NILAI", "type": "number"},
        ]}},
]  # fmt: skip
TABLE = """

TANGGAL      URAIAN                          NILAI
02/05/26     KIRIM KE BANK LAWAN SPECIMEN   20.000
03/05/26     KIRIM KE BCA via BRImo         30.000
"""


@pytest.fixture
def found(lines):
    """The texts of the places that a strategy gives."""

    def of(text, find):
        template = Template.model_validate({"id": "tpl_x", "name": "x", "slug": "x", "version": 1, "fields": FIELDS})
        layout = Layout.of(template, lines(text))
        table = find_rows(layout.lines, TableRoles.of(template.fields[1], template), lambda _column, printed: printed)
        outside = layout.beside({"rows": table})
        wanted = Find.model_validate(find).arguments
        return [" ".join(piece.text for piece in place.pieces) for place in places_of(wanted, outside)]

    return of


@pytest.mark.parametrize(
    ("head", "names"),
    [
        ("LAPORAN\nBank Contoh Raya Tbk", ["Bank Contoh Raya Tbk"]),
        ("REKENING TAHAPAN\nCONTOH SPECIMEN", ["TAHAPAN"]),
        ("MUTASI\nProduk Britama-IDR", ["Britama-IDR"]),
        ("PermataBank\nRekening Koran", ["PermataBank"]),
        (
            "MUTASI\nPT Bank Contoh Niaga (Persero) Tbk. berizin dan diawasi oleh OJK serta peserta penjaminan LPS",
            ["Bank Contoh Niaga (Persero) Tbk."],
        ),
        ("Jago\nMUTASI\nPT Bank Jago Tbk", ["PT Bank Jago Tbk"]),
        ("TABUNGAN BNI\nPT Bank Negara Indonesia (Persero) Tbk", ["PT Bank Negara Indonesia (Persero) Tbk"]),
    ],
)
def test_a_bank_is_found_by_its_name_its_brand_or_its_product(found, head, names):
    assert list(dict.fromkeys(found(head + TABLE, {"issuer": {}}))) == names


def test_banks_in_movements_are_others(found):
    assert found("LAPORAN MUTASI" + TABLE, {"issuer": {}}) == []


@pytest.mark.parametrize(
    "head",
    [
        "CONTOH SPECIMEN          No. Rek : 1234567890\nJL SPECIMEN 1",
        "CONTOH SPECIMEN          SIMPANAN - 1234567890\nJL SPECIMEN 1",
        "SPECIMEN\n\n\nCONTOH SPECIMEN\nNo. Rek 1234567890",
        "No. Rek : 1234567890 IDR CONTOH SPECIMEN     Cetak : 01/05/26",
        "No. Rek : 1234567890 / CONTOH SPECIMEN     Cetak : 01/05/26",
    ],
    ids=["left of the label", "left of a number without label", "above the label", "behind the currency", "behind it"],
)
def test_a_holder_stands_beside_the_number_of_the_account(found, head):
    assert "CONTOH SPECIMEN" in found(head + TABLE, {"beside": {"of": "number"}})[:1]


def test_the_last_line_of_an_address_above_a_wide_gap_is_no_holder(found):
    places = found("Ringkasan\nKOTA CONTOH\n\n\n\nNo. Rek 1234567890" + TABLE, {"beside": {"of": "number"}})

    assert places.index("Ringkasan") < places.index("KOTA CONTOH")  # as names on the page only, from top to bottom
