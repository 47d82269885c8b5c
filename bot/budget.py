"""How much of a person's week is taken: everything Interlude starts by itself shares one weekly number of places.

A week is the ISO week where the person lives. Each community says how many places it has (`prompts_a_week`, usually
one); over all teams and doors, reminders and an organiser's lists counted. Event news goes first, then feedback,
check-in, role, and last a reminder and a list (`Kind.priority`); who comes later waits for what is better and still to
come this week. What does not fit waits for the next week's first kind hour while it is of use until then; else the row
says why it was left out, and the person's next message says that it is there (`Kind.joins`, conversations/joined.py).
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.contact import No, NotBefore, Now, Standing, Verdict, kind_hour
from bot.kinds import KINDS, Kind
from bot.people import Person
from bot.recurrence import to_local, to_utc
from bot.standings import Known, Standings
from bot.store import tables as t
from bot.store.types import AnyRow

WEEK_FULL = "another message had this week's place"
BETTER_FIRST = "something that comes before it is due this week"

YIELD = timedelta(minutes=5)
"""How long a message gives way to a better one that is due."""

MOVED_KEEPS = timedelta(days=1)
"""How long something is of use that was moved beyond its time; too short to be moved so a second time."""

_D, _S = t.delivery.c, t.schedule.c
_OPEN = ("pending", "sending", "sent", "unknown")
_PLANNED = tuple(kind.name for kind in KINDS.values() if kind.counts)


def week(now: datetime, zone: str) -> tuple[datetime, datetime]:
    """The ISO week of this moment in `zone`: its first instant, and that of the next one (UTC)."""
    day = to_local(now, zone).date()
    monday = datetime.combine(day - timedelta(days=day.weekday()), time())
    return to_utc(monday, zone), to_utc(monday + timedelta(days=7), zone)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that wants a place: from when on (UTC), and how it ranks; smaller goes first. `row`: its delivery."""

    kind: Kind
    at: datetime
    rank: tuple[int, int]
    row: str = ""


@dataclass(slots=True)
class Week:
    """What is known of one person's week: the ids of deliveries that have a place, and those that want one."""

    taken: list[str] = field(default_factory=list)
    waiting: list[Waiting] = field(default_factory=list)


def decide(mine: Waiting, known: Known, has: Week, now: datetime, expires: datetime | None) -> Verdict:
    """Whether there is a place for it in this week. Pure."""
    left = known.community.prompts_a_week - sum(row != mine.row for row in has.taken)
    _, ends = week(now, known.standing.time_zone)
    if left <= 0:
        return _later(mine.kind, known.standing, ends, expires, WEEK_FULL)
    better = sorted(
        max(other.at, now) for other in has.waiting
        if other.rank < mine.rank and other.at < ends
    )  # fmt: skip
    if len(better) >= left:
        return _later(mine.kind, known.standing, better[len(better) - left] + YIELD, expires, BETTER_FIRST)
    return Now()


def _later(kind: Kind, person: Standing, moment: datetime, expires: datetime | None, why: str) -> Verdict:
    opens = kind_hour(person, moment)
    if opens is None or (expires is not None and opens > expires + kind.waits):
        return No(why)
    return NotBefore(opens, why, opens + MOVED_KEEPS if expires is not None and opens > expires else None)


async def places(tx: AsyncConnection, rows: Sequence[AnyRow], known: Standings, now: datetime) -> dict[str, Verdict]:
    """For each of these deliveries that count, whether its person's week has a place. Exact while nobody else decides
    about the same people in another transaction: `bot.due` sees to that."""
    weeks = await _weeks(tx, {row.person for row in rows}, known, now)
    found: dict[str, Verdict] = {}
    for row in rows:
        mine = Waiting(KINDS[row.kind], now, (row.priority, row.seq), row.id)
        found[row.id] = decide(mine, known[row.person], weeks[row.person], now, row.expires)
    return found


async def _weeks(tx: AsyncConnection, people: set[str], known: Standings, now: datetime) -> dict[str, Week]:
    weeks = {person: Week() for person in people}
    if not people:
        return weeks
    spans = {person: week(now, known[person].standing.time_zone) for person in people}
    where = _theirs([known[person].person for person in people])
    for row in await _taken(tx, where(_D), min(begins for begins, _ in spans.values())):
        if row.counted_at >= spans[row.person][0]:
            weeks[row.person].taken.append(row.id)
    ends = max(end for _, end in spans.values())
    for row in [*await _waiting(tx, where(_D), ends, now), *await _planned(tx, where(_S), ends)]:
        weeks[row.person].waiting.append(_want(row))
    return weeks


def _theirs(people: Sequence[Person]) -> Callable[[Any], ColumnElement[bool]]:
    """Rows of these people, in their communities."""
    ids, circles = {person.id for person in people}, {person.community for person in people}
    return lambda columns: columns.person.in_(ids) & columns.community.in_(circles)


def _want(row: AnyRow) -> Waiting:
    kind = KINDS[row.kind]
    return Waiting(kind, row.at, (row.priority if row.id else kind.priority, row.seq), row.id)


async def _taken(tx: AsyncConnection, theirs: ColumnElement[bool], since: datetime) -> Sequence[AnyRow]:
    query = select(_D.id, _D.person, _D.counted_at).where(
        t.COUNTED, theirs, _D.counted_at >= since, _D.status.in_(_OPEN), _D.kind.in_(_PLANNED)
    )
    return (await tx.execute(query)).all()


async def _waiting(tx: AsyncConnection, theirs: ColumnElement[bool], ends: datetime, now: datetime) -> Sequence[AnyRow]:
    """Deliveries without a place yet that may still leave this week."""
    query = select(_D.id, _D.person, _D.kind, _D.priority, _D.seq, _D.not_before.label("at")).where(
        theirs, _D.done_at.is_(None), _D.status == "pending", _D.counts, _D.counted_at.is_(None),
        _D.not_before < ends, _D.expires.is_(None) | (_D.expires >= now), _D.kind.in_(_PLANNED),
    )  # fmt: skip
    return (await tx.execute(query)).all()


async def _planned(tx: AsyncConnection, theirs: ColumnElement[bool], ends: datetime) -> Sequence[Any]:
    """What comes round or is set for later in the week; no delivery was made of it yet."""
    query = select(_S.person, _S.kind, _S.next_due).where(theirs, _S.kind.in_(_PLANNED), _S.next_due < ends)
    return [_Planned(row.person, row.kind, row.next_due) for row in await tx.execute(query)]


@dataclass(frozen=True, slots=True)
class _Planned:
    person: str
    kind: str
    at: datetime
    id: str = ""
    seq: int = sys.maxsize
