"""Typefaces of the held-out papers: none of them is used by the papers that templates are tuned on."""

import functools
from importlib import import_module
from typing import Final, Literal

from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont

from berkas.evaluation.specimens.drawing import Fonts

Typeface = Literal["Roboto", "Caladea", "SourceSansPro", "SourceSerifPro"]

_SOURCES: Final[dict[Typeface, tuple[str, str]]] = {
    "Roboto": ("font_roboto", "font_files"),
    "Caladea": ("font_caladea", "font_files"),
    "SourceSansPro": ("font_source_sans_pro", "font_files_ttf"),
    "SourceSerifPro": ("font_source_serif_pro", "font_files_ttf"),
}


@functools.cache
def typeface(name: Typeface) -> Fonts:
    """A typeface, made known to reportlab."""
    package, table = _SOURCES[name]
    files = getattr(import_module(package), table)
    for face in (name, f"{name}Bold"):
        registerFont(TTFont(face, files[face]))
    return Fonts(name, f"{name}Bold")
