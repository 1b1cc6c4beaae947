"""Turns: an organisation does so many things at once, its further ones wait in order, and beyond that they are refused.

So one organisation that asks for much waits for itself, not others for it.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from berkas.refusals import TooManyAtOnce


@dataclass(slots=True)
class _Line:
    """The turns of one organisation and how many have one or wait for one."""

    turns: asyncio.Semaphore
    users: int = 0


class Turns:
    """Turns of one kind, of one event loop."""

    def __init__(self, name: str, *, at_once: int, waiting: int) -> None:
        """Give turns.

        Args:
            name: Of what they are for, as a refusal tells it.
            at_once: How many of an organisation at once.
            waiting: How many of it may wait beside those.
        """
        self._name = name
        self._at_once = at_once
        self._most = at_once + waiting
        self._lines: dict[str, _Line] = {}

    @asynccontextmanager
    async def of(self, organisation_id: str) -> AsyncIterator[None]:
        """Hold a turn of an organisation; first come, first served.

        Raises:
            TooManyAtOnce: As many as may already wait.
        """
        line = self._lines.setdefault(organisation_id, _Line(asyncio.Semaphore(self._at_once)))
        if line.users >= self._most:
            raise TooManyAtOnce(self._name, self._most)
        line.users += 1
        try:
            async with line.turns:
                yield
        finally:
            line.users -= 1
            if not line.users:
                del self._lines[organisation_id]
