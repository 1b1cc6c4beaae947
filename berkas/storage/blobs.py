"""Where sealed files lie: a folder or an S3 bucket, behind one small interface. Synchronous; async callers use a thread.

A blob appears under its name as a whole or not at all, and after ``delete`` no version of it is left.
"""

import os
import re
from collections.abc import Callable
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Protocol, TypeVar, cast, runtime_checkable
from urllib.parse import urlsplit

import s3fs
from botocore.exceptions import BotoCoreError, ClientError

from berkas.errors import BlobMissing, ObjectStoreUnavailable
from berkas.settings import Settings

_NAME = re.compile(r"[A-Za-z0-9_-]+(?:/[A-Za-z0-9_-]+)*")
_PART_BYTES = 5 * 1024 * 1024
"""Part of a multipart upload: the least that S3 allows."""

T = TypeVar("T")


@runtime_checkable
class BlobWriter(Protocol):
    """A blob on its way; it exists for others after ``commit`` only."""

    def write(self, data: bytes) -> None:
        """Add bytes."""

    def commit(self) -> None:
        """Make the blob appear under its name, durably."""

    def abort(self) -> None:
        """Forget it; also harmless after a failed commit, or twice."""


@runtime_checkable
class BlobStore(Protocol):
    """Names are one or more parts of letters, digits, `_` and `-`, joined by `/`.

    Every method may raise ``ObjectStoreUnavailable``; those that read raise ``BlobMissing`` for a name that is not there.
    """

    def writer(self, name: str) -> BlobWriter:
        """Begin a blob."""

    def read(self, name: str, start: int = 0, length: int | None = None) -> bytes:
        """Bytes from an offset, all the rest when no length is given; fewer at the end."""

    def size(self, name: str) -> int:
        """Size in bytes."""

    def exists(self, name: str) -> bool:
        """Whether there is such a blob."""

    def delete(self, name: str) -> int:
        """Remove every version; how many there were, 0 when there was none."""

    def check(self) -> None:
        """See that the store can be used at all."""


def open_store(settings: Settings) -> BlobStore:
    """The store that the settings name.

    Raises:
        ValueError: The URL is neither file:/// nor s3://.
    """
    url = urlsplit(settings.effective_blob_url)
    if url.scheme == "file" and not url.netloc:
        return LocalBlobStore(Path(url.path))
    if url.scheme == "s3" and url.netloc:
        return S3BlobStore(_s3_filesystem(settings), bucket=url.netloc, prefix=url.path.strip("/"))
    message = "BERKAS_BLOB_URL must be file:///folder or s3://bucket/prefix"
    raise ValueError(message)


def _checked(name: str) -> str:
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
            path.parent.mkdir(parents=True, exist_ok=True)
            return _LocalWriter(path)

    def read(self, name: str, start: int = 0, length: int | None = None) -> bytes:
        """Bytes from an offset."""
        with _disk(), self._path(name).open("rb") as file:
            file.seek(start)
            return file.read(length)

    def size(self, name: str) -> int:
        """Size in bytes."""
        with _disk():
            return self._path(name).stat().st_size

    def exists(self, name: str) -> bool:
        """Whether there is such a blob."""
        with _disk():
            return self._path(name).is_file()

    def delete(self, name: str) -> int:
        """Remove the file."""
        path = self._path(name)
        with _disk():
            try:
                path.unlink()
            except FileNotFoundError:
                return 0
            _sync_folder(path.parent)
        return 1

    def check(self) -> None:
        """See that the folder can be written."""
        with _disk():
            self._folder.mkdir(parents=True, exist_ok=True)
            if not os.access(self._folder, os.W_OK | os.X_OK):
                raise ObjectStoreUnavailable

    def _path(self, name: str) -> Path:
        return self._folder / _checked(name)


class _LocalWriter:
    def __init__(self, path: Path) -> None:
        self._path = path
        self._part = path.with_name(f"{path.name}.{os.urandom(6).hex()}.part")
        self._file = self._part.open("xb")

    def write(self, data: bytes) -> None:
        with _disk():
            self._file.write(data)

    def commit(self) -> None:
        with _disk():
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
            self._part.replace(self._path)
            _sync_folder(self._path.parent)

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
def _disk() -> Any:  # noqa: ANN401 - a context manager without a value
    try:
        yield
    except FileNotFoundError:
        raise BlobMissing from None
    except OSError as error:  # a full disk, a lost mount: its message would show a path
        raise ObjectStoreUnavailable from error


def _s3_filesystem(settings: Settings) -> s3fs.S3FileSystem:
    secret = settings.s3_secret_access_key
    return s3fs.S3FileSystem(
        key=settings.s3_access_key_id,
        secret=secret.get_secret_value() if secret else None,
        endpoint_url=settings.s3_endpoint_url,
        client_kwargs={"region_name": settings.s3_region} if settings.s3_region else {},
        config_kwargs={"connect_timeout": 5, "read_timeout": 30, "retries": {"max_attempts": 3}},
        use_listings_cache=False,
        skip_instance_cache=True,
    )


class S3BlobStore:
    """Blobs as objects of a bucket."""

    def __init__(self, filesystem: s3fs.S3FileSystem, *, bucket: str, prefix: str = "") -> None:
        self._fs = filesystem
        self._bucket = bucket
        self._prefix = f"{prefix}/" if prefix else ""

    def writer(self, name: str) -> BlobWriter:
        """Begin a blob: one put when small, a multipart upload else."""
        path = f"{self._bucket}/{self._key(name)}"
        # without autocommit nothing appears before commit(); a plain close would make a partial object on an exception
        return _S3Writer(_s3(self._fs.open, path, "wb", autocommit=False, block_size=_PART_BYTES))

    def read(self, name: str, start: int = 0, length: int | None = None) -> bytes:
        """Bytes from an offset."""
        end = "" if length is None else str(start + length - 1)
        if length == 0:
            return b""
        try:
            return _s3(self._get, name, f"bytes={start}-{end}")
        except _RangeBeyondEnd:
            return b""

    def size(self, name: str) -> int:
        """Size in bytes."""
        head = self._call("head_object", Key=self._key(name))
        return int(head["ContentLength"])

    def exists(self, name: str) -> bool:
        """Whether there is such a blob."""
        try:
            self.size(name)
        except BlobMissing:
            return False
        return True

    def delete(self, name: str) -> int:
        """Remove every version and every delete marker of the object."""
        versions = self._versions(self._key(name))
        for key, version in versions:
            # only objects of a versioned bucket have a version to name
            named = {"VersionId": version} if version else {}
            self._call("delete_object", Key=key, **named)
        return len(versions)

    def check(self) -> None:
        """See that the bucket answers."""
        self._call("head_bucket")

    def _call(self, operation: str, **options: str) -> dict[str, Any]:
        return cast("dict[str, Any]", _s3(self._fs.call_s3, operation, Bucket=self._bucket, **options))

    def _key(self, name: str) -> str:
        return self._prefix + _checked(name)

    def _get(self, name: str, span: str) -> bytes:
        answer = self._fs.call_s3("get_object", Bucket=self._bucket, Key=self._key(name), Range=span)
        return cast("bytes", s3fs.core.sync(self._fs.loop, answer["Body"].read))

    def _versions(self, key: str) -> list[tuple[str, str | None]]:
        """Key and version id of each version of exactly this key; listing goes by prefix, so others are left out."""
        found: list[tuple[str, str | None]] = []
        marker: dict[str, str] = {}
        while True:
            listed = self._call("list_object_versions", Prefix=key, **marker)
            entries = [*listed.get("Versions", []), *listed.get("DeleteMarkers", [])]
            found += [(key, entry.get("VersionId")) for entry in entries if entry["Key"] == key]
            if not listed.get("IsTruncated"):
                return found
            marker = {"KeyMarker": listed["NextKeyMarker"], "VersionIdMarker": listed.get("NextVersionIdMarker", "")}


class _S3Writer:
    def __init__(self, file: s3fs.core.S3File) -> None:
        self._file = file

    def write(self, data: bytes) -> None:
        _s3(self._file.write, data)

    def commit(self) -> None:
        _s3(self._file.close)
        _s3(self._file.commit)

    def abort(self) -> None:
        with suppress(BlobMissing, ObjectStoreUnavailable):
            self._file.closed = True  # a later garbage collection must not flush it
            _s3(self._file.discard)


class _RangeBeyondEnd(Exception):
    """The range begins at or after the end of the object."""


def _s3(call: Callable[..., T], *arguments: object, **options: object) -> T:
    """Call the object store, its errors translated."""
    try:
        return call(*arguments, **options)
    except FileNotFoundError:
        raise BlobMissing from None
    except ClientError as error:
        raise _translated(error) from None
    except (BotoCoreError, OSError) as error:
        if getattr(error.__cause__, "response", None):
            raise _translated(cast("ClientError", error.__cause__)) from None
        raise ObjectStoreUnavailable from error


def _translated(error: ClientError) -> Exception:
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode")
    if status == 404:
        return BlobMissing()
    if status == 416:
        return _RangeBeyondEnd()
    return ObjectStoreUnavailable()
