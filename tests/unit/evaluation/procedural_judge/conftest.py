"""Words of a page with their boxes, as its text layer has them."""

import pypdfium2 as pdfium
import pypdfium2.raw as raw
import pytest


def words_of(page):
    """Words as [left, bottom, right, top, text], in points; a word ends at a space or a gap."""
    layer = page.get_textpage()
    words, current = [], None
    for index in range(layer.count_chars()):
        char = chr(raw.FPDFText_GetUnicode(layer, index))
        left, bottom, right, top = layer.get_charbox(index)
        if char.isspace() or char == "\0" or right <= left:
            current = None
            continue
        height = max(3.0, top - bottom)
        goes_on = current is not None and -1.5 <= left - current[2] < height and abs(bottom - current[1]) < height
        if goes_on:
            current[:] = [
                current[0],
                min(current[1], bottom),
                max(current[2], right),
                max(current[3], top),
                current[4] + char,
            ]
        else:
            current = [left, bottom, right, top, char]
            words.append(current)
    return words


@pytest.fixture(scope="session")
def words():
    """Words of every page of a PDF, each with the size of the page."""
    return lambda pdf: [(page.get_size(), words_of(page)) for page in pdfium.PdfDocument(pdf)]


@pytest.fixture(scope="session")
def layer():
    """The text layer of all pages without what separates words and figures."""

    def flat(pdf):
        text = "".join(page.get_textpage().get_text_bounded() for page in pdfium.PdfDocument(pdf))
        return text.translate({ord(char): None for char in " \r\n\t,-\u00ad\ufffe\u0002"})

    return flat
