"""Words of bank statements of the family ``calibrate``: further labels, texts and kinds of movements, apart from ``train``."""

from collections.abc import Mapping
from typing import Final

LABELS: Final[Mapping[str, tuple[str, str]]] = {
    "title": (
        "LAPORAN REKENING|Riwayat Transaksi|REKENING GIRO|Ikhtisar Mutasi|INFORMASI REKENING",
        "ACCOUNT ACTIVITY|Consolidated Statement|Current Account Statement|Account Transactions",
    ),
    "account_number": ("Nomor Rek|No. Account|Nomor Akun|Rek. No.", "Acc. Number|Account #|Acc No"),
    "account_holder": ("Nama Pemilik|Nasabah|Nama Pemegang Rekening|Kepada", "Account Owner|Customer|Prepared for"),
    "currency": ("Jenis Valuta", "Account Currency"),
    "period": ("Rentang Tanggal|Masa Laporan|Untuk Periode", "Date Range|Reporting Period|For the Period"),
    "period_from": ("Mulai|Tgl. Mulai", "Start Date|Starting"),
    "period_to": ("Hingga|Tgl. Akhir", "End Date|Ending"),
    "branch": ("Kantor|KCP/KC|Cabang Pengelola", "Servicing Branch|Office"),
    "product": ("Jenis Simpanan|Tipe Rekening", "Account Product|Scheme"),
    "statement_date": ("Dicetak Tanggal|Per Tanggal", "Generated On|Date of Statement"),
    "customer_number": ("Nomor Nasabah|ID Nasabah", "Customer No.|Client ID"),
    "phone": ("Nomor HP", "Mobile"),
    "average": ("Rata-rata Saldo Harian", "Avg. Daily Balance"),
    "hold": ("Dana Diblokir", "Blocked Funds"),
    "limit": ("Limit Kredit", "Overdraft Limit"),
    "rate": ("Bunga p.a.", "Rate p.a."),
    "opening_balance": (
        "Saldo Pembukaan|Saldo Bulan Lalu|Saldo Mula",
        "Balance at Start|Starting Balance|Balance B/F at Start",
    ),
    "closing_balance": (
        "Saldo Penutupan|Saldo Terakhir|Saldo per Akhir Periode",
        "Balance at End|Closing Ledger Balance",
    ),
    "total_debit": (
        "Jumlah Debet|Total Uang Keluar|Total Mutasi Debet|Seluruh Penarikan",
        "Total Withdrawals|Total Money Out|Sum of Debits",
    ),
    "total_credit": (
        "Jumlah Kredit|Total Uang Masuk|Total Mutasi Kredit|Seluruh Setoran",
        "Total Deposits|Total Money In|Sum of Credits",
    ),
    "totals": ("Total Transaksi|JUMLAH MUTASI", "Totals|Grand Total"),
    "summary": ("Rekap|Rangkuman Rekening", "At a Glance|Overview"),
    "col_no": ("Urut", "Seq"),
    "col_date": ("Tgl. Buku|Tgl Trans|Tanggal Posting", "Trx Date|Post Date|Booking Date"),
    "col_time": ("Jam Trx", "Time Stamp"),
    "col_value_date": ("Tgl. Berlaku|Tgl. Nilai", "Eff. Date|Value"),
    "col_description": ("Rincian|Detail Transaksi|Narasi|Transaksi", "Narrative|Transaction Details|Transaction"),
    "col_branch": ("Kd. Cabang|Kantor", "Brn|Office"),
    "col_reference": ("Nomor Bukti|ID Transaksi|No. Arsip", "Cheque No.|Trace No.|Trx Ref"),
    "col_debit": ("Keluar|Debet (Rp)|Mutasi Debet", "Paid Out|Dr|Payments"),
    "col_credit": ("Masuk|Kredit (Rp)|Mutasi Kredit", "Paid In|Cr|Receipts"),
    "col_amount": ("Nilai|Besaran|Jumlah Transaksi", "Trx Amount|Value"),
    "col_mark": ("Jns|D/K/", "Sign|Dr/Cr"),
    "col_balance": ("Sisa Saldo|Saldo Berjalan", "Available Balance|Account Balance"),
    "col_party": ("Lawan Transaksi", "Counterparty"),
    "col_category": ("Kode|Kelompok", "Trx Code|Channel"),
    "col_fee": ("Beban", "Charge"),
    "page": ("Lbr.|Hlm", "Pg|Page #"),
    "carried_forward": ("Sisa saldo ke lembar berikut|Dilanjutkan", "To be carried over|Page balance"),
    "brought_forward": ("Sisa saldo dari lembar lalu|Lanjutan saldo", "Carried over|Continued balance"),
}
DEBITS: Final = (
    "PMBYRN QR KE {firm}|{place}",
    "Pindah dana ke {name}",
    "DB TRF|{n}{n}|{name}|{place}",
    "ADM BULANAN",
    "PPH ATAS BUNGA",
    "Tagihan Air PDAM {n}",
    "POS BELANJA {place} {dm}",
    "RTGS KELUAR {firm}|REF SPC{n}{n}",
    "Top-up dompet digital 0800555{n}",
    "CHQ {n}{n}",
    "Autodebet angsuran ke-{d} dari 36",
    "Pajak Bunga",
    "DEBIT CARD {n} {place} IDR",
    "TRF KE BANK LAIN|A/N {name}|BIAYA RP 6.500",
    "Iuran bulanan {my}",
)
CREDITS: Final = (
    "Terima dana dari {name}",
    "CR TRF|{n}{n}|{firm}",
    "JASA GIRO",
    "STR TUNAI {place}",
    "RTGS MASUK {firm}|TAGIHAN NO {n}/{my}",
    "Dana masuk {firm}|pelunasan nota {n}",
    "PAYROLL {my}|{firm}",
    "Bagi hasil",
    "VA {n}{n}{n}|{name}",
    "REVERSAL {n}{n}",
)
BANKS: Final = (
    "Bank Specimen Samudra",
    "BANK CONTOH BAHARI",
    "PT BANK SPECIMEN ARTHA",
    "bank contoh digital",
    "PT Bank Contoh Internasional Tbk",
    "SPECIMEN BANK",
    "Bank Perekonomian Contoh",
    "BPD Specimen",
)
PRODUCTS: Final = ("Giro Specimen", "Kantong Utama", "CONTOH Prioritas", "Tabungan Haji Contoh", "SPC Korporat")
BRANCHES: Final = (
    "Cabang Malang Kota",
    "KC PALEMBANG",
    "KCP Specimen Mall",
    "Kantor Pusat",
    "101 Makassar",
    "KCU Bogor",
)
NOTES: Final = (
    "Harap memeriksa laporan ini; keberatan diajukan paling lambat 30 hari sejak 1 bulan berikutnya.",
    "Nilai pertanggungan simpanan paling banyak Rp2 miliar sesuai ketentuan.",
    "Kurs yang dipakai adalah kurs tengah 15.875,00 per akhir bulan.",
    "Segala biaya dan pajak telah diperhitungkan dalam saldo.",
    "Cheques deposited after 15:00 are credited on the following working day.",
    "Minimum balance IDR 500,000.00 applies from 1 October 2026.",
)
ADVERTS: Final = (
    "Hubungi 0800-555-4321 atau halo@contoh.example",
    "Ajak teman, dapatkan Rp75.000 tiap rekening baru!",
    "Kredit usaha mulai 0,8% per bulan - tanya cabang terdekat",
    "Specimen Bank is supervised by a fictitious authority.",
)
