"""Labels of bank statements that every family uses: Indonesian and English, synonyms apart by ``|``."""

from collections.abc import Mapping
from typing import Final

LABELS: Final[Mapping[str, tuple[str, str]]] = {
    "title": ("REKENING KORAN|Laporan Mutasi Rekening", "Account Statement|STATEMENT OF ACCOUNT"),
    "account_number": ("No. Rekening|Nomor Rekening", "Account No.|Account Number"),
    "account_holder": ("Nama|Atas Nama", "Name|Account Name"),
    "address": ("Alamat", "Address"),
    "currency": ("Mata Uang", "Currency"),
    "period": ("Periode", "Period"),
    "branch": ("Cabang", "Branch"),
    "opening_balance": ("Saldo Awal", "Opening Balance"),
    "closing_balance": ("Saldo Akhir", "Closing Balance"),
    "total_debit": ("Total Debet|Total Debit", "Total Debit"),
    "total_credit": ("Total Kredit", "Total Credit"),
    "col_no": ("No", "No."),
    "col_date": ("Tanggal|Tgl", "Date"),
    "col_time": ("Jam", "Time"),
    "col_value_date": ("Valuta|Tgl Valuta", "Value Date"),
    "col_description": ("Keterangan|Uraian", "Description|Remarks"),
    "col_branch": ("Cabang|Cab", "Branch"),
    "col_reference": ("Referensi", "Reference"),
    "col_debit": ("Debet|Debit", "Debit"),
    "col_credit": ("Kredit", "Credit"),
    "col_amount": ("Mutasi|Jumlah", "Amount"),
    "col_mark": ("DB/CR|D/K", "DB/CR|D/C"),
    "col_balance": ("Saldo", "Balance"),
    "page": ("Halaman", "Page"),
    "carried_forward": ("Saldo dipindahkan", "Balance carried forward"),
    "brought_forward": ("Saldo pindahan", "Balance brought forward"),
}
