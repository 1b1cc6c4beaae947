"""Whatever stands on a page, and wherever: classifying it and applying any template ends without an error of ours."""

import datetime
import random

import pytest

from berkas.extraction.apply import apply_template
from berkas.model.geometry import BoundingBox, Page, PageSource, Word
from templates_registry import registry

TODAY = datetime.date(2026, 11, 24)
SEEDS = 3
TEMPLATES = {template.slug: template for template in registry.all_versions()}
LABELS = sorted(
    {
        word
        for template in TEMPLATES.values()
        for field in template.fields
        for label in field.labels
        for word in label.split()
    }
)
STRANGE = ((0.3, 0.015), (0.0, 0.0), (1.0, 1.0), (0.3, 0.001))
"""Widths and heights of words that no engine should give."""

VALUES = (
    "3171234567890123", "12.345.678.9-012.345", "01/02/2026", "31-02-2026", "1.000.000,00", "(12.500)", "Rp", "Rp.", "-", ":", "::",
    "%", "11%", "DB", "CR", "0", "00000000", "9" * 40, "x" * 300, "é", "密码", "\u202e", "\ufffd", "A", "a.",
    "/", "1/2", "Total:", ":Nama",
    "1e999", "٣", "²", "LAKI-LAKI", "SEUMUR", "HIDUP",
)  # fmt: skip


def any_page(rng: random.Random, index: int) -> Page:
    """Words on lines that may slope, in columns that may repeat, some of them beyond reason."""
    slope, words = rng.choice((0, 0, 0.05, -0.1, 0.3)), []
    lefts = [rng.random() for _ in range(rng.randint(1, 7))]
    for line in range(rng.randint(0, 40)):
        top = line / 40 if rng.random() < 0.9 else rng.random()
        for left in lefts if rng.random() < 0.6 else [rng.random() for _ in range(rng.randint(1, 8))]:
            text = rng.choice(LABELS if rng.random() < 0.45 else VALUES)
            width, height = rng.choice(STRANGE) if rng.random() < 0.1 else (0.01, 0.015)
            x, y = left, min(max(top + slope * left, 0.0), 1.0)
            box = BoundingBox(index, x, y, min(width, 1 - x), min(height, 1 - y))
            words.append(Word(text, box, rng.random(), line))
    width, height = rng.choice(((595.0, 842.0), (1000.0, 630.0), (1.0, 9000.0), (9000.0, 1.0)))
    return Page(index, width, height, 0, PageSource.OCR if words else PageSource.EMPTY, tuple(words), None)


@pytest.mark.parametrize("seed", range(SEEDS))
@pytest.mark.parametrize("slug", TEMPLATES)
def test_any_page_can_be_understood_or_not_but_breaks_nothing(slug, seed) -> None:
    rng = random.Random(f"{slug}/{seed}")
    pages = tuple(any_page(rng, index) for index in range(rng.randint(1, 3)))

    classification = registry.classifier().classify(pages)
    result = apply_template(TEMPLATES[slug], pages, threshold=70, today=TODAY)

    assert 0 <= classification.confidence <= 100
    assert 0 <= result.confidence_score <= 100
    for value in result.fields:
        assert 0 <= value.confidence <= 100
