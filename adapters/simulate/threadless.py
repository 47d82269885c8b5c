"""SQLite without a thread between: a simulation asks a hundred thousand small questions, and each handing over to
aiosqlite's thread and back costs more than its answer. Nobody else waits in this process, so nothing is held up."""

from __future__ import annotations

import sqlite3
from asyncio import Future
from collections.abc import Callable
from pathlib import Path
from typing import Any

from aiosqlite import Connection
from sqlalchemy.event import listen

from bot.store.engine import Store, open_store

CACHED = 512
"""Prepared statements a connection keeps."""


class _AtOnce:
    """Stands in the place of the queue to the thread: what is put into it has happened when `put_nowait` returns."""

    def put_nowait(self, asked: tuple[Future[Any] | None, Callable[[], Any]]) -> None:
        future, function = asked
        try:
            result = function()
        except BaseException as fault:
            if future is None:
                raise
            future.set_exception(fault)
        else:
            if future is not None:
                future.set_result(result)


class _Connection(Connection):
    """aiosqlite's connection, whose thread is never started."""

    def __init__(self, file: Path) -> None:
        def connect() -> sqlite3.Connection:
            return sqlite3.connect(file, cached_statements=CACHED)

        super().__init__(connect, iter_chunk_size=64)
        self._tx: Any = _AtOnce()

    async def _execute(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        return fn(*args, **kwargs)


def open_throw_away(file: Path) -> Store:
    """A store on this file, for one process and one event loop. A power cut may spoil it."""

    async def connected(*_: Any, **__: Any) -> Connection:
        return await _Connection(file)._connect()

    store = open_store(f"sqlite:///{file}", async_creator=connected)
    listen(store.writer.sync_engine, "connect", _in_haste)
    return store


def _in_haste(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA synchronous=OFF")
    cursor.close()
