"""One suite for both kinds of store: a folder on the disk and a versioned bucket of a real S3 server."""

import os
import tracemalloc
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from berkas.errors import BlobMissing, ObjectStoreUnavailable
from berkas.storage.blobs import BlobStore, BlobWriter
from berkas.storage.s3_blobs import PART_BYTES
from berkas.storage.sealing import SealedFile, Sealer

NAME = "org_01/doc_01"
CHUNK = 65536
MEBIBYTE = 1024 * 1024


def put(store: BlobStore, data: bytes, name: str = NAME) -> None:
    writer = begin(store, data, name)
    writer.commit()


def begin(store: BlobStore, data: bytes, name: str = NAME) -> BlobWriter:
    writer = store.writer(name)
    for start in range(0, len(data), CHUNK):
        writer.write(data[start : start + CHUNK])
    return writer


def test_a_store_and_its_writer_satisfy_the_interface(store: BlobStore) -> None:
    writer = store.writer(NAME)
    writer.abort()

    assert isinstance(store, BlobStore)
    assert isinstance(writer, BlobWriter)


@pytest.mark.parametrize("size", [0, 1, CHUNK + 1, PART_BYTES, PART_BYTES + 1, 2 * PART_BYTES, 12 * MEBIBYTE])
def test_what_was_written_is_read(store: BlobStore, size: int) -> None:
    data = os.urandom(size)

    put(store, data)

    assert store.read(NAME) == data
    assert store.size(NAME) == size
    assert store.exists(NAME)


@pytest.mark.parametrize(
    ("start", "length"), [(0, 0), (0, 10), (990, None), (990, 100), (500, 1), (1000, 5), (2000, None)]
)
def test_a_range_is_read(store: BlobStore, start: int, length: int | None) -> None:
    data = os.urandom(1000)
    put(store, data)

    end = None if length is None else start + length

    assert store.read(NAME, start, length) == data[start:end]


@pytest.mark.parametrize("size", [10, 2 * PART_BYTES])
def test_nothing_appears_before_commit_or_after_abort(store: BlobStore, size: int) -> None:
    writer = begin(store, bytes(size))

    assert not store.exists(NAME)

    writer.abort()
    writer.abort()

    assert not store.exists(NAME)


@pytest.mark.parametrize("size", [10, 2 * PART_BYTES])
def test_abort_after_commit_is_harmless(store: BlobStore, size: int) -> None:
    writer = begin(store, bytes(size))
    writer.commit()

    writer.abort()

    assert store.size(NAME) == size


def test_an_aborted_write_leaves_the_former_blob(store: BlobStore) -> None:
    put(store, b"former")

    begin(store, bytes(PART_BYTES + 1)).abort()

    assert store.read(NAME) == b"former"


def test_a_second_write_takes_the_place_of_the_first(store: BlobStore) -> None:
    put(store, b"the first, longer")

    put(store, b"second")

    assert store.read(NAME) == b"second"


@pytest.mark.parametrize(
    "call", [lambda store: store.read(NAME), lambda store: store.read(NAME, 5, 3), lambda store: store.size(NAME)]
)
def test_a_blob_that_is_not_there_is_missing(store: BlobStore, call: Callable[[BlobStore], object]) -> None:
    put(store, b"another", "org_01/doc_02")

    with pytest.raises(BlobMissing):
        call(store)
    assert not store.exists(NAME)


def test_a_folder_of_blobs_is_not_a_blob(store: BlobStore) -> None:
    put(store, b"CONTOH")

    assert not store.exists("org_01")
    assert store.delete("org_01") == 0
    with pytest.raises(BlobMissing):
        store.read("org_01")
    with pytest.raises(BlobMissing):
        store.size("org_01")
    assert store.exists(NAME)


def test_a_deleted_blob_is_gone_and_its_neighbours_stay(store: BlobStore) -> None:
    neighbours = ["org_01/doc_010", "org_01/doc_0", "org_011/doc_01", "doc_01"]
    for name in [NAME, *neighbours]:
        put(store, name.encode(), name)

    assert store.delete(NAME) == 1

    assert not store.exists(NAME)
    assert [store.read(name) for name in neighbours] == [name.encode() for name in neighbours]
    assert store.delete(NAME) == 0


@pytest.mark.parametrize(
    "name",
    [
        "",
        "/",
        ".",
        "..",
        "../x",
        "/etc/passwd",
        "a/../b",
        "a//b",
        "a/",
        "a.part",
        "a\x00b",
        "a\n",
        "a b",
        "é",
        "a?x",
        "a\\b",
    ],
)
def test_a_name_that_could_lead_elsewhere_is_refused(store: BlobStore, name: str) -> None:
    calls: list[Callable[[str], object]] = [store.writer, store.read, store.size, store.exists, store.delete]

    for call in calls:
        with pytest.raises(ValueError, match="not a blob name"):
            call(name)


def test_a_store_that_can_be_used_passes_its_check(store: BlobStore) -> None:
    store.check()


def test_a_lost_store_is_unavailable_and_says_that_later_may_help(lost_store: BlobStore) -> None:
    calls: list[Callable[[], object]] = [lost_store.check, lambda: put(lost_store, b"CONTOH")]

    for call in calls:
        with pytest.raises(ObjectStoreUnavailable) as error:
            call()
        assert error.value.transient


def test_many_threads_write_and_read_at_once(store: BlobStore) -> None:
    blobs = {f"org_01/doc_{number}": os.urandom(300_000 + number) for number in range(12)}

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda name: put(store, blobs[name], name), blobs))
        read = dict(zip(blobs, pool.map(store.read, blobs), strict=True))

    assert read == blobs


def test_of_two_writers_of_a_name_the_last_commit_stands_whole(store: BlobStore) -> None:
    first, second = begin(store, b"1" * 3 * CHUNK), begin(store, b"2" * CHUNK)

    second.commit()
    first.commit()

    assert store.read(NAME) == b"1" * 3 * CHUNK


def test_a_large_file_is_sealed_into_the_store_with_flat_memory(store: BlobStore) -> None:
    size = 40 * MEBIBYTE
    key, document = bytes(32), "doc_01"
    chunk = os.urandom(CHUNK)
    sealer, writer = Sealer(key, document), store.writer(NAME)
    put(store, bytes(2 * PART_BYTES), "warm/up")
    tracemalloc.start()

    for _ in range(size // CHUNK):
        writer.write(sealer.update(chunk))
    writer.write(sealer.finish())
    writer.commit()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    file = SealedFile(
        lambda start, length: store.read(NAME, start, length),
        sealed_bytes=store.size(NAME),
        size_bytes=size,
        data_key=key,
        document_id=document,
    )
    assert peak < size / 2
    assert b"".join(file.stream(size - 100, size)) == chunk[-100:]
