"""Documents of the grammar: the same every time, their truth printed and consistent, nothing over anything else."""

import random
import re
from collections import Counter
from datetime import date
from functools import cache

import pytest

from berkas.evaluation.procedural import documents
from berkas.evaluation.specimens.wording import ENGLISH_MONTHS, MONTHS, SHORT_MONTHS
from berkas.model.template import FieldType
from templates_registry import registry

SEEDS = range(4)
EVERY = [(kind, family) for kind in documents.TYPES for family in documents.FAMILIES]

every_family = pytest.mark.parametrize(("kind", "family"), EVERY)


@cache
def make(kind, family, seed):
    return documents.make(kind, family=family, seed=seed)


def of_type(kind):
    return [make(kind, family, seed) for family in documents.FAMILIES for seed in SEEDS]


def folded(text):
    return re.sub(r"[^A-Z0-9]", "", text.upper())


def forms(value):
    """How a canonical value may stand on a page, folded."""
    if isinstance(value, int | float):
        texts = {f"{value:.2f}", f"{value:.2f}".rstrip("0").rstrip(".")}
        return {re.sub(r"\D", "", text) for text in texts}
    if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        day = date.fromisoformat(value)
        months = [names[day.month - 1] for names in (MONTHS, SHORT_MONTHS, ENGLISH_MONTHS)]
        months = [form for month in months for form in (month, month[:3])]
        texts = [
            f"{day:%d%m%Y}",
            f"{day:%d%m%y}",
            f"{day:%Y%m%d}",
            f"{day:%m%d%Y}",
            f"{day:%m%Y}",
            f"{day:%d%m}",
            f"{day:%m%d}",
        ]
        texts += [
            text.format(day=day, month=month)
            for month in months
            for text in (
                "{day:%d}{month}",
                "{day.day}{month}",
                "{month}{day.day}",
                "{month}{day.year}",
                "{month}{day:%d}",
            )
        ]
        return {folded(text) for text in texts}
    if re.fullmatch(r"\d\d:\d\d:\d\d", value):
        return {value.replace(":", ""), value[:5].replace(":", "")}
    return {folded(value)}


@every_family
def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(kind, family):
    first = make(kind, family, 0)
    assert documents.make(kind, family=family, seed=0) == first
    assert make(kind, family, 1).pdf != first.pdf


@every_family
def test_layouts_differ_and_say_their_family(kind, family):
    layouts = {make(kind, family, seed).layout for seed in SEEDS}
    assert len(layouts) == len(SEEDS)
    assert all(layout.startswith(f"{family}-") for layout in layouts)


@every_family
def test_the_truth_names_every_field_and_column_of_the_template(kind, family):
    template = registry.latest(kind)
    columns = {
        field.name: {column.name for column in field.items.fields if not column.internal}
        for field in template.fields
        if field.type is FieldType.ARRAY and field.items
    }
    for seed in SEEDS:
        truth = make(kind, family, seed).truth
        assert set(truth) == {field.name for field in template.fields}
        for table, names in columns.items():
            assert truth[table]
            assert all(set(row) == names for row in truth[table])


@every_family
def test_every_value_of_the_truth_is_printed(kind, family, printed):
    for seed in SEEDS:
        specimen = make(kind, family, seed)
        text = folded(printed(specimen.pdf))
        for name, value in specimen.truth.items():
            cells = [cell for row in value for cell in row.values()] if isinstance(value, list) else [value]
            for cell in cells:
                # the code of a currency may stand for its sign
                if cell is not None and name != "currency":
                    assert any(form in text for form in forms(cell)), (seed, name, cell)


@every_family
def test_every_page_says_that_it_is_a_specimen(kind, family, printed):
    for seed in SEEDS:
        specimen = make(kind, family, seed)
        assert printed(specimen.pdf).count("SPECIMEN-BUKANDOKUMENRESMI") == specimen.pdf.count(b"/Type /Page\n")


@every_family
def test_no_text_stands_over_another_or_beyond_the_page(kind, family, recording, overlaps):
    for seed in SEEDS:
        canvas = type(recording)(None, invariant=True)
        documents.paint(canvas, kind, family=family, seed=seed)
        assert overlaps(canvas.texts) == [], seed
        assert all(left >= 0 and right <= canvas._pagesize[0] + 0.5 for _, left, _, right, *_ in canvas.texts), seed


def test_sums_of_invoices_close():
    for specimen in of_type("invoice"):
        truth = Counter({name: value for name, value in specimen.truth.items() if isinstance(value, int | float)})
        lines = round(sum(row["amount"] for row in specimen.truth["line_items"]), 2)
        assert truth["subtotal"] in {0, lines}
        for row in specimen.truth["line_items"]:
            if row["quantity"] and row["unit_price"] and not row["discount"]:
                assert row["amount"] <= row["quantity"] * row["unit_price"] + 0.51
        if truth["dpp"] and truth["ppn_rate"]:
            assert abs(truth["dpp"] * truth["ppn_rate"] / 100 - truth["ppn_amount"]) <= 1


def test_balances_of_statements_follow_from_each_other():
    for specimen in of_type("rekening_koran"):
        truth = specimen.truth
        rows = truth["transactions"]
        dated = [row["date"] for row in rows if row["date"]]
        rows = rows if dated == sorted(dated) else rows[::-1]
        before = truth["opening_balance"]
        for row in rows:
            assert (row["debit"] is None) != (row["credit"] is None)
            assert row["date"] is None or truth["period_start"] <= row["date"] <= truth["period_end"]
            after = None if before is None else round(before + (row["credit"] or 0) - (row["debit"] or 0), 2)
            assert row["balance"] is None or after in {None, row["balance"]}
            before = row["balance"] if after is None else after
        assert before is None or truth["closing_balance"] in {None, before}
        for total, column in (("total_debit", "debit"), ("total_credit", "credit")):
            assert truth[total] in {None, round(sum(row[column] or 0 for row in rows), 2)}


def test_names_are_recognisably_invented():
    names = {"seller_name", "buyer_name", "bank_account_name", "account_holder"}
    for kind in documents.TYPES:
        for specimen in of_type(kind):
            for field in names & set(specimen.truth):
                assert specimen.truth[field] is None or re.search("CONTOH|SPECIMEN", specimen.truth[field].upper())


def test_an_unknown_family_is_refused():
    with pytest.raises(KeyError):
        documents.make("invoice", family="none", seed=1)


def test_the_rng_of_a_document_is_its_own():
    before = random.getstate()
    documents.make("invoice", family="train", seed=3)
    assert random.getstate() == before


@pytest.mark.parametrize("family", documents.FAMILIES)
def test_a_second_account_is_printed_but_not_in_the_truth(family, printed):
    plain, double = (documents.make("rekening_koran", family=family, seed=2, has_second=more) for more in (False, True))
    assert double.truth == plain.truth
    assert len(printed(double.pdf)) > len(printed(plain.pdf))
