"""What reading one document may cost."""

from typing import Literal

import msgspec

Recogniser = Literal["auto", "small", "cascade", "tiny"]


class ReadingLimits(msgspec.Struct, frozen=True, kw_only=True):
    """Limits of the reading sandbox.

    Attributes:
        memory_bytes: Address space of the child process.
        cpu_seconds: CPU time for one document.
        wall_seconds: Wall time of one step: opening, a page, the tables of a page.
        max_pages: Pages above which a document is refused.
        max_pixels: Pixels of one image or page above which it is refused.
        max_words: Words of all pages above which a document is refused; 200 pages of print have some 120 000.
        allow_unconfined: Read also where the machine offers nothing that confines the child process.
    """

    memory_bytes: int = 1536 * 1024 * 1024
    cpu_seconds: int = 300
    wall_seconds: int = 60
    max_pages: int = 200
    max_pixels: int = 50_000_000
    max_words: int = 200_000
    allow_unconfined: bool = False


class OcrOptions(msgspec.Struct, frozen=True, kw_only=True):
    """How pictures are read.

    Attributes:
        models_dir: Folder of prepared models; where they are missing, the stock models serve.
        recogniser: Recognition model: small is best, tiny fastest, cascade between; auto is small, and cascade on long pages.
    """

    models_dir: str | None = None
    recogniser: Recogniser = "auto"
