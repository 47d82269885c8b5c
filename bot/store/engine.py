"""Opens the database, and the two ways into it: a writer and a reader.

SQLite (facts/time-and-delivery.md, section 6): WAL, every commit on disk (synchronous=FULL), writers begin with
BEGIN IMMEDIATE so that two of them queue instead of losing an update, readers never wait. PostgreSQL: one engine, whose
readers begin READ ONLY.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import event, func, make_url, select, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

BUSY_SECONDS = 30
"""How long a writer waits for another one before it gives up."""

CACHE_KIB = 16_000
"""What the writer keeps of the database in memory: keys are random, so writing many rows touches pages all over."""


CLAIMING, MIGRATING, BUDGET = 20_261_122, 20_261_123, 20_261_124
"""What only one process may do at a time (`one_at_a_time`), or to one thing at a time (`only_mine`)."""


@dataclass(frozen=True, slots=True)
class Store:
    """The database. `write` and `read` each give one transaction, committed when the block ends without an error."""

    writer: AsyncEngine
    reader: AsyncEngine

    @property
    def on_sqlite(self) -> bool:
        return self.writer.dialect.name == "sqlite"

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that may change rows. Never call a platform inside it: on SQLite it holds every other
        writer."""
        async with self.writer.begin() as tx:
            yield tx

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that sees one consistent state and changes nothing."""
        async with self.reader.begin() as tx:
            yield tx

    async def close(self) -> None:
        await self.reader.dispose()
        await self.writer.dispose()


async def one_at_a_time(tx: AsyncConnection, what: int) -> None:
    """Until this transaction ends, nobody else does `what`. On SQLite a writer is alone anyway."""
    if tx.dialect.name == "postgresql":
        await tx.execute(select(func.pg_advisory_xact_lock(what)))


async def only_mine(tx: AsyncConnection, what: int, names: Sequence[str], *, wait: bool = False) -> list[str]:
    """Those of `names` to which nobody else does `what` until this transaction ends; on SQLite a writer is alone.

    `wait`: when all are taken, wait for the first one. Nothing is held meanwhile, so nobody waits in a circle.
    """
    if tx.dialect.name != "postgresql" or not names:
        return list(names)
    asked = {"what": what, "names": json.dumps(list(names))}
    mine = list((await tx.scalars(_TRY, asked)).all())
    if not mine and wait:
        await tx.execute(_WAIT, {"what": what, "name": names[0]})
        return [names[0]]
    return mine


_TRY = text(
    "SELECT n.value FROM jsonb_array_elements_text(CAST(:names AS jsonb)) n(value)"
    " WHERE pg_try_advisory_xact_lock(CAST(:what AS integer), hashtext(n.value))"
)
_WAIT = text("SELECT pg_advisory_xact_lock(CAST(:what AS integer), hashtext(:name))")


def async_url(url: str) -> str:
    """The address with the one driver we use for each database. Raises ValueError for any other database."""
    parsed = make_url(url)
    drivers = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg"}
    name = parsed.get_backend_name() if parsed.drivername != "postgres" else "postgres"
    if name not in drivers:
        raise ValueError(f"{name} is not a database Interlude knows; use sqlite:/// or postgresql://")
    return parsed.set(drivername=drivers[name]).render_as_string(hide_password=False)


def open_store(url: str, **sqlite_options: Any) -> Store:
    """A store on this database. Nothing is connected yet. Raises ValueError for an address that cannot be used.

    `sqlite_options` go to SQLAlchemy's `create_async_engine`.
    """
    url = async_url(url)
    if not url.startswith("sqlite"):
        engine = create_async_engine(url, hide_parameters=True, pool_pre_ping=True, pool_size=5, max_overflow=5)
        reader = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        return Store(engine, reader)
    writer = create_async_engine(url, hide_parameters=True, pool_size=1, max_overflow=0, **sqlite_options)
    reader = create_async_engine(url, hide_parameters=True, pool_size=3, max_overflow=0, **sqlite_options)
    _tune(writer, "BEGIN IMMEDIATE", read_only=False)
    _tune(reader, "BEGIN", read_only=True)
    return Store(writer, reader)


def _tune(engine: AsyncEngine, begin: str, *, read_only: bool) -> None:
    def on_connect(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        for pragma in _pragmas(read_only):
            connection.execute(pragma) if isinstance(connection, sqlite3.Connection) else _run(connection, pragma)

    event.listen(engine.sync_engine, "connect", on_connect)
    event.listen(engine.sync_engine, "begin", lambda connection: connection.exec_driver_sql(begin))


def _run(connection: Any, pragma: str) -> None:
    cursor = connection.cursor()
    cursor.execute(pragma)
    cursor.close()


def _pragmas(read_only: bool) -> list[str]:
    shared = [f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}", "PRAGMA foreign_keys=ON"]
    if read_only:
        return [*shared, "PRAGMA query_only=ON"]
    roomy = f"PRAGMA cache_size=-{CACHE_KIB}"
    return [*shared, "PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", "PRAGMA secure_delete=ON", roomy]
