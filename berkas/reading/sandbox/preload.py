"""Imports what libraries import when they first need it: a confined child opens no file, and so imports nothing."""

import encodings
import importlib
import io
import pkgutil
from contextlib import suppress
from typing import Final

import cv2

_WHOLE: Final = ("playa", "pdfminer", "pikepdf", "pypdfium2", "camelot.parsers", "camelot.backends")
"""Packages that choose a module by what a document holds: filters, fonts, character maps."""

_ALONE: Final = (
    "berkas.reading.ruled_tables", "PIL.ImageChops", "PIL.ImageFilter", "PIL.ImageMath", "PIL.ImageMorph", "PIL.ImageStat",
    "PIL.ImageTransform", "PIL.IptcImagePlugin", "PIL.MpoImagePlugin", "PIL.PngImagePlugin", "PIL.TiffImagePlugin",
    "PIL.WebPImagePlugin", "PIL.BmpImagePlugin", "PIL.GifImagePlugin", "PIL.JpegImagePlugin", "PIL.PpmImagePlugin",
    "_strptime", "stringprep", "linecache", "traceback", "tracemalloc",
)  # fmt: skip

_LEFT_OUT: Final = frozenset({"__main__", "cli"})


def preload() -> None:
    """Import them; what is missing from an installation would be missing later as well."""
    # its own threads gain nothing where a process is given one core, and a child may begin none
    cv2.setNumThreads(1)
    for name in _ALONE:
        _import(name)
    for name in _WHOLE:
        _import(name)
        with suppress(ImportError):
            package = importlib.import_module(name)
            for module in pkgutil.walk_packages(package.__path__, f"{name}.", onerror=lambda _name: None):
                _import(module.name)
    for module in pkgutil.iter_modules(encodings.__path__, "encodings."):
        _import(module.name)
    _open_random_numbers()


def _open_random_numbers() -> None:
    """Have qpdf open /dev/urandom, which it keeps open: it needs random numbers to undo the AES-256 of a PDF."""
    import pikepdf

    with pikepdf.new() as pdf:
        pdf.save(io.BytesIO(), encryption=pikepdf.Encryption(user="", owner="", R=6))


def _import(name: str) -> None:
    if name.rpartition(".")[2] not in _LEFT_OUT:
        with suppress(Exception):
            importlib.import_module(name)
