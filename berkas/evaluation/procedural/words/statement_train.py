"""Words of bank statements of the family ``train``: further labels, texts and kinds of movements."""

from collections.abc import Mapping
from typing import Final

LABELS: Final[Mapping[str, tuple[str, str]]] = {
    "title": (
        "LAPORAN TRANSAKSI|MUTASI REKENING|Rekening Tabungan|LAPORAN TRANSAKSI FINANSIAL|e-Statement",
        "STATEMENT OF FINANCIAL TRANSACTION|Transaction History|Monthly Statement|e-Statement",
    ),
    "account_number": ("No. Rek|Rekening|No Rekening|No. Rek.", "Account|A/C No.|Acct No."),
    "account_holder": ("Nama Nasabah|Nama Rekening|Pemilik Rekening|Kepada Yth.", "Customer Name|Account Holder|To"),
    "currency": ("Valuta", "Ccy"),
    "period": ("Periode Transaksi|Periode Laporan|Periode Mutasi", "Statement Period|Transaction Period"),
    "period_from": ("Dari Tanggal|Tanggal Awal", "From Date|From"),
    "period_to": ("Sampai Tanggal|s/d", "To Date|Until"),
    "branch": ("Unit Kerja|Kantor Cabang|Cabang Pembuka", "Business Unit|Branch Office"),
    "product": ("Nama Produk|Jenis Rekening|Produk", "Product Name|Account Type"),
    "statement_date": ("Tanggal Laporan|Tgl. Cetak", "Statement Date|Print Date"),
    "customer_number": ("No. CIF|CIF", "CIF No.|Customer ID"),
    "phone": ("Telp", "Phone"),
    "average": ("Saldo Rata-rata", "Average Balance"),
    "hold": ("Saldo Tertahan|Blokir", "Hold Amount"),
    "limit": ("Plafon", "Credit Limit"),
    "rate": ("Suku Bunga", "Interest Rate"),
    "opening_balance": (
        "Saldo Awal Periode|Saldo Sebelumnya|SALDO AWAL",
        "Beginning Balance|Initial Balance|Previous Balance",
    ),
    "closing_balance": ("Saldo Akhir Periode|Saldo Penutup|SALDO AKHIR", "Ending Balance|Final Balance"),
    "total_debit": (
        "Mutasi DB|Total Transaksi Debet|Dana Keluar|Total Pengeluaran|Mutasi Debet",
        "Total Debit Transaction|Outgoing Transactions|Money Out",
    ),
    "total_credit": (
        "Mutasi CR|Total Transaksi Kredit|Dana Masuk|Total Pemasukan|Mutasi Kredit",
        "Total Credit Transaction|Incoming Transactions|Money In",
    ),
    "totals": ("TOTAL MUTASI|Jumlah", "TOTAL"),
    "summary": ("Ringkasan|Ikhtisar Saldo", "Summary|Account Summary"),
    "col_no": ("No.|Nomor", "No|#"),
    "col_date": (
        "Tanggal Transaksi|Tgl. Trx|Tgl Transaksi|Tanggal & Waktu",
        "Transaction Date|Posting Date|Date & Time",
    ),
    "col_time": ("Waktu|Pukul", "Time (WIB)|Hour"),
    "col_value_date": ("Tanggal Valuta|Tgl Efektif", "Effective Date|Val. Date"),
    "col_description": (
        "Uraian Transaksi|Rincian Transaksi|Keterangan Transaksi|Deskripsi",
        "Transaction Description|Details|Remark|Particulars",
    ),
    "col_branch": ("CBG|Teller|Kode Cab", "Br.|Teller"),
    "col_reference": ("No. Referensi|No. Ref|Jurnal", "Journal No.|Ref. No.|Trx ID"),
    "col_debit": ("Pengeluaran|Uang Keluar|Penarikan", "Withdrawal|Money Out|Debits"),
    "col_credit": ("Pemasukan|Uang Masuk|Setoran", "Deposit|Money In|Credits"),
    "col_amount": ("Nominal|Mutasi (Rp)|Nilai Transaksi", "Transaction Amount|Nominal"),
    "col_mark": ("DK|D/C|DB/KR", "Type|DC"),
    "col_balance": ("Saldo Akhir|Saldo (Rp)", "Running Balance|Ledger Balance"),
    "col_party": ("Sumber/Tujuan", "Source/Destination"),
    "col_category": ("Jenis|Kategori", "Type of Trx|Category"),
    "col_fee": ("Biaya", "Fee"),
    "page": ("Hal.|Lembar", "Page No.|Sheet"),
    "carried_forward": ("Saldo Dipindahkan Ke Hal. Berikut|Pindah saldo", "Balance c/f|Carried to next page"),
    "brought_forward": ("Saldo Pindahan Dari Hal. Sebelumnya|Saldo lanjutan", "Balance b/f|Brought from previous page"),
}
DEBITS: Final = (
    "TRSF E-BANKING DB|{dm}/FTSCY/WS95{n}|{name}",
    "BIAYA ADM",
    "TARIKAN ATM {dm}|ATM {place}",
    "KARTU DEBIT|TOKO CONTOH {place}",
    "PAJAK BUNGA",
    "Transfer Ke {name} via Mobile",
    "Pembayaran Tagihan Kartu Kredit 5100xxxx{n} via Internet Banking",
    "QRIS TOKO CONTOH {n}{n}",
    "BI-FAST DB|BIF TRANSFER KE 014|{name}|SEWA RUKO",
    "BYR VIA E-BANKING|{dm}/WSID{n}|PLN POSTPAID 5{n}{n}",
    "TRANSAKSI DEBIT TGL: {dm}|QRC014|WARUNG SPECIMEN",
    "Pembelian Pulsa 0800-555-{n}",
    "SWITCHING DB|TRANSFER KE 008|{name}",
    "PEMBAYARAN GAJI KARYAWAN {my}",
    "Biaya transfer Rp 2.500",
)
CREDITS: Final = (
    "TRSF E-BANKING CR|{dm}/FTSCY/WS95{n}|{firm}|PEMBAYARAN INV {n}",
    "SETORAN TUNAI",
    "BUNGA",
    "KR OTOMATIS|LLG-SPECIMEN BANK|{firm}",
    "Transfer Dari {name} via Mobile",
    "BI-FAST CR|BIF TRANSFER DR 008|{firm}",
    "SETORAN VIA CDM|TANGGAL :{dm} {n}",
    "INCOMING TRF {firm} INV/{my}/{n}",
    "KLIRING MASUK {n}{n}",
    "Pengembalian dana TOKO CONTOH {n}",
)
BANKS: Final = (
    "BANK CONTOH NUSANTARA",
    "Bank Specimen Niaga",
    "PT BANK CONTOH MANDALA Tbk",
    "Contohbank",
    "PT Bank Specimen Rakyat (Persero) Tbk",
    "Bank Contoh Jaya",
    "BANK SPECIMEN SYARIAH",
    "Bank Pembangunan Daerah Contoh",
)
PRODUCTS: Final = ("Tabungan Contoh", "Giro Rupiah", "SPECIMEN Bisnis", "Simpanan CONTOH-IDR", "TAHAPAN CONTOH")
BRANCHES: Final = (
    "KCP MEDAN BARU",
    "Jakarta Kota",
    "KC Surabaya Darmo",
    "KCP CONTOH PERMAI",
    "0423 - BANDUNG DAGO",
    "Unit Contoh Raya",
)
NOTES: Final = (
    "Apabila tidak ada sanggahan dalam 14 hari, nasabah dianggap menyetujui isi laporan ini.",
    "Bank berhak setiap saat melakukan koreksi apabila ada kesalahan pada laporan mutasi.",
    "Simpanan dijamin sampai Rp 2.000.000.000 per nasabah per bank.",
    "Mulai 01/07/2026 biaya administrasi bulanan menjadi Rp 17.500.",
    "Dokumen ini dicetak oleh komputer dan tidak memerlukan tanda tangan.",
    "This statement is generated electronically. Please report discrepancies within 30 days.",
)
ADVERTS: Final = (
    "Contoh Call 0800-555-000, setiap hari 24 jam",
    "Nikmati bunga 6,25% p.a. untuk deposito baru sampai 31 Maret 2027!",
    "Jaga kerahasiaan PIN Anda.",
    "Bank contoh berizin dan diawasi oleh otoritas contoh.",
)
