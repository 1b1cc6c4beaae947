"""Strategies: what each gives by its arguments, whatever the fields are called."""

import pytest

from berkas.extraction.propose.layout import Layout
from berkas.extraction.propose.strategies import places_of
from berkas.extraction.tables.rows import find_rows
from berkas.extraction.tables.table_roles import TableRoles
from berkas.model.strategies import Find
from berkas.model.template import Template

LETTER = """
PT CONTOH JAYA
Jl. Contoh No. 2, Medan 20112
Telp. (061) 555-1805

No    : INV/CTH/2025/06/0166
Kepada Yth. CV SPECIMEN MAKMUR
Jl. Specimen No. 91
Surabaya 60271

Keterangan                       Nilai
Kertas HVS A4                   97.000
Kabel NYM                      865.000

Nilai pekerjaan                962.000
PPN 11%                        105.820
Total dibayarkan             1.067.820

Pembayaran paling lambat 14 hari
Bank Specimen Niaga, rekening 9480978797 a/n PT CONTOH JAYA
Medan, 14 Maret 2026
"""
FIELDS = (
    {"name": "pelanggan", "label": "Kepada", "labels": ["Kepada Yth"],
     "find": {"party": {"role": "recipient", "part": "name"}}},
    {"name": "pajak", "label": "PPN", "type": "number", "labels": ["PPN"], "find": {"sum": {"role": "tax"}}},
    {"name": "rincian", "label": "Rincian", "type": "array", "items": {
        "rowStart": ["nilai"], "stopLabels": ["Nilai pekerjaan"], "fields": [
        {"name": "uraian", "label": "Keterangan"}, {"name": "nilai", "label": "Nilai", "type": "number"}]}},
)  # fmt: skip


@pytest.fixture
def found(lines):
    """The texts of the places that a strategy gives."""

    def of(text, find, *, fields=FIELDS):
        template = Template.model_validate(
            {"id": "tpl_x", "name": "x", "slug": "x", "version": 1, "fields": list(fields)}
        )
        layout = Layout.of(template, lines(text))
        tables = {
            field.name: find_rows(layout.lines, TableRoles.of(field, template), lambda _column, printed: printed)
            for field in template.fields
            if field.items
        }
        outside = layout.beside(tables)
        wanted = Find.model_validate(find).arguments
        return [" ".join(piece.text for piece in place.pieces) for place in places_of(wanted, outside)]

    return of


@pytest.mark.parametrize(
    ("find", "first"),
    [
        ({"party": {"role": "issuer", "part": "name"}}, "PT CONTOH JAYA"),
        ({"party": {"role": "issuer", "part": "address"}}, "Jl. Contoh No. 2, Medan 20112"),
        ({"party": {"role": "recipient", "part": "name"}}, "CV SPECIMEN MAKMUR"),
        ({"party": {"role": "recipient", "part": "address"}}, "Jl. Specimen No. 91 Surabaya 60271"),
        ({"sum": {"role": "total"}}, "1.067.820"),
        ({"sum": {"role": "subtotal"}}, "962.000"),
        ({"sum": {"role": "tax"}}, "105.820"),
        ({"rate": {"of": "pajak"}}, "11%"),
        ({"numbered": {}}, "INV/CTH/2025/06/0166"),
        ({"dated": {"part": "date"}}, "Medan, 14 Maret 2026"),
        ({"days": {}}, "14 hari"),
        ({"payment": {"part": "account"}}, "9480978797"),
        ({"payment": {"part": "holder"}}, "PT CONTOH JAYA"),
    ],
)
def test_the_likeliest_place_comes_first(found, find, first):
    assert found(LETTER, find)[0] == first


def test_a_name_may_be_any_other_text_that_looks_like_one(found):
    names = found(LETTER, {"party": {"role": "issuer", "part": "name"}})

    assert "CV SPECIMEN MAKMUR" in " ".join(names)
    assert not any(name == "9480978797" or name.startswith("Jl.") for name in names)


def test_the_rate_is_that_of_the_field_that_is_named(found):
    fields = (
        {"name": "a", "label": "A", "labels": ["PPN"]},
        {"name": "b", "label": "B", "labels": ["PPh 23"]},
    )
    text = "PPN 11%   105.820\nPPh 23  2%   19.240"

    assert found(text, {"rate": {"of": "a"}}, fields=fields) == ["11%"]
    assert found(text, {"rate": {"of": "b"}}, fields=fields) == ["2%"]


def test_beside_and_below_begin_at_the_label_of_the_field_that_is_named(found):
    fields = ({"name": "a", "label": "A", "labels": ["NO. REKENING"]},)
    text = "SINTA CONTOH            No. Rekening : 1234567890\nJl. Contoh 5"

    assert found(text, {"beside": {"of": "a"}}, fields=fields)[0] == "SINTA CONTOH"
    assert found("PROVINSI JAWA BARAT\nKOTA BANDUNG", {"lineBelow": {"of": "p"}},
                 fields=({"name": "p", "label": "P", "labels": ["PROVINSI"]},)) == ["KOTA BANDUNG"]  # fmt: skip


def test_lines_follow_the_value_of_the_field_that_is_named(found):
    fields = ({"name": "n", "label": "N", "labels": ["NPWP"]}, {"name": "d", "label": "D", "labels": ["TERDAFTAR"]})
    text = "NPWP : 01.234.567.8-901.000\nSINTA CONTOH\nJL CONTOH V\nBANDUNG\nTerdaftar : 01-02-2010"

    assert found(text, {"following": {"after": "n", "part": "first"}}, fields=fields) == ["SINTA CONTOH"]
    assert found(text, {"following": {"after": "n", "part": "rest"}}, fields=fields) == ["JL CONTOH V BANDUNG"]


def test_a_period_is_two_dates_and_a_bank_stands_at_the_head(found):
    text = "BANK CONTOH NUSANTARA\nPeriode 01/05/2026 - 31/05/2026"

    assert "01/05/2026 - 31/05/2026" in found(text, {"period": {}})[0]
    assert found(text, {"issuer": {}})[0] == "BANK CONTOH NUSANTARA"


def test_currencies_are_found_anywhere(found):
    assert found("Total Rp 5.000\nUSD 20.00", {"currency": {}}) == ["Rp", "USD"]


def test_where_no_currency_stands_the_first_word_for_amounts_in_indonesian_tells_it(found):
    assert found("Nama Barang  Harga\nKabel  5.000\nJumlah  5.000", {"currency": {}}) == ["Harga"]
    assert found("Item  Price\nCable  5.000", {"currency": {}}) == []


def test_what_is_not_there_gives_no_place(found):
    for find in ({"sum": {"role": "total"}}, {"days": {}}, {"payment": {"part": "account"}}, {"period": {}}):
        assert found("SELAMAT DATANG", find) == []


def test_times_of_the_day_stand_beside_dates_first_and_keep_their_colon_within_a_word(found):
    text = "Jam : 11:22:05 PM\n06.01.26-14:01 S26010\n12-03-2026 08.15"

    assert found(text, {"clock": {}}) == ["06.01.26-14 01", "08.15", "11 22 05 PM"]


def test_a_place_and_a_date_behind_a_caption_are_a_birth_where_another_stands_alone(found):
    born = "Tempat dan Tanggal Lahir : MEDAN, 7 Desember 1964"

    assert found(f"{born}\n\nDenpasar, 29 November 2022", {"dated": {"part": "place"}}) == [
        "Denpasar, 29 November 2022"
    ]
    assert found(born, {"dated": {"part": "place"}}) == ["MEDAN, 7 Desember 1964"]


ONE_SIGNER = ({"name": "s", "label": "S", "labels": ["Dibuat Oleh"]},)


def test_the_person_signs_below_the_name_of_the_firm(found):
    text = "Dibuat Oleh :\nPT CONTOH JAYA\n\nYohanes Specimen\nDirektur"

    assert set(found(text, {"signed": {"of": "s"}}, fields=ONE_SIGNER)) == {"Yohanes Specimen"}
    assert set(found("Dibuat Oleh :\n\n\nPT CONTOH JAYA", {"signed": {"of": "s"}}, fields=ONE_SIGNER)) == {
        "PT CONTOH JAYA"
    }


def test_only_where_it_is_asked_for_a_name_below_a_date_signs_without_a_label(found):
    text = "Medan, 14 Maret 2026\n\n\nYohanes Specimen"

    assert found(text, {"signed": {"of": "s"}}, fields=ONE_SIGNER) == []
    assert found(text, {"signed": {"of": "s", "belowDate": True}}, fields=ONE_SIGNER) == ["Yohanes Specimen"]


def test_amounts_are_no_times(found):
    assert found("NPWP 99.664.775.6 Rp 12.50.000\nTOTAL  9.00", {"clock": {}}) == []


def test_words_say_a_value_where_a_cell_begins_with_them(found):
    said = {"words": {"any": ["TUNAI", "KARTU DEBIT"]}}

    assert found("Tunai :   100.000\nKartu Debit BCA   5.000\nbayar tunai", said) == ["Tunai", "Kartu Debit"]


ORDER = """
Kirim ke : Gudang Contoh, Blok F            Vendor
           Bekasi 17310                     PT CONTOH JAYA
           Telp. (021) 555-1234             Jl. Contoh No. 2

Dibuat oleh,                  Disetujui oleh,


( Siti Contoh )               ( Budi Specimen )
"""
SIGNED = (
    {"name": "tujuan", "label": "Kirim ke", "labels": ["KIRIM KE"]},
    {"name": "penjual", "label": "Vendor", "labels": ["VENDOR"]},
    {"name": "pembuat", "label": "Dibuat", "labels": ["DIBUAT OLEH"]},
    {"name": "penyetuju", "label": "Disetujui", "labels": ["DISETUJUI OLEH"]},
)


def test_a_signature_is_the_name_in_the_column_of_its_label(found):
    assert found(ORDER, {"signed": {"of": "pembuat"}}, fields=SIGNED)[0] == "( Siti Contoh )"
    assert found(ORDER, {"signed": {"of": "penyetuju"}}, fields=SIGNED)[0] == "( Budi Specimen )"


def test_a_block_is_all_that_stands_behind_or_below_a_label_down_to_a_contact(found):
    assert found(ORDER, {"block": {"of": "tujuan"}}, fields=SIGNED)[0] == "Gudang Contoh, Blok F Bekasi 17310"
    assert found(ORDER, {"block": {"of": "penjual"}}, fields=SIGNED)[0] == "PT CONTOH JAYA Jl. Contoh No. 2"
