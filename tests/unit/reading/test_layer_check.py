"""Comparing a text layer with the picture of its page."""

from dataclasses import replace

import numpy as np

from berkas.model.geometry import BoundingBox, Word
from berkas.reading.ocr.layer_check import SAMPLED, certified

PICTURE = np.full((1000, 1000, 3), 255, np.uint8)


def words(texts, *, gap=0.01):
    return tuple(
        Word(text, BoundingBox(0, 0.05 + number * (0.1 + gap), 0.02 * row, 0.1, 0.015), 1.0, row)
        for row, line in enumerate(texts)
        for number, text in enumerate(line.split())
    )


def reading(answers):
    """An engine that reads lines in order, and keeps how many pictures it was given."""
    given = []

    def recognise(crops):
        given.extend(crops)
        return answers[: len(crops)]

    return recognise, given


LINES = [f"BARIS CONTOH {number}" for number in range(10)]


def test_a_layer_that_ocr_confirms_is_believed_and_not_beyond_doubt():
    recognise, _ = reading([line.replace(" ", "") for line in LINES])

    found = certified(words(LINES), PICTURE, recognise)

    assert [word.text for word in found] == " ".join(LINES).split()
    assert {word.confidence for word in found} == {0.99}


def test_a_layer_that_ocr_contradicts_is_not_believed():
    recognise, _ = reading([line.replace("O", "0") for line in LINES])

    assert certified(words(LINES), PICTURE, recognise) is None


def test_a_line_that_both_read_differently_is_unsure():
    recognise, _ = reading([*LINES[:9], "BARIS C0NTOH 9"])

    found = certified(words(LINES), PICTURE, recognise)

    assert [word.confidence for word in found[-3:]] == [0.8] * 3
    assert {word.confidence for word in found[:-3]} == {0.99}


def test_of_a_long_page_a_sample_is_compared_and_the_rest_is_as_sure_as_the_sample():
    many = [f"BARIS CONTOH {number}" for number in range(100)]
    # every row of text has a grey of its own, by which this engine knows it
    picture = np.repeat(np.arange(100, dtype=np.uint8), 20)[:, None, None].repeat(1000, axis=1).repeat(3, axis=2)
    placed = [
        replace(word, box=BoundingBox(0, word.box.x, word.line / 100 + 0.001, 0.1, 0.008)) for word in words(many)
    ]
    seen = []

    def recognise(crops):
        seen.extend(int(np.median(crop)) for crop in crops)
        return [many[row] for row in seen]

    found = certified(placed, picture, recognise)

    assert 12 <= len(seen) <= SAMPLED
    assert {word.confidence for word in found if word.line in seen} == {0.99}
    expected = round((len(seen) + 1) / (len(seen) + 2), 4)
    assert {word.confidence for word in found if word.line not in seen} == {expected}


def test_a_wide_gap_parts_what_is_compared():
    recognise, given = reading(["KIRI", "KANAN"])

    certified(words(["KIRI KANAN"], gap=0.2), PICTURE, recognise)

    assert len(given) == 2


def test_nothing_to_compare_is_nothing_to_believe():
    assert certified(words(["a b"], gap=0.2), PICTURE, lambda crops: [""] * len(crops)) is None
