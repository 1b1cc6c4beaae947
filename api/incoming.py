"""A file on its way in: hashed, sniffed and sealed while it streams; never whole in memory, never in clear on a disk."""

import asyncio
import hashlib
import threading
from typing import Final

from berkas.reading.filetypes import HEAD_BYTES, FileType, sniff
from berkas.refusals import PayloadTooLarge
from berkas.storage.blobs import BlobStore, BlobWriter
from berkas.storage.sealing import SEGMENT_BYTES, Sealer

_PIECE_BYTES: Final = SEGMENT_BYTES
"""Gathered before a thread is asked to hash, seal and store them: a thread costs more than a network packet is worth."""


class IncomingFile:
    """Takes the bytes of one file (see ``multipart.FileSink``) and makes a sealed blob of them."""

    def __init__(self, store: BlobStore, blob_name: str, sealer: Sealer, max_bytes: int) -> None:
        self._desk = _Desk(store, blob_name, sealer)
        self._max_bytes = max_bytes
        self._gathered = bytearray()
        self._type: FileType | None = None
        self._is_kept = False
        self.size_bytes = 0

    @property
    def sha256(self) -> str:
        """Of the whole file in hex; known once it is finished."""
        return self._desk.hash.hexdigest()

    async def write(self, chunk: bytes) -> None:
        """Take the next bytes.

        Raises:
            PayloadTooLarge: The file is larger than allowed.
            UnsupportedFile: Its first bytes are of none of the six types.
            ObjectStoreUnavailable: The store does not take it.
        """
        self.size_bytes += len(chunk)
        if self.size_bytes > self._max_bytes:
            raise PayloadTooLarge(f"The file is larger than {self._max_bytes} bytes.")
        for start in range(0, len(chunk), _PIECE_BYTES):
            self._gathered += chunk[start : start + _PIECE_BYTES]
            if self._type is None and len(self._gathered) >= HEAD_BYTES:
                self._type = sniff(bytes(self._gathered[:HEAD_BYTES]))
            if len(self._gathered) >= _PIECE_BYTES:
                piece, self._gathered = self._gathered, bytearray()
                await asyncio.to_thread(self._desk.work, piece)

    async def finish(self) -> FileType:
        """Take note that all bytes have come; the type of the file.

        Raises:
            UnsupportedFile: Its bytes are of none of the six types.
            ObjectStoreUnavailable: The store does not take it.
        """
        file_type = self._type or sniff(bytes(self._gathered))
        piece, self._gathered = self._gathered, bytearray()
        await asyncio.to_thread(self._desk.work, piece, is_last=True)
        return file_type

    async def commit(self) -> None:
        """Make the blob appear.

        Raises:
            ObjectStoreUnavailable: The store does not take it.
        """
        await asyncio.to_thread(self._desk.commit)

    def keep(self) -> None:
        """Have ``abort`` leave the blob alone: somebody may refer to it by now."""
        self._is_kept = True

    def let_go(self) -> None:
        """Take ``keep`` back: nobody refers to it."""
        self._is_kept = False

    async def abort(self) -> bool:
        """Leave nothing behind, whether it was committed or not; False when it is to be kept.

        Raises:
            ObjectStoreUnavailable: What was committed cannot be removed now.
        """
        if self._is_kept:
            return False
        await asyncio.to_thread(self._desk.abort)
        return True


class _Desk:
    """The part that works in threads, one at a time.

    The lock matters when a request is cancelled: its thread goes on, and only after it may the blob be thrown away.
    """

    def __init__(self, store: BlobStore, blob_name: str, sealer: Sealer) -> None:
        self.hash = hashlib.sha256()
        self._store = store
        self._blob_name = blob_name
        self._sealer = sealer
        self._lock = threading.Lock()
        self._writer: BlobWriter | None = None
        self._is_committed = False
        self._is_aborted = False

    def work(self, piece: bytearray, *, is_last: bool = False) -> None:
        with self._lock:
            if self._is_aborted:
                return
            self.hash.update(piece)
            sealed = self._sealer.update(bytes(piece)) + (self._sealer.finish() if is_last else b"")
            if self._writer is None:
                self._writer = self._store.writer(self._blob_name)
            self._writer.write(sealed)

    def commit(self) -> None:
        with self._lock:
            if self._writer is not None and not self._is_aborted:
                self._writer.commit()
                self._is_committed = True

    def abort(self) -> None:
        with self._lock:
            self._is_aborted = True
            if self._is_committed:
                self._store.delete(self._blob_name)
            elif self._writer is not None:
                self._writer.abort()
