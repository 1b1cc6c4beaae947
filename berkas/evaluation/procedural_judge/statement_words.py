"""What bank statements of the judge family call things, and what their bookings say."""

from typing import Final

from berkas.evaluation.procedural_judge.invoice_words import Words

INDONESIAN: Final[Words] = {
    "title": ("REKENING KORAN", "Rekening Koran", "LAPORAN MUTASI REKENING", "Mutasi Rekening", "LAPORAN REKENING",
    "e-Statement Tabungan",
              "REKENING TABUNGAN", "Laporan Transaksi", "REKENING GIRO", "Histori Transaksi", "LAPORAN TRANSAKSI REKENING"),
    "holder": ("Nama", "Nama Nasabah", "Nama Pemilik", "Atas Nama", "Nama Rekening", "Pemilik Rekening"),
    "to": ("Kepada Yth.", "Kepada Yth", "Yth."),
    "address": ("Alamat", "Alamat Nasabah"), "account": ("No. Rekening", "Nomor Rekening", "No Rekening", "No. Rek.",
    "Rekening"),
    "period": ("Periode", "Periode Transaksi", "Periode Laporan", "Periode Mutasi", "Masa"), "from": ("Dari Tanggal",
    "Tanggal Awal", "Mulai"),
    "until": ("Sampai Tanggal", "Tanggal Akhir", "Hingga"), "currency": ("Mata Uang", "Valuta", "Jenis Valuta"),
    "branch": ("Cabang", "Kantor Cabang", "Unit Kerja", "Cabang Pembuka", "Kantor Pengelola"), "product": ("Jenis Produk",
    "Nama Produk", "Jenis Rekening"),
    "customer": ("CIF", "No. CIF", "Nomor Nasabah"), "printed": ("Tanggal Cetak", "Dicetak", "Tgl. Laporan"),
    "number": ("No. Laporan", "Nomor Dokumen"),
    "average": ("Saldo Rata-rata", "Rata-rata Saldo Harian"), "held": ("Saldo Ditahan", "Dana Diblokir"),
    "rate": ("Suku Bunga", "Bunga p.a."),
    "limit": ("Plafon", "Limit Harian"), "opening": ("Saldo Awal", "Saldo Awal", "Saldo Sebelumnya", "Saldo Bulan Lalu",
    "Saldo Permulaan"),
    "closing": ("Saldo Akhir", "Saldo Akhir", "Saldo Penutup", "Saldo Akhir Periode"),
    "debits": ("Total Debet", "Total Debit", "Mutasi Debet", "Jumlah Debet", "Total Pengeluaran", "Total Dana Keluar",
    "Total Mutasi DB"),
    "credits": ("Total Kredit", "Mutasi Kredit", "Jumlah Kredit", "Total Pemasukan", "Total Dana Masuk", "Total Mutasi CR"),
    "debit_count": ("Jumlah Transaksi Debet", "Frekuensi Debet"), "credit_count": ("Jumlah Transaksi Kredit",
    "Frekuensi Kredit"),
    "total_row": ("Total", "TOTAL", "Total Mutasi", "Jumlah"), "carried": ("Saldo Dipindahkan",
    "Dipindahkan ke halaman berikut", "Saldo akhir halaman"),
    "brought": ("Saldo Pindahan", "Pindahan dari halaman sebelumnya", "Saldo awal halaman"), "page": ("Halaman", "Hal.",
    "Lembar"), "of": ("dari", "/"),
    "col_no": ("No", "No.", "#"), "col_date": ("Tanggal", "Tgl", "Tanggal Transaksi", "Tgl. Trans", "Tgl Buku",
    "Tanggal Pembukuan"),
    "col_time": ("Jam", "Waktu", "Pukul"), "col_value": ("Tgl Valuta", "Valuta", "Tgl. Efektif"),
    "col_text": ("Keterangan", "Uraian", "Uraian Transaksi", "Rincian Transaksi", "Deskripsi", "Keterangan Transaksi",
    "Transaksi"),
    "col_branch": ("Cbg", "CAB", "Cabang", "Kode Cab", "Teller"), "col_reference": ("No. Ref", "Referensi", "No. Referensi",
    "Jurnal", "ID Transaksi"),
    "col_debit": ("Debet", "Debit", "Keluar", "Dana Keluar", "Penarikan", "Pengeluaran", "Mutasi Debet"),
    "col_credit": ("Kredit", "Masuk", "Dana Masuk", "Setoran", "Pemasukan", "Mutasi Kredit"),
    "col_amount": ("Mutasi", "Nominal", "Jumlah", "Nilai", "Nilai Transaksi"), "col_mark": ("D/K", "DB/CR", "D/C", "DK",
    "Tipe", "Jenis"),
    "col_balance": ("Saldo", "Saldo", "Saldo Akhir", "Sisa Saldo"),
}  # fmt: skip
ENGLISH: Final[Words] = {
    "title": ("ACCOUNT STATEMENT", "Account Statement", "STATEMENT OF ACCOUNT", "Bank Statement", "e-Statement",
    "Transaction History", "Savings Statement",
              "CURRENT ACCOUNT STATEMENT"),
    "holder": ("Account Name", "Name", "Account Holder", "Customer Name", "Account Title"), "to": ("To", "Dear Customer",
    "Mail to"),
    "address": ("Address", "Mailing Address"), "account": ("Account No.", "Account Number", "A/C No.", "Account No"),
    "period": ("Period", "Statement Period", "Transaction Period", "Period Covered"), "from": ("From Date", "From",
    "Start Date"),
    "until": ("To Date", "Until", "End Date"), "currency": ("Currency", "Account Currency", "CCY"), "branch": ("Branch",
    "Branch Name", "Home Branch"),
    "product": ("Product", "Account Type", "Product Name"), "customer": ("CIF No.", "Customer ID"),
    "printed": ("Print Date", "Generated on", "Statement Date"),
    "number": ("Statement No.", "Document ID"), "average": ("Average Balance",), "held": ("Hold Amount", "Blocked Funds"),
    "rate": ("Interest Rate",),
    "limit": ("Credit Limit", "Daily Limit"), "opening": ("Opening Balance", "Beginning Balance", "Previous Balance",
    "Initial Balance"),
    "closing": ("Closing Balance", "Ending Balance", "Closing Balance", "Final Balance"),
    "debits": ("Total Debit", "Total Debits", "Total Withdrawals", "Money Out", "Outgoing Transactions"),
    "credits": ("Total Credit", "Total Credits", "Total Deposits", "Money In", "Incoming Transactions"),
    "debit_count": ("No. of Debits",), "credit_count": ("No. of Credits",), "total_row": ("Total", "TOTAL", "Totals"),
    "carried": ("Balance carried forward", "Carried forward", "C/F"), "brought": ("Balance brought forward",
    "Brought forward", "B/F"), "page": ("Page",),
    "of": ("of", "/"), "col_no": ("No", "#"), "col_date": ("Date", "Posting Date", "Transaction Date", "Trans Date",
    "Post Date"), "col_time": ("Time",),
    "col_value": ("Value Date", "Eff. Date", "Effective Date"),
    "col_text": ("Description", "Transaction Description", "Remarks", "Details", "Particulars", "Transaction Details"),
    "col_branch": ("Branch", "Br.", "Teller ID"), "col_reference": ("Reference", "Ref No.", "Journal", "Transaction ID"),
    "col_debit": ("Debit", "Withdrawals", "Money Out", "Paid Out", "Debits"), "col_credit": ("Credit", "Deposits",
    "Money In", "Paid In", "Credits"),
    "col_amount": ("Amount", "Transaction Amount", "Amount"), "col_mark": ("DB/CR", "D/C", "Type"),
    "col_balance": ("Balance", "Balance", "Running Balance", "Ledger Balance"),
}  # fmt: skip
Booking = tuple[str, ...]
"""Lines of a description; in braces what is filled in."""

OUT: Final[dict[str, tuple[Booking, ...]]] = {
    "id": (
        ("PEMINDAHAN DANA KE {person}",), ("TRF KE {bank} {n8}", "{person}"), ("TARIK TUNAI ATM {n4}", "{place}"),
        ("BELANJA EDC", "{shop} {place}"),
        ("BYR TAGIHAN LISTRIK", "IDPEL {n10}"), ("QR BAYAR {shop}",), ("BIAYA TRF ONLINE",), ("ANGSURAN PINJAMAN {n6}",),
        ("ISI ULANG DOMPET {n8}",),
        ("BI-FAST KELUAR", "{person}", "REF {n10}"), ("Pembelian pulsa {n4}",), ("Transfer ke {firm}",
        "Bayar invoice {dm} no {n4}"), ("CEK NO {n6}",),
        ("SKN KELUAR", "{firm}", "PELUNASAN PO {n4}", "{place}"), ("Debit otomatis asuransi {n6}",),
        ("Pembayaran pajak MPN {n10}",),
    ),
    "en": (
        ("ATM WITHDRAWAL {n4}", "{place}"), ("CARD PURCHASE {shop}",), ("Transfer to {person}",), ("ONLINE TRANSFER {n8}",
        "{firm}"), ("CHEQUE {n6}",),
        ("Direct debit electricity", "Customer {n10}"), ("Outward remittance", "{firm}", "Ref {n8} dated {dm}"),
        ("LOAN REPAYMENT {n6}",), ("QR payment {shop}",),
        ("Payroll transfer", "Batch {n4}", "{firm}"), ("SERVICE FEE",),
    ),
}  # fmt: skip
IN: Final[dict[str, tuple[Booking, ...]]] = {
    "id": (
        ("PEMINDAHAN DANA DARI {person}",), ("TRF MASUK {n8}", "{firm}"), ("SETOR TUNAI {place}",), ("KLIRING MASUK",
        "{firm}"), ("BI-FAST MASUK", "{person}"),
        ("SETORAN MESIN {n4}", "TGL {dm}"), ("Pencairan giro {n6}",), ("Terima dari {firm}", "Pelunasan faktur {n4}/{n4}",
        "Terima kasih"),
        ("RTGS {bank}", "{firm}"), ("Pengembalian dana {shop}",),
    ),
    "en": (
        ("Transfer from {person}",), ("INWARD TRANSFER {n8}", "{firm}"), ("CASH DEPOSIT {place}",), ("CLEARING CREDIT",
        "{firm}"), ("Refund {shop}",),
        ("Salary credit", "{firm}", "Month end {dm}"), ("CHEQUE DEPOSIT {n6}",),
    ),
}  # fmt: skip
MONTH_END: Final[dict[str, tuple[str, str, str]]] = {
    "id": ("BUNGA REKENING", "PAJAK ATAS BUNGA", "BIAYA ADMINISTRASI BULANAN"), "en": ("INTEREST CREDIT", "TAX ON INTEREST",
    "MONTHLY ADMIN FEE"),
}  # fmt: skip
NOTES: Final[dict[str, tuple[str, ...]]] = {
    "id": (
        "Apabila dalam 14 hari tidak ada sanggahan, nasabah dianggap menyetujui isi laporan ini.",
        "Bank ini peserta penjaminan simpanan sampai Rp 2.000.000.000 per nasabah.",
        "Mulai 01 April suku bunga tabungan menjadi 2,75% per tahun untuk saldo di atas Rp 50.000.000.",
        "Jaga kerahasiaan PIN dan kode OTP Anda.",
        "Laporan dihasilkan secara elektronik sehingga tidak memerlukan tanda tangan.",
        "Layanan nasabah 24 jam: 0800-555-0188.",
        "Tarif transfer sebesar Rp 2.500 berlaku untuk setiap transaksi antarbank.",
    ),
    "en": (
        "Please report any discrepancy within 30 days from the date of this statement.",
        "This is a computer generated statement and needs no signature.",
        "Never share your PIN or one-time password with anyone.",
        "Effective 1 March the fee for outward transfers is IDR 2,500.00 per transaction.",
        "Customer care 24 hours: 0800-555-0188.", "Deposits are insured up to IDR 2,000,000,000.00 per depositor.",
    ),
}  # fmt: skip
