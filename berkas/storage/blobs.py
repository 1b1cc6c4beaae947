"""Where sealed files lie: a folder or an S3 bucket, behind one small interface. Synchronous; async callers use a thread.

A blob appears under its name as a whole or not at all, and after ``delete`` no version of it is left.
"""

import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Protocol, runtime_checkable
from urllib.parse import unquote, urlsplit

from berkas.errors import BlobMissing, ObjectStoreUnavailable
from berkas.settings import Settings

_NAME = re.compile(r"[A-Za-z0-9_-]+(?:/[A-Za-z0-9_-]+)*")
_PART = ".part"
_OWNER_ONLY_FILE = 0o600
_OWNER_ONLY_FOLDER = 0o700


@runtime_checkable
class BlobWriter(Protocol):
    """A blob on its way; it exists for others after ``commit`` only.

    Every method but ``abort`` may raise ``ObjectStoreUnavailable``.
    """

    def write(self, data: bytes) -> None:
        """Add bytes."""

    def commit(self) -> None:
        """Make the blob appear under its name, durably."""

    def abort(self) -> None:
        """Forget it; harmless after a commit, after a failed one, or twice."""


@runtime_checkable
class BlobStore(Protocol):
    """A name is one or more parts of letters, digits, `_` and `-`, joined by `/`; any other is a ``ValueError``.

    Every method may raise ``ObjectStoreUnavailable``.
    """

    def writer(self, name: str) -> BlobWriter:
        """Begin a blob."""

    def read(self, name: str, start: int = 0, length: int | None = None) -> bytes:
        """Bytes from an offset, all the rest when no length is given; fewer or none at the end.

        Raises:
            BlobMissing: There is no such blob.
        """

    def size(self, name: str) -> int:
        """Size in bytes.

        Raises:
            BlobMissing: There is no such blob.
        """

    def exists(self, name: str) -> bool:
        """Whether there is such a blob."""

    def count(self, name: str) -> int:
        """How many copies ``delete`` would remove."""

    def delete(self, name: str) -> int:
        """Remove every version and what unfinished writing left; how many there were, 0 when there was none."""

    def check(self) -> None:
        """See that the store can be used at all."""


def open_store(settings: Settings) -> BlobStore:
    """The store that the settings name.

    Raises:
        ValueError: The URL is neither file:///folder nor s3://bucket/prefix.
    """
    url = urlsplit(settings.effective_blob_url)
    if url.scheme == "file" and not url.netloc and url.path.startswith("/"):
        return LocalBlobStore(Path(unquote(url.path)))
    if url.scheme == "s3" and url.netloc:
        # imported here because the S3 client costs every process 0.7 s and 40 MB, also where blobs lie on a disk
        from berkas.storage.s3_blobs import connect

        return connect(settings, bucket=url.netloc, prefix=url.path.strip("/"))
    message = "BERKAS_BLOB_URL must be file:///folder or s3://bucket/prefix"
    raise ValueError(message)


def checked_name(name: str) -> str:
    """The name itself.

    Raises:
        ValueError: It is not a blob's name; among others it may climb out of the folder.
    """
    if not _NAME.fullmatch(name):
        message = "not a blob name"
        raise ValueError(message)
    return name


class LocalBlobStore:
    """Blobs as files below a folder, each written beside its place and moved there when complete."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def writer(self, name: str) -> BlobWriter:
        """Begin a blob."""
        path = self._path(name)
        with _disk():
            path.parent.mkdir(parents=True, exist_ok=True, mode=_OWNER_ONLY_FOLDER)
            return _LocalWriter(path, self._folder)

    def read(self, name: str, start: int = 0, length: int | None = None) -> bytes:
        """Bytes from an offset."""
        with _file(), self._path(name).open("rb") as file:
            file.seek(start)
            return file.read(length)

    def size(self, name: str) -> int:
        """Size in bytes."""
        path = self._path(name)
        with _file():
            if not path.is_file():
                raise BlobMissing
            return path.stat().st_size

    def exists(self, name: str) -> bool:
        """Whether there is such a blob."""
        with _disk():
            return self._path(name).is_file()

    def count(self, name: str) -> int:
        """The file, and parts of it that a writer left when it was killed."""
        return len(self._copies(name))

    def delete(self, name: str) -> int:
        """Remove the file and such parts."""
        copies = self._copies(name)
        with _disk():
            for path in copies:
                path.unlink(missing_ok=True)
            if copies:
                _sync_folder(copies[0].parent)
        return len(copies)

    def _copies(self, name: str) -> list[Path]:
        path = self._path(name)
        with _disk():
            return [*([path] if path.is_file() else []), *path.parent.glob(f"{path.name}.*{_PART}")]

    def check(self) -> None:
        """See that the folder can be written."""
        with _disk():
            self._folder.mkdir(parents=True, exist_ok=True, mode=_OWNER_ONLY_FOLDER)
            with tempfile.TemporaryFile(dir=self._folder):  # the only honest question, also on a read-only disk
                pass

    def _path(self, name: str) -> Path:
        return self._folder / checked_name(name)


class _LocalWriter:
    def __init__(self, path: Path, root: Path) -> None:
        self._path = path
        self._root = root
        # a dot cannot be in a blob's name, so no reader can ask for a part
        self._part = path.with_name(f"{path.name}.{os.urandom(6).hex()}{_PART}")
        self._file = os.fdopen(os.open(self._part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_ONLY_FILE), "wb")

    def write(self, data: bytes) -> None:
        with _disk():
            self._file.write(data)

    def commit(self) -> None:
        with _disk():
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
            self._part.replace(self._path)
            depth = len(self._path.relative_to(self._root).parts)
            for folder in self._path.parents[:depth]:  # the folders above may be new too
                _sync_folder(folder)

    def abort(self) -> None:
        with suppress(OSError):
            self._file.close()
        with suppress(OSError):
            self._part.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    """A rename or removal is durable only when its folder is."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _disk() -> Iterator[None]:
    """A full or lost disk is an unavailable store."""
    try:
        yield
    except OSError as error:
        raise ObjectStoreUnavailable from error


@contextmanager
def _file() -> Iterator[None]:
    """A file that is not there, or that is a folder, is a missing blob."""
    with _disk():
        try:
            yield
        except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
            raise BlobMissing from None
