"""Sealed files: AES-256-GCM in a STREAM construction, so that a file is sealed while it arrives and opened in ranges.

A sealed file is a header of 32 bytes and then segments: 256 KiB of plaintext each (the last one shorter), every one followed by its
tag of 16 bytes. A nonce is ``prefix (7) ‖ counter (4) ‖ last-flag (1)``; the associated data is ``header ‖ document id``.
So a segment cannot be flipped, cut, moved, doubled, or carried over to another document, and an end is only an end where the sealer
said so.

Source of the construction: Hoang, Reyhanitabar, Rogaway, Vizár, "Online Authenticated-Encryption and its Nonce-Reuse
Misuse-Resistance", CRYPTO 2015.
"""

import os
from collections.abc import Callable, Iterator

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from berkas.errors import SealBroken

SEGMENT_BYTES = 256 * 1024
"""Plaintext of a full segment."""

HEADER_BYTES = 32
TAG_BYTES = 16

_MAGIC = b"BERKAS\x00\x01"  # the last byte is the version of the format
_PREFIX_BYTES = 7
_SEALED_SEGMENT_BYTES = SEGMENT_BYTES + TAG_BYTES

ReadAt = Callable[[int, int], bytes]
"""Takes an offset and a length in bytes and gives those bytes of a sealed file, fewer at its end."""


def sealed_size(plain_bytes: int) -> int:
    """Size in bytes of a sealed file with so many bytes of plaintext."""
    segments = max(1, -(-plain_bytes // SEGMENT_BYTES))
    return HEADER_BYTES + plain_bytes + segments * TAG_BYTES


class SealerFinished(RuntimeError):
    """A sealer seals one file and is then used up."""


class Sealer:
    """Seals one file as it arrives; memory stays at two segments and a chunk, whatever the size of the file."""

    def __init__(self, data_key: bytes, document_id: str) -> None:
        prefix = os.urandom(_PREFIX_BYTES)
        self._header = (_MAGIC + prefix).ljust(HEADER_BYTES, b"\x00")
        self._segments = _Segments(data_key, self._header, document_id)
        self._pending = bytearray()
        self._counter = 0
        self._is_header_out = False
        self._is_finished = False

    def update(self, chunk: bytes) -> bytes:
        """Take more plaintext; give what of the sealed file is complete by now, maybe nothing.

        Raises:
            SealerFinished: The file is finished.
        """
        self._refuse_when_finished()
        self._pending += chunk
        sealed = bytearray(self._take_header())
        # a full segment stays until more comes: only then is it known not to be the last
        while len(self._pending) > SEGMENT_BYTES:
            sealed += self._segments.seal(bytes(self._pending[:SEGMENT_BYTES]), self._counter, is_last=False)
            del self._pending[:SEGMENT_BYTES]
            self._counter += 1
        return bytes(sealed)

    def finish(self) -> bytes:
        """The rest of the sealed file; afterwards the sealer is used up.

        Raises:
            SealerFinished: The file is finished.
        """
        self._refuse_when_finished()
        self._is_finished = True
        return self._take_header() + self._segments.seal(bytes(self._pending), self._counter, is_last=True)

    def _refuse_when_finished(self) -> None:
        # going on would seal other plaintext under a nonce that was used, which breaks AES-GCM
        if self._is_finished:
            raise SealerFinished

    def _take_header(self) -> bytes:
        if self._is_header_out:
            return b""
        self._is_header_out = True
        return self._header


class SealedFile:
    """A sealed file that is opened in part or as a whole.

    Every segment is checked before a byte of it is given out.
    """

    def __init__(
        self, read_at: ReadAt, *, sealed_bytes: int, size_bytes: int, data_key: bytes, document_id: str
    ) -> None:
        """Read the header.

        Args:
            read_at: Reads from the sealed file.
            sealed_bytes: Size of the sealed file as the store tells it.
            size_bytes: Size of the plaintext as recorded elsewhere; a file of another size is refused.
            data_key: 32 bytes.
            document_id: Whose original it is said to be.

        Raises:
            SealBroken: The file is cut or of another size, or not a sealed file of a known version.
        """
        self._read_at = read_at
        header = read_at(0, HEADER_BYTES)
        body = sealed_bytes - HEADER_BYTES
        if len(header) != HEADER_BYTES or not header.startswith(_MAGIC) or body < TAG_BYTES:
            raise SealBroken
        self._count = -(-body // _SEALED_SEGMENT_BYTES)
        self._last_bytes = body - (self._count - 1) * _SEALED_SEGMENT_BYTES
        # a last segment without plaintext exists only in an empty file; anything shorter than a tag is a cut
        if self._last_bytes < TAG_BYTES + (self._count > 1):
            raise SealBroken
        self._segments = _Segments(data_key, header, document_id)
        self.size_bytes = body - self._count * TAG_BYTES
        if self.size_bytes != size_bytes:
            raise SealBroken

    def read(self) -> bytes:
        """The whole plaintext.

        Raises:
            SealBroken: The file was altered, cut, or belongs to another document or key.
        """
        return b"".join(self.stream())

    def stream(self, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        """Plaintext from ``start`` to before ``end`` (default: the end of the file), in pieces of at most one segment.

        Raises:
            SealBroken: A segment that is needed was altered, cut, moved, or belongs to another document or key.
        """
        end = self.size_bytes if end is None else min(end, self.size_bytes)
        if start >= end and self.size_bytes:
            return
        for index in range(start // SEGMENT_BYTES, max(0, end - 1) // SEGMENT_BYTES + 1):
            plain = self._open(index)
            begins = index * SEGMENT_BYTES
            yield plain[max(0, start - begins) : end - begins]

    def _open(self, index: int) -> bytes:
        is_last = index == self._count - 1
        length = self._last_bytes if is_last else _SEALED_SEGMENT_BYTES
        sealed = self._read_at(HEADER_BYTES + index * _SEALED_SEGMENT_BYTES, length)
        if len(sealed) != length:
            raise SealBroken
        return self._segments.unseal(sealed, index, is_last=is_last)


def unseal(sealed: bytes, *, data_key: bytes, document_id: str, size_bytes: int) -> bytes:
    """The plaintext of a sealed file in memory.

    Args:
        sealed: The whole sealed file.
        data_key: 32 bytes.
        document_id: Whose original it is said to be.
        size_bytes: Size of the plaintext as recorded elsewhere.

    Raises:
        SealBroken: The file was altered, cut, replaced, or belongs to another document or key.
    """
    view = memoryview(sealed)
    file = SealedFile(
        lambda offset, length: bytes(view[offset : offset + length]),
        sealed_bytes=len(sealed),
        size_bytes=size_bytes,
        data_key=data_key,
        document_id=document_id,
    )
    return file.read()


class _Segments:
    """Seals and unseals single segments of one file."""

    def __init__(self, data_key: bytes, header: bytes, document_id: str) -> None:
        self._cipher = AESGCM(data_key)
        self._prefix = header[len(_MAGIC) : len(_MAGIC) + _PREFIX_BYTES]
        self._associated = header + document_id.encode()

    def seal(self, plain: bytes, counter: int, *, is_last: bool) -> bytes:
        return self._cipher.encrypt(self._nonce(counter, is_last=is_last), plain, self._associated)

    def unseal(self, sealed: bytes, counter: int, *, is_last: bool) -> bytes:
        try:
            return self._cipher.decrypt(self._nonce(counter, is_last=is_last), sealed, self._associated)
        except InvalidTag:
            raise SealBroken from None

    def _nonce(self, counter: int, *, is_last: bool) -> bytes:
        return self._prefix + counter.to_bytes(4, "big") + bytes([is_last])
