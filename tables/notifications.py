"""Listening to PostgreSQL notifications over a connection of one's own. They are shortcuts: what is missed is found by looking."""

import asyncio
import logging
from collections.abc import Callable

import asyncpg

from berkas.errors import DatabaseUnavailable
from berkas.settings import Settings
from tables.engine import CONNECT_SECONDS, translated

PROBE_SECONDS = 30
"""How often the connection is asked for a sign of life: a network that went away says nothing by itself."""

RECONNECT_SECONDS = 2

Logger = logging.Logger | logging.LoggerAdapter[logging.Logger]


async def listen(
    settings: Settings, channel: str, on_ready: Callable[[], None], on_notice: Callable[[str], None]
) -> None:
    """Call back on every notification until the connection is lost.

    Args:
        settings: Of the installation.
        channel: What to listen to.
        on_ready: Called once from now on nothing is missed.
        on_notice: Called with each payload, in the order in which their transactions were committed.

    Raises:
        DatabaseUnavailable: The server does not answer, or the connection was lost.
    """

    def hear(_connection: object, _process: int, _channel: str, payload: str) -> None:
        on_notice(payload)

    with translated():
        connection = await asyncpg.connect(
            settings.database_url.get_secret_value(),
            timeout=CONNECT_SECONDS,
            server_settings={"application_name": channel.replace("_", " ")},
        )
        closed = asyncio.Event()
        connection.add_termination_listener(lambda _connection: closed.set())
        try:
            await connection.add_listener(channel, hear)
            on_ready()
            while not closed.is_set():
                try:
                    await asyncio.wait_for(closed.wait(), PROBE_SECONDS)
                except TimeoutError:
                    await connection.execute("select 1", timeout=CONNECT_SECONDS)
        finally:
            connection.terminate()
    raise DatabaseUnavailable


async def keep_listening(settings: Settings, channel: str, on_nudge: Callable[[], None], logger: Logger) -> None:
    """Call back on every notification, and whenever some may have been missed; for ever.

    Args:
        settings: Of the installation.
        channel: What to listen to.
        on_nudge: Called without the payload.
        logger: Is told, at level debug, that the connection is lost.
    """
    while True:
        try:
            await listen(settings, channel, on_nudge, lambda _payload: on_nudge())
        except (DatabaseUnavailable, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
            logger.debug("Nobody hears of %s for now: %s", channel, type(error).__name__)
        await asyncio.sleep(RECONNECT_SECONDS)
