"""What speaks against the words of a text layer before anything is compared: text that nobody sees, and text that is no language.

A doubt decides nothing. It makes some lines of the layer be compared with the picture of the page, which costs time; so a page of
codes may be doubted, and a page of good text must not be.
"""

import math
import re
from collections.abc import Iterable
from itertools import pairwise
from typing import Final

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from berkas.reading.text_layer import TextLayer

_FOLLOWING: Final = {
    "a": "bcdghiklmnprstuwy", "b": "aeiloruy", "c": "acehikortu", "d": "adeiorsu", "e": "abcdefgiklmnpqrstvwxy",
    "f": "aeiot", "g": "aeghilor", "h": "aeiot", "i": "acdefgklmnoprstv", "j": "aelou", "k": "aeiost", "l": "adeilosuy",
    "m": "abeiop", "n": "acdegikopstuvyj", "o": "cdfhiklmnoprstuvw", "p": "aehilnoprtuwy", "q": "u",
    "r": "adegiklmnorstuy", "s": "acehiopstuwy", "t": "aehioprstuy", "u": "abdeghiklmnprst", "v": "aeio", "w": "aehinop",
    "x": "t", "y": "aeops",
}  # fmt: skip
"""Letters that often follow each other in Indonesian and English: nine in ten pairs of a text, and four in ten of a wrong one."""

_USUAL: Final = math.log(0.9 / 0.4)
_UNUSUAL: Final = math.log(0.1 / 0.6)
_SYMBOL: Final = -1.0
_DOUBTED_BELOW: Final = -5.0
"""Sum over the pairs of a font: three unusual pairs in a row are a code, a name or an abbreviation."""

_LEAST_LETTERS: Final = 4
_MOST_STRANGE: Final = 0.02
_LETTERS: Final = re.compile(r"[a-z]+")
_SYMBOL_INSIDE: Final = re.compile(r"[^\W_][&%$<>\\^|~`{}=;?!\"*+#]+[^\W_]")
_ADDRESS: Final = re.compile(r"@|//|www\.|=")

_SCAN_COVERS: Final = 0.5
_INVISIBLE: Final = 3
"""Text rendering mode that paints nothing (ISO 32000-1, table 106)."""

_MOST_OBJECTS: Final = 5_000


def is_improbable(layer: TextLayer) -> bool:
    """Whether the characters of a layer, or of one of its fonts, are hardly those that are printed."""
    characters = sum(len(word.text) for word in layer.words)
    return layer.strange > _MOST_STRANGE * characters or is_no_language(layer.fonts)


def is_no_language(texts: Iterable[str]) -> bool:
    """Whether one of the texts, or all of them together, look like letters shuffled by a wrong character map."""
    sums = [likeness(text) for text in texts]
    return min((sum(sums), *sums)) < _DOUBTED_BELOW


def likeness(text: str) -> float:
    """How much a text looks like Indonesian or English: above 0 it does, below it does not; the longer the text, the surer.

    Short words are left out, and repeated ones count once: they are units, codes and abbreviations.
    """
    total = 0.0
    for token in dict.fromkeys(text.split()):
        if _ADDRESS.search(token):
            continue
        total += _SYMBOL * (_SYMBOL_INSIDE.search(token) is not None)
        for word in _LETTERS.findall(token.casefold()):
            if len(word) < _LEAST_LETTERS:
                continue
            usual = sum(other in _FOLLOWING[one] for one, other in pairwise(word) if one in _FOLLOWING)
            total += usual * _USUAL + (len(word) - 1 - usual) * _UNUSUAL
    return total


def is_covered(page: pdfium.PdfPage, picture: pdfium.PdfObject) -> bool:
    """Whether a picture covers most of a page, which makes the page a scan."""
    width, height = page.get_size()
    left, bottom, right, top = picture.get_bounds()
    covered = (min(right, width) - max(left, 0)) * (min(top, height) - max(bottom, 0))
    return bool(covered > _SCAN_COVERS * width * height)


def is_hidden(page: pdfium.PdfPage) -> bool:
    """Whether most of a page's text is painted by nobody, or lies under a picture: what a scanner's OCR left."""
    hidden = shown = under_picture = 0
    kinds = (pdfium_c.FPDF_PAGEOBJ_TEXT, pdfium_c.FPDF_PAGEOBJ_IMAGE)
    for number, found in enumerate(page.get_objects(filter=kinds, max_depth=3)):
        if number == _MOST_OBJECTS:
            break
        if found.type == pdfium_c.FPDF_PAGEOBJ_IMAGE:
            under_picture = shown if is_covered(page, found) else under_picture
        elif pdfium_c.FPDFTextObj_GetTextRenderMode(found) == _INVISIBLE:
            hidden += 1
        else:
            shown += 1
    return hidden + under_picture > shown - under_picture
