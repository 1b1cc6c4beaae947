"""Papers of other kinds."""

import pypdfium2 as pdfium
import pytest

from berkas.evaluation.specimens import negatives, papers

PICTURES = {"blank", "landscape", "noise"}


def test_there_are_at_least_fourteen_kinds():
    assert len(negatives.KINDS) >= 14


@pytest.mark.parametrize("kind", negatives.KINDS)
def test_a_paper_of_another_kind_has_one_page_no_truth_and_says_that_it_is_a_specimen(kind):
    specimen = negatives.make_negative(kind, seed=1)
    assert specimen.type == "other"
    assert specimen.truth == {}
    assert specimen == negatives.make_negative(kind, seed=1)
    pages = list(pdfium.PdfDocument(specimen.pdf))
    assert len(pages) == 1
    text = pages[0].get_textpage().get_text_bounded()
    assert ("SPECIMEN" in text) == (kind not in PICTURES)


def test_no_type_with_a_template_is_right_for_a_paper_of_another_kind():
    for right in negatives.KINDS.values():
        assert not set(right) & set(papers.LAYOUTS)
