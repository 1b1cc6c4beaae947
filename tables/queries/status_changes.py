"""Hearing of every document's status changes over one connection; missed ones are found by looking."""

from collections.abc import Callable

import msgspec

from berkas.jobs import STATUS_CHANNEL
from berkas.settings import Settings
from tables import notifications
from tables.queries.status_moves import StatusChange
from tables.queries.storable import from_json


async def listen(settings: Settings, on_ready: Callable[[], None], on_change: Callable[[StatusChange], None]) -> None:
    """Call back on every change until the connection is lost.

    Args:
        settings: Of the installation.
        on_ready: Called once from now on no change is missed.
        on_change: Called with each change, in the order in which they became true.

    Raises:
        DatabaseUnavailable: The server does not answer, or the connection was lost.
    """

    def pass_on(payload: str) -> None:
        try:
            on_change(from_json(payload, StatusChange))
        except msgspec.DecodeError:  # of another version of Berkas
            return

    await notifications.listen(settings, STATUS_CHANNEL, on_ready, pass_on)
