"""Free-text searches have connections, a time limit and turns of their own: they cannot take those of anything else."""

import asyncio
from typing import Final
from weakref import WeakKeyDictionary

import asyncpg

from berkas.errors import DatabaseUnavailable, SearchTimeout
from berkas.turns import Turns
from tables.engine import CONNECT_SECONDS, ENGINE, Row

CONNECTIONS: Final = 4
"""Of one process, beside those of ``BERKAS_DATABASE_POOL_SIZE``."""

PER_ORGANISATION: Final = 2
WAITING: Final = 20
SECONDS: Final = 5
"""Of one statement; the server sees to it. Three letters in 200,000 documents took 0.3 s, a word in all of them 0.8 s."""

_turns: WeakKeyDictionary[asyncio.AbstractEventLoop, Turns] = WeakKeyDictionary()


async def search(organisation_id: str, sql: str, *values: object) -> list[Row]:
    """Run a statement that looks for words, as ``tables.engine.fetch`` does, in a turn of an organisation.

    Raises:
        SearchTimeout: It took too long, or the searches before it did.
        TooManyAtOnce: The organisation has too many searches under way.
        DatabaseUnavailable: The server does not answer.
    """
    turns = _turns.setdefault(
        asyncio.get_running_loop(), Turns("documents.search", at_once=PER_ORGANISATION, waiting=WAITING)
    )
    try:
        async with asyncio.timeout(CONNECT_SECONDS + SECONDS), turns.of(organisation_id):
            return await ENGINE.fetch_apart(sql, *values, connections=CONNECTIONS, seconds=SECONDS)
    except TimeoutError:
        raise SearchTimeout from None
    except DatabaseUnavailable as error:
        if isinstance(error.__cause__, asyncpg.QueryCanceledError | TimeoutError):
            raise SearchTimeout from None
        raise
