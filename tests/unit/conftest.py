"""Pages made of text: each character has its place, as on a typewriter."""

import re

import pytest

from berkas.layout.lines import lines_of
from berkas.model.geometry import BoundingBox, Page, PageSource, Word

CHARACTER, LINE, HEIGHT = 0.01, 0.026, 0.016


def page(text, *, index=0, slope=0.0, confidence=1.0):
    """A square page; ``slope`` turns it, as a photo is turned."""
    words = []
    for row, line in enumerate(text.strip("\n").split("\n")):
        for found in re.finditer(r"\S+", line):
            x, y = 0.05 + CHARACTER * found.start(), 0.05 + LINE * row
            width = CHARACTER * len(found.group())
            box = BoundingBox(index, x - slope * y, y + slope * (x + width / 2), width, HEIGHT)
            words.append(Word(found.group(), box, confidence, row))
    return Page(index, 1000, 1000, 0, PageSource.TEXT_LAYER, tuple(words), None)


@pytest.fixture
def page_of():
    return page


@pytest.fixture
def lines():
    def of(*texts, **options):
        return tuple(line for index, text in enumerate(texts) for line in lines_of(page(text, index=index, **options)))

    return of
