"""What makes a document this one and no other: sure values, however they are written. All CONTOH."""

import pytest

from berkas.extraction.identity import SURE, IdentityRule, comparable, duplicate_of, fingerprint
from berkas.model.extraction import Severity

KEY, OTHER_KEY = bytes(32), bytes(range(32))
RULE = IdentityRule(("seller", "number", "total"), ("date",), frozenset({"seller"}))
STATED = {"seller": "PT CONTOH SEJAHTERA", "number": "INV/2026/0042", "total": 1110000, "date": "2026-11-24"}
SURELY = dict.fromkeys(STATED, 97)


def of(values=STATED, confidences=SURELY, *, key=KEY, kind="invoice", **options):
    return fingerprint(kind, RULE, {**STATED, **values}, {**SURELY, **confidences}, key=key, **options)


@pytest.mark.parametrize(
    "written",
    [
        {"seller": "P.T. Contoh  Sejahtera, Tbk."},
        {"seller": "CONTOH SEJAHTERA"},
        {"number": "inv-2026-0042"},
        {"number": "INV 2026/0042 "},
        {"total": 1110000.0},
    ],
)
def test_the_same_values_in_another_spelling_are_the_same_document(written):
    assert of(written) == of()


@pytest.mark.parametrize(
    "other",
    [{"seller": "PT CONTOH SEJATI"}, {"number": "INV/2026/0043"}, {"total": 1110001}, {"number": "INV/2026/042"}],
)
def test_another_value_is_another_document(other):
    assert of(other).identity != of().identity


def test_documents_of_other_types_and_organisations_have_other_fingerprints():
    assert len({of().identity, of(kind="receipt").identity, of(key=OTHER_KEY).identity}) == 3


def test_values_do_not_run_into_each_other():
    rule = IdentityRule(("a", "b"), (), frozenset())

    def two(a, b):
        return fingerprint("x", rule, {"a": a, "b": b}, {"a": 99, "b": 99}, key=KEY)

    assert two("12", "3") != two("1", "23")


@pytest.mark.parametrize("name", RULE.of)
def test_what_is_missing_or_unsure_identifies_nothing(name):
    assert of({name: None}) is None
    assert of({name: "---"}) is None
    assert of({}, {name: SURE - 1}) is None
    assert of({}, {name: SURE}) is not None


def test_what_a_person_signed_off_is_sure():
    assert of({}, {"number": 12}, is_verified=True) == of()


@pytest.mark.parametrize(
    ("values", "confidences", "differs"),
    [
        ({"date": "2026-11-25"}, {}, True),
        ({"date": None}, {}, False),
        ({"date": "2026-11-25"}, {"date": 60}, False),
        ({}, {}, False),
    ],
)
def test_a_value_tells_two_documents_apart_where_both_surely_state_it(values, confidences, differs):
    one, other = of(), of(values, confidences)

    assert one.identity == other.identity
    assert (one.differs(other.apart), other.differs(one.apart)) == (differs, differs)


def test_fifteen_and_sixteen_digits_of_a_tax_number_are_one():
    rule = IdentityRule(("seller_npwp",), ("buyer_npwp",), tax_numbers=frozenset({"seller_npwp", "buyer_npwp"}))

    def stated(number):
        return fingerprint("x", rule, {"seller_npwp": number, "buyer_npwp": number}, {}, key=KEY, is_verified=True)

    assert stated("01.300.066.6-091.000") == stated("0013000666091000") == stated("013000666091000")
    assert stated("01.300.066.6-091.000").identity != stated("01.300.066.6-091.001").identity
    assert stated("-") is None


@pytest.mark.parametrize(("value", "other"), [(True, False), (True, 1), (float("inf"), 1)])
def test_values_that_are_no_plain_numbers_are_compared_too(value, other):
    assert comparable(value) == comparable(value) != comparable(other)


def test_a_company_whose_name_is_its_form_keeps_it():
    assert comparable("PT CV", is_company=True) == "PTCV"


def test_rows_identify_nothing():
    assert comparable([{"a": 1}]) is None


def test_the_finding_names_the_other_document_and_no_value():
    found = duplicate_of("doc_CONTOH")

    assert (found.severity, found.fields, found.document_id) == (Severity.WARNING, (), "doc_CONTOH")
