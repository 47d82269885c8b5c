"""The words a person was told last, so that "and the other one?" can be understood. Forgotten after an hour."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.people import Person
from bot.store import tables as t
from bot.upsert import put

KEEP = timedelta(hours=1)
MOST = 4

_R = t.recent_words.c


async def last(tx: AsyncConnection, person: Person, now: datetime) -> list[str]:
    """The slugs of the terms this person was told within the last hour, the last one first."""
    query = select(_R.slugs).where(_R.person == person.id, _R.community == person.community, _R.at > now - KEEP)
    return list(await tx.scalar(query) or ())


async def told(tx: AsyncConnection, person: Person, slugs: Iterable[str], before: Iterable[str], now: datetime) -> None:
    """Remember the slugs this person was told just now, the first of them first, and then those of `before`."""
    kept = list(dict.fromkeys((*slugs, *before)))[:MOST]
    values = {"person": person.id, "community": person.community, "slugs": kept, "at": now}
    await put(tx, t.recent_words, ["person"], values, ["community", "slugs", "at"])


async def forget(tx: AsyncConnection, person: Person) -> None:
    """This person's words, at once."""
    await tx.execute(delete(t.recent_words).where(_R.person == person.id, _R.community == person.community))


async def tidy(tx: AsyncConnection, now: datetime) -> None:
    """Drop what is older than an hour, in every community."""
    await tx.execute(delete(t.recent_words).where(_R.at <= now - KEEP))
