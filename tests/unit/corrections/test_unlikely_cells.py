"""Many impossible cells of a table are one finding, whatever is sent; and nothing of it takes more than a pass over the table."""

from datetime import UTC, date, datetime

from berkas.corrections.corrected import Acceptance, Extracted, accepted, corrected
from berkas.corrections.row_matching import match_rows
from berkas.extraction.checks.outcomes import MOST_ROWS_NAMED
from berkas.extraction.checks.run import TemplateRules
from berkas.model.extraction import Finding, Severity
from templates_registry import registry

TODAY = date(2026, 11, 26)
TEMPLATE = registry.latest("rekening_koran")
RULES = TemplateRules(TEMPLATE.fields, TEMPLATE.checks)
EMPTY = Extracted(fields={}, confidences={}, cells={}, boxes={}, findings=())


def rows(count, *, wrong=0):
    return [
        {"date": "2026-05-01", "description": f"CONTOH {n}", "time": "X" if n < wrong else None} for n in range(count)
    ]


def after(known, table):
    return corrected(known, {"transactions": table}, RULES, today=TODAY)


def unlikely(known):
    return [(f.row, f.column) for f in known.findings if f.code == "value_unlikely"]


def test_more_impossible_cells_than_are_named_are_one_finding():
    few = after(EMPTY, rows(50, wrong=MOST_ROWS_NAMED))
    many = after(EMPTY, rows(50, wrong=MOST_ROWS_NAMED + 1))

    assert unlikely(few) == [(n, "time") for n in range(MOST_ROWS_NAMED)]
    assert unlikely(many) == [(None, None)]


def test_cells_that_come_one_correction_after_the_other_are_counted_together():
    first = after(EMPTY, rows(50, wrong=15))
    second = after(first, rows(50, wrong=30))

    assert unlikely(second) == [(None, None)]


def test_the_one_finding_stays_while_other_cells_change_and_goes_with_the_last_impossible_one():
    many = after(EMPTY, rows(50, wrong=30))

    elsewhere = after(many, [*rows(50, wrong=30)[:-1], {"date": "2026-05-02", "description": "LAIN"}])
    fewer = after(elsewhere, rows(50, wrong=2))
    none = after(fewer, rows(50))

    assert [unlikely(known) for known in (elsewhere, fewer, none)] == [[(None, None)], [(0, "time"), (1, "time")], []]


def test_accepting_thousands_of_findings_looks_at_each_once():
    """Looks, not seconds: each finding with each acceptance would be a million."""
    looked_at = 0

    class Counted(Finding):
        def __getattribute__(self, name):
            nonlocal looked_at
            looked_at += name == "code"
            return super().__getattribute__(name)

    findings = [
        Counted("value_unlikely", Severity.WARNING, ("transactions",), "X.", row=n, column="time") for n in range(1000)
    ]
    given = [Acceptance("value_unlikely", frozenset({"transactions"}), n, "time") for n in range(1, 2000, 2)]

    done = accepted(findings, given, actor="key_1", at=datetime(2026, 11, 26, tzinfo=UTC))

    assert [n for n, finding in enumerate(done) if finding.is_accepted] == list(range(1, 1000, 2))
    assert looked_at < 10_000


class Row(dict):
    """Counts how often a cell of it is looked up."""

    looked_up = 0

    def get(self, *asked):
        Row.looked_up += 1
        return super().get(*asked)


def test_many_gaps_cost_no_more_than_one():
    """49 blocks of 100 rows that were edited, between rows that stay: cells that are compared, not seconds."""
    before = [Row(a=n % 2, b=n) for n in range(49 * 101)]
    edited = [row if n % 101 == 0 else Row(a=row["a"] + 2, b=-n) for n, row in enumerate(before)]
    Row.looked_up = 0

    found = match_rows(before, edited)

    assert len(found.before) == 49 * 101
    assert len(found.unchanged) == 49
    assert Row.looked_up < 60_000


def test_a_large_gap_takes_nothing_from_a_small_one():
    large = [{"day": n, "sum": n % 2} for n in range(100)]
    small = [{"day": n, "sum": n} for n in range(900, 910)]
    end = {"day": 5000, "sum": 5}

    new_small = [{"day": 7777}, *({**row, "sum": -1} for row in small)]
    found = match_rows([*large, end, *small], [*({**row, "day": -row["day"] - 1} for row in large), end, *new_small])

    assert found.before[100:] == (100, None, *range(101, 111))
