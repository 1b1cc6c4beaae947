"""What comes out of the sandbox is bounded, whatever is said in it."""

import pytest

from berkas.errors import ReaderCrashed
from berkas.model.geometry import (
    MOST_CODE_CHARACTERS,
    MOST_CODES_OF_PAGE,
    BoundingBox,
    Code,
    CodeKind,
    Page,
    PageSource,
)
from berkas.reading.limits import OcrOptions, ReadingLimits
from berkas.reading.reader import DocumentReader
from berkas.reading.sandbox.messages import Open, Reply

BOX = BoundingBox(0, 0.1, 0.1, 0.2, 0.2)


class Child:
    """A sandbox whose child says what a test wants."""

    has_served = is_dropped = False

    def __init__(self, codes):
        self._page = Page(0, 100, 100, 0, PageSource.TEXT_LAYER, (), None, codes=codes)

    def is_worn(self):
        return False

    is_cramped = is_worn

    def drop_child(self):
        self.is_dropped = True

    def ask(self, request):
        return Reply(page_count=1) if isinstance(request, Open) else Reply(page=self._page)


@pytest.mark.parametrize(
    ("content", "count", "is_believed"),
    [
        ("9" * MOST_CODE_CHARACTERS, 1, True),
        ("9" * (MOST_CODE_CHARACTERS + 1), 1, False),
        (None, MOST_CODES_OF_PAGE, True),
        (None, MOST_CODES_OF_PAGE + 1, False),
    ],
)
def test_codes_that_no_page_can_have_are_not_believed(content, count, is_believed, monkeypatch):
    reader, child = (
        DocumentReader(ReadingLimits(), OcrOptions()),
        Child((Code(CodeKind.QR_CODE, content, 9, BOX),) * count),
    )
    monkeypatch.setattr(reader, "_sandbox", child)
    reader.open(b"%PDF-1.7")

    if is_believed:
        assert len(reader.read_page(0).codes) == count
    else:
        with pytest.raises(ReaderCrashed):
            reader.read_page(0)
    assert child.is_dropped is not is_believed
