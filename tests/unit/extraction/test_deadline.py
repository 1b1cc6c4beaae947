"""Understanding ends in time, whatever stands on a page."""

import contextlib
import datetime
import random
import re
import signal
import threading

import pytest

from berkas.errors import ReadingLimitExceeded
from berkas.extraction.apply import apply_template
from berkas.extraction.deadline import stopped_after
from berkas.model.geometry import BoundingBox, Page, PageSource, Word
from templates_registry import registry

TODAY = datetime.date(2026, 11, 24)
LABELS = ("Total", "Jumlah", "Harga", "Tanggal", "Nama", "Alamat", "Nomor", "Keterangan", "Kepada", "Faktur")


def crowded(count):
    """Labels of invoices, each at a height of its own, so that lines are many and long."""
    rng = random.Random("CONTOH")
    words = tuple(
        Word(rng.choice(LABELS), BoundingBox(0, number / count, 0.9 * rng.random(), 0.0001, 0.01), 1.0, number)
        for number in range(count)
    )
    return Page(0, 595, 842, 0, PageSource.TEXT_LAYER, words, None)


def understand(page):
    return apply_template(registry.latest("invoice"), (page,), threshold=70, today=TODAY)


def test_a_page_made_to_be_slow_is_stopped():
    page = crowded(10_000)

    with pytest.raises(ReadingLimitExceeded), stopped_after(0.2):
        understand(page)


def test_a_pattern_that_backtracks_is_stopped_too():
    with pytest.raises(ReadingLimitExceeded), stopped_after(0.1):
        re.search(r"(a+)+$", "a" * 40 + "b")


def test_an_alarm_that_somebody_swallows_rings_again(monkeypatch):
    monkeypatch.setattr("berkas.extraction.deadline._AGAIN_SECONDS", 0.05)
    swallowed = []

    def swallow_then_wait():
        with contextlib.suppress(ReadingLimitExceeded):
            threading.Event().wait(10)
        swallowed.append(True)
        threading.Event().wait(10)

    with pytest.raises(ReadingLimitExceeded), stopped_after(0.05):
        swallow_then_wait()

    assert swallowed


def test_what_ends_in_time_is_left_alone_and_no_alarm_remains():
    before = signal.getsignal(signal.SIGALRM)

    with stopped_after(10):
        result = understand(crowded(50))

    assert result.raw_text
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)
    assert signal.getsignal(signal.SIGALRM) is before


def test_no_alarm_remains_after_an_error():
    with contextlib.suppress(ZeroDivisionError), stopped_after(10):
        raise ZeroDivisionError

    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)
