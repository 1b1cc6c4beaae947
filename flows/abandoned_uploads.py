"""What interrupted uploads left in the object store: sealed files that belong to no document."""

import asyncio

from berkas.errors import ObjectStoreUnavailable
from flows.resources import resources
from tables.queries import blob_drafts


async def remove_abandoned() -> int:
    """Remove them, every version and unfinished part; how many there were. What cannot be removed now is tried the next time."""
    removed = 0
    for name in await blob_drafts.abandoned():
        try:
            await asyncio.to_thread(resources().blobs.delete, name)
        except ObjectStoreUnavailable:
            break
        await blob_drafts.end(name)
        removed += 1
    return removed
