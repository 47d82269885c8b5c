"""Many rows in one statement, several times as fast as row by row through SQLAlchemy.

To PostgreSQL they travel as one JSON parameter, in one round trip (facts/time-and-delivery.md, section 3). SQLite
has no round trips: there the driver's own executemany is the fastest.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import JSON, Table, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.types import Instant, to_number

_POSTGRESQL = postgresql.dialect()  # type: ignore[no-untyped-call]


async def insert(tx: AsyncConnection, table: Table, rows: Sequence[Mapping[str, Any]], unique: str) -> None:
    """Write rows, all with the same columns in the same order. One whose `unique` value is there changes nothing."""
    if rows:
        names = tuple(rows[0])
        await _run(tx, table, _insert(table, names, unique, tx.dialect.name), rows)


async def update(tx: AsyncConnection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Change the rows with these ids: each of `rows` has the same columns in the same order, `id` the last one."""
    if rows:
        names = tuple(rows[0])
        await _run(tx, table, _update(table, names, tx.dialect.name), rows)


async def _run(tx: AsyncConnection, table: Table, sql: str, rows: Sequence[Mapping[str, Any]]) -> None:
    if tx.dialect.name == "sqlite":
        await tx.exec_driver_sql(sql, _plain(table, tuple(rows[0]), rows))
    else:
        await tx.execute(text(sql), {"rows": json.dumps(rows, default=_number, separators=(",", ":"))})


def _plain(table: Table, names: tuple[str, ...], rows: Sequence[Mapping[str, Any]]) -> list[tuple[Any, ...]]:
    """The rows as SQLite keeps them: moments as numbers, JSON as text. Only such columns are looked at."""
    kept = [list(row.values()) for row in rows]
    for at, name in enumerate(names):
        kind = table.c[name].type
        change = to_number if isinstance(kind, Instant) else json.dumps if isinstance(kind, JSON) else None
        for row in kept if change is not None else ():
            if row[at] is not None and change is not None:
                row[at] = change(row[at])
    return [tuple(row) for row in kept]


def _number(value: object) -> int:
    """A moment as the databases keep it."""
    if isinstance(value, datetime):
        return to_number(value)
    raise TypeError(f"{type(value).__name__} cannot be stored")


@cache
def _insert(table: Table, names: tuple[str, ...], unique: str, dialect: str) -> str:
    listed = ", ".join(_quoted(name) for name in names)
    made = (
        f"VALUES ({', '.join('?' * len(names))})"
        if dialect == "sqlite"
        else f"SELECT {listed} FROM {_recordset(table, names)}"  # noqa: S608
    )
    return f"INSERT INTO {table.name} ({listed}) {made} ON CONFLICT ({unique}) DO NOTHING"


@cache
def _update(table: Table, names: tuple[str, ...], dialect: str) -> str:
    if dialect == "sqlite":
        changes = ", ".join(f"{_quoted(name)} = ?" for name in names[:-1])
        return f"UPDATE {table.name} SET {changes} WHERE id = ?"  # noqa: S608
    changes = ", ".join(f"{_quoted(name)} = new.{_quoted(name)}" for name in names[:-1])
    return f"UPDATE {table.name} SET {changes} FROM {_recordset(table, names)} WHERE {table.name}.id = new.id"  # noqa: S608


def _recordset(table: Table, names: tuple[str, ...]) -> str:
    """The JSON parameter as a table called `new`. The names come from our own tables, never from outside."""
    typed = ", ".join(f"{_quoted(name)} {table.c[name].type.compile(_POSTGRESQL)}" for name in names)
    return f"jsonb_to_recordset(CAST(:rows AS jsonb)) AS new({typed})"


def _quoted(name: str) -> str:
    return f'"{name}"'
