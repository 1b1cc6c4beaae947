"""Typefaces of the judge family: those that reportlab knows and those of the optional packages."""

import functools
from importlib import import_module
from pathlib import Path
from typing import Final

import reportlab
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont

from berkas.evaluation.procedural_judge.boxes import Faces

_BUILT_IN: Final = {
    "Helvetica": Faces("Helvetica", "Helvetica-Bold", "Helvetica-Oblique"),
    "Times": Faces("Times-Roman", "Times-Bold", "Times-Italic"),
    "Courier": Faces("Courier", "Courier-Bold", "Courier-Oblique"),
}
_PACKAGED: Final = {
    "Roboto": ("font_roboto", "font_files", "RobotoItalic"),
    "Caladea": ("font_caladea", "font_files", "CaladeaItalic"),
    "SourceSansPro": ("font_source_sans_pro", "font_files_ttf", "SourceSansProIt"),
    "SourceSerifPro": ("font_source_serif_pro", "font_files_ttf", "SourceSerifProIt"),
}
NAMES: Final = (*_BUILT_IN, "Vera", *_PACKAGED)


@functools.cache
def faces(name: str) -> Faces:
    """A typeface, registered with reportlab.

    Raises:
        KeyError: No such typeface.
    """
    if name in _BUILT_IN:
        return _BUILT_IN[name]
    if name == "Vera":
        folder = Path(reportlab.__file__).parent / "fonts"
        files = {"JudgeVera": "Vera.ttf", "JudgeVeraBd": "VeraBd.ttf", "JudgeVeraIt": "VeraIt.ttf"}
        for face, file in files.items():
            registerFont(TTFont(face, str(folder / file)))
        return Faces(*files)
    package, table, italic = _PACKAGED[name]
    known = getattr(import_module(package), table)
    for face in (name, f"{name}Bold", italic):
        registerFont(TTFont(f"Judge{face}", known[face]))
    return Faces(f"Judge{name}", f"Judge{name}Bold", f"Judge{italic}")
