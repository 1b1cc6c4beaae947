"""The original of an erased document in a versioned bucket: no version, no delete marker, no unfinished upload is left."""

from datetime import UTC, datetime

import pytest

from berkas.storage.blobs import LocalBlobStore
from berkas.storage.s3_blobs import PART_BYTES
from deployments.key_making import make_organisation
from flows import removal
from tables.erasures import ErasureKind, ErasureStatus
from tables.queries import receipts, uploads
from tables.queries.erasures import Wanted, begin
from tables.queries.uploads import NewUpload

DOCUMENT = "doc_01HXYJ8Q4Z5N7T2B9C6D3E8F1G"


def put(store, data, name):
    writer = store.writer(name)
    writer.write(data)
    writer.commit()


async def test_every_version_of_an_erased_original_is_gone(
    database, settings, s3_server, s3_settings, s3_store, monkeypatch
):
    organisation_id = await make_organisation(settings, "CONTOH")
    name = f"{organisation_id}/{DOCUMENT}"
    key = f"{s3_settings.blob_url.removeprefix('s3://originals/')}/{name}"
    for number in range(3):
        put(s3_store, f"CONTOH version {number}".encode(), name)
    put(s3_store, b"of another document", f"{name}_2")
    s3_store.writer(name).write(bytes(2 * PART_BYTES + 1))  # a process was killed here
    versions = s3_server.versions(key)
    assert len(versions) == 3
    await uploads.record_upload(
        NewUpload(
            document_id=DOCUMENT,
            organisation_id=organisation_id,
            filename="contoh.pdf",
            content_type="application/pdf",
            size_bytes=10,
            sha256="0" * 64,
            blob_name=name,
            wrapped_key=b"wrapped",
        )
    )
    monkeypatch.setattr(removal, "resources", lambda: type("Some", (), {"blobs": s3_store}))
    begun = await begin(
        Wanted(
            organisation_id=organisation_id,
            document_id=DOCUMENT,
            kind=ErasureKind.ERASE,
            reason="CONTOH",
            actor="key_1",
        )
    )

    await removal.remove_original(begun.erasure)
    await removal.remove_original(begun.erasure)

    assert s3_server.versions(key) == []
    assert key not in s3_server.unfinished_uploads()
    assert s3_store.exists(f"{name}_2")
    receipt = await receipts.get(begun.erasure.id)
    assert (receipt.removed["original_copies"], receipt.blob_name, receipt.status) == (4, None, ErasureStatus.REQUESTED)
    assert receipt.requested_at < datetime.now(UTC)


@pytest.mark.parametrize("leftovers", [0, 2])
def test_count_says_what_delete_will_remove(disk_store: LocalBlobStore, tmp_path, leftovers):
    put(disk_store, b"CONTOH", "org_1/doc_1")
    put(disk_store, b"CONTOH", "org_1/doc_11")
    for number in range(leftovers):
        (tmp_path / "blobs" / "org_1" / f"doc_1.{number:012x}.part").write_bytes(b"half")

    assert disk_store.count("org_1/doc_1") == 1 + leftovers
    assert disk_store.delete("org_1/doc_1") == 1 + leftovers

    assert disk_store.count("org_1/doc_1") == disk_store.delete("org_1/doc_1") == 0
    assert [path.name for path in (tmp_path / "blobs" / "org_1").iterdir()] == ["doc_11"]
