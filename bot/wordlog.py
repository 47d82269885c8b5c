"""Words nobody has explained yet, and whether explanations were clear. Never who asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.folding import fold
from bot.store import tables as t
from bot.upsert import insert

LONGEST_WORD = 60
"""A gap is a word or a short phrase. Anything longer might tell who wrote it, and is not noted."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A word somebody asked for in vain, and how often."""

    id: str
    word: str
    lang: str
    times: int


async def note_gap(tx: AsyncConnection, community: str, word: str, lang: str, now: datetime) -> bool:
    """Note that this word is missing, without the person. False when it is no short word."""
    word = fold(word)
    if not word or len(word) > LONGEST_WORD:
        return False
    values: dict[str, Any] = {
        "id": t.new_id(), "community": community, "word": word, "lang": lang, "times": 1, "first_at": now, "last_at":
        now,
    }  # fmt: skip
    statement = insert(tx, t.gap).values(values)
    again = {"times": t.gap.c.times + 1, "last_at": now, "settled_at": None}
    await tx.execute(statement.on_conflict_do_update(index_elements=["community", "word"], set_=again))
    return True


async def gaps(tx: AsyncConnection, community: str) -> list[Gap]:
    """The words still missing, most asked first."""
    g = t.gap.c
    query = select(g.id, g.word, g.lang, g.times).where(g.community == community, g.settled_at.is_(None))
    return [Gap(*row) for row in await tx.execute(query.order_by(g.times.desc(), g.first_at).limit(50))]


async def settle_gaps(tx: AsyncConnection, community: str, now: datetime) -> None:
    """The organiser has seen the missing words; they come back when they are asked for again."""
    where = (t.gap.c.community == community) & t.gap.c.settled_at.is_(None)
    await tx.execute(update(t.gap).where(where).values(settled_at=now))


async def was_clear(tx: AsyncConnection, community: str, term: str, lang: str, *, clear: bool) -> None:
    """Count one "clear" or "not clear yet" for a term's wording in one language."""
    column = "clear" if clear else "unclear"
    values: dict[str, Any] = {"community": community, "term": term, "lang": lang, "clear": 0, "unclear": 0, column: 1}
    statement = insert(tx, t.clarity).values(values)
    more = {column: t.clarity.c[column] + 1}
    await tx.execute(statement.on_conflict_do_update(index_elements=["community", "term", "lang"], set_=more))


async def unclear(tx: AsyncConnection, community: str) -> list[tuple[str, str, int]]:
    """Terms found unclear: slug, language, how often; most often first."""
    c = t.clarity.c
    query = select(c.term, c.lang, c.unclear).where(c.community == community, c.unclear > 0)
    return [(row.term, row.lang, row.unclear) for row in await tx.execute(query.order_by(c.unclear.desc()).limit(20))]
