"""Hearing of every document's status changes over one connection; missed ones are found by looking."""

import asyncio
from collections.abc import Callable

import asyncpg
import msgspec

from berkas.errors import DatabaseUnavailable
from berkas.jobs import STATUS_CHANNEL
from berkas.settings import Settings
from tables.engine import CONNECT_SECONDS, translated
from tables.queries.status_moves import StatusChange
from tables.queries.storable import from_json

PROBE_SECONDS = 30
"""How often the connection is asked for a sign of life: a network that went away says nothing by itself."""


async def listen(settings: Settings, on_ready: Callable[[], None], on_change: Callable[[StatusChange], None]) -> None:
    """Call back on every change until the connection is lost.

    Args:
        settings: Of the installation.
        on_ready: Called once from now on no change is missed.
        on_change: Called with each change, in the order in which they became true.

    Raises:
        DatabaseUnavailable: The server does not answer, or the connection was lost.
    """

    def hear(_connection: object, _process: int, _channel: str, payload: str) -> None:
        try:
            on_change(from_json(payload, StatusChange))
        except msgspec.DecodeError:  # of another version of Berkas
            return

    with translated():
        connection = await asyncpg.connect(
            settings.database_url.get_secret_value(),
            timeout=CONNECT_SECONDS,
            server_settings={"application_name": "berkas status changes"},
        )
        closed = asyncio.Event()
        connection.add_termination_listener(lambda _connection: closed.set())
        try:
            await connection.add_listener(STATUS_CHANNEL, hear)
            on_ready()
            while not closed.is_set():
                try:
                    await asyncio.wait_for(closed.wait(), PROBE_SECONDS)
                except TimeoutError:
                    await connection.execute("select 1", timeout=CONNECT_SECONDS)
        finally:
            connection.terminate()
    raise DatabaseUnavailable
