"""The connection to PostgreSQL: one pool per event loop, opened by ``connected()``; importing this connects to nothing."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any
from weakref import WeakKeyDictionary

import asyncpg
from piccolo.engine.postgres import PostgresEngine, PostgresTransaction
from piccolo.querystring import QueryString

from berkas.errors import DatabaseUnavailable
from berkas.settings import Settings

CONNECT_SECONDS = 10
"""How long to wait for a new connection, and for a free one of the pool."""

STATEMENT_SECONDS = 30
"""No statement of a request or a run takes longer; the server sees to it."""

SILENCE_SECONDS = 35
"""A server that has not answered a statement by then is away: one that is cut off cannot end its statements for us."""

_SERVER_SETTINGS = {
    "application_name": "berkas",
    "statement_timeout": f"{STATEMENT_SECONDS}s",
    "idle_in_transaction_session_timeout": "60s",
    "timezone": "UTC",
    # compiling a plan costs more than any of our statements takes
    "jit": "off",
}

_NO_CONNECTION = (
    OSError,  # includes TimeoutError
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,  # how the driver meets the end of a connection between two statements
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,
    asyncpg.InsufficientResourcesError,
    asyncpg.TransactionRollbackError,
    asyncpg.InvalidAuthorizationSpecificationError,
    asyncpg.InvalidCatalogNameError,
)

Row = Any
"""One row as asyncpg gives it: columns by name or position. It never leaves ``tables``."""


@contextmanager
def translated() -> Iterator[None]:
    """Turn the driver's "no connection" into our own error; mistakes in SQL pass unchanged.

    Raises:
        DatabaseUnavailable: The server does not answer, is stopping, or gave up a deadlock or an overlong statement.
    """
    try:
        yield
    except asyncpg.DataError:
        raise  # also an InterfaceError, but a mistake of ours: a value that does not fit its parameter
    except _NO_CONNECTION as error:
        if "another operation is in progress" in str(error):
            raise  # a mistake of ours, too: two tasks in one transaction
        raise DatabaseUnavailable from error


class SafeTransaction(PostgresTransaction):
    """A transaction that gives its connection back however it ends; Piccolo's keeps it when commit or rollback fails."""

    async def get_connection(self) -> asyncpg.Connection:
        """A connection of the pool, or a new one where no pool is open."""
        with translated():
            if self.engine.pool:
                return await self.engine.pool.acquire(timeout=CONNECT_SECONDS)
            return await self.engine.get_new_connection()

    async def begin(self) -> None:
        """Start; a connection that cannot even do that is given back."""
        try:
            with translated():
                await self.transaction.start()
        except BaseException:
            await self._give_back()
            raise

    async def __aexit__(
        self, kind: type[BaseException] | None, exception: BaseException | None, traceback: TracebackType | None
    ) -> bool:
        if self._parent is not None:
            return False
        self.engine.current_transaction.reset(self.context)
        try:
            with translated():
                if exception is None:
                    await self.transaction.commit()
                elif not self.connection.is_closed():
                    await self.transaction.rollback()
        finally:
            await self._give_back()
        return False

    async def _give_back(self) -> None:
        # what matters was committed or rolled back before; a broken connection leaves the pool by itself
        with suppress(*_NO_CONNECTION):
            if self.engine.pool:
                await self.engine.pool.release(self.connection)
            else:
                await self.connection.close()


@dataclass(slots=True)
class _OpenPool:
    """The pool of one event loop and how many ``connected()`` blocks want it."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    users: int = 0
    pool: asyncpg.Pool | None = None
    apart: asyncpg.Pool | None = None
    settings: Settings | None = None


class Engine(PostgresEngine):
    """Piccolo's engine with a pool per event loop, our errors, and no connection at construction."""

    def __init__(self) -> None:
        self._settings: Settings | None = None
        self._is_patient = False
        self._pools: WeakKeyDictionary[asyncio.AbstractEventLoop, _OpenPool] = WeakKeyDictionary()
        super().__init__(config={})

    async def check_version(self) -> None:
        """Nothing: the constructor must not connect."""

    async def prep_database(self) -> None:
        """Nothing: extensions are made by a migration."""

    @property
    def config(self) -> dict[str, Any]:
        """Arguments of ``asyncpg.connect``; the environment decides where nobody passed settings."""
        settings = self._settings or Settings()
        return {
            "dsn": settings.database_url.get_secret_value(),
            "timeout": CONNECT_SECONDS,
            "command_timeout": None if self._is_patient else SILENCE_SECONDS,
            "server_settings": _SERVER_SETTINGS | ({"statement_timeout": "0"} if self._is_patient else {}),
        }

    @config.setter
    def config(self, _value: object) -> None:
        """Piccolo's constructor sets it; ours comes from the settings."""

    @property
    def pool(self) -> asyncpg.Pool | None:
        """The pool of the running event loop; None where none is open."""
        try:
            entry = self._pools.get(asyncio.get_running_loop())
        except RuntimeError:
            return None
        return entry.pool if entry else None

    @pool.setter
    def pool(self, _value: object) -> None:
        """Piccolo's constructor sets it; ours are opened by ``open``."""

    @property
    def settings(self) -> Settings:
        """Those that the open pool of this event loop was opened with; of the environment where none is open."""
        entry = self._pools.get(asyncio.get_running_loop())
        return (entry.settings if entry and entry.pool else None) or Settings()

    async def open(self, settings: Settings | None, *, is_patient: bool = False) -> None:
        """Open the pool of this event loop, or use the open one once more.

        Raises:
            DatabaseUnavailable: The server does not answer.
        """
        entry = self._pools.setdefault(asyncio.get_running_loop(), _OpenPool())
        async with entry.lock:
            if entry.pool is None:
                self._settings, self._is_patient = settings or Settings(), is_patient
                entry.settings = self._settings
                with translated():
                    entry.pool = await asyncpg.create_pool(
                        **self.config, min_size=1, max_size=self._settings.database_pool_size
                    )
            entry.users += 1

    async def close(self) -> None:
        """End one use; the last one closes the pool."""
        entry = self._pools[asyncio.get_running_loop()]
        async with entry.lock:
            entry.users -= 1
            if entry.users == 0:
                pools, entry.pool, entry.apart = (entry.pool, entry.apart), None, None
                for pool in pools:
                    if pool is not None:
                        await _close(pool)

    async def run_querystring(self, querystring: QueryString, in_pool: bool = True) -> list[Row]:
        """Run a query that Piccolo composed."""
        with translated():
            return list(await super().run_querystring(querystring, in_pool))

    async def run_ddl(self, ddl: str, in_pool: bool = True) -> list[Row]:
        """Run a statement that Piccolo composed."""
        with translated():
            return list(await super().run_ddl(ddl, in_pool))

    async def fetch(self, sql: str, *values: object) -> list[Row]:
        """Run a statement with parameters ``$1``, ``$2``, …, in the transaction where one is open."""
        with translated():
            current = self.current_transaction.get()
            if current is not None:
                return list(await current.connection.fetch(sql, *values))
            if self.pool:
                async with self.pool.acquire(timeout=CONNECT_SECONDS) as connection:
                    return list(await connection.fetch(sql, *values))
            return list(await self._run_in_new_connection(sql, values))

    async def fetch_apart(self, sql: str, *values: object, connections: int, seconds: float) -> list[Row]:
        """Run a statement outside of any transaction, over connections that nothing else uses, within a time of its own.

        Args:
            sql: With parameters ``$1``, ``$2``, …
            values: Of the parameters.
            connections: Most of these connections; the first call of an event loop decides.
            seconds: Of the statement; the same for all.

        Raises:
            DatabaseUnavailable: The server does not answer, or gave up the statement; its cause tells.
        """
        entry = self._pools[asyncio.get_running_loop()]
        with translated():
            async with entry.lock:
                if entry.apart is None:
                    options = self.config
                    limit = {"statement_timeout": f"{round(seconds * 1000)}ms"}
                    options["server_settings"] = {**options["server_settings"], **limit}
                    entry.apart = await asyncpg.create_pool(**options, min_size=0, max_size=connections)
            async with entry.apart.acquire(timeout=CONNECT_SECONDS) as connection:
                return list(await connection.fetch(sql, *values))

    def transaction(self, allow_nested: bool = True) -> SafeTransaction:
        """All or nothing; inside another one, a part of that."""
        return SafeTransaction(engine=self, allow_nested=allow_nested)


async def _close(pool: asyncpg.Pool) -> None:
    try:
        await asyncio.wait_for(pool.close(), CONNECT_SECONDS)
    except TimeoutError:
        pool.terminate()


ENGINE = Engine()
"""Every table belongs to it; ``piccolo_conf`` shows it to Piccolo's command line."""


@asynccontextmanager
async def connected(settings: Settings | None = None, *, is_patient: bool = False) -> AsyncIterator[None]:
    """Hold the pool of this event loop open; blocks may nest and overlap, also over tasks.

    Args:
        settings: Of the installation; None reads them from the environment. The first block of an event loop decides.
        is_patient: Statements may take as long as they need: for migrations.

    Raises:
        DatabaseUnavailable: The server does not answer.
    """
    await ENGINE.open(settings, is_patient=is_patient)
    try:
        yield
    finally:
        await ENGINE.close()


@asynccontextmanager
async def transaction() -> AsyncIterator[None]:
    """All statements inside happen together or not at all. Statements must follow each other: no ``asyncio.gather`` inside.

    Raises:
        DatabaseUnavailable: The server does not answer or gave up a deadlock; nothing was stored.
    """
    async with ENGINE.transaction():
        yield


async def fetch(sql: str, *values: object) -> list[Row]:
    """Rows of a statement with parameters ``$1``, ``$2``, …; for queries that Piccolo's builder cannot say."""
    return await ENGINE.fetch(sql, *values)


async def fetch_one(sql: str, *values: object) -> Row | None:
    """The first row of a statement, or None."""
    rows = await ENGINE.fetch(sql, *values)
    return rows[0] if rows else None


async def check() -> None:
    """Ask the server for a sign of life.

    Raises:
        DatabaseUnavailable: It does not answer.
    """
    await ENGINE.fetch("select 1")
