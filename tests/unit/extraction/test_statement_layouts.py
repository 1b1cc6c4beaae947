"""Transactions of statements in the layouts of many banks, each as a page of text; all SPECIMEN."""

from datetime import date

import pytest

from berkas.extraction.apply import apply_template
from templates_registry import registry

TODAY = date(2026, 11, 26)
HEAD = """
BANK CONTOH                          REKENING KORAN
No. Rekening : 1234567890            Periode : 01/05/2026 - 31/05/2026
Nama : CONTOH SPECIMEN               {0}

"""


@pytest.fixture
def read(page_of):
    def of(*tables, opening="Saldo Awal : 1.000.000,00"):
        pages = [page_of(HEAD.format(opening) + table, index=index) for index, table in enumerate(tables)]
        template = registry.latest("rekening_koran")
        return apply_template(template, pages, threshold=70, today=TODAY)

    return of


def field(result):
    return next(found for found in result.fields if found.name == "transactions")


def rows(result, *columns):
    return [tuple(row[name] for name in columns) for row in field(result).value or []]


def codes(result):
    return {finding.code for finding in result.findings}


MOVED = [("2026-05-02", None, 500000), ("2026-05-03", 20000, None), ("2026-05-04", 30000, None)]
"""Date, debit and credit of the same three rows in every layout."""

BRANCHES = """
TANGGAL     KETERANGAN                                CBG          MUTASI              SALDO
01/05       SALDO AWAL                                                          1.000.000,00
02/05       TRSF E-BANKING CR    0205/FTSCY/WS1       0000      500.000,00      1.500.000,00
                                 500000.00
03/05       TRANSAKSI DEBIT      TGL: 02/05           0123       20.000,00 DB
                                 QRC014
04/05       TRANSAKSI DEBIT      TGL: 04/05           0123       30.000,00 DB   1.450.000,00

            SALDO AWAL           1.000.000,00
            MUTASI CR              500.000,00     1
            MUTASI DB               50.000,00     2
            SALDO AKHIR          1.450.000,00
"""
GLUED = """
Tanggal     Keterangan                             Mutasi               Saldo
02/05/26    TRF MASUK                        500.000,00CR
03/05/26    BELANJA                           20.000,00DB        1.480.000,00
04/05/26    BELANJA                           30.000,00DB        1.450.000,00
"""
PENDING = """
Tgl.       Keterangan                       Cab.        Mutasi                Saldo
02/05      TRSF E-BANKING CR                0000    500.000,00 CR      1.500.000,00
           SARI CONTOH
03/05      KARTU DEBIT TOKO CONTOH          0000     20.000,00 DB      1.480.000,00
PEND       TRSF E-BANKING DB                0000     30.000,00 DB      1.450.000,00
           BUDI CONTOH
"""
SIGNS = """
No    Tanggal           Keterangan                        Nominal (IDR)         Saldo (IDR)
No    Date              Remarks                            Amount (IDR)       Balance (IDR)
 1    02 Mei 2026       Transfer masuk
      09:00:00 WIB      dari TOKO CONTOH 609429            +500.000,00         1.500.000,00
                        JAKARTA SELATAN
 2    03 Mei 2026       Pembayaran QR ke                    -20.000,00         1.480.000,00
      10:00:00 WIB      WARUNG CONTOH 60942
 3    04 Mei 2026       Pembayaran QR
      11:00:00 WIB      ke KEDAI CONTOH 609429              -30.000,00         1.450.000,00
                        KAB. CONTOH
"""
ABOVE = """
No    Tanggal           Keterangan                        Nominal (IDR)         Saldo (IDR)

                        Transfer masuk
 1    02 Mei 2026       dari TOKO CONTOH                   +500.000,00         1.500.000,00
                        JAKARTA SELATAN

                        Pembayaran QR ke
 2    03 Mei 2026       WARUNG CONTOH                       -20.000,00         1.480.000,00
                        60942

                        Pembayaran QR
 3    04 Mei 2026       ke KEDAI CONTOH                     -30.000,00         1.450.000,00
                        KAB. CONTOH
"""
TELLERS = """
Tanggal Transaksi    Uraian Transaksi                Teller           Debet          Kredit             Saldo
Transaction Date     Transaction Description         User ID          Debit          Credit           Balance
02/05/26 09:35:08    Transfer Dari SARI CONTOH       8888252           0,00      500.000,00      1.500.000,00
03/05/26 12:58:17    Pembayaran Tagihan Kartu 5100   8888028      20.000,00            0,00      1.480.000,00
                     via CONTOHmo
04/05/26 00:00:00    BIAYA ADMINISTRASI              0000000      30.000,00            0,00      1.450.000,00

                     Saldo Awal    Total Transaksi Debet    Total Transaksi Kredit       Saldo Akhir
                     1.000.000,00              50.000,00                500.000,00      1.450.000,00
"""
BALANCES_BESIDE = """
Tanggal & Waktu         Rincian Transaksi                    Nominal (IDR)         Saldo (IDR)
Saldo Awal                                                                        1.000.000,00
02 Mei 2026             Lainnya                                +500.000,00        1.500.000,00
05:31:09 WIB            TRANSFER DARI SDR CONTOH
03 Mei 2026             Transfer                                -20.000,00        1.480.000,00
17:02:44 WIB            TRF/PAY/TOP-UP ECHANNEL
04 Mei 2026             Transfer                                -30.000,00        1.450.000,00
Saldo Akhir                                                                       1.450.000,00
Informasi Lainnya
"""
POCKETS = """
Tanggal & Waktu      Sumber/Tujuan           Rincian Transaksi        Catatan         Jumlah            Saldo
02 Mei 2026          SARI CONTOH             Transfer Masuk           bayar kos     +500.000        1.500.000
09.15                BANK 1234567890         ID# 260502aaaa01
03 Mei 2026          TOKO CONTOH             Pembayaran QRIS                         -20.000        1.480.000
19.40                                        ID# 260503aaaa02
04 Mei 2026          Kantong Nabung          Pindah Uang                             -30.000        1.450.000
07.00                                        ID# 260504aaaa03
"""
TWO_DATES = """
Post Date    Eff Date     Trx Code   Description                 Debit          Credit             Total
Tgl Post     Tgl Efektif  Kode       Keterangan                  Debet          Kredit             Saldo
01/05        01/05                   SALDO AWAL                                             1.000.000,00
02/05        02/05        D01        TRF INCOMING                           500.000,00      1.500.000,00
                                     PT CONTOH JAYA
03/05        03/05        C02        CHEQUE 123456          20.000,00                       1.480.000,00
04/05        05/05        C02        CHEQUE 123457          30.000,00                       1.450.000,00
                                     TOTAL                  50.000,00       500.000,00      1.450.000,00
"""
UNKNOWN_TITLES = """
Tanggal      Uraian                        Xyz             Pqr               Rst
02/05/26     SETORAN                               500.000,00      1.500.000,00
03/05/26     BELANJA                 20.000,00                     1.480.000,00
04/05/26     BIAYA                   30.000,00                     1.450.000,00
"""
MARKS_APART = """
Tgl          Valuta       Uraian                   Nominal   D/K             Saldo
02-05-2026   02-05-2026   SETORAN TUNAI         500.000,00    K       1.500.000,00
03-05-2026   03-05-2026   TARIK TUNAI            20.000,00    D       1.480.000,00
04-05-2026   04-05-2026   BIAYA ADM              30.000,00    D       1.450.000,00
"""
ONCE_A_DAY = """
Tanggal      Uraian                        Debet          Kredit              Saldo
02/05/26     SETORAN                                  500.000,00       1.500.000,00
03/05/26     BELANJA                   15.000,00                       1.485.000,00
             PARKIR                     5.000,00                       1.480.000,00
04/05/26     BIAYA                     30.000,00                       1.450.000,00
"""
LAYOUTS = {
    "branches": BRANCHES, "glued": GLUED, "signs": SIGNS, "above": ABOVE, "tellers": TELLERS, "beside": BALANCES_BESIDE,
    "pockets": POCKETS, "two_dates": TWO_DATES, "unknown_titles": UNKNOWN_TITLES, "marks_apart": MARKS_APART,
}  # fmt: skip


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_same_rows_are_read_in_every_layout(read, layout):
    result = read(LAYOUTS[layout])

    assert rows(result, "date", "debit", "credit") == MOVED
    assert field(result).value[-1]["balance"] == 1450000
    assert codes(result) == set()


@pytest.mark.parametrize(
    ("layout", "row", "description"),
    [
        ("branches", 1, "TRANSAKSI DEBIT TGL: 02/05 QRC014"),
        ("signs", 0, "Transfer masuk dari TOKO CONTOH 609429 JAKARTA SELATAN"),
        ("signs", 2, "Pembayaran QR ke KEDAI CONTOH 609429 KAB. CONTOH"),
        ("above", 1, "Pembayaran QR ke WARUNG CONTOH 60942"),
        ("tellers", 1, "Pembayaran Tagihan Kartu 5100 via CONTOHmo"),
        ("two_dates", 0, "TRF INCOMING PT CONTOH JAYA"),
    ],
)
def test_descriptions_of_several_lines_stay_whole(read, layout, row, description):
    assert field(read(LAYOUTS[layout])).value[row]["description"] == description


def test_a_running_balance_tells_the_columns_where_there_is_no_heading(read):
    result = read(GLUED.replace("Tanggal     Keterangan                             Mutasi               Saldo", "").replace(
        "500.000,00CR                ", "500.000,00CR    1.500.000,00"
    ))  # fmt: skip

    assert rows(result, "date", "debit", "credit")[1:] == MOVED[1:]
    assert field(result).value[-1]["balance"] == 1450000


def test_a_pending_row_has_no_date_and_is_a_row(read):
    found = field(read(PENDING)).value

    assert [row["date"] for row in found] == ["2026-05-02", "2026-05-03", None]
    assert found[1]["description"] == "KARTU DEBIT TOKO CONTOH"
    assert found[1]["branch"] == "0000"
    assert (found[2]["debit"], found[2]["balance"]) == (30000, 1450000)


def test_a_date_that_is_printed_once_a_day_is_that_of_the_rows_below_and_less_sure(read):
    result = read(ONCE_A_DAY)

    assert [row["date"] for row in field(result).value] == ["2026-05-02", "2026-05-03", "2026-05-03", "2026-05-04"]
    assert field(result).cell_confidences[2]["date"] < 90


def test_the_newest_row_may_stand_first(read):
    lines = GLUED.strip("\n").split("\n")
    result = read("\n".join([lines[0], *lines[:0:-1]]))

    assert rows(result, "date", "debit", "credit") == MOVED[::-1]
    assert codes(result) == set()


def test_december_and_january_of_a_period_over_new_year(page_of):
    table = GLUED.replace("02/05/26", "30/12   ").replace("03/05/26", "31/12   ").replace("04/05/26", "02/01   ")
    head = HEAD.replace("01/05/2026 - 31/05/2026", "16/12/2025 - 15/01/2026")
    page = page_of(head.format("Saldo Awal : 1.000.000,00") + table)

    result = apply_template(registry.latest("rekening_koran"), [page], threshold=70, today=TODAY)

    assert [row[0] for row in rows(result, "date")] == ["2025-12-30", "2025-12-31", "2026-01-02"]


@pytest.mark.parametrize(
    ("carried", "brought"),
    [("Dipindahkan", "Saldo pindahan"), ("Carried forward", "Brought forward"), ("BALANCE C/F", "BALANCE B/F")],
)
def test_balances_carried_over_pages_are_no_rows(read, carried, brought):
    first, mark, second = BRANCHES.partition("04/05       TRANSAKSI")
    title = BRANCHES.strip("\n").split("\n")[0]
    space = " " * 12
    one = f"{first}{space}{carried:<62}1.480.000,00\n"
    two = f"{title}\n{space}{brought:<62}1.480.000,00\n{mark}{second}"

    result = read(one, two)

    assert rows(result, "date", "debit", "credit") == MOVED
    assert "rows_left_over" not in codes(result)


def test_a_dated_line_with_an_amount_in_no_column_is_left_over_and_sends_the_document_to_review(read):
    lines = GLUED.strip("\n").split("\n")
    lines.insert(2, "02/05/26                                                          9.000,00")

    result = read("\n".join(lines))

    assert "rows_left_over" in codes(result)
    assert "rows_left_over" in result.review_reasons
    assert field(result).confidence < 90


def test_a_wrong_balance_makes_its_own_cell_unsure(read):
    result = read(GLUED.replace("1.480.000,00", "1.490.000,00"))

    found = field(result)
    first = result.findings[0]
    assert (first.code, first.row, first.column) == ("balance_mismatch", 1, "balance")
    assert found.cell_confidences[1]["balance"] < 70
