"""Papers of other kinds."""

import pypdfium2 as pdfium
import pytest

from berkas.evaluation.specimens import negatives

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


def test_what_is_of_a_type_is_right_as_that_and_as_no_other():
    of_a_type = {kind: right for kind, right in negatives.KINDS.items() if right}

    assert of_a_type["surat_jalan"] == ("delivery_note",)
    assert of_a_type["till_slip"] == of_a_type["kwitansi"] == ("receipt",)
    assert all(len(right) == 1 for right in of_a_type.values())
    assert not {"ktp", "npwp", "invoice", "rekening_koran"} & {kind for right in of_a_type.values() for kind in right}
