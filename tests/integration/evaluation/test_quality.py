"""A few papers through the real reader: whether the reading of a type has collapsed. `berkas eval` gives the real figures."""

import pytest

from berkas.clock import utc_now
from berkas.evaluation.run import Case, Report, Truth, evaluate
from berkas.evaluation.specimens import cards, papers, variants
from berkas.reading.limits import OcrOptions, ReadingLimits
from berkas.reading.reader import DocumentReader
from berkas.settings import Settings
from templates_registry import registry

SENT = {
    "ktp": ("current", "photo"),
    "npwp": ("card", "compressed"),
    "invoice": ("trade", "scan_pdf"),
    "rekening_koran": ("marked", "photo"),
}


@pytest.fixture(scope="module")
def report():
    cases = []
    for kind, (layout, variant) in SENT.items():
        specimen = papers.make(kind, layout=layout, seed=1)
        content, _ = variants.render(specimen, variant, seed=1)
        cases.append(Case(layout, content, Truth(type=kind, fields=specimen.truth, variant=variant)))
    found = Report()
    options = OcrOptions(models_dir=str(Settings().models_dir), recogniser="auto")
    with DocumentReader(ReadingLimits(), options) as reader:
        for outcome in evaluate(cases, reader, registry.classifier(), registry.latest, today=utc_now().date()):
            found.add(outcome)
    return found


@pytest.mark.parametrize("kind", SENT)
def test_the_reading_of_a_type_has_not_collapsed(report, kind):
    score = report.total(kind)
    fields, cells = score.fields.figures(), score.cells.figures()

    assert (score.documents, score.unread, score.type_right) == (1, 0, 1)
    assert fields["normalised"] >= 0.75  # an unsure name, address or number is withheld
    assert cells["normalised"] is None or cells["normalised"] >= 0.95
    # of a scanned invoice a person looks at the table, of the photo of a statement at its bank and holder
    assert score.extracted == 1 or kind in {"invoice", "rekening_koran"}


def test_a_card_that_contradicts_itself_reads_well_and_goes_to_review():
    specimen = papers.paint(cards.KTP_CONTRADICTED, "ktp", layout="current", seed=26)
    case = Case("contradicted", specimen.pdf, Truth(type="ktp", fields=specimen.truth))
    with DocumentReader(
        ReadingLimits(), OcrOptions(models_dir=str(Settings().models_dir), recogniser="auto")
    ) as reader:
        [outcome] = evaluate([case], reader, registry.classifier(), registry.latest, today=utc_now().date())

    assert outcome.is_flawless
    assert "rule_broken" in outcome.review_reasons
