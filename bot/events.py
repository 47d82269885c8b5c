"""Events people attend, and who is invited."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.people import PERSON_COLUMNS, Person, to_person
from bot.store import tables as t


@dataclass(frozen=True, slots=True)
class Event:
    """A gathering. Times are UTC; `time_zone` is the one it was announced in. `told_at`: when people heard what came
    of it."""

    id: str
    community: str
    title: str
    starts_at: datetime
    ends_at: datetime
    time_zone: str
    made_by: str
    heard: str
    will_change: str
    told_at: datetime | None
    agenda: str = ""


_EVENT = tuple(
    t.event.c[name]
    for name in (
        "id", "community", "title", "starts_at", "ends_at", "time_zone", "made_by", "heard", "will_change", "told_at",
        "agenda",
    )
)  # fmt: skip


async def make(tx: AsyncConnection, maker: Person, now: datetime, people: Iterable[str], **values: Any) -> Event:
    """Store an event with those invited. `values`: title, starts_at, ends_at, time_zone; id and agenda if any."""
    values = {"id": t.new_id(), **values, "community": maker.community, "made_by": maker.id, "made_at": now}
    await tx.execute(insert(t.event).values(values))
    rows = [{"event": values["id"], "person": person, "community": maker.community} for person in dict.fromkeys(people)]
    if rows:
        await tx.execute(insert(t.invited), rows)
    made = await one(tx, maker.community, values["id"])
    assert made is not None
    return made


async def one(tx: AsyncConnection, community: str, event: str) -> Event | None:
    """The event with this id, in this community."""
    query = select(*_EVENT).where(t.event.c.id == event, t.event.c.community == community)
    row = (await tx.execute(query)).first()
    return Event(*row) if row else None


async def of_community(tx: AsyncConnection, community: str, *, ended_after: datetime | None = None) -> list[Event]:
    """The community's events, the next or newest first."""
    query = select(*_EVENT).where(t.event.c.community == community).order_by(t.event.c.starts_at.desc())
    query = query.where(t.event.c.ends_at > ended_after) if ended_after else query
    return [Event(*row) for row in await tx.execute(query.limit(50))]


async def next_for(tx: AsyncConnection, person: Person, now: datetime) -> Event | None:
    """The next event this person is invited to that is not over."""
    query = (
        select(*_EVENT)
        .join(t.invited, t.invited.c.event == t.event.c.id)
        .where(t.event.c.community == person.community, t.invited.c.person == person.id, t.event.c.ends_at > now)
        .order_by(t.event.c.starts_at)
        .limit(1)
    )
    row = (await tx.execute(query)).first()
    return Event(*row) if row else None


async def move(tx: AsyncConnection, event: Event, starts: datetime, ends: datetime, zone: str) -> Event:
    """The same event at another time (UTC), announced in another zone perhaps."""
    where = (t.event.c.id == event.id) & (t.event.c.community == event.community)
    await tx.execute(update(t.event).where(where).values(starts_at=starts, ends_at=ends, time_zone=zone))
    return replace(event, starts_at=starts, ends_at=ends, time_zone=zone)


async def remove(tx: AsyncConnection, event: Event) -> None:
    """The event and its invitations are not there any more."""
    await tx.execute(delete(t.event).where(t.event.c.id == event.id, t.event.c.community == event.community))


async def invited(tx: AsyncConnection, event: Event, *, state: str = "") -> list[Person]:
    """Those invited who have not left, by name; with `state`, those whose invitation stands so."""
    query = (
        select(*PERSON_COLUMNS)
        .join(t.invited, t.invited.c.person == t.person.c.id)
        .where(t.invited.c.event == event.id, t.invited.c.community == event.community, t.person.c.left_at.is_(None))
        .order_by(t.person.c.name)
    )
    query = query.where(t.invited.c.state == state) if state else query
    return [to_person(row) for row in await tx.execute(query)]


async def answered(tx: AsyncConnection, event: str, person: Person, state: str) -> None:
    """How an invitation stands: "asked", "there" (answered) or "away" ("I wasn't there")."""
    i = t.invited.c
    mine = (i.event == event) & (i.person == person.id) & (i.community == person.community)
    await tx.execute(update(t.invited).where(mine).values(state=state))


async def tell(tx: AsyncConnection, event: Event, heard: str, will_change: str, now: datetime) -> bool:
    """Store what was heard and what will change. False when it was told already: it is told once."""
    untold = (t.event.c.id == event.id) & (t.event.c.community == event.community) & t.event.c.told_at.is_(None)
    done = await tx.execute(update(t.event).where(untold).values(heard=heard, will_change=will_change, told_at=now))
    return bool(done.rowcount)


async def untold(tx: AsyncConnection, community: str, before: datetime) -> list[Event]:
    """Events that ended before this moment (UTC), were answered, and whose people have not heard back."""
    gave = select(func.count()).where(t.answer.c.subject == t.event.c.id, t.answer.c.community == community)
    query = (
        select(*_EVENT)
        .where(t.event.c.community == community, t.event.c.ends_at < before, t.event.c.told_at.is_(None))
        .where(gave.scalar_subquery() > 0)
        .order_by(t.event.c.ends_at)
    )
    return [Event(*row) for row in await tx.execute(query)]
