"""What identifies documents of our types: a copy is known again, another ordinary document of the same sender is not."""

import pytest

from berkas.extraction.identity import fingerprint
from templates_registry import registry

IDENTIFIED = [name for name in registry.types() if registry.identity_of(name)]


def of(kind, **changes):
    values = {**registry.types()[kind].examples, **changes}
    return fingerprint(kind, registry.identity_of(kind), values, dict.fromkeys(values, 97), key=bytes(32))


def is_duplicate(one, other):
    return one is not None and other is not None and one.identity == other.identity and not one.differs(other.apart)


@pytest.mark.parametrize("kind", IDENTIFIED)
def test_a_copy_of_a_document_is_known_again(kind):
    assert is_duplicate(of(kind), of(kind))


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        # pages that were sent apart: each lacks what the other states
        ("rekening_koran", {"closing_balance": None}, {"opening_balance": None}),
        ("rekening_koran", {}, {"closing_balance": None, "total_debit": None, "total_credit": None}),
        ("purchase_order", {"total_amount": None}, {}),
        ("faktur_pajak", {"ppn": None, "dpp": None}, {}),
        ("invoice", {"total_amount": None}, {}),
        ("nib", {}, {"registered_address": None}),
        ("bpkb", {}, {"owner_name": None}),
        ("financial_statement", {}, {"net_profit": None}),
        # what was issued again, also where the day of one was not read
        ("ktp", {}, {"issueDate": "2021-03-03"}),
        ("ktp", {}, {"issueDate": None}),
        ("kartu_keluarga", {}, {"issue_date": "2024-01-02"}),
        ("kartu_keluarga", {}, {"issue_date": None}),
        ("sim", {}, {"expiry_date": "2034-08-01", "issue_date": None}),
        ("passport", {}, {"expiry_date": "2037-03-14"}),
        ("nib", {}, {"printed_date": "2023-05-06"}),
        ("akta_lahir", {}, {"issue_date": "2019-06-02"}),
        ("surat_nikah", {}, {"book_serial": "JB 0012346"}),
        ("surat_nikah", {"book_serial": None}, {"book_serial": None}),
        ("bpkb", {}, {"owner_name": "DEWI LESTARI SPECIMEN"}),
        # numbers that begin anew, in another office, at another sender or another day
        ("akta_lahir", {"certificate_number": "1234/1985"}, {"certificate_number": "1234/1985", "child_name": "JOKO CONTOH"}),
        ("delivery_note", {"delivery_number": "001"}, {"delivery_number": "001", "sender_name": "CV CONTOH LAIN"}),
        ("delivery_note", {}, {"sender_name": None}),
        ("delivery_note", {}, {"total_quantity": 53}),
        ("purchase_order", {}, {"buyer_name": "CV SPECIMEN MAKMUR"}),
        ("purchase_order", {}, {"buyer_name": None}),
        ("invoice", {}, {"invoice_date": "2026-03-21"}),
        ("invoice", {"seller_name": "PT CONTOH"}, {"seller_name": "CV CONTOH", "seller_npwp": "01.300.066.6-091.000"}),
        ("receipt", {}, {"date": "2026-01-29"}),
        ("receipt", {}, {"time": "12:40"}),
        ("receipt", {"receipt_number": None}, {"receipt_number": None}),
        # the next one of a series
        ("slip_gaji", {}, {"period": "2026-04"}),
        ("slip_gaji", {}, {"company_name": "CV SPECIMEN MAKMUR", "employee_number": None}),
        ("rekening_koran", {}, {"period_start": "2026-02-01", "period_end": "2026-02-28"}),
        ("financial_statement", {}, {"period_end": "2024-12-31"}),
        ("contract", {}, {"title": "ADDENDUM PERJANJIAN KERJA SAMA"}),
        ("contract", {}, {"second_party_name": "PT SPECIMEN TEKNOLOGI UTAMA"}),
        ("faktur_pajak", {}, {"nomor_seri": "04012599176208367", "status_code": "01"}),
    ],
)  # fmt: skip
def test_another_ordinary_document_is_no_duplicate(kind, one, other):
    assert not is_duplicate(of(kind, **one), of(kind, **other))


def test_a_tax_number_in_another_print_is_the_same():
    assert is_duplicate(of("invoice"), of("invoice", seller_npwp="0092542943407000"))
