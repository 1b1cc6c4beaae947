"""Statements in the layouts of Indonesian banks, each as pages of text: head, holder and the same three movements. All SPECIMEN."""

from datetime import date

import pytest

from berkas.extraction.apply import apply_template
from templates_registry import registry

TODAY = date(2026, 11, 26)
MOVED = [("2026-05-02", None, 500000), ("2026-05-03", 20000, None), ("2026-05-04", 30000, None)]
"""Date, debit and credit."""

BCA = """
                                   REKENING TAHAPAN
KCP CONTOH
CONTOH SPECIMEN BUDI                                NO. REKENING   1234567890
JL SPECIMEN 1 RT001 RW002                           HALAMAN        1 / 1
KOTA CONTOH 12345                                   PERIODE        MEI 2026
INDONESIA                                           MATA UANG      IDR
CATATAN
- Apabila nasabah tidak melakukan sanggahan atas Laporan Mutasi Rekening ini sampai dengan akhir bulan

TANGGAL   KETERANGAN                                CBG          MUTASI               SALDO
01/05     SALDO AWAL                                                           1,000,000.00
02/05     TRSF E-BANKING CR   0205/FTSCY/WS95051             500,000.00        1,500,000.00
                              500000.00
                              SARI CONTOH
03/05     TRANSAKSI DEBIT     TGL: 02/05                      20,000.00 DB
                              QRC014
                              TOKO CONTOH
04/05     TRANSAKSI DEBIT     TGL: 04/05                      30,000.00 DB     1,450,000.00
                              QRC014
                              WARUNG CONTOH

          SALDO AWAL          1,000,000.00
          MUTASI CR             500,000.00   1
          MUTASI DB              50,000.00   2
          SALDO AKHIR         1,450,000.00
"""
BCA_GIRO = """
                                   REKENING GIRO
KCU SPECIMEN
PT CONTOH MAKMUR                                    NO. REKENING : 1234567890
JL SPECIMEN 1                                       HALAMAN      : 1 / 1
                                                    PERIODE      : MEI 2026
                                                    MATA UANG    : IDR
TANGGAL   KETERANGAN                                CBG          MUTASI               SALDO
01/05     SALDO AWAL                                                           1,000,000.00
02/05     SETORAN KLIRING     PT SPECIMEN JAYA      0998     500,000.00 CR
                              CEK 123456
03/05     BUNGA               PAJAK                 0998      20,000.00DB
PEND      KR OTOMATIS         TGL: 04/05            0998      30,000.00DB      1,450,000.00

          SALDO AKHIR :       1,450,000.00
"""
MANDIRI = """
e-Statement
Nama/Name        CONTOH SPECIMEN BUDI        Periode/Period        01 Mei 2026 - 31 Mei 2026
Cabang/Branch    KC Contoh Plaza             Dicetak pada/Issued on 01 Jun 2026
Tabungan Contoh IDR
Nomor Rekening/Account Number 1234567890     Saldo Awal/Initial Balance               1.000.000,00
Mata Uang/Currency            IDR            Dana Masuk/Incoming Transactions           500.000,00
                                             Dana Keluar/Outgoing Transactions           50.000,00
                                             Saldo Akhir/Closing Balance              1.450.000,00

No   Tanggal           Keterangan                            Nominal (IDR)           Saldo (IDR)
No   Date              Remarks                               Amount (IDR)          Balance (IDR)

                       Transfer dari BANK CENTRAL ASIA
 1   02 Mei 2026       SARI CONTOH                             +500.000,00         1.500.000,00
     09:00:00 WIB      1234567890

                       Pembayaran QR ke
 2   03 Mei 2026       TOKO CONTOH                              -20.000,00         1.480.000,00
     10:00:00 WIB      60942

                       Pembayaran QR ke
 3   04 Mei 2026       KEDAI CONTOH                             -30.000,00         1.450.000,00
     11:00:00 WIB      60943

PT Bank Mandiri (Persero) Tbk. berizin dan diawasi oleh OJK dan BI serta merupakan peserta penjaminan LPS
"""
MANDIRI_MONEY = """
e-Statement
Nama/Name        CONTOH SPECIMEN BUDI        Periode/Period        01 Mei 2026 - 31 Mei 2026
Nomor Rekening/Account Number 1234567890     Saldo Awal/Initial Balance               1.000.000,00
Mata Uang/Currency            IDR            Saldo Akhir/Closing Balance              1.450.000,00

No  Tanggal        Keterangan           Dana Masuk (IDR)   Dana Keluar (IDR)       Saldo (IDR)
No  Date           Remarks               Incoming (IDR)      Outgoing (IDR)      Balance (IDR)

 1  02 Mei 2026    Transfer dari             500.000,00                           1.500.000,00
    09:00:00 WIB   SARI CONTOH

 2  03 Mei 2026    Belanja di TOKO                                20.000,00       1.480.000,00
    10:00:00 WIB   CONTOH

 3  04 Mei 2026    Biaya                                          30.000,00       1.450.000,00
    11:00:00 WIB

PT Bank Mandiri (Persero) Tbk. berizin dan diawasi oleh OJK dan BI serta merupakan peserta penjaminan LPS
"""
MANDIRI_WEB = """
Bank Mandiri                                              Account Statement
Account No      : 1234567890 IDR CONTOH SPECIMEN BUDI     Period : 01/05/2026 - 31/05/2026
Currency        : IDR                                     Branch : KC CONTOH
Opening Balance : 1,000,000.00

Posting Date         Remark              Reference No       Debit       Credit       Balance
02/05/2026 09:15:00  INW.CN SARI CONTOH  990001                   500,000.00  1,500,000.00
03/05/2026 10:00:00  BIAYA TRANSFER      990002         20,000.00               1,480,000.00
04/05/2026 11:00:00  TRF KE SPECIMEN     990003         30,000.00               1,450,000.00
                     FAKTUR 12

                     Closing Balance                                            1,450,000.00
"""
BRI = """
                              LAPORAN TRANSAKSI FINANSIAL
                          STATEMENT OF FINANCIAL TRANSACTION
                                                                               Halaman 1 dari 1
Kepada Yth. / To                             Tanggal Laporan        02/06/26
                                             Statement Date
CONTOH SPECIMEN BUDI                         Periode Transaksi      01/05/26 - 31/05/26
JL SPECIMEN NO 1 RT 001                      Transaction Period
KOTA CONTOH

No. Rekening     1234567890                  Unit Kerja             KCP Contoh
Account No                                   Business Unit
Nama Produk      Britama-IDR                 Alamat Unit Kerja      Jl. Specimen No.2
Product Name                                 Business Unit Address
Valuta           IDR
Currency

Tanggal Transaksi  Uraian Transaksi            Teller         Debet      Kredit         Saldo
Transaction Date   Transaction Description     User ID        Debit      Credit       Balance
02/05/26 09:35:08  Transfer Dari SARI via BR   8888252         0.00  500,000.00  1,500,000.00
03/05/26 12:58:17  Pembayaran Tagihan Kartu    8888028    20,000.00        0.00  1,480,000.00
                   via BRImo
04/05/26 00:00:00  BIAYA ADMINISTRASI          0000000    30,000.00        0.00  1,450,000.00

               Saldo Awal        Total Transaksi Debet       Total Transaksi Kredit         Saldo Akhir
            Opening Balance     Total Debit Transaction     Total Credit Transaction      Closing Balance
             1,000,000.00              50,000.00                  500,000.00               1,450,000.00

Terbilang / In Words
SATU JUTA EMPAT RATUS LIMA PULUH RIBU RUPIAH
2026_e-StatementBRImo_1234567890_Mei2026                    Created By BRIMO
"""
BNI = """
Laporan Mutasi Rekening
Periode 1 - 31 Mei 2026

CONTOH SPECIMEN BUDI                        TAPLUS BISNIS - 1234567890
JL SPECIMEN NO 1 RT 001                     Kantor Cabang CONTOH • Mata Uang IDR
KOTA CONTOH

Saldo Awal          Total Pemasukan         Total Pengeluaran          Saldo Akhir
1,000,000           +500,000                -50,000                    1,450,000

Tanggal & Waktu     Rincian Transaksi                    Nominal (IDR)         Saldo (IDR)
Saldo Awal                                                                       1,000,000
02 Mei 2026         Lainnya                                   +500,000           1,500,000
05:31:09 WIB        TRANSFER DARI SDR CONTOH
                    PEMINDAHAN DARI 9876543210
03 Mei 2026         Transfer                                   -20,000           1,480,000
17:02:44 WIB        TRF/PAY/TOP-UP ECHANNEL
04 Mei 2026         Transfer                                   -30,000           1,450,000
08:00:00 WIB        TRANSFER KE CV SPECIMEN
Saldo Akhir                                                                      1,450,000

Informasi Lainnya
Apabila terdapat perbedaan, BNI dapat melakukan koreksi. PT Bank Negara Indonesia (Persero) Tbk.
"""
BNI_OLD = """
PT. BANK NEGARA INDONESIA (PERSERO) TBK            ACCOUNT STATEMENT
Account No   : 1234567890                          Period : 01-May-2026 to 31-May-2026
Account Name : CONTOH SPECIMEN BUDI                Currency : IDR
                                                   Opening Balance : 1,000,000.00

Posting    Effective  Branch  Journal  Transaction          Amount   DB/CR         Balance
Date       Date                        Description
02-May-26  02-May-26  0123    512345   SETORAN TUNAI    500,000.00     K      1,500,000.00
03-May-26  03-May-26  0123    512346   TARIK TUNAI       20,000.00     D      1,480,000.00
                                       ATM CONTOH
04-May-26  04-May-26  0998    512347   BIAYA ADM         30,000.00     D      1,450,000.00

                                       Ending Balance                         1,450,000.00
"""
JAGO = """
Jago
Riwayat Transaksi Kantong Utama
01 Mei 2026 - 31 Mei 2026

CONTOH SPECIMEN BUDI
Nomor Rekening 1234 5678 90
PT Bank Jago Tbk

Tanggal & Waktu  Sumber/Tujuan    Rincian Transaksi    Catatan        Jumlah        Saldo
02 Mei 2026      SARI CONTOH      Transfer Masuk       bayar kos    +500.000    1.500.000
09.15            BCA 9876543210   ID# 260502aaaa01
03 Mei 2026      TOKO CONTOH      Pembayaran QRIS                    -20.000    1.480.000
19.40                             ID# 260503aaaa02
04 Mei 2026      Kantong Nabung   Pindah Uang Antar                  -30.000    1.450.000
07.00                             Kantong
"""
SEABANK = """
SeaBank                                                   Rekening Koran
CONTOH SPECIMEN BUDI                                      No. Rekening   1234567890
Jl. Specimen No. 1                                        Periode        01 Mei 2026 - 31 Mei 2026
                                                          Mata Uang      IDR
RINGKASAN
Saldo Awal               Total Keluar            Total Masuk               Saldo Akhir
1.000.000                50.000                  500.000                   1.450.000

TANGGAL      TRANSAKSI                          KELUAR (IDR)        MASUK (IDR)       SALDO AKHIR (IDR)
04 MEI       Transfer ke BCA                          30.000                                  1.450.000
             0998 SPECIMEN
03 MEI       QRIS                                     20.000                                  1.480.000
             TOKO CONTOH
02 MEI       Real Time Transfer dari                                    500.000               1.500.000
             SARI CONTOH

PT Bank Seabank Indonesia berizin dan diawasi oleh OJK serta merupakan peserta penjaminan LPS.
"""
PERMATA = """
PermataBank
Rekening Koran / Account Statement
No. Rekening / Account No   1234567890
Nama / Name                 PT CONTOH SEJAHTERA
Periode / Period            01/05/2026 - 31/05/2026
Mata Uang / Currency        IDR

Post Date   Eff Date      Trx Code   Description                Debit         Credit            Total
Tgl Post    Tgl Efektif   Kode       Keterangan                 Debet         Kredit            Saldo
01/05       01/05                    SALDO AWAL                                          1,000,000.00
02/05       02/05         D01        TRF INCOMING                         500,000.00     1,500,000.00
                                     PT SPECIMEN JAYA
03/05       04/05         C02        CHEQUE 123456          20,000.00                    1,480,000.00
04/05       04/05         C02        CHEQUE 123457          30,000.00                    1,450,000.00
                                     TOTAL                  50,000.00     500,000.00     1,450,000.00
"""
DKI = """
BANK DKI                                          REKENING KORAN GIRO
KANTOR CABANG CONTOH
Nama      : PT CONTOH SEJAHTERA                   No. Rekening : 1234567890
Alamat    : JL SPECIMEN NO. 1                     Periode      : 01-05-2026 S/D 31-05-2026
                                                  Mata Uang    : IDR
NO  TGL TRANSAKSI   TGL VALUTA   KETERANGAN              DEBET            KREDIT             SALDO
                                 SALDO SEBELUMNYA                                     1.000.000,00
1   02-05-2026      02-05-2026   SETORAN TUNAI            0,00        500.000,00      1.500.000,00
2   03-05-2026      03-05-2026   RTGS KE CV SPECIMEN 20.000,00              0,00      1.480.000,00
                                 PEKERJAAN TAHAP 1
3   04-05-2026      04-05-2026   BIAYA ADMINISTRASI  30.000,00              0,00      1.450.000,00
                    TOTAL                            50.000,00        500.000,00
                    SALDO AKHIR                                                       1.450.000,00
"""
BSI = """
PT BANK SYARIAH INDONESIA TBK                             Laporan Mutasi Rekening
Nama Nasabah     : CONTOH SPECIMEN BUDI                   Periode    : 01/05/2026 - 31/05/2026
No. Rekening     : 1234567890                             Mata Uang  : IDR
Saldo Awal       : 1.000.000,00                           Cabang     : KCP CONTOH

Tanggal     Waktu     No. Ref      Keterangan       D/K       Nominal            Saldo
02/05/2026  09:15:00  FT26122CONT  Setoran Tunai     K     500.000,00     1.500.000,00
03/05/2026  10:00:00  FT26123CONT  Pembelian         D      20.000,00     1.480.000,00
                                   TOKO CONTOH
04/05/2026  11:30:00  FT26124CONT  Zakat             D      30.000,00     1.450.000,00
"""
OCBC = """
BANK OCBC NISP                                    REKENING KORAN
CONTOH SPECIMEN BUDI                              NO. REKENING : 1234567890
JL SPECIMEN 1                                     PERIODE      : 01 MEI 2026 - 31 MEI 2026
KOTA CONTOH                                       MATA UANG    : IDR

TGL TRANS   TGL VALUTA   URAIAN                         DEBET          KREDIT            SALDO
01/05                    SALDO AWAL                                                  1,000,000
02/05       02/05        SETORAN TUNAI                                500,000        1,500,000
03/05       03/05        TARIKAN ATM                   20,000                        1,480,000
                         CONTOH 01
04/05       05/05        BIAYA                         30,000                        1,450,000
"""
LAYOUTS = {
    "bca": (BCA, "BCA", "CONTOH SPECIMEN BUDI"),
    "mandiri": (MANDIRI, "BANK MANDIRI", "CONTOH SPECIMEN BUDI"),
    "mandiri_money": (MANDIRI_MONEY, "BANK MANDIRI", "CONTOH SPECIMEN BUDI"),
    "mandiri_web": (MANDIRI_WEB, "BANK MANDIRI", "CONTOH SPECIMEN BUDI"),
    "bri": (BRI, "BRI", "CONTOH SPECIMEN BUDI"),
    "bni": (BNI, "BANK NEGARA INDONESIA", "CONTOH SPECIMEN BUDI"),
    "bni_old": (BNI_OLD, "BANK NEGARA INDONESIA", "CONTOH SPECIMEN BUDI"),
    "jago": (JAGO, "BANK JAGO", "CONTOH SPECIMEN BUDI"),
    "seabank": (SEABANK, "BANK SEABANK INDONESIA", "CONTOH SPECIMEN BUDI"),
    "permata": (PERMATA, "PERMATABANK", "PT CONTOH SEJAHTERA"),
    "dki": (DKI, "BANK DKI", "PT CONTOH SEJAHTERA"),
    "bsi": (BSI, "BANK SYARIAH INDONESIA", "CONTOH SPECIMEN BUDI"),
    "ocbc": (OCBC, "BANK OCBC NISP", "CONTOH SPECIMEN BUDI"),
}


@pytest.fixture
def read(page_of):
    def of(*texts):
        pages = [page_of(text, index=index) for index, text in enumerate(texts)]
        return apply_template(registry.latest("rekening_koran"), pages, threshold=70, today=TODAY)

    return of


def values(result):
    return {field.name: field.value for field in result.fields}


def rows(result, *columns):
    return [tuple(row[name] for name in columns) for row in values(result)["transactions"] or []]


@pytest.mark.parametrize("bank", LAYOUTS)
def test_movements_are_read_in_the_layout_of_every_bank(read, bank):
    result = read(LAYOUTS[bank][0])

    found = rows(result, "date", "debit", "credit")
    assert sorted(found) == MOVED
    assert max(rows(result, "date", "balance"))[1] == 1450000
    assert {finding.code for finding in result.findings} <= {"value_withheld"}


@pytest.mark.parametrize("bank", LAYOUTS)
def test_head_is_read_in_the_layout_of_every_bank(read, bank):
    found = values(read(LAYOUTS[bank][0]))

    _, name, holder = LAYOUTS[bank]
    assert (found["bank"], found["account_number"]) == (name, "1234567890")
    assert found["account_holder"] == holder
    assert (found["period_start"], found["period_end"]) == ("2026-05-01", "2026-05-31")
    assert found["total_debit"] in {50000, None}
    assert found["total_credit"] in {500000, None}


@pytest.mark.parametrize(
    ("bank", "row", "description"),
    [
        ("bca", 0, "TRSF E-BANKING CR 0205/FTSCY/WS95051 500000.00 SARI CONTOH"),
        ("bca", 1, "TRANSAKSI DEBIT TGL: 02/05 QRC014 TOKO CONTOH"),
        ("mandiri", 0, "Transfer dari BANK CENTRAL ASIA SARI CONTOH 1234567890"),
        ("mandiri_money", 1, "Belanja di TOKO CONTOH"),
        ("bri", 1, "Pembayaran Tagihan Kartu via BRImo"),
        ("bni", 0, "Lainnya TRANSFER DARI SDR CONTOH PEMINDAHAN DARI 9876543210"),
        ("jago", 2, "Pindah Uang Antar Kantong"),
        ("seabank", 0, "Transfer ke BCA 0998 SPECIMEN"),
        ("dki", 1, "RTGS KE CV SPECIMEN PEKERJAAN TAHAP 1"),
        ("bsi", 1, "Pembelian TOKO CONTOH"),
        ("ocbc", 1, "TARIKAN ATM CONTOH 01"),
    ],
)
def test_descriptions_stay_whole_and_apart_from_other_columns(read, bank, row, description):
    assert values(read(LAYOUTS[bank][0]))["transactions"][row]["description"] == description


def test_second_part_of_a_description_is_no_branch(read):
    assert rows(read(BCA), "branch") == [(None,)] * 3


def test_branches_stand_beside_descriptions_of_two_parts(read):
    result = read(BCA_GIRO)

    assert rows(result, "branch", "debit", "credit") == [
        ("0998", None, 500000),
        ("0998", 20000, None),
        ("0998", 30000, None),
    ]
    assert rows(result, "date") == [("2026-05-02",), ("2026-05-03",), (None,)]
    assert rows(result, "description")[1:] == [("BUNGA PAJAK",), ("KR OTOMATIS TGL: 04/05",)]


def test_times_of_apps_stand_below_their_dates(read):
    assert rows(read(JAGO), "time") == [("09:15",), ("19:40",), ("07:00",)]
    assert rows(read(BNI), "time") == [("05:31:09",), ("17:02:44",), ("08:00:00",)]


def test_bank_of_a_transfer_is_not_the_bank_of_the_statement(read):
    lines = [line for line in MANDIRI.split("\n") if not line.startswith("PT Bank")]

    assert values(read("\n".join(lines)))["bank"] != "BANK CENTRAL ASIA"
