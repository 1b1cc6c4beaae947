"""What tests of removals wait for and look at."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable

from served_api import RunRecorder

from tables.engine import fetch
from tables.queries.document_rows import DocumentRow
from tables.queries.receipts import ErasureRow

PATIENCE_SECONDS = 20


async def age(*documents_of: DocumentRow) -> None:
    """Let the retention of documents be over."""
    for document in documents_of:
        await fetch(
            """update document set created_at = created_at - interval '30 years',
            retain_until = retain_until - interval '30 years' where id = $1""",
            document.id,
        )


async def asked_again(runs: RunRecorder, erasure: ErasureRow, attempt: int) -> None:
    """Wait until the dispatcher has asked for a run of an attempt."""
    wanted = {"erasure_id": erasure.id, "attempt": attempt}
    async with asyncio.timeout(PATIENCE_SECONDS):
        while wanted not in [run.parameters for run in runs.requests]:  # noqa: ASYNC110 - another thread asks
            await asyncio.sleep(0.02)


async def told() -> Counter[str]:
    """Ends of documents that were announced, by whichever way announcements go, and how often."""
    rows = await fetch(
        """select payload ->> 'event' as event from outbox_entry where payload ->> 'event' ~ '(erased|purged)$'
        union all select event from webhook_delivery"""
    )
    return Counter(row["event"] for row in rows)


async def eventually(question: Callable[[], Awaitable[bool]]) -> None:
    """Wait until a question is answered with yes."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not await question():  # noqa: ASYNC110 - another process answers
            await asyncio.sleep(0.1)
