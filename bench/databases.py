"""An empty, migrated database of each kind, for one measurement."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from tempfile import TemporaryDirectory

import psycopg
from sqlalchemy import make_url

from bot.store import schema
from bot.store.engine import open_store
from bot.store.parts import new_id

KINDS = ("SQLite", "PostgreSQL")
SERVER = "postgresql://postgres@127.0.0.1:5432/test"
"""INTERLUDE_TEST_DATABASE_URL names another one."""


@asynccontextmanager
async def database(kind: str) -> AsyncIterator[str]:
    """Its address. It is gone when the block ends."""
    with _file() if kind == "SQLite" else _scratch() as url:
        store = open_store(url)
        await schema.upgrade(store)
        await store.close()
        yield url


@contextmanager
def _file() -> Iterator[str]:
    with TemporaryDirectory(prefix="interlude-bench-") as folder:
        yield f"sqlite:///{folder}/bench.sqlite3"


@contextmanager
def _scratch() -> Iterator[str]:
    server = make_url(os.environ.get("INTERLUDE_TEST_DATABASE_URL") or SERVER).set(drivername="postgresql")
    name = f"interlude_bench_{new_id()}"
    with psycopg.connect(server.render_as_string(hide_password=False), autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"'.encode())
        try:
            yield server.set(database=name).render_as_string(hide_password=False)
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())
