"""What a process keeps between runs: the reading sandbox, the keys, the store of originals, the way to the API's memory."""

import asyncio
import hashlib
from dataclasses import dataclass
from functools import cache

from berkas.errors import SealBroken
from berkas.process_secrets import protect
from berkas.reading.limits import OcrOptions, ReadingLimits
from berkas.reading.reader import DocumentReader
from berkas.settings import MEBIBYTE, Settings
from berkas.storage.blobs import BlobStore, open_store
from berkas.storage.keyring import Keyring, WrappedOrganisationKey
from berkas.storage.sealing import unseal
from flows.internal_api import ErrandsClient, PasswordSlotsClient
from tables.queries import audit_keys
from tables.queries.documents import DocumentToProcess

INTERNAL_API = "internal-api"
"""Purpose of the key that a worker shows to the API's internal endpoints."""


@dataclass(frozen=True, slots=True)
class Resources:
    """See the module."""

    settings: Settings
    reader: DocumentReader
    keyring: Keyring
    blobs: BlobStore
    passwords: PasswordSlotsClient
    errands: ErrandsClient

    async def original(self, document: DocumentToProcess) -> bytes:
        """The original of a document in clear, in memory only.

        Raises:
            BlobMissing: It is not in the store.
            SealBroken: It was altered, cut or replaced.
            KeyUnknown: Its root key is not configured.
            ObjectStoreUnavailable: The store does not answer.
        """
        return await asyncio.to_thread(self._unsealed, document)

    def _unsealed(self, document: DocumentToProcess) -> bytes:
        key = self.keyring.open_data_key(
            document.wrapped_data_key,
            WrappedOrganisationKey(document.root_key_id, document.wrapped_organisation_key),
            organisation_id=document.organisation_id,
            document_id=document.document_id,
        )
        content = unseal(
            self.blobs.read(document.blob_name),
            data_key=key.key,
            document_id=document.document_id,
            size_bytes=document.size_bytes,
        )
        if hashlib.sha256(content).hexdigest() != document.sha256:
            raise SealBroken
        return content


@cache
def resources() -> Resources:
    """Of this process, made when a run first needs them."""
    protect()  # on stock workers this is the first that a run's process has of ours
    settings = Settings()
    limits = ReadingLimits(
        memory_bytes=settings.reader_memory_mib * MEBIBYTE,
        cpu_seconds=settings.reader_cpu_seconds,
        wall_seconds=settings.reader_wall_seconds,
        max_pages=settings.max_pages,
        max_pixels=settings.max_pixels,
        allow_unconfined=settings.reader_unconfined,
    )
    keyring = Keyring(settings.root_key.get_secret_value())
    audit_keys.keep(keyring)
    internal_api = (settings.api_internal_url, keyring.derive(INTERNAL_API).hex())
    return Resources(
        settings=settings,
        reader=DocumentReader(
            limits, OcrOptions(models_dir=str(settings.models_dir), recogniser=settings.ocr_recogniser)
        ),
        keyring=keyring,
        blobs=open_store(settings),
        passwords=PasswordSlotsClient(*internal_api),
        errands=ErrandsClient(*internal_api),
    )
