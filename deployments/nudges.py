"""Listen for nudges: PostgreSQL notifications that say that new runs wait."""

import asyncio
import logging
from collections.abc import Callable

import anyio
import asyncpg

from berkas.jobs import NUDGE_CHANNEL

RECONNECT_SECONDS = 2


async def listen(
    database_url: str, on_nudge: Callable[[], None], logger: "logging.Logger | logging.LoggerAdapter[logging.Logger]"
) -> None:
    """Call back on every nudge, for ever; a lost connection is opened again.

    A nudge is only a shortcut: what is missed while disconnected is found by the next poll.
    """
    while True:
        try:
            await _listen_once(database_url, on_nudge)
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
            logger.debug("No nudges for now: %s", type(error).__name__)
        await anyio.sleep(RECONNECT_SECONDS)


async def _listen_once(database_url: str, on_nudge: Callable[[], None]) -> None:
    connection = await asyncpg.connect(database_url)
    closed = asyncio.Event()
    connection.add_termination_listener(lambda _connection: closed.set())
    try:
        await connection.add_listener(NUDGE_CHANNEL, lambda *_details: on_nudge())
        on_nudge()  # whatever came while nobody listened
        await closed.wait()
    finally:
        connection.terminate()
