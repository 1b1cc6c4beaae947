"""From signals of a picture to faults with a verdict, and from pages to how they were read."""

from dataclasses import replace

import pytest

from berkas.model.geometry import Page, PageQuality, PageSource
from berkas.model.qualities import Verdict, is_poor, qualities_of
from berkas.model.sources import ExtractionSource, source_of

FINE = PageQuality(0.9, 220.0, 30.0, glare=0.0, cut_lines=0, chroma=80.0)
FAULTS = ("blur", "darkness", "glare", "resolution", "cropped", "copy")


def page(quality=FINE, source=PageSource.OCR, index=0):
    return Page(index, 1, 1, 0, source, (), quality)


def judged(**signals):
    return qualities_of([page(replace(FINE, **signals))])[0]


def test_a_fine_picture_has_no_fault():
    found = judged()

    assert found.verdict is Verdict.GOOD
    assert {name: getattr(found, name).value for name in FAULTS} == dict.fromkeys(FAULTS, 0.0)


@pytest.mark.parametrize(
    ("fault", "signal", "good", "acceptable", "poor"),
    [
        ("blur", "sharpness", 0.5, 0.49, 0.24),
        ("darkness", "brightness", 140, 139, 89),
        ("resolution", "line_height_px", 16, 15.5, 11.5),
        ("glare", "glare", 0.004, 0.005, 0.021),
        ("cropped", "cut_lines", 0, 1, 2),
    ],
)
def test_each_fault_has_its_bounds_and_the_worst_is_that_of_the_page(fault, signal, good, acceptable, poor):
    for value, verdict in ((good, Verdict.GOOD), (acceptable, Verdict.ACCEPTABLE), (poor, Verdict.POOR)):
        found = judged(**{signal: value})

        assert getattr(found, fault).verdict is verdict
        assert found.verdict is verdict
        assert is_poor([found]) is (verdict is Verdict.POOR)


@pytest.mark.parametrize(("sharpness", "value"), [(2.0, 0.0), (0.85, 0.0), (0.375, 0.5), (0.05, 1.0), (0.0, 1.0)])
def test_a_fault_grows_from_none_to_the_worst(sharpness, value):
    assert judged(sharpness=sharpness).blur.value == value


def test_black_print_is_no_poor_picture():
    found = judged(chroma=0.0)

    assert (found.copy.value, found.copy.verdict, found.verdict) == (1.0, Verdict.ACCEPTABLE, Verdict.GOOD)


def test_what_cannot_be_told_is_left_open():
    found = qualities_of([page(PageQuality(None, 50.0, None))])[0]

    assert (found.blur, found.resolution, found.cropped, found.copy) == (None, None, None, None)
    assert found.verdict is Verdict.POOR


def test_pages_with_a_text_layer_have_no_qualities():
    pages = [page(None, PageSource.TEXT_LAYER), page(FINE, index=1)]

    assert [found.page for found in qualities_of(pages)] == [1]


@pytest.mark.parametrize(
    ("sources", "expected"),
    [
        ("text_layer", "text_layer"),
        ("ocr", "ocr"),
        ("text_layer ocr", "mixed"),
        ("text_layer empty", "text_layer"),
        ("empty", "ocr"),
    ],
)
def test_an_extraction_says_how_its_pages_were_read(sources, expected):
    assert source_of([page(source=PageSource(one)) for one in sources.split()]) is ExtractionSource(expected)
