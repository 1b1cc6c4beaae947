"""Checks of rows: each NIK of a table, its one head, numbers that no two rows share."""

from datetime import date

import pytest

from berkas.extraction.checks.outcomes import CheckContext
from berkas.extraction.checks.registry import CHECKS
from berkas.model.extraction import Severity
from berkas.model.rules import Check

CONTEXT = CheckContext(date(2026, 11, 27))
HEAD = {"nik": "3174071508950001", "lahir": "1995-08-15", "kelamin": "L", "nama": "BUDI CONTOH", "hubungan": "KEPALA"}
WIFE = {"nik": "3174075508960001", "lahir": "1996-08-15", "kelamin": "P", "nama": "SITI CONTOH", "hubungan": "ISTRI"}


def run(said, **values):
    check = Check.model_validate(said)
    return list(CHECKS[check.kind](check.arguments, values, CONTEXT))


NIKS = {"nik_matches": {"table": "t", "nik": "nik", "date_of_birth": "lahir", "sex": "kelamin", "female": "P"}}
ONE = {"marked_row": {"table": "t", "column": "hubungan", "value": "KEPALA", "holds": "nama", "equals": "kepala"}}
DISTINCT = {"distinct": {"table": "t", "column": "nik"}}


def test_the_nik_of_each_row_is_checked_by_itself():
    assert run(NIKS, t=[HEAD, WIFE]) == []

    [outcome] = run(NIKS, t=[HEAD, WIFE | {"lahir": "1996-08-16"}])

    assert (outcome.finding.code, outcome.finding.row, outcome.fields) == ("nik_birth_date_mismatch", 1, ("t",))
    assert outcome.finding.severity is Severity.ERROR


def test_the_one_marked_row_says_what_the_field_says():
    assert [outcome.agrees for outcome in run(ONE, t=[HEAD, WIFE], kepala="Budi  Contoh")] == [True]

    [outcome] = run(ONE, t=[HEAD, WIFE], kepala="ANDI CONTOH")

    assert (outcome.finding.code, outcome.finding.row, outcome.fields) == ("marked_row_mismatch", 0, ("kepala", "t"))


@pytest.mark.parametrize("rows", [[WIFE], [HEAD, HEAD]], ids=["none", "two"])
def test_none_or_two_marked_rows_are_told(rows):
    assert [outcome.finding.code for outcome in run(ONE, t=rows, kepala="BUDI CONTOH")] == ["marked_row_count"]


@pytest.mark.parametrize("values", [{"t": None}, {"t": [HEAD]}, {"t": [{"nama": "X"}], "kepala": "X"}, {}])
def test_what_is_not_there_is_not_judged(values):
    assert [outcome for outcome in run(ONE, **values) if outcome.finding is not None] == []
    assert run(DISTINCT, **values) == []


def test_a_value_that_stands_twice_is_named_in_each_row():
    found = run(DISTINCT, t=[HEAD, WIFE, HEAD, {"nik": None}, {"nik": None}])

    assert [(outcome.finding.code, outcome.finding.row) for outcome in found] == [
        ("value_repeated", 0),
        ("value_repeated", 2),
    ]
