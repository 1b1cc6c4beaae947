"""What speaks for and against each type of document: phrases as printed, and patterns of numbers."""

from dataclasses import dataclass
from typing import Final

from berkas.model.document_types import DocumentType as T


@dataclass(frozen=True, slots=True)
class Evidence:
    """Evidence for one type.

    Attributes:
        titles: Headings; any one of them counts, most in the top quarter of the first page.
        phrases: Words that hardly any other paper has.
        labels: Words that support the type.
        patterns: Regular expressions of our own over the text in capitals; linear, for they are not a user's.
        negatives: What belongs to another paper.
    """

    titles: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    negatives: tuple[str, ...] = ()


MENTIONS: Final = (
    "FAKTUR PAJAK",
    "SURAT JALAN",
    "DELIVERY ORDER",
    "DELIVERY NOTE",
    "PURCHASE ORDER",
    "SURAT PESANAN",
    "SURAT PERJANJIAN",
    "KONTRAK",
    "KWITANSI",
)
"""Titles that other papers refer to, as in NOMOR SERI FAKTUR PAJAK: behind a word for a number they are no title."""

_MONTHS = "JAN|FEB|MAR|APR|MEI|MAY|JUN|JUL|AGU|AUG|SEP|OKT|OCT|NOV|DES|DEC"
_NPWP = r"\d{2}\.\d{3}\.\d{3}\.\d-\d{3}\.\d{3}"

EVIDENCE: Final[dict[T, Evidence]] = {
    T.KTP: Evidence(
        titles=("KARTU TANDA PENDUDUK",),
        phrases=("BERLAKU HINGGA", "KEWARGANEGARAAN"),
        labels=(
            "TEMPAT/TGL LAHIR",
            "GOL. DARAH",
            "KEL/DESA",
            "STATUS PERKAWINAN",
            "PROVINSI",
            "JENIS KELAMIN",
            "RT/RW",
        ),
        patterns=(r"(?<!\d)\d{16}(?!\d)",),
        negatives=("KARTU KELUARGA", "MENGEMUDI", "KARTU IDENTITAS ANAK", "IZIN TINGGAL", "KENDARAAN BERMOTOR", "BPJS"),
    ),
    T.NPWP: Evidence(
        titles=("DIREKTORAT JENDERAL PAJAK", "NOMOR POKOK WAJIB PAJAK", "SURAT KETERANGAN TERDAFTAR"),
        phrases=("NPWP", "KEMENTERIAN KEUANGAN"),
        labels=("KPP PRATAMA", "KPP MADYA", "TERDAFTAR", "NITKU"),
        patterns=(_NPWP,),
        negatives=("FAKTUR PAJAK", "INVOICE", "SURAT PEMBERITAHUAN", "SLIP GAJI", "NOMOR INDUK BERUSAHA"),
    ),
    T.KARTU_KELUARGA: Evidence(
        titles=("KARTU KELUARGA",),
        phrases=("NAMA KEPALA KELUARGA", "STATUS HUBUNGAN DALAM KELUARGA"),
        labels=("DOKUMEN IMIGRASI", "NAMA ORANG TUA", "JENIS PEKERJAAN", "PENDIDIKAN"),
        patterns=(r"(?s)\d{16}.*\d{16}",),
        negatives=("AKTA", "KARTU IDENTITAS ANAK", "IDENTITAS ANAK"),
    ),
    T.SIM: Evidence(
        titles=("SURAT IZIN MENGEMUDI",),
        phrases=("DRIVING LICENSE",),
        labels=("POLDA", "SATPAS"),
        negatives=("PAJAK", "NOMOR KENDARAAN"),
    ),
    T.PASSPORT: Evidence(
        titles=("PASPOR",),
        phrases=("PASSPORT NO", "TGL. HABIS BERLAKU"),
        labels=("KODE NEGARA", "KANTOR YANG MENGELUARKAN", "REPUBLIK INDONESIA"),
        patterns=(r"P[A-Z<]IDN[A-Z<]{20,}", r"(?m)^[A-Z0-9<]{40,46}$"),
        negatives=("IZIN TINGGAL",),
    ),
    T.NIB: Evidence(
        titles=("NOMOR INDUK BERUSAHA",),
        phrases=("PERIZINAN BERUSAHA BERBASIS RISIKO",),
        labels=("KBLI", "SKALA USAHA", "STATUS PENANAMAN MODAL", "LAMPIRAN"),
        patterns=(r"(?<!\d)\d{13}(?!\d)",),
        negatives=("SERTIFIKAT STANDAR",),
    ),
    T.BPKB: Evidence(
        titles=("BUKU PEMILIK KENDARAAN BERMOTOR", "BPKB"),
        phrases=("IDENTITAS PEMILIK", "IDENTITAS KENDARAAN"),
        labels=("NOMOR RANGKA", "NOMOR MESIN", "ISI SILINDER"),
        negatives=("SURAT TANDA NOMOR KENDARAAN", "PAJAK KENDARAAN"),
    ),
    T.AKTA_LAHIR: Evidence(
        titles=("KUTIPAN AKTA KELAHIRAN", "BIRTH CERTIFICATE"),
        phrases=("TELAH LAHIR",),
        labels=("ANAK KE", "PENCATATAN SIPIL"),
        patterns=(r"\d{4}-L[UT]-\d{8}-\d{4}",),
        negatives=("KEMATIAN", "PERKAWINAN", "PERCERAIAN"),
    ),
    T.SURAT_NIKAH: Evidence(
        titles=("KUTIPAN AKTA NIKAH", "BUKU NIKAH", "KUTIPAN AKTA PERKAWINAN"),
        phrases=("WALI NIKAH", "MAS KAWIN"),
        labels=("KANTOR URUSAN AGAMA", "SUAMI", "ISTRI"),
        patterns=(r"\d{1,4}/\d{1,4}/[IVX]+/\d{4}", r"\d{4}-KW-\d{8}-\d{4}"),
        negatives=("KELAHIRAN", "PERCERAIAN"),
    ),
    T.FAKTUR_PAJAK: Evidence(
        titles=("FAKTUR PAJAK",),
        phrases=("KODE DAN NOMOR SERI FAKTUR PAJAK", "PENGUSAHA KENA PAJAK"),
        labels=("PEMBELI BARANG KENA PAJAK", "DASAR PENGENAAN PAJAK", "PPNBM"),
        patterns=(r"\d{3}\.\d{3}-\d{2}\.\d{8}|(?<!\d)\d{17}(?!\d)",),
    ),
    T.INVOICE: Evidence(
        titles=("INVOICE", "FAKTUR", "TAGIHAN", "NOTA PENJUALAN"),
        phrases=("JATUH TEMPO", "NO. INVOICE", "NO. FAKTUR", "NOTA PENJUALAN"),
        labels=(
            "SUBTOTAL",
            "SUB TOTAL",
            "PPN",
            "TOTAL",
            "KEPADA YTH",
            "BILL TO",
            "DUE DATE",
            "REKENING",
            "TERBILANG",
            "TUAN/TOKO",
            "HORMAT KAMI",
            "AMOUNT DUE",
            "BALANCE DUE",
            "BANYAKNYA",
        ),
        negatives=("FAKTUR PAJAK", "PURCHASE ORDER", "SURAT JALAN"),
    ),
    T.PURCHASE_ORDER: Evidence(
        titles=("PURCHASE ORDER", "PESANAN PEMBELIAN", "SURAT PESANAN"),
        phrases=("PO NUMBER",),
        labels=("VENDOR", "SUPPLIER", "SHIP TO", "DELIVERY DATE"),
        negatives=("INVOICE DATE", "FAKTUR PAJAK"),
    ),
    T.DELIVERY_NOTE: Evidence(
        titles=("SURAT JALAN", "DELIVERY ORDER", "DELIVERY NOTE", "TANDA TERIMA BARANG", "BUKTI PENGIRIMAN"),
        phrases=("NO. POLISI",),
        labels=("SOPIR", "DRIVER", "PENERIMA", "PENGIRIM", "COLI"),
        negatives=("JATUH TEMPO",),
    ),
    T.RECEIPT: Evidence(
        titles=("KWITANSI", "KUITANSI", "STRUK", "BUKTI PEMBAYARAN"),
        phrases=("SUDAH TERIMA DARI", "TELAH TERIMA DARI", "UANG SEJUMLAH", "KEMBALIAN"),
        labels=("TUNAI", "KASIR", "TOTAL"),
        negatives=("JATUH TEMPO",),
    ),
    T.SLIP_GAJI: Evidence(
        titles=("SLIP GAJI", "PAYSLIP", "PAY SLIP", "SALARY SLIP"),
        phrases=("GAJI POKOK", "TAKE HOME PAY", "GAJI BERSIH"),
        labels=("TUNJANGAN", "POTONGAN", "PPH 21"),
        negatives=("REKENING KORAN",),
    ),
    T.CONTRACT: Evidence(
        titles=("SURAT PERJANJIAN", "PERJANJIAN KERJA", "KONTRAK", "AGREEMENT", "NOTA KESEPAHAMAN", "ADDENDUM"),
        phrases=("PIHAK PERTAMA", "PIHAK KEDUA"),
        labels=("YANG BERTANDA TANGAN DI BAWAH INI", "KETENTUAN PENUTUP"),
        patterns=(r"(?s)PASAL \d.*PASAL \d.*PASAL \d",),
        negatives=("INVOICE",),
    ),
    T.REKENING_KORAN: Evidence(
        titles=(
            "REKENING KORAN",
            "MUTASI REKENING",
            "REKENING TAHAPAN",
            "REKENING GIRO",
            "ACCOUNT STATEMENT",
            "STATEMENT OF ACCOUNT",
            "BANK STATEMENT",
            "RIWAYAT TRANSAKSI",
            "LAPORAN TRANSAKSI",
            "LAPORAN MUTASI",
            "MUTASI TRANSAKSI",
            "TRANSACTION HISTORY",
            "ACCOUNT ACTIVITY",
            "E-STATEMENT",
        ),
        phrases=("SALDO AWAL", "SALDO AKHIR", "OPENING BALANCE", "CLOSING BALANCE"),
        labels=(
            "MUTASI",
            "DEBET",
            "KREDIT",
            "PERIODE",
            "SALDO",
            "DEBIT",
            "CREDIT",
            "BALANCE",
            "STATEMENT PERIOD",
            "NOMOR REKENING",
            "NO. REKENING",
            "ACCOUNT NUMBER",
        ),
        patterns=(
            r"(?m)(?:^\d{2}/\d{2}.*\n(?:.*\n){0,4}?){5}",
            rf"(?m)(?:^\d{{1,2}} (?:{_MONTHS})[A-Z]* \d{{4}}.*\n(?:.*\n){{0,4}}?){{3}}",
        ),
        negatives=("SLIP GAJI",),
    ),
    T.FINANCIAL_STATEMENT: Evidence(
        titles=("LAPORAN KEUANGAN", "LAPORAN POSISI KEUANGAN", "NERACA", "LABA RUGI", "ARUS KAS", "BALANCE SHEET"),
        phrases=("LIABILITAS", "EKUITAS"),
        labels=("JUMLAH ASET", "CATATAN ATAS LAPORAN KEUANGAN", "AUDITOR INDEPENDEN"),
        negatives=("REKENING KORAN",),
    ),
}
"""By type; weights are in ``classify``."""
