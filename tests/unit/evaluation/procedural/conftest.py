"""What tests of the grammar share."""

import re

import pypdfium2 as pdfium
import pytest
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas


class RecordingCanvas(Canvas):
    """Remembers the rectangle of every text: page, left, bottom, right, top, text."""

    def __init__(self, *args, **kwargs):
        self.texts = []
        super().__init__(*args, **kwargs)

    def _record(self, x, y, text):
        size = self._fontsize
        width = stringWidth(text, self._fontname, size)
        self.texts.append((self.getPageNumber(), x, y - 0.1 * size, x + width, y + 0.6 * size, text))
        return width

    def drawString(self, x, y, text, **kwargs):
        self._record(x, y, text)
        super().drawString(x, y, text, **kwargs)

    def drawRightString(self, x, y, text, **kwargs):
        self.drawString(x - stringWidth(text, self._fontname, self._fontsize), y, text)

    def drawCentredString(self, x, y, text, **kwargs):
        self.drawString(x - stringWidth(text, self._fontname, self._fontsize) / 2, y, text)


def _meet(one, other):
    across = min(one[3], other[3]) - max(one[1], other[1])
    return one[0] == other[0] and across > 0.5 and min(one[4], other[4]) - max(one[2], other[2]) > 0.5


@pytest.fixture
def recording():
    """A canvas that remembers where texts stand."""
    return RecordingCanvas(None, invariant=True)


@pytest.fixture
def overlaps():
    """Pairs of texts that stand over each other."""

    def find(texts):
        shown = [text for text in texts if text[5].strip()]
        return [(one[5], other[5]) for i, one in enumerate(shown) for other in shown[i + 1 :] if _meet(one, other)]

    return find


@pytest.fixture
def printed():
    """The text layer of a document without its spaces, in capitals."""

    def read(pdf):
        return re.sub(
            r"\s", "", "".join(page.get_textpage().get_text_bounded() for page in pdfium.PdfDocument(pdf))
        ).upper()

    return read
