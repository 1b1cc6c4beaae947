"""Spaces in names that recognition lost or invented."""

import pytest

from berkas.layout.spacing import spaced_like_others


@pytest.mark.parametrize(
    ("name", "page", "spaced", "is_sure"),
    [
        (
            "PT CONTOHLOGISTIK",
            "PT CONTOHLOGISTIK\na.n. PT Contoh Logistik\n( PT CONTOH LOGISTIK )",
            "PT CONTOH LOGISTIK",
            True,
        ),
        ("PT CONTOH BERSA MA", "PT CONTOH BERSA MA\nAtas Nama PT CONTOH BERSAMA", "PT CONTOH BERSAMA", False),
        ("UD CONTOHBERKAH", "UD CONTOHBERKAH\nUD CONTOH BERKAH", "UD CONTOH BERKAH", False),
        ("PT CONTOH JAYA", "PT CONTOH JAYA", "PT CONTOH JAYA", True),
        ("PT CO NTOH JAYA", "PT CO NTOH JAYA", "PT CO NTOH JAYA", False),
        ("PT. CONTOH JAYA, TBK", "PT. CONTOH JAYA, TBK", "PT. CONTOH JAYA, TBK", True),
        ("PT CONTOH JAYA", "PT CONTOH JAYARAYA", "PT CONTOH JAYA", True),
        ("BCA", "B CA", "BCA", True),
    ],
)
def test_the_spacing_of_most_places_is_right(lines, name, page, spaced, is_sure):
    assert spaced_like_others(name, lines(page)) == (spaced, is_sure)
