"""A file on its way in: hashed, sniffed and sealed while it streams; never whole in memory, never in clear on a disk."""

import asyncio
import hashlib

from berkas.errors import PayloadTooLarge
from berkas.extraction.filetypes import HEAD_BYTES, FileType, sniff
from berkas.storage.blobs import BlobStore, BlobWriter
from berkas.storage.sealing import Sealer


class IncomingFile:
    """Takes the bytes of one file (see ``multipart.FileSink``) and makes a sealed blob of them."""

    def __init__(self, store: BlobStore, blob_name: str, sealer: Sealer, max_bytes: int) -> None:
        self._store = store
        self._blob_name = blob_name
        self._sealer = sealer
        self._max_bytes = max_bytes
        self._hash = hashlib.sha256()
        self._head = bytearray()
        self._writer: BlobWriter | None = None
        self._type: FileType | None = None
        self.size_bytes = 0

    @property
    def sha256(self) -> str:
        """Of what has come so far, in hex."""
        return self._hash.hexdigest()

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
        self._hash.update(chunk)
        if self._type is None:
            self._head += chunk[: HEAD_BYTES - len(self._head)]
            if len(self._head) >= HEAD_BYTES:
                self._type = sniff(bytes(self._head))
        await self._store_sealed(self._sealer.update(chunk))

    async def commit(self) -> FileType:
        """Make the blob appear; the type of the file.

        Raises:
            UnsupportedFile: Its bytes are of none of the six types.
            ObjectStoreUnavailable: The store does not take it.
        """
        file_type = self._type or sniff(bytes(self._head))
        await self._store_sealed(self._sealer.finish())
        if self._writer is not None:
            await asyncio.to_thread(self._writer.commit)
        return file_type

    async def abort(self) -> None:
        """Leave nothing behind, whether it was committed or not."""
        if self._writer is not None:
            await asyncio.to_thread(self._writer.abort)
            await asyncio.to_thread(self._store.delete, self._blob_name)

    async def _store_sealed(self, sealed: bytes) -> None:
        if not sealed:
            return
        if self._writer is None:
            self._writer = await asyncio.to_thread(self._store.writer, self._blob_name)
        await asyncio.to_thread(self._writer.write, sealed)
