"""Blobs as objects of an S3 bucket.

Only single requests of the S3 interface are used, not s3fs's files: closing such a file after an error commits a partial
object, and removing it leaves the versions of a versioned bucket readable.
"""

from collections.abc import Callable
from contextlib import suppress
from typing import Any, TypeVar, cast

import aiohttp
import s3fs
from botocore.exceptions import BotoCoreError, ClientError

from berkas.errors import BlobMissing, ObjectStoreUnavailable
from berkas.settings import Settings
from berkas.storage.blobs import BlobWriter, checked_name

PART_BYTES = 5 * 1024 * 1024
"""Part of a multipart upload, the least that S3 allows; a writer holds up to one in memory."""

Answer = dict[str, Any]
T = TypeVar("T")


def connect(settings: Settings, *, bucket: str, prefix: str) -> "S3BlobStore":
    """A store in a bucket; nothing is sent yet.

    Without an access key in the settings, the usual AWS chain (environment, instance role) gives the credentials.
    """
    secret = settings.s3_secret_access_key
    filesystem = s3fs.S3FileSystem(
        key=settings.s3_access_key_id,
        secret=secret.get_secret_value() if secret else None,
        endpoint_url=settings.s3_endpoint_url,
        client_kwargs={"region_name": settings.s3_region} if settings.s3_region else {},
        config_kwargs={"connect_timeout": 5, "read_timeout": 30, "retries": {"mode": "standard", "max_attempts": 2}},
        use_listings_cache=False,
        skip_instance_cache=True,
    )
    filesystem.retries = 2  # on top of botocore's own; five would keep a request waiting
    return S3BlobStore(filesystem, bucket=bucket, prefix=prefix)


class S3BlobStore:
    """Blobs below a prefix of a bucket; satisfies ``berkas.storage.blobs.BlobStore``."""

    def __init__(self, filesystem: s3fs.S3FileSystem, *, bucket: str, prefix: str = "") -> None:
        self._fs = filesystem
        self._bucket = bucket
        self._prefix = f"{prefix}/" if prefix else ""

    def writer(self, name: str) -> BlobWriter:
        """Begin a blob: one put when it fits into a part, a multipart upload else."""
        return _S3Writer(self._call, self._key(name))

    def read(self, name: str, start: int = 0, length: int | None = None) -> bytes:
        """Bytes from an offset."""
        path = f"{self._bucket}/{self._key(name)}"
        if length == 0:
            return b""
        try:
            end = None if length is None else start + length
            return _translating(lambda: cast("bytes", self._fs.cat_file(path, start=start, end=end)), reads=True)
        except _BeyondEnd:
            return b""

    def size(self, name: str) -> int:
        """Size in bytes."""
        return int(self._call("head_object", Key=self._key(name))["ContentLength"])

    def exists(self, name: str) -> bool:
        """Whether there is such a blob."""
        try:
            self.size(name)
        except BlobMissing:
            return False
        return True

    def count(self, name: str) -> int:
        """Versions, delete markers and unfinished uploads of the object."""
        key = self._key(name)
        return len(self._versions(key)) + len(self._unfinished_uploads(key))

    def delete(self, name: str) -> int:
        """Remove every version and every delete marker of the object, and give up its unfinished uploads."""
        key = self._key(name)
        versions, uploads = self._versions(key), self._unfinished_uploads(key)
        for version in versions:
            self._call("delete_object", Key=key, VersionId=version)
        for upload in uploads:
            self._call("abort_multipart_upload", Key=key, UploadId=upload)
        return len(versions) + len(uploads)

    def check(self) -> None:
        """See that the bucket answers and that versions may be listed, without which nothing could be erased."""
        self._call("list_object_versions", Prefix=self._prefix, MaxKeys=1)

    def _key(self, name: str) -> str:
        return self._prefix + checked_name(name)

    def _call(self, operation: str, **options: object) -> Answer:
        return _translating(
            lambda: cast("Answer", self._fs.call_s3(operation, Bucket=self._bucket, **options)),
            reads=operation == "head_object",
        )

    def _versions(self, key: str) -> list[str]:
        """Id of each version and delete marker of exactly this key; `null` in a bucket without versions."""
        found: list[str] = []
        marker: dict[str, str] = {}
        while True:
            listed = self._call("list_object_versions", Prefix=key, **marker)
            entries = [*listed.get("Versions", []), *listed.get("DeleteMarkers", [])]
            found += [entry.get("VersionId", "null") for entry in entries if entry["Key"] == key]
            # keys come in order, so after the key itself only longer ones follow
            if not listed.get("IsTruncated") or listed.get("NextKeyMarker", key) != key:
                return found
            marker = {"KeyMarker": key, "VersionIdMarker": listed.get("NextVersionIdMarker", "")}

    def _unfinished_uploads(self, key: str) -> list[str]:
        """Id of each multipart upload of exactly this key that was neither completed nor given up."""
        found: list[str] = []
        marker: dict[str, str] = {}
        while True:
            listed = self._call("list_multipart_uploads", Prefix=key, **marker)
            found += [upload["UploadId"] for upload in listed.get("Uploads", []) if upload["Key"] == key]
            if not listed.get("IsTruncated") or listed.get("NextKeyMarker", key) != key:
                return found
            marker = {"KeyMarker": key, "UploadIdMarker": listed.get("NextUploadIdMarker", "")}


class _S3Writer:
    """Holds up to one part; nothing appears under the key before ``commit``."""

    def __init__(self, call: Callable[..., Answer], key: str) -> None:
        self._call = call
        self._key = key
        self._pending = bytearray()
        self._upload_id: str | None = None
        self._parts: list[Answer] = []

    def write(self, data: bytes) -> None:
        self._pending += data
        while len(self._pending) > PART_BYTES:
            self._send_part(bytes(self._pending[:PART_BYTES]))
            del self._pending[:PART_BYTES]

    def commit(self) -> None:
        if self._upload_id is None:
            self._call("put_object", Key=self._key, Body=bytes(self._pending))
        else:
            self._send_part(bytes(self._pending))
            parts = {"Parts": self._parts}
            self._call("complete_multipart_upload", Key=self._key, UploadId=self._upload_id, MultipartUpload=parts)
            self._upload_id = None
        self._pending.clear()

    def abort(self) -> None:
        self._pending.clear()
        if self._upload_id is None:
            return
        # a part that stays behind is sealed with a key that nobody kept; docs/operating.md gives the bucket's clean-up rule
        with suppress(ObjectStoreUnavailable):
            self._call("abort_multipart_upload", Key=self._key, UploadId=self._upload_id)
        self._upload_id = None

    def _send_part(self, data: bytes) -> None:
        if self._upload_id is None:
            self._upload_id = str(self._call("create_multipart_upload", Key=self._key)["UploadId"])
        number = len(self._parts) + 1
        sent = self._call("upload_part", Key=self._key, UploadId=self._upload_id, PartNumber=number, Body=data)
        self._parts.append({"PartNumber": number, "ETag": sent["ETag"]})


class _BeyondEnd(Exception):
    """The range begins at or after the end of the object."""


def _translating(call: Callable[[], T], *, reads: bool) -> T:
    """Call the object store, its errors translated; only who reads an object can miss it."""
    try:
        return call()
    except (ClientError, BotoCoreError, aiohttp.ClientError, OSError) as error:
        # s3fs turns an answer's error into an OSError and keeps the answer as its cause
        answered = error if isinstance(error, ClientError) else error.__cause__
        if reads and isinstance(answered, ClientError):
            code = answered.response.get("Error", {}).get("Code")
            if code in {"NoSuchKey", "404"}:
                raise BlobMissing from None
            if code in {"InvalidRange", "416"}:
                raise _BeyondEnd from None
        raise ObjectStoreUnavailable from error
