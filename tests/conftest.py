"""A database for each test: a fresh SQLite file, or a scratch PostgreSQL database on the server that
INTERLUDE_TEST_DATABASE_URL names."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import psycopg
import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy import make_url, text

from bot import content
from bot.pack import Pack
from bot.store import schema
from bot.store.engine import open_store
from bot.store.tables import metadata, new_id

AT_LEISURE = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
"""A busy machine is no reason for a test to fail."""

settings.register_profile("same each time", derandomize=True, **AT_LEISURE)
settings.register_profile("searching", **AT_LEISURE)
settings.load_profile("same each time")
"""A check of a change must not fail for another reason. `pytest --hypothesis-profile searching` looks for new ones."""

DATABASE = os.environ.get("INTERLUDE_TEST_DATABASE_URL", "")


@pytest.fixture(scope="session")
def pack() -> Pack:
    return content.load()


@pytest.fixture(scope="session")
def scratch() -> Iterator[str]:
    """The address of a PostgreSQL database of this run's own, so that runs side by side do not meet; "" on SQLite."""
    if not DATABASE:
        yield ""
        return
    server = make_url(DATABASE)
    name = f"interlude_{new_id()}"
    with psycopg.connect(_plain(DATABASE), autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"'.encode())
        yield server.set(database=name).render_as_string(hide_password=False)
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())


def _plain(url: str) -> str:
    """The address as libpq reads it."""
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def migrated(scratch: str, tmp_path_factory: pytest.TempPathFactory) -> Path | None:
    """A database with every migration run: a SQLite file to copy, or the scratch PostgreSQL (None)."""
    if scratch:
        asyncio.run(_migrate(scratch))
        return None
    file = tmp_path_factory.mktemp("store") / "migrated.sqlite3"
    asyncio.run(_migrate(f"sqlite:///{file}"))
    return file


async def _migrate(url: str) -> None:
    store = open_store(url)
    await schema.upgrade(store)
    async with store.writer.connect() as connection:
        if store.on_sqlite:
            await connection.exec_driver_sql("COMMIT")
            await connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            await connection.exec_driver_sql("BEGIN")
    await store.close()


@pytest.fixture
async def database(migrated: Path | None, scratch: str, tmp_path: Path) -> AsyncIterator[str]:
    """The address of an empty, migrated database."""
    if migrated is not None:
        shutil.copy(migrated, tmp_path / "interlude.sqlite3")
        yield f"sqlite:///{tmp_path / 'interlude.sqlite3'}"
        return
    yield scratch
    await _empty(scratch)


async def _empty(url: str) -> None:
    """Deleting a test's few rows is much quicker than truncating twenty tables."""
    store = open_store(url)
    async with store.writer.begin() as tx:
        await tx.execute(text("SET LOCAL lock_timeout = '10s'"))
        for table in reversed(metadata.sorted_tables):
            await tx.execute(table.delete())
    await store.close()
