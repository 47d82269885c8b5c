"""A database with no lines in it: SQLite in a new folder, or the PostgreSQL that INTERLUDE_TEST_DATABASE_URL names."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, create_engine, select

from adapters.local.book import local_message, metadata
from bot.store.engine import Store, async_url, open_store


class Database:
    """`url` for anything synchronous, `store` for the door."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory()
        self.url = (
            os.environ.get("INTERLUDE_TEST_DATABASE_URL") or f"sqlite:///{Path(self._folder.name) / 'demo.sqlite3'}"
        )
        self._sync = create_engine(self.url if "sqlite" in self.url else async_url(self.url))
        metadata.drop_all(self._sync)
        self.store: Store = open_store(self.url)

    def lines(self) -> list[dict[str, Any]]:
        """Every row as it stands on disk, in order."""
        with self._sync.connect() as tx:
            return [dict(row) for row in tx.execute(select(local_message).order_by(local_message.c.seq)).mappings()]

    def connect(self) -> Connection:
        return self._sync.connect()

    async def close(self) -> None:
        await self.store.close()
        self._sync.dispose()
        self._folder.cleanup()
