"""The report of an evaluation: every figure in its place, no value and no name of a document."""

from datetime import date

import pytest

from berkas.evaluation.report import AUTOMATION_PICTURE, RELIABILITY_PICTURE, markdown
from berkas.evaluation.run import Case, Outcome, Report, Truth
from berkas.evaluation.scoring import compare
from berkas.model.extraction import Classification, FieldValue

SECRETS = {"npwp_number": "91.603.119.8-353.000", "name": "BUDI SANTOSO CONTOH"}


def outcome(found, *, variant="photo", reasons=(), score=95, found_type="npwp", truth_type="npwp"):
    truth = Truth(type=truth_type, fields=SECRETS if truth_type else {}, variant=variant, layout="kia")
    values = [FieldValue(name, value, None, confidence, None) for name, (value, confidence) in found.items()]
    classification = Classification(found_type, 95, ()) if found_type else None
    return Outcome(
        Case("secret-name.pdf", b"", truth), classification, tuple(compare(truth.fields, values)), 1, 0.5,
        review_reasons=reasons, score=score, kinds={"npwp_number": "tax_id", "name": "name"},
    )  # fmt: skip


FLAWLESS = {name: (value, 96) for name, value in SECRETS.items()}
INCOMPLETE = {**FLAWLESS, "name": (None, 60)}
MISLEADING = {**FLAWLESS, "name": ("ANI CONTOH", 93)}


@pytest.fixture
def text():
    report = Report()
    for found in (FLAWLESS, FLAWLESS, INCOMPLETE, MISLEADING):
        report.add(outcome(found))
    report.add(outcome(MISLEADING, variant="scan | old", reasons=("rule_broken",), score=40))
    report.add(outcome({}, truth_type=None))
    return markdown(report, made_on=date(2026, 11, 27), version="1.2.3")


def section(text, title):
    return text.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def rows(text):
    lines = [line for line in text.splitlines() if line.startswith("|") and "---" not in line]
    return [tuple(cell.strip() for cell in line.replace("\\|", "\0").strip("|").split("|")) for line in lines]


def test_no_value_and_no_name_of_a_document_is_in_it(text):
    for value in (*SECRETS.values(), "ANI", "secret-name"):
        assert value not in text


def test_documents_that_need_no_person_are_flawless_incomplete_or_misleading(text):
    found = rows(section(text, "Documents that need no person"))
    assert ("`npwp`", "photo", "4", "4", "0", "4 (100.0 %)", "2", "1", "1 (25.0 %)") in found
    assert ("`npwp`", "all", "5", "5", "0", "4 (80.0 %)", "2", "1", "1 (25.0 %)") in found
    assert ("`rule_broken`", "1") in found


def test_reliability_is_given_by_bin_kind_and_way_of_sending_with_its_picture(text):
    found = section(text, "Reliability")
    assert f"({RELIABILITY_PICTURE})" in found
    assert ("90–94", "2", "93.0", "0.0", "–", "–", "–") in rows(found)
    assert ("95–97", "7", "96.0", "100.0", "–", "–", "–") in rows(found)
    assert ("tax_id", "5", "96.0", "100.0", "4.0", "0.0") in rows(found)
    assert "fields 23.8 points, cells – points" in found


def test_the_curve_of_automation_is_a_table_and_a_picture(text):
    found = section(text, "Automation")
    assert f"({AUTOMATION_PICTURE})" in found
    assert ("70", "4 (80.0 %)", "1", "1 (25.0 %)") in rows(found)
    assert ("98", "0 (0.0 %)", "0", "0") in rows(found)


def test_documents_of_no_type_stand_apart(text):
    assert ("kia", "1", "0", "1") in rows(section(text, "Documents of other kinds"))


def test_a_bar_in_a_name_does_not_break_a_table(text):
    assert "scan \\| old" in text


def test_nothing_measured_is_a_heading_and_no_empty_table():
    text = markdown(Report(), made_on=date(2026, 11, 27), version="1.2.3")
    assert text.startswith("# Reading of 0 documents")
    assert "|" not in text
