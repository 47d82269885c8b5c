"""Small facts about the database itself: whether it is a demo's, and how far a demo's clock was moved."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store import tables as t
from bot.upsert import put


async def read(tx: AsyncConnection, key: str) -> str:
    """The value kept under this key; empty when there is none."""
    found = await tx.scalar(select(t.mark.c.value).where(t.mark.c.key == key))
    return str(found or "")


async def keep(tx: AsyncConnection, key: str, value: str) -> None:
    """Keep a value under this key."""
    await put(tx, t.mark, ["key"], {"key": key, "value": value}, ["value"])
