"""This machine: interpreter, environment, data folder, models and the reading sandbox."""

import asyncio
import os
import shutil
import sys
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

from berkas.errors import DocumentError, ReaderUnconfined
from berkas.reading.limits import OcrOptions, ReadingLimits
from berkas.reading.ocr.model_files import are_prepared
from berkas.reading.reader import DocumentReader
from berkas.settings import MEBIBYTE, Settings
from deployments.checkup.findings import Finding, bad, good, note

OLDEST, BEYOND = (3, 11), (3, 14)
LEAST_FREE_MIB, FREE_MIB = 200, 2000
CLIENT_VARIABLES = frozenset({"BERKAS_API_KEY"})
"""Read by clients such as `berkas upload`; no setting of the installation."""

SPECIMEN = (
    b"%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n"
    b"3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 120]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>\nendobj\n"
    b"4 0 obj\n<</Length 63>>\nstream\nBT /F 24 Tf 30 60 Td (SPECIMEN CONTOH UJI BACA SAJA) Tj ET    \nendstream\nendobj\n"
    b"5 0 obj\n<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>\nendobj\ntrailer\n<</Root 1 0 R/Size 6>>\n%%EOF\n"
)
"""A page that says SPECIMEN, small enough to stand here."""


async def python(_settings: Settings) -> AsyncIterator[Finding]:
    """The interpreter."""
    version = ".".join(map(str, sys.version_info[:3]))
    if OLDEST <= sys.version_info[:2] < BEYOND:
        yield good("Python", version)
    else:
        yield bad("Python", version, "Install Berkas into Python 3.11, 3.12 or 3.13.")


async def environment(_settings: Settings) -> AsyncIterator[Finding]:
    """Variables that look like settings and are none: a typing error leaves the default in place without a word."""
    known = {f"BERKAS_{name.upper()}" for name in Settings.model_fields} | CLIENT_VARIABLES
    unknown = sorted(name for name in os.environ if name.upper().startswith("BERKAS_") and name.upper() not in known)
    if unknown:
        yield note("Settings", f"no setting is called {', '.join(unknown)}", "See docs/settings.md for the names.")
    else:
        yield good("Settings", "valid")


async def data_folder(settings: Settings) -> AsyncIterator[Finding]:
    """Whether the data folder can be written and has room."""
    folder = settings.data_dir
    if not await asyncio.to_thread(_can_write, folder):
        remedy = "Make it, owned by the user that runs Berkas, or set BERKAS_DATA_DIR to another folder."
        yield bad("Data folder", f"{folder} cannot be written", remedy)
        return
    free = shutil.disk_usage(folder).free // MEBIBYTE
    if free < LEAST_FREE_MIB:
        yield bad("Data folder", f"{folder}, only {free} MiB free", "Make room: uploads will soon be refused.")
    elif free < FREE_MIB:
        yield note("Data folder", f"{folder}, only {free} MiB free", "Make room before uploads are refused.")
    else:
        yield good("Data folder", f"{folder}, {free / 1024:.0f} GiB free")
    secrets = folder / "secrets"
    if secrets.exists() and secrets.stat().st_mode & 0o077:
        yield bad("Secrets", f"{secrets} can be read by others", f"chmod 700 {secrets}")


async def models(settings: Settings) -> AsyncIterator[Finding]:
    """Whether the recognition models are prepared and unaltered."""
    if await asyncio.to_thread(are_prepared, settings.models_dir):
        yield good("Recognition models", "prepared, checksums right")
    else:
        detail = "not prepared, or altered; the stock models serve: slower, and papers must be upright"
        yield note("Recognition models", detail, "Run `berkas models`.")


async def sandbox(settings: Settings) -> AsyncIterator[Finding]:
    """Whether the sandbox reads a specimen, as text and as a picture."""
    try:
        model = await asyncio.to_thread(_read_specimen, settings)
    except (DocumentError, ReaderUnconfined) as error:
        remedy = "Run `berkas models --force`, or raise BERKAS_READER_MEMORY_MIB."
        yield bad("Reading sandbox", f"does not read a specimen: {error.code}", remedy)
        return
    yield good("Reading sandbox", f"reads text and pictures ({model})")


def _can_write(folder: Path) -> bool:
    existing = next(path for path in (folder, *folder.parents) if path.exists())
    if existing != folder:  # it will be made when it is needed
        return existing.is_dir() and os.access(existing, os.W_OK)
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"berkas")
    except OSError:
        return False
    return True


def _read_specimen(settings: Settings) -> str:
    """The model that read the picture.

    Raises:
        DocumentError: It does not read.
    """
    limits = ReadingLimits(
        memory_bytes=settings.reader_memory_mib * MEBIBYTE,
        cpu_seconds=settings.reader_cpu_seconds,
        wall_seconds=settings.reader_wall_seconds,
        allow_unconfined=settings.reader_unconfined,
    )
    options = OcrOptions(models_dir=str(settings.models_dir), recogniser=settings.ocr_recogniser)
    with DocumentReader(limits, options) as reader:
        reader.open(SPECIMEN)
        _see_specimen(reader)
        reader.open(reader.draw(0, longest_px=1600))
        _see_specimen(reader)
        return reader.model_used


def _see_specimen(reader: DocumentReader) -> None:
    (page,) = reader.read_pages([0])
    if "SPECIMEN" not in {word.text for word in page.words}:
        raise DocumentError
