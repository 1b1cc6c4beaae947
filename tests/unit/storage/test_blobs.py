"""Which store the settings name; the stores themselves are tested against a disk and a server."""

from pathlib import Path

import pytest

from berkas.settings import Settings
from berkas.storage.blobs import BlobStore, LocalBlobStore, open_store
from berkas.storage.s3_blobs import S3BlobStore


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("", LocalBlobStore),
        ("file:///var/lib/berkas/blobs", LocalBlobStore),
        ("s3://originals", S3BlobStore),
        ("s3://originals/some/prefix/", S3BlobStore),
    ],
)
def test_the_url_names_the_store(url: str, kind: type) -> None:
    store = open_store(Settings(blob_url=url, s3_access_key_id="contoh"))

    assert type(store) is kind
    assert isinstance(store, BlobStore)


@pytest.mark.parametrize(
    "url", ["blobs", "/var/blobs", "file://blobs", "file:blobs", "s3://", "s3:///prefix", "gs://x"]
)
def test_another_url_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="BERKAS_BLOB_URL"):
        open_store(Settings(blob_url=url, data_dir=Path("/nonexistent")))
