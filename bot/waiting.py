"""Who waits for a word, kept for one purpose: to tell them. Their names never leave this module.

A delivery names the person it goes to and stays on the disk; so what is told here is never named in it: it is looked up
when it leaves, and the row that says who waited is gone from then on.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import word_clock, wordlog
from bot.folding import fold
from bot.people import PERSON_COLUMNS, Person, to_person
from bot.store import tables as t
from bot.terms import Term
from bot.turn import Prompt
from bot.upsert import insert
from bot.wordlog import GAP_COLUMNS, Gap, to_gap

KEEP = timedelta(days=60)
"""Nobody is kept as waiting longer than this."""

_W = t.gap_asker.c
_G = t.gap.c


async def join(tx: AsyncConnection, gap: Gap, person: Person, now: datetime) -> tuple[Prompt, ...]:
    """This person waits from now on, and hears after a week if there is no answer yet."""
    values = {"gap": gap.id, "person": person.id, "community": person.community, "asked_at": now}
    await tx.execute(insert(tx, t.gap_asker).values(values).on_conflict_do_nothing())
    told_at = later(person, now + word_clock.NO_ANSWER_YET)
    return (Prompt("told", person, "missing.waited", _key("waited", gap, person, now), (), told_at),)


async def others(tx: AsyncConnection, gap: Gap, person: Person | None) -> bool:
    """Whether anybody else waits for it."""
    query = select(_W.gap).where(_W.gap == gap.id, _W.community == gap.community).limit(1)
    query = query.where(_W.person != person.id) if person else query
    return await tx.scalar(query) is not None


async def of(tx: AsyncConnection, person: Person, *, word: str = "", about: str = "") -> Gap | None:
    """The open gap this person waits for already: of a word, or of the entry with the slug `about`."""
    query = select(*GAP_COLUMNS).join(t.gap_asker, _W.gap == _G.id).where(*_mine(person), _G.settled_at.is_(None))
    row = (await tx.execute(query.where(_G.about == about if about else _G.word == fold(word)))).first()
    return to_gap(row) if row else None


def later(person: Person, moment: datetime) -> datetime:
    """This moment, or the end of the person's break if that comes later."""
    return max(moment, person.paused_until) if person.paused_until else moment


def _mine(person: Person) -> tuple[ColumnElement[bool], ...]:
    return (_W.person == person.id, _W.community == person.community, _G.community == person.community)


def _key(what: str, gap: Gap, person: Person, moment: datetime) -> str:
    """Once-only, and nobody can read from it which word it was about."""
    told = f"{gap.id}:{person.id}:{moment.isoformat()}"
    return f"{what}:{hashlib.sha256(told.encode()).hexdigest()[:40]}"


# -- telling


async def settle(
    tx: AsyncConnection, gap: Gap, by: Person | None, now: datetime, *, answer: str = "", words: str = ""
) -> tuple[Prompt, ...]:
    """Settle a gap: `answer` is the slug of what explains it, `words` what was said instead; neither: nothing can.

    `by` is who answered, which is said. Returns a prompt for each person who waits, the one who answered excepted.
    """
    who = by.id if by else ""
    if not await wordlog.settle(tx, gap, who, now, answer=answer, words=words):
        return ()
    await tx.execute(delete(t.gap_asker).where(_W.gap == gap.id, _W.community == gap.community, _W.person == who))
    query = select(*PERSON_COLUMNS).join(t.gap_asker, _W.person == t.person.c.id)
    rows = await tx.execute(query.where(_W.gap == gap.id, _W.community == gap.community))
    return tuple(_told(gap, person, now) for person in map(to_person, rows))


def _told(gap: Gap, person: Person, now: datetime) -> Prompt:
    return Prompt("told", person, "missing.told", _key("told", gap, person, now), (), later(person, now))


async def entry_live(
    tx: AsyncConnection, community: str, term: Term, by: Person | None, now: datetime, *, gap: str = ""
) -> tuple[Prompt, ...]:
    """An entry is used from now on: everything it answers is settled, and whoever waits for that will be told.

    `by` wrote it; `gap` is what it was written for. Others are found by the entry's names. Call it for each version
    that goes live, answered or approved, in the same transaction.
    """
    names = [name for words in term.words.values() for name in (words.name, *words.aliases)]
    found = {held.id: held for held in await wordlog.named(tx, community, (term.name, *names), term.slug)}
    asked = await wordlog.one(tx, community, gap) if gap else None
    found |= {asked.id: asked} if asked else {}
    prompts = [await settle(tx, held, by, now, answer=term.slug) for held in found.values()]
    return tuple(prompt for some in prompts for prompt in some)


async def next_told(tx: AsyncConnection, person: Person) -> Gap | None:
    """The settled gap this person waits for the longest; they wait for it no more."""
    query = select(*GAP_COLUMNS).join(t.gap_asker, _W.gap == _G.id).where(*_mine(person), _G.settled_at.is_not(None))
    row = (await tx.execute(query.order_by(_W.asked_at).limit(1))).first()
    if row is None:
        return None
    mine = (_W.gap == row.id) & (_W.person == person.id) & (_W.community == person.community)
    await tx.execute(delete(t.gap_asker).where(mine))
    return to_gap(row)


async def next_unanswered(tx: AsyncConnection, person: Person, now: datetime) -> Gap | None:
    """An open gap this person has waited for a week and was not told about; they go on waiting."""
    query = (
        select(*GAP_COLUMNS)
        .join(t.gap_asker, _W.gap == _G.id)
        .where(*_mine(person), _G.settled_at.is_(None), _W.waited_at.is_(None))
        .where(_W.asked_at <= now - word_clock.NO_ANSWER_YET)
    )
    row = (await tx.execute(query.order_by(_W.asked_at).limit(1))).first()
    if row is None:
        return None
    mine = (_W.gap == row.id) & (_W.person == person.id) & (_W.community == person.community)
    await tx.execute(update(t.gap_asker).where(mine).values(waited_at=now))
    return to_gap(row)


# -- forgetting


async def forget(tx: AsyncConnection, person: Person) -> None:
    """This person waits for nothing any more."""
    await tx.execute(delete(t.gap_asker).where(_W.person == person.id, _W.community == person.community))


async def tidy(tx: AsyncConnection, now: datetime) -> None:
    """Drop who waited too long, has left, or does not want to be written to, and words that were told; everywhere."""
    p = t.person.c
    away = select(p.id).where(or_(p.left_at.is_not(None), p.consent == "no"))
    await tx.execute(delete(t.gap_asker).where(or_(_W.asked_at <= now - KEEP, _W.person.in_(away))))
    told = (_G.words != "") & _G.settled_at.is_not(None) & ~select(_W.gap).where(_W.gap == _G.id).exists()
    await tx.execute(update(t.gap).where(told).values(words=""))
