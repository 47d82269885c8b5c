"""INSERT ... ON CONFLICT, the same on both databases."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection


def insert(tx: AsyncConnection, table: Table) -> Any:
    """The dialect's own insert, which knows ON CONFLICT."""
    return sqlite.insert(table) if tx.dialect.name == "sqlite" else postgresql.insert(table)


async def put(tx: AsyncConnection, table: Table, keys: list[str], values: dict[str, Any], fresh: list[str]) -> None:
    """Write a row; where one with these keys stands already, only its `fresh` columns change (none: nothing does)."""
    statement = insert(tx, table).values(values)
    if fresh:
        changes = {name: statement.excluded[name] for name in fresh}
        statement = statement.on_conflict_do_update(index_elements=keys, set_=changes)
    else:
        statement = statement.on_conflict_do_nothing(index_elements=keys)
    await tx.execute(statement)
