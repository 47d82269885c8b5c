"""Brings a database to the newest schema."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect

from bot.store.engine import MIGRATING, Store, one_at_a_time

MIGRATIONS = Path(__file__).with_name("migrations")


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config


async def upgrade(store: Store) -> None:
    """Run every migration the database has not seen. A SQLite file is copied first.

    Processes that start together wait for each other.
    """
    async with store.write() as connection:
        await one_at_a_time(connection, MIGRATING)
        if not await connection.run_sync(_is_newest):
            await connection.run_sync(_keep_a_copy)
            await connection.run_sync(_run)


def _run(connection: Connection) -> None:
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _is_newest(connection: Connection) -> bool:
    here = MigrationContext.configure(connection).get_current_heads()
    return set(here) == set(ScriptDirectory.from_config(_config()).get_heads())


def _keep_a_copy(connection: Connection) -> None:
    name = connection.engine.url.database if connection.dialect.name == "sqlite" else None
    if not name or name == ":memory:" or not inspect(connection).get_table_names():
        return
    stamp = datetime.now(UTC).strftime("%Y%m%d%H%M%S")
    with closing(sqlite3.connect(name)) as old, closing(sqlite3.connect(f"{name}.before-{stamp}")) as copy:
        old.backup(copy)  # a plain copy would miss what still stands in the write-ahead log
