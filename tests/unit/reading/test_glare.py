"""Reflected light that washes out a part of a picture."""

import cv2
import numpy as np
import pytest

from berkas.model.geometry import BoundingBox
from berkas.reading.glare import glare_of

HEIGHT, WIDTH = 640, 1000


def card(ground=(180, 205, 230)):
    picture = np.full((HEIGHT, WIDTH, 3), ground, np.uint8)
    for row in range(40, HEIGHT, 60):
        cv2.putText(picture, "CONTOH SPECIMEN", (40, row), cv2.FONT_HERSHEY_SIMPLEX, 1, (20, 20, 20), 2)
    return picture


def lit(picture, *, size=1.0):
    """A lamp reflected at the middle of the right half."""
    rows, columns = np.mgrid[0:HEIGHT, 0:WIDTH]
    light = 2.5 * np.exp(-((((columns - 700) / (90 * size)) ** 2 + ((rows - 320) / (50 * size)) ** 2) / 2))
    return np.clip(picture + (255 - picture) * np.clip(light, 0, 1)[..., None], 0, 255).astype(np.uint8)


@pytest.mark.parametrize("ground", [(180, 205, 230), (90, 90, 90), (225, 230, 230)])
def test_light_on_a_card_is_found_and_how_much_of_it_there_is(ground):
    found = glare_of(lit(card(ground)))

    assert 0.02 < found.share < 0.15


def test_words_in_it_and_right_beside_it_are_touched_and_others_are_not():
    found = glare_of(lit(card()))

    assert found.touches(BoundingBox(0, 0.65, 0.48, 0.1, 0.04))
    assert found.touches(BoundingBox(0, 0.45, 0.48, 0.1, 0.04))
    assert not found.touches(BoundingBox(0, 0.05, 0.48, 0.1, 0.04))
    assert not found.touches(BoundingBox(0, 0.65, 0.05, 0.1, 0.04))


def test_a_white_label_with_an_edge_is_no_glare():
    picture = card()
    picture[250:400, 600:850] = 255

    assert glare_of(picture).share == 0


def test_white_paper_and_a_card_on_it_have_none():
    picture = np.full((HEIGHT * 2, WIDTH, 3), 255, np.uint8)
    picture[:HEIGHT] = card()

    assert glare_of(picture).share == 0
    assert not glare_of(picture).touches(BoundingBox(0, 0, 0, 1, 1))
    assert glare_of(np.full((HEIGHT, WIDTH, 3), 255, np.uint8)).share == 0


def test_a_spot_that_hides_no_word_is_left_alone():
    assert glare_of(lit(card(), size=0.08)).share == 0
