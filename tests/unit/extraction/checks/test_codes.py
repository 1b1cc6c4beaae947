"""What a code says against what is printed."""

from datetime import date

import pytest

from berkas.extraction.checks.codes import code_agrees
from berkas.extraction.checks.outcomes import CheckContext
from berkas.model.extraction import Severity
from berkas.model.rules import CodeAgrees
from templates_registry import registry

PATTERN = "^https://contoh.invalid/(?P<number>[^/]+)/(?P<issued>[^/]*)/(?P<total>[^/]*)$"
VALUES = {"number": "INV-7/2026", "issued": "2026-05-01", "total": 1500000}


def judged(codes, values=VALUES, **said):
    check = CodeAgrees.model_validate({"pattern": PATTERN, **said})
    return [
        (outcome.agrees, outcome.fields, outcome.finding and outcome.finding.severity)
        for outcome in code_agrees(check, values, CheckContext(date(2026, 11, 26), codes=tuple(codes)))
    ]


@pytest.mark.parametrize(
    "content",
    [
        "https://contoh.invalid/inv72026/2026-05-01/1500000",
        "https://contoh.invalid/INV-7 2026/01-05-2026/1.500.000,00",
        "https://contoh.invalid/INV.7.2026/20260501/1500000.00",
    ],
)
def test_the_same_in_other_writing_agrees(content):
    assert judged([content]) == [(True, ("number", "issued", "total"), None)]


@pytest.mark.parametrize(
    ("content", "wrong"),
    [
        ("https://contoh.invalid/INV-8-2026/2026-05-01/1500000", ("number",)),
        ("https://contoh.invalid/INV-7-2026/2026-05-02/1500001", ("issued", "total")),
        ("https://contoh.invalid/INV-7-2026/20260502/1500000", ("issued",)),
        ("https://contoh.invalid/7-2026/2026-05-01/1500000", ("number",)),
    ],
)
def test_something_else_contradicts(content, wrong):
    assert judged([content]) == [(False, wrong, Severity.ERROR)]
    assert judged([content], severity="warning") == [(False, wrong, Severity.WARNING)]


@pytest.mark.parametrize(
    ("codes", "values"),
    [
        ([], VALUES),
        (["https://lain.invalid/INV-8/2026-05-01/1"], VALUES),
        (["https://contoh.invalid/INV-8//"], {"number": None, "issued": None, "total": None}),
        (["https://contoh.invalid/INV-8/kemarin/"], {"issued": "2026-05-01", "number": None, "total": 5}),
        (["https://contoh.invalid/INV-8//sejuta"], {"number": None, "total": 1000000}),
        (["https://contoh.invalid/INV-8//"], {"number": [{"a": 1}]}),
    ],
)
def test_what_cannot_be_compared_says_nothing(codes, values):
    assert judged(codes, values) == []


def test_one_of_several_that_agrees_is_enough():
    wrong, right = (f"https://contoh.invalid/{n}/2026-05-01/1500000" for n in ("INV-8-2026", "INV-7-2026"))

    assert judged([wrong, right]) == [(True, ("number", "issued", "total"), None)]


@pytest.mark.parametrize(("part", "agrees"), [("7-2026", [True]), ("8-2026", [False]), ("026", [])])
def test_of_an_end_the_shorter_one_is_compared(part, agrees):
    outcomes = judged([f"https://contoh.invalid/{part}//"], ends=["number"])

    assert [one for one, *_ in outcomes] == agrees


def test_the_built_in_check_of_tax_invoices_compares_number_and_seller():
    template = registry.latest("faktur_pajak")
    values = {"nomor_seri": "010.002-24.12345678", "seller_npwp": "09.254.294.3-407.000"}

    def findings(seller, serial):
        codes = (f"http://svc.efaktur.pajak.go.id/validasi/faktur/{seller}/{serial}/3031300d",)
        context = CheckContext(date(2026, 11, 26), codes=codes)
        outcomes = [o for c in template.checks if c.code_agrees for o in code_agrees(c.code_agrees, values, context)]
        return {(o.fields, o.finding.severity) for o in outcomes if o.finding}

    assert findings("092542943407000", "0022412345678") == set()
    assert findings("092542943407000", "0022412345679") == {(("nomor_seri",), Severity.ERROR)}
    assert findings("019999999407000", "0022412345678") == {(("seller_npwp",), Severity.WARNING)}
