"""What is due -> delivery rows: keys and times, no text."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import around, letters, people, recurrence, standings
from bot.kinds import KINDS
from bot.letters import Letter
from bot.moment import Moment
from bot.people import Person
from bot.store import bulk
from bot.store import tables as t
from bot.store.engine import Store
from bot.store.types import AnyRow

log = logging.getLogger("interlude.schedule")

AT_ONCE = 2_000
"""Schedules one transaction takes; a tick goes on until none is due."""

MOST_MISSED = 60
"""Occurrences of one rule looked at in one tick after a long downtime; the next tick looks at the next ones."""

MISSED = "missed while the system was down"

_S = t.schedule.c
_COLUMNS = (
    _S.id, _S.kind, _S.subject, _S.rule, _S.start_local, _S.last_local, _S.event, _S.offset_minutes,
    *people.PERSON_COLUMNS,
)  # fmt: skip
_PERSON = len(_COLUMNS) - len(people.PERSON_COLUMNS)


async def materialise(store: Store, moment: Moment) -> int:
    """Write a delivery for everything due at `moment`. Twice changes nothing: keys are unique. Returns how many were
    due."""
    done = 0
    while True:
        async with store.write() as tx:
            due = await _due(tx, moment.now)
            await _write(tx, due, moment)
        done += len(due)
        if len(due) < AT_ONCE:
            return done


async def next_due(tx: AsyncConnection, after: datetime) -> datetime | None:
    """When the next schedule after this moment is due (both UTC)."""
    found: datetime | None = await tx.scalar(select(func.min(_S.next_due)).where(_S.next_due > after))
    return found


async def _due(tx: AsyncConnection, now: datetime) -> list[AnyRow]:
    query = (
        select(*_COLUMNS)
        .join(t.person, t.person.c.id == _S.person)
        .where(_S.next_due <= now)
        .order_by(_S.next_due)
        .limit(AT_ONCE)
        .with_for_update(of=t.schedule, skip_locked=True)
    )
    return list((await tx.execute(query)).all())


async def _write(tx: AsyncConnection, due: list[AnyRow], moment: Moment) -> None:
    people_here = [people.to_person(tuple(row)[_PERSON:]) for row in due]
    made: list[Letter] = []
    moves: list[dict[str, Any]] = []
    for row, person in zip(due, people_here, strict=True):
        try:
            came = _came(row, person, moment.now)
            made += _letters(row, person, came, moment.now)
        except (ValueError, KeyError):  # a rule or a zone nobody can read: it rests, and stops nobody else's
            log.exception("a rule cannot be read", extra={"action": "schedule.unreadable", "schedule": row.id})
            moves.append({"last_local": row.last_local, "next_due": None, "id": row.id})
        else:
            moves.append({"last_local": came.newest.isoformat(), "next_due": came.following, "id": row.id})
    await letters.write(tx, made, moment, await standings.of_people(tx, people_here))
    await bulk.update(tx, t.schedule, moves)


@dataclass(frozen=True, slots=True)
class _Came:
    """Which local occurrences are due: the newest, and older ones that were missed. `following`: the next (UTC);
    `caught_up`: it is not due yet as well."""

    newest: datetime
    missed: tuple[datetime, ...]
    following: datetime | None
    caught_up: bool


def _came(row: AnyRow, person: Person, now: datetime) -> _Came:
    return _worked_out(row.rule, row.start_local, row.last_local, person.time_zone, now)


@lru_cache(maxsize=16_384)  # many people share one rule, one zone and one moment
def _worked_out(rule: str, start_local: str, last_local: str, zone: str, now: datetime) -> _Came:
    start = datetime.fromisoformat(start_local)
    came = [recurrence.after(rule, start, datetime.fromisoformat(last_local) if last_local else None) or start]
    for _ in range(MOST_MISSED):
        following = recurrence.after(rule, start, came[-1])
        instant = recurrence.to_utc(following, zone) if following is not None else None
        if following is None or instant is None or instant > now:
            return _Came(came[-1], tuple(came[:-1]), instant, caught_up=True)
        came.append(following)
    return _Came(came[-2], tuple(came[:-2]), recurrence.to_utc(came[-1], zone), caught_up=False)


def _letters(row: AnyRow, person: Person, came: _Came, now: datetime) -> list[Letter]:
    """The newest occurrence as something to send; the older ones as notes that they were missed."""
    newest = _letter(row, person, came.newest, now)
    if not came.missed and came.caught_up:
        return [newest]
    missed = [replace(_letter(row, person, local, now), missed=MISSED) for local in came.missed]
    return [*missed, newest if came.caught_up else replace(newest, missed=MISSED)]


def _letter(row: AnyRow, person: Person, local: datetime, now: datetime) -> Letter:
    if row.event is not None:
        return letters.from_prompt(around.prompt(row.kind, row.event, row.offset_minutes, person, local), now)
    due, said = _instant(local, person.time_zone)
    assert row.kind in KINDS
    what = (row.kind, (row.subject or said[:10],))
    key = f"{row.kind}:{row.id}:{said}"
    return Letter(key, row.kind, person.community, person, None, None, what, not_before=due, due=due)


@lru_cache(maxsize=16_384)
def _instant(local: datetime, zone: str) -> tuple[datetime, str]:
    """A local time as a moment (UTC) and as text."""
    return recurrence.to_utc(local, zone), local.isoformat()
