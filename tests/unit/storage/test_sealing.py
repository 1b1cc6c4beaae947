"""A sealed file opens as a whole and in ranges, and every change of it is refused."""

import os
from collections.abc import Callable

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from berkas.errors import SealBroken
from berkas.storage.sealing import (
    HEADER_BYTES,
    SEGMENT_BYTES,
    TAG_BYTES,
    SealedFile,
    Sealer,
    SealerFinished,
    sealed_size,
    unseal,
)

KEY = bytes(range(32))
DOCUMENT = "doc_01JAAAAAAAAAAAAAAAAAAAAAAA"
SEALED_SEGMENT = SEGMENT_BYTES + TAG_BYTES
THREE_SEGMENTS = os.urandom(2 * SEGMENT_BYTES + 1000)


def seal(plain: bytes, *, chunk: int = 65536, key: bytes = KEY, document: str = DOCUMENT) -> bytes:
    sealer = Sealer(key, document)
    parts = [sealer.update(plain[start : start + chunk]) for start in range(0, len(plain), chunk)]
    return b"".join([*parts, sealer.finish()])


def open_file(sealed: bytes, *, key: bytes = KEY, document: str = DOCUMENT) -> SealedFile:
    # the size that the file itself claims, so that the segments alone must reveal a change
    body = len(sealed) - HEADER_BYTES
    return SealedFile(
        lambda at, n: sealed[at : at + n],
        sealed_bytes=len(sealed),
        size_bytes=body - -(-body // SEALED_SEGMENT) * TAG_BYTES,
        data_key=key,
        document_id=document,
    )


@pytest.mark.parametrize("size", [0, 1, SEGMENT_BYTES - 1, SEGMENT_BYTES, SEGMENT_BYTES + 1, 2 * SEGMENT_BYTES])
def test_what_was_sealed_is_unsealed(size: int) -> None:
    plain = os.urandom(size)

    sealed = seal(plain)

    assert unseal(sealed, data_key=KEY, document_id=DOCUMENT, size_bytes=size) == plain
    assert len(sealed) == sealed_size(size)


@given(st.lists(st.integers(1, 300_000), max_size=6))
def test_the_size_of_chunks_makes_no_difference(sizes: list[int]) -> None:
    sealer = Sealer(KEY, DOCUMENT)
    plain = b"".join(bytes([number % 251]) * size for number, size in enumerate(sizes))

    sealed = b"".join([*(sealer.update(bytes([n % 251]) * size) for n, size in enumerate(sizes)), sealer.finish()])

    assert unseal(sealed, data_key=KEY, document_id=DOCUMENT, size_bytes=len(plain)) == plain


def test_a_sealed_file_is_aes_256_gcm_segment_by_segment() -> None:
    """Opened by hand with nothing but the cipher, as the format is described."""
    sealed = seal(THREE_SEGMENTS)
    header, cipher = sealed[:HEADER_BYTES], AESGCM(KEY)
    starts = range(HEADER_BYTES, len(sealed), SEALED_SEGMENT)

    plain = [
        cipher.decrypt(
            header[8:15] + number.to_bytes(4) + bytes([start == starts[-1]]),
            sealed[start : start + SEALED_SEGMENT],
            header + DOCUMENT.encode(),
        )
        for number, start in enumerate(starts)
    ]

    assert len(KEY) * 8 == 256
    assert b"".join(plain) == THREE_SEGMENTS


def test_the_same_bytes_are_never_sealed_alike() -> None:
    assert seal(b"CONTOH") != seal(b"CONTOH")


def test_memory_stays_flat_while_a_large_file_is_sealed() -> None:
    sealer = Sealer(KEY, DOCUMENT)

    pieces = [len(sealer.update(bytes(65536))) for _ in range(320)]

    assert max(pieces) <= HEADER_BYTES + SEALED_SEGMENT
    assert sum(pieces) + len(sealer.finish()) == sealed_size(320 * 65536)


@pytest.mark.parametrize("go_on", [lambda sealer: sealer.update(b"more"), lambda sealer: sealer.finish()])
def test_a_finished_sealer_seals_nothing_more(go_on: Callable[[Sealer], bytes]) -> None:
    sealer = Sealer(KEY, DOCUMENT)
    sealer.finish()

    with pytest.raises(SealerFinished):
        go_on(sealer)


def test_no_plaintext_is_in_a_sealed_file() -> None:
    assert b"SPECIMEN" not in seal(b"SPECIMEN" * 1000)


@given(st.integers(0, len(THREE_SEGMENTS) + 10), st.integers(0, len(THREE_SEGMENTS) + 10))
def test_any_range_is_the_range_of_the_plaintext(start: int, end: int) -> None:
    assert b"".join(open_file(SEALED).stream(start, end)) == THREE_SEGMENTS[start:end]


def test_a_range_reads_only_the_segments_that_it_needs() -> None:
    reads: list[tuple[int, int]] = []

    def read_at(offset: int, length: int) -> bytes:
        reads.append((offset, length))
        return SEALED[offset : offset + length]

    size = len(THREE_SEGMENTS)
    file = SealedFile(read_at, sealed_bytes=len(SEALED), size_bytes=size, data_key=KEY, document_id=DOCUMENT)
    reads.clear()

    plain = b"".join(file.stream(SEGMENT_BYTES + 10, SEGMENT_BYTES + 20))

    assert plain == THREE_SEGMENTS[SEGMENT_BYTES + 10 : SEGMENT_BYTES + 20]
    assert reads == [(HEADER_BYTES + SEALED_SEGMENT, SEALED_SEGMENT)]


def test_a_store_that_gives_too_little_is_refused() -> None:
    file = SealedFile(
        lambda at, n: SEALED[at : at + min(n, HEADER_BYTES)],
        sealed_bytes=len(SEALED),
        size_bytes=len(THREE_SEGMENTS),
        data_key=KEY,
        document_id=DOCUMENT,
    )

    with pytest.raises(SealBroken):
        file.read()


SEALED = seal(THREE_SEGMENTS)


@given(st.integers(0, len(SEALED) - 1), st.integers(1, 255))
def test_any_flipped_byte_is_refused(position: int, flip: int) -> None:
    altered = bytearray(SEALED)
    altered[position] ^= flip

    with pytest.raises(SealBroken):
        open_file(bytes(altered)).read()


@given(st.integers(0, len(SEALED) - 1))
def test_any_cut_is_refused(length: int) -> None:
    with pytest.raises(SealBroken):
        open_file(SEALED[:length]).read()


def segments_of(sealed: bytes) -> tuple[bytes, list[bytes]]:
    body = sealed[HEADER_BYTES:]
    return sealed[:HEADER_BYTES], [body[at : at + SEALED_SEGMENT] for at in range(0, len(body), SEALED_SEGMENT)]


@pytest.mark.parametrize("order", [(1, 0, 2), (0, 0, 1, 2), (0, 2), (2,), (0, 1, 2, 2), (0, 1), (0, 1, 2, 0)])
def test_swapped_doubled_and_dropped_segments_are_refused(order: tuple[int, ...]) -> None:
    header, segments = segments_of(SEALED)

    with pytest.raises(SealBroken):
        open_file(header + b"".join(segments[index] for index in order)).read()


def test_a_segment_of_another_file_of_the_same_document_is_refused() -> None:
    header, segments = segments_of(SEALED)
    _, others = segments_of(seal(THREE_SEGMENTS))

    with pytest.raises(SealBroken):
        open_file(header + segments[0] + others[1] + segments[2]).read()


@given(st.binary(min_size=1, max_size=64))
def test_anything_appended_is_refused(tail: bytes) -> None:
    with pytest.raises(SealBroken):
        open_file(SEALED + tail).read()


@pytest.mark.parametrize("segments", [1, 2])
def test_a_cut_between_segments_is_refused(segments: int) -> None:
    with pytest.raises(SealBroken):
        open_file(SEALED[: HEADER_BYTES + segments * SEALED_SEGMENT]).read()


def test_an_appended_empty_last_segment_is_refused() -> None:
    whole = seal(bytes(2 * SEGMENT_BYTES))

    with pytest.raises(SealBroken):
        open_file(whole + bytes(TAG_BYTES)).read()


def test_a_file_of_another_document_is_refused() -> None:
    with pytest.raises(SealBroken):
        open_file(SEALED, document="doc_01JBBBBBBBBBBBBBBBBBBBBBBB").read()


def test_another_key_opens_nothing() -> None:
    with pytest.raises(SealBroken):
        open_file(SEALED, key=bytes(32)).read()


def test_an_unknown_version_is_refused() -> None:
    altered = bytearray(SEALED)
    altered[7] = 2

    with pytest.raises(SealBroken):
        open_file(bytes(altered))


def test_a_whole_older_file_of_another_size_is_refused() -> None:
    older = seal(b"older")

    with pytest.raises(SealBroken):
        unseal(older, data_key=KEY, document_id=DOCUMENT, size_bytes=6)
