"""What `berkas upload` is given: files, folders and standard input."""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

STANDARD_INPUT: Final = "-"
ENDINGS: Final = frozenset({".pdf", ".jpg", ".jpeg", ".png", ".heic", ".heif", ".webp", ".tif", ".tiff"})
"""Of the files that are taken out of folders; the API itself judges a file by its bytes."""


class NothingToUpload(Exception):
    """A path that does not exist, or folders without a file that could be uploaded."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file to upload.

    Attributes:
        name: As the user gave it; a file of a folder with the folder before it.
        path: Where it is; None for standard input.
    """

    name: str
    path: Path | None

    @property
    def filename(self) -> str:
        """What the API is told."""
        return self.path.name if self.path else "standard-input"

    def read(self) -> bytes:
        """All bytes."""
        return self.path.read_bytes() if self.path else sys.stdin.buffer.read()


def sources_of(words: Sequence[str]) -> list[Source]:
    """Every file that is meant, in the order of the words, those of a folder by name.

    Raises:
        NothingToUpload: There is nothing at a path, or no file to upload at any.
    """
    if not words:
        raise NothingToUpload("Name the files or folders to upload, or - for standard input.")
    sources = [source for word in words for source in _meant_by(word)]
    if not sources:
        raise NothingToUpload("No file to upload there: folders are searched for " + " ".join(sorted(ENDINGS)))
    if sum(source.path is None for source in sources) > 1:
        raise NothingToUpload("Standard input (-) can be read only once.")
    return sources


def _meant_by(word: str) -> Iterator[Source]:
    if word == STANDARD_INPUT:
        yield Source("standard input", None)
        return
    path = Path(word)
    if path.is_dir():
        yield from (Source(str(file), file) for file in sorted(path.rglob("*")) if _is_meant(file, path))
    elif path.exists():
        yield Source(word, path)
    elif word.startswith("-"):
        raise NothingToUpload(f"There is no option {word}; `berkas upload --help` lists them.")
    else:
        raise NothingToUpload(f"{word} does not exist.")


def _is_meant(file: Path, folder: Path) -> bool:
    """Whether a file of a folder is one to upload: a visible file with the ending of a document."""
    is_hidden = any(part.startswith(".") for part in file.relative_to(folder).parts)
    return file.suffix.lower() in ENDINGS and not is_hidden and file.is_file()
