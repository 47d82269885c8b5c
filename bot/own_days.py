"""A check-in is of no use on another day than its own: so its day is one of the person's own days."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import people, recurrence, rhythm
from bot.people import Person
from bot.rhythm import Wanted
from bot.store import tables as t
from bot.store.types import AnyRow

_S = t.schedule.c


async def keep(tx: AsyncConnection, person: Person, now: datetime) -> None:
    """They chose other days: their check-in keeps its week, on a day that is theirs."""
    there = await rhythm.there_already(tx, person.community, ["check_in"], person=person.id)
    row = there.get((person.id, "check_in"))
    if row is None:
        return
    community = await people.community(tx, person.community)
    roles = await people.roles(tx, person.community, person=person.id)
    want = rhythm.wanted_by(community, person, "check_in", co_lead=any(role.co_lead for role in roles))
    if row.rule != want.rule:
        start = _in_the_same_week(row, want, recurrence.to_local(now, person.time_zone))
        due = recurrence.to_utc(start, person.time_zone)
        values = {"rule": want.rule, "start_local": start.isoformat(), "last_local": "", "next_due": due}
        await tx.execute(update(t.schedule).where(_S.id == row.id, _S.community == person.community).values(values))


def _in_the_same_week(row: AnyRow, want: Wanted, local: datetime) -> datetime:
    """The next time by the new rule, in the week in which it would have come by the old one."""
    last = datetime.fromisoformat(row.last_local) if row.last_local else None
    coming = recurrence.after(row.rule, datetime.fromisoformat(row.start_local), last) or local
    monday = max(coming, local).date() - timedelta(days=max(coming, local).weekday())
    first = recurrence.first_from(want.rule, datetime.combine(monday, want.clock), max(local, _midnight(monday)))
    return first or max(coming, local)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())
