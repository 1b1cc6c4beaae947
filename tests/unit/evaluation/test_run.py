"""Measuring: what counts as a right type, what an unread document costs, what the report adds up."""

from dataclasses import replace
from datetime import date

import pytest

from berkas.errors import PasswordRequired
from berkas.evaluation.reliability import Fate
from berkas.evaluation.run import NO_TYPE, Case, Outcome, Report, Score, Truth, evaluate
from berkas.evaluation.scoring import Comparison
from berkas.model.extraction import Classification
from berkas.model.geometry import BoundingBox, Page, PageSource, Word
from berkas.reading.reader import DocumentInfo
from templates_registry import registry

NPWP = ("KEMENTERIAN KEUANGAN", "DIREKTORAT JENDERAL PAJAK", "NPWP : 91.603.119.8-353.000", "KPP PRATAMA CONTOH",
        "TERDAFTAR : 17-08-2010")  # fmt: skip
TODAY = date(2026, 11, 24)


class Reader:
    """Reads lines of text out of bytes; a document without bytes is locked."""

    def __init__(self):
        self.cpu_seconds = 0.0
        self._lines = []

    def open(self, content, *, password=None, organisation_id=None):
        if not content and password is None:
            raise PasswordRequired
        self._lines = content.decode().splitlines()
        return DocumentInfo(None, 1)

    def read_pages(self, indexes):
        self.cpu_seconds += 2.0
        return tuple(self._page(index) for index in indexes)

    def find_ruled_tables(self, indexes):
        return ()

    def _page(self, index):
        words = []
        for line, text in enumerate(self._lines):
            for place, word in enumerate(text.split()):
                box = BoundingBox(index, 0.05 + 0.12 * place, 0.05 + 0.08 * line, 0.1, 0.05)
                words.append(Word(word, box, 1.0, line))
        return Page(index, 850, 540, 0, PageSource.TEXT_LAYER, tuple(words), None)


def measured(lines, **truth):
    case = Case("paper", "\n".join(lines).encode(), Truth(**truth))
    return next(evaluate([case], Reader(), registry.classifier(), registry.latest, today=TODAY))


def test_the_same_steps_run_as_in_the_flow():
    outcome = measured(NPWP, type="npwp", fields={"npwp_number": "91.603.119.8-353.000"})
    assert outcome.is_type_right
    assert [c.is_right for c in outcome.comparisons] == [True]
    assert outcome.pages == 1
    assert outcome.cpu_seconds >= 2.0


def test_a_wrong_type_costs_the_fields_too():
    outcome = measured(NPWP, type="ktp", fields={"nik": "3174075508950001"})
    assert not outcome.is_type_right
    assert outcome.is_type_wrong_and_confident
    assert [c.is_right for c in outcome.comparisons] == [False]


def test_a_document_that_cannot_be_read_misses_every_field():
    outcome = measured((), type="ktp", fields={"nik": "3174075508950001"})
    assert outcome.error == "password_required"
    assert (outcome.pages, outcome.is_type_right, outcome.is_type_wrong_and_confident) == (0, False, False)
    assert [c.is_right for c in outcome.comparisons] == [False]


def test_free_text_is_right_for_a_paper_of_no_type_and_so_are_the_types_that_are_no_mistake():
    assert measured(("SURAT KETERANGAN", "CONTOH")).is_type_right
    assert not measured(NPWP).is_type_right
    assert measured(NPWP, also_right=("npwp",)).is_type_right


def test_the_report_gives_figures_by_type_and_variant_and_papers_of_no_type_by_kind():
    report = Report()
    fields = {"npwp_number": "91.603.119.8-353.000"}
    for variant in ("photo", "blurred", "photo"):
        report.add(measured(NPWP, type="npwp", variant=variant, fields=fields))
    report.add(measured(NPWP, layout="kia"))
    assert {key: score.documents for key, score in report.scores.items()} == {
        ("npwp", "photo"): 2, ("npwp", "blurred"): 1, (NO_TYPE, "kia"): 1,
    }  # fmt: skip
    figures = report.figures()
    assert figures["npwp"]["all"]["documents"] == 3
    assert figures["npwp"]["all"]["fields"]["normalised"] == 1.0
    assert figures["npwp"]["fields"]["npwp_number"]["values"] == 3
    assert figures[NO_TYPE]["variants"]["kia"]["type_confident_wrong"] == 1


def test_documents_that_no_analyst_sees_are_counted_and_those_of_them_with_a_wrong_value():
    report = Report()
    complete = (*NPWP[:3], "BUDI SANTOSO CONTOH", "JL. CONTOH NO. 1", *NPWP[3:])
    for lines, number in ((complete, "91.603.119.8-353.000"), (complete, "91.603.119.8-353.001"), (NPWP[:2], None)):
        report.add(measured(lines, type="npwp", fields={"npwp_number": number}))

    score = report.total("npwp")

    assert (score.documents, score.flawless, score.extracted, score.extracted_flawless) == (3, 2, 2, 1)
    assert score.review_reasons["required_field_missing"] == 1


RIGHT, WRONG = Comparison("a", "X", "X", 95), Comparison("b", "X", "Y", 40)
MISSING, INVENTED = Comparison("c", "X", None, 60), Comparison("d", None, "Y", 95)


def ended(*comparisons, reasons=(), found="npwp", score=80):
    case = Case("document", b"", Truth(type="npwp", variant="photo"))
    classification = Classification(found, 95, ()) if found else None
    error = None if found else "unreadable_file"
    return Outcome(
        case, classification, comparisons, 1, 0.0, error, reasons if found else None, score if found else None
    )


@pytest.mark.parametrize(
    ("outcome", "fate"),
    [
        (ended(RIGHT), Fate.FLAWLESS),
        (ended(RIGHT, MISSING), Fate.INCOMPLETE),
        (ended(RIGHT, WRONG), Fate.MISLEADING),
        (ended(RIGHT, INVENTED), Fate.MISLEADING),
        (ended(MISSING, WRONG), Fate.MISLEADING),
        (ended(MISSING, found="ktp"), Fate.MISLEADING),
    ],
)
def test_a_wrong_value_or_type_misleads_and_a_missing_value_does_not(outcome, fate):
    assert outcome.fate is fate


def test_extracted_documents_are_flawless_incomplete_or_misleading_and_those_in_review_none_of_it():
    score = Score()
    for outcome in (
        ended(RIGHT),
        ended(MISSING),
        ended(WRONG),
        ended(INVENTED),
        ended(WRONG, reasons=("rule_broken",)),
    ):
        score.add(outcome)
    figures = score.figures()
    assert figures["extracted"] == 4
    assert [figures[f"extracted_{fate}"] for fate in ("flawless", "incomplete", "misleading")] == [1, 1, 2]


def test_a_threshold_decides_only_about_documents_that_nothing_else_holds_back():
    low = ended(RIGHT, reasons=("score_below_threshold",), score=60)
    held = ended(RIGHT, reasons=("score_below_threshold", "rule_broken"), score=60)
    assert (low.decision.score, low.decision.is_held_back) == (60, False)
    assert held.decision.is_held_back
    assert ended(found=None).decision is None


def test_the_report_counts_documents_that_cannot_be_read_as_work_for_a_person():
    report = Report()
    report.add(ended(RIGHT))
    report.add(ended(MISSING, found=None))
    [point] = report.reliability.curve([70])
    assert (point.documents, point.extracted) == (2, 1)
    assert report.figures()["reliability"]["fields"]["all"]["all"]["values"] == 1


def test_values_are_known_by_the_kind_of_their_field():
    outcome = measured(NPWP, type="npwp", fields={"npwp_number": "91.603.119.8-353.000"})
    assert outcome.kinds["npwp_number"] == "tax_id"
    assert outcome.score is not None


def test_codes_that_are_found_missed_and_invented_are_counted():
    score = Score()
    for said, found in ((("A", "B"), ("A",)), (("A",), ("A", "A", "C")), ((), ())):
        case = Case("document", b"", Truth(type="npwp", codes=said))
        score.add(replace(ended(RIGHT), case=case, codes=found))

    assert score.figures()["codes"] == {"printed": 3, "found": 2, "wrong": 2}
