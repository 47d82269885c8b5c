"""Requests that wait for a person: somebody wants to talk, or a part should change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.people import Person
from bot.store import tables as t


@dataclass(frozen=True, slots=True)
class Request:
    """One request. `about` is the contact's or the role's id; `words` only where the person wrote some for this
    purpose."""

    id: str
    person: str
    about: str | None
    words: str
    asked_at: datetime


async def ask_to_talk(tx: AsyncConnection, person: Person, contact: str, now: datetime) -> str:
    """Somebody would like this contact to be in touch. Returns the request's id."""
    made = t.new_id()
    values = {"id": made, "community": person.community, "person": person.id, "contact": contact, "asked_at": now}
    await tx.execute(insert(t.hand_over).values(values))
    return made


async def talk(tx: AsyncConnection, community: str, request: str) -> Request | None:
    """One request to talk that nobody has taken up yet."""
    h = t.hand_over.c
    query = select(h.id, h.person, h.contact, h.asked_at).where(h.community == community, h.id == request)
    row = (await tx.execute(query.where(h.taken_at.is_(None)))).first()
    return Request(row.id, row.person, row.contact, "", row.asked_at) if row else None


async def open_talks(tx: AsyncConnection, community: str) -> list[Request]:
    """Requests to talk nobody has taken up yet, oldest first."""
    h = t.hand_over.c
    query = select(h.id, h.person, h.contact, h.asked_at).where(h.community == community, h.taken_at.is_(None))
    return [Request(r.id, r.person, r.contact, "", r.asked_at) for r in await tx.execute(query.order_by(h.asked_at))]


async def took_up(tx: AsyncConnection, community: str, request: str, now: datetime) -> bool:
    """A contact has been in touch. False when that was said before."""
    h = t.hand_over.c
    where = (h.community == community) & (h.id == request) & h.taken_at.is_(None)
    return bool((await tx.execute(update(t.hand_over).where(where).values(taken_at=now))).rowcount)


async def ask_change(tx: AsyncConnection, person: Person, role: str, words: str, now: datetime) -> str:
    """Somebody would like their part to change. Returns the request's id."""
    made = t.new_id()
    values = {
        "id": made,
        "community": person.community,
        "person": person.id,
        "role": role,
        "words": words,
        "asked_at": now,
    }
    await tx.execute(insert(t.change_request).values(values))
    return made


async def open_changes(tx: AsyncConnection, community: str) -> list[Request]:
    """Wishes to change a part that nobody has settled yet, oldest first."""
    c = t.change_request.c
    query = select(c.id, c.person, c.role, c.words, c.asked_at).where(c.community == community, c.settled_at.is_(None))
    return [Request(*row) for row in await tx.execute(query.order_by(c.asked_at))]


async def settled(tx: AsyncConnection, community: str, request: str, now: datetime) -> bool:
    """A co-lead has talked it through. False when that was said before."""
    c = t.change_request.c
    where = (c.community == community) & (c.id == request) & c.settled_at.is_(None)
    return bool((await tx.execute(update(t.change_request).where(where).values(settled_at=now))).rowcount)
