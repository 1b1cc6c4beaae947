"""Signals of the picture of a page."""

import cv2
import numpy as np
import pytest

from berkas.reading.ocr.engine import OcrLine, OcrWord
from berkas.reading.quality import quality_of

HEIGHT, WIDTH = 400, 600


def picture(*, ground=(230, 206, 176), shift=0):
    """A line of text on coloured ground, moved to the left by some pixels, and where it stands."""
    drawn = np.full((HEIGHT, WIDTH, 3), ground, np.uint8)
    cv2.putText(drawn, "CONTOH SPECIMEN", (60 - shift, 200), cv2.FONT_HERSHEY_SIMPLEX, 1.2, (30, 30, 30), 3)
    left, right = max(0, 55 - shift), min(WIDTH, 410 - shift)
    corners = ((left, 165.0), (right, 165.0), (right, 210.0), (left, 210.0))
    return drawn, [OcrLine((OcrWord("CONTOH", 1.0, corners),), 1.0, corners)]


def test_a_line_within_the_picture_is_whole():
    assert quality_of(*picture()).cut_lines == 0


def test_letters_at_the_edge_are_cut_by_it():
    assert quality_of(*picture(shift=85)).cut_lines == 1


def test_a_line_that_only_comes_near_the_edge_is_whole():
    assert quality_of(*picture(shift=57)).cut_lines == 0


def test_a_dark_border_at_the_edge_is_no_text():
    drawn, lines = picture(shift=57)
    drawn[:, :2] = 20

    assert quality_of(drawn, lines).cut_lines == 0


@pytest.mark.parametrize(
    ("ground", "low", "high"), [((230, 206, 176), 40, 80), ((235, 235, 235), 0, 2), ((115, 103, 88), 40, 80)]
)
def test_colour_is_told_whatever_the_light(ground, low, high):
    assert low <= quality_of(*picture(ground=ground)).chroma <= high


def test_without_text_only_the_light_is_known():
    found = quality_of(np.full((HEIGHT, WIDTH, 3), 200, np.uint8), [])

    assert (found.sharpness, found.brightness, found.line_height_px, found.cut_lines, found.chroma) == (
        None, 200.0, None, None, None,
    )  # fmt: skip
