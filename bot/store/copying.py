"""Takes every row of one database to another, for a community that outgrows SQLite. All of it, or nothing."""

from __future__ import annotations

from sqlalchemy import Table, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.engine import Store
from bot.store.tables import metadata

TOGETHER = 1_000
"""Rows one statement writes."""


class NotEmpty(ValueError):
    """There is something in the database the rows were to go to."""


async def copy(source: Store, target: Store) -> int:
    """Copy into a database that is empty and has the newest schema, as the source has. Returns how many rows.

    Nothing may write to the source meanwhile. Raises `NotEmpty`.
    """
    async with source.read() as old, target.write() as new:
        for table in metadata.sorted_tables:
            if await new.scalar(select(func.count()).select_from(table)):
                raise NotEmpty("That database is not empty. Nothing was copied.")
        return sum([await _copy(table, old, new) for table in metadata.sorted_tables])


async def _copy(table: Table, old: AsyncConnection, new: AsyncConnection) -> int:
    done = 0
    async with old.stream(select(table)) as rows:
        async for some in rows.mappings().partitions(TOGETHER):
            await new.execute(table.insert(), [dict(row) for row in some])
            done += len(some)
    return done
