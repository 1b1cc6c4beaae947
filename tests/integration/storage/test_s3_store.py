"""What only a bucket can get wrong: versions that stay readable, unfinished uploads, and other people's prefixes."""

from typing import Any

import pytest

from berkas.errors import ObjectStoreUnavailable
from berkas.settings import Settings
from berkas.storage.blobs import BlobStore, open_store
from berkas.storage.s3_blobs import PART_BYTES, S3BlobStore

NAME = "org_01/doc_01"
BUCKET = "originals"


def put(store: BlobStore, data: bytes) -> None:
    writer = store.writer(NAME)
    writer.write(data)
    writer.commit()


@pytest.fixture
def key(s3_settings: Settings) -> str:
    return f"{s3_settings.blob_url.removeprefix(f's3://{BUCKET}/')}/{NAME}"


def test_deletion_leaves_no_version_readable(s3_server: Any, s3_store: S3BlobStore, key: str) -> None:
    put(s3_store, b"first version")
    put(s3_store, b"x" * (PART_BYTES + 1))
    s3_server.filesystem.call_s3("delete_object", Bucket=BUCKET, Key=key)  # hides it behind a delete marker only
    put(s3_store, b"third version")
    versions = s3_server.versions(key)
    assert len(versions) == 4

    removed = s3_store.delete(NAME)

    assert removed == 4
    assert s3_server.versions(key) == []
    for version in versions:
        with pytest.raises(OSError, match=r".*"):
            s3_server.filesystem.call_s3("get_object", Bucket=BUCKET, Key=key, VersionId=version)


def test_deletion_reaches_what_only_a_delete_marker_hides(s3_server: Any, s3_store: S3BlobStore, key: str) -> None:
    put(s3_store, b"CONTOH")
    s3_server.filesystem.call_s3("delete_object", Bucket=BUCKET, Key=key)
    assert not s3_store.exists(NAME)

    assert s3_store.delete(NAME) == 2
    assert s3_server.versions(key) == []


def test_an_aborted_multipart_upload_leaves_no_part(s3_server: Any, s3_store: S3BlobStore, key: str) -> None:
    writer = s3_store.writer(NAME)
    writer.write(bytes(2 * PART_BYTES + 1))
    assert key in s3_server.unfinished_uploads()

    writer.abort()

    assert key not in s3_server.unfinished_uploads()
    assert s3_server.versions(key) == []


def test_an_upload_that_broke_off_appears_neither_whole_nor_in_part(
    s3_server: Any, s3_store: S3BlobStore, key: str
) -> None:
    writer = s3_store.writer(NAME)
    writer.write(bytes(2 * PART_BYTES + 1))
    listed = s3_server.filesystem.call_s3("list_multipart_uploads", Bucket=BUCKET)
    [upload] = [upload for upload in listed["Uploads"] if upload["Key"] == key]
    s3_server.filesystem.call_s3("abort_multipart_upload", Bucket=BUCKET, Key=key, UploadId=upload["UploadId"])

    with pytest.raises(ObjectStoreUnavailable):
        writer.commit()
    writer.abort()

    assert not s3_store.exists(NAME)
    assert s3_server.versions(key) == []


def test_a_small_file_is_one_put(s3_server: Any, s3_store: S3BlobStore, key: str) -> None:
    writer = s3_store.writer(NAME)
    writer.write(bytes(PART_BYTES))

    assert key not in s3_server.unfinished_uploads()

    writer.commit()

    assert s3_store.size(NAME) == PART_BYTES


def test_two_prefixes_of_a_bucket_do_not_see_each_other(s3_store: S3BlobStore, s3_settings: Settings) -> None:
    other = open_store(s3_settings.model_copy(update={"blob_url": f"{s3_settings.blob_url}-other"}))
    put(s3_store, b"CONTOH")

    assert not other.exists(NAME)
    assert other.delete(NAME) == 0
    assert s3_store.exists(NAME)


def test_a_bucket_that_does_not_exist_is_an_unavailable_store(s3_settings: Settings) -> None:
    store = open_store(s3_settings.model_copy(update={"blob_url": "s3://no-such-bucket/x"}))

    with pytest.raises(ObjectStoreUnavailable):
        store.check()
    with pytest.raises(ObjectStoreUnavailable):
        store.read(NAME)


def test_a_wrong_secret_is_an_unavailable_store_whose_message_shows_nothing(s3_settings: Settings) -> None:
    store = open_store(s3_settings.model_copy(update={"s3_access_key_id": "unknown-key-id"}))

    for call in (store.check, lambda: put(store, b"x"), lambda: store.read(NAME)):
        with pytest.raises(ObjectStoreUnavailable) as error:
            call()
        assert "unknown-key-id" not in str(error.value)
