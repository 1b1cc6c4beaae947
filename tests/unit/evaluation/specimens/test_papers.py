"""Every SPECIMEN paper: marked, the same every time, and its truth consistent in itself and with what is printed."""

import re
from collections import Counter
from datetime import date
from functools import cache

import pypdfium2 as pdfium
import pytest

from berkas.evaluation.specimens import held_out, papers
from berkas.model.template import FieldType
from berkas.reading.limits import OcrOptions, ReadingLimits
from berkas.reading.ocr.page_ocr import Pictures
from berkas.reading.pdf_documents import PdfDocument
from berkas.values.identifiers import nik, nitku, npwp, nsfp
from berkas.values.number_words import parse_words
from templates_registry import registry

SETS = {"tuning": (papers, 1), "held_out": (held_out, 900)}
EVERY = [
    (name, kind, layout)
    for name, (source, _) in SETS.items()
    for kind in source.LAYOUTS
    for layout in source.LAYOUTS[kind]
]
TODAY = date(2026, 11, 24)

every_paper = pytest.mark.parametrize(("name", "kind", "layout"), EVERY)


@cache
def make(name, kind, layout, more=0):
    source, seed = SETS[name]
    return source.make(kind, layout=layout, seed=seed + more)


def of_type(kind):
    return [make(name, kind, layout, more) for name, of, layout in EVERY if of is kind for more in (0, 1)]


def texts(pdf):
    return [page.get_textpage().get_text_bounded() for page in pdfium.PdfDocument(pdf)]


@every_paper
def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(name, kind, layout):
    first = make(name, kind, layout)
    source, seed = SETS[name]
    assert source.make(kind, layout=layout, seed=seed) == first
    assert make(name, kind, layout, 1).pdf != first.pdf


@every_paper
def test_every_page_says_that_it_is_a_specimen(name, kind, layout):
    for text in texts(make(name, kind, layout).pdf):
        assert "SPECIMEN - BUKAN DOKUMEN RESMI" in text


@every_paper
def test_the_truth_names_only_fields_and_columns_of_the_template(name, kind, layout):
    template = registry.latest(kind)
    columns = {
        field.name: {column.name for column in field.items.fields}
        for field in template.fields
        if field.type is FieldType.ARRAY and field.items
    }
    for field, value in make(name, kind, layout).truth.items():
        assert field in {f.name for f in template.fields}
        for row in value if isinstance(value, list) else ():
            assert set(row) <= columns[field]


@every_paper
def test_names_and_numbers_of_the_truth_stand_on_the_paper(name, kind, layout):
    specimen = make(name, kind, layout)
    printed = re.sub(r"\s", "", "".join(texts(specimen.pdf)))
    identifying = {"nik", "fullName", "npwp_number", "name", "invoice_number", "seller_name", "buyer_name",
                   "bank_account_number", "account_number", "account_holder",
                   "receipt_number", "merchant_name", "received_from", "po_number", "vendor_name",
                   "delivery_number", "recipient_name", "sender_name", "vehicle_plate",
                   "nomor_seri", "seller_nitku"}  # fmt: skip
    for field in identifying & set(specimen.truth):
        if value := specimen.truth[field]:
            assert re.sub(r"\s", "", value) in printed, field


def test_people_and_companies_are_recognisably_invented():
    names = {
        "fullName",
        "name",
        "seller_name",
        "buyer_name",
        "account_holder",
        "bank_account_name",
        "merchant_name",
        "received_from",
    }
    for kind in papers.LAYOUTS:
        for specimen in of_type(kind):
            for field in (name for name in names if specimen.truth.get(name)):
                assert re.search("CONTOH|SPECIMEN", specimen.truth[field]), (specimen.layout, field)


def test_the_nik_says_the_birth_date_and_the_gender():
    for specimen in of_type("ktp"):
        number = nik.parse(specimen.truth["nik"], today=TODAY)
        assert number is not None
        assert number.date_of_birth.isoformat() == specimen.truth["dateOfBirth"]
        assert number.is_female == (specimen.truth["gender"] == "PEREMPUAN")
        assert specimen.truth["issueDate"] > specimen.truth["dateOfBirth"]


def test_tax_numbers_have_a_right_check_digit():
    for specimen in of_type("npwp"):
        assert npwp.is_valid(specimen.truth["npwp_number"])
    for specimen in of_type("faktur_pajak"):
        assert nsfp.is_valid(specimen.truth["nomor_seri"])
        assert npwp.is_valid(specimen.truth["seller_npwp"])
        assert nitku.is_valid(specimen.truth["seller_nitku"] or "0013000666091000000000")


def test_what_a_till_got_less_its_change_is_the_total():
    for specimen in of_type("receipt"):
        if paid := specimen.truth["cash_paid"]:
            assert paid - specimen.truth["change"] == specimen.truth["total_amount"]


def test_sums_of_invoices_add_up_and_are_said_in_words():
    for specimen in of_type("invoice"):
        truth = Counter({name: value for name, value in specimen.truth.items() if isinstance(value, int)})
        for row in specimen.truth["line_items"]:
            gross, discount = row["quantity"] * row["unit_price"], row["discount"] or 0
            assert row["amount"] in {round(gross - discount), gross - gross * discount // 100}
        # a note without tax prints the total only
        subtotal = truth["subtotal"] or truth["total_amount"]
        assert sum(row["amount"] for row in specimen.truth["line_items"]) == subtotal
        added = subtotal + truth["ppn_amount"] + truth["shipping"]
        taken = truth["discount"] + truth["withholding"] + truth["down_payment"]
        assert added - taken == truth["total_amount"]
        if words := specimen.truth["amount_in_words"]:
            assert parse_words(words) == truth["total_amount"]


def test_tax_follows_from_base_and_rate():
    for specimen in of_type("invoice"):
        truth = specimen.truth
        if truth["dpp"]:
            assert abs(truth["dpp"] * truth["ppn_rate"] / 100 - truth["ppn_amount"]) <= 1


def test_balances_of_statements_run_from_the_opening_to_the_closing_balance():
    for specimen in of_type("rekening_koran"):
        truth = specimen.truth
        balance = truth["opening_balance"]
        for row in truth["transactions"]:
            assert (row["debit"] is None) != (row["credit"] is None)
            assert truth["period_start"] <= row["date"] <= truth["period_end"]
            balance = round(balance + (row["credit"] or 0) - (row["debit"] or 0), 2)
            assert balance >= 0
            assert row["balance"] in {None, balance}
        assert balance == truth["closing_balance"]
        for total, column in (("total_debit", "debit"), ("total_credit", "credit")):
            summed = round(sum(row[column] or 0 for row in truth["transactions"]), 2)
            assert truth[total] in {None, summed}


def test_held_out_papers_share_no_layout_with_the_tuning_papers():
    for kind, layouts in held_out.LAYOUTS.items():
        assert len(layouts) >= 2
        assert not set(layouts) & set(papers.LAYOUTS[kind])


def test_an_unknown_layout_is_refused():
    with pytest.raises(KeyError):
        papers.make("ktp", layout="none", seed=1)


@every_paper
def test_every_code_of_a_paper_is_read_from_its_pages(name, kind, layout):
    specimen = make(name, kind, layout)
    pdf = pdfium.PdfDocument(specimen.pdf)
    document = PdfDocument(pdf, specimen.pdf, ReadingLimits(), Pictures(OcrOptions()))
    found = [code.content for index in range(len(pdf)) for code in document.read_page(index, by_ocr=False)[0].codes]
    document.close()

    assert sorted(found) == sorted(specimen.codes)


@pytest.mark.parametrize("name", SETS)
def test_papers_that_are_signed_electronically_have_codes(name):
    signed = {kind for own, kind, layout in EVERY if own == name and make(own, kind, layout).codes}

    assert signed == {"faktur_pajak", "nib", "kartu_keluarga", "akta_lahir", "surat_nikah"}
