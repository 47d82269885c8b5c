"""What is due -> delivery rows: keys and times, no text."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import around, cohorts, letters, recurrence, standings
from bot.cohorts import Cohort
from bot.kinds import KINDS
from bot.letters import Letter
from bot.moment import Moment
from bot.people import Person
from bot.platform import Address
from bot.store import tables as t
from bot.store.engine import Store

log = logging.getLogger("interlude.schedule")

AT_ONCE = 10_000
"""Schedules one transaction takes, which is a quarter of a second; a tick goes on until none is due."""

MOST_MISSED = 60
"""Occurrences of one rule looked at in one tick after a long downtime; the next tick looks at the next ones."""

MISSED = "missed while the system was down"

HANDS = 2
"""Transactions at the same time on PostgreSQL, where writers do not wait for each other."""

SOMEWHERE = Address("", "")
"""Stands for the addresses that the database looks up as it writes."""

_S = t.schedule.c


async def materialise(store: Store, moment: Moment) -> int:
    """Write a delivery for everything due at `moment`. Twice changes nothing: keys are unique. Returns how many were
    due."""
    tick = _Tick(store, moment, letters.first_number(moment))
    done = await tick.batch()
    if done < AT_ONCE:
        return done
    hands = 1 if store.on_sqlite else HANDS
    return done + sum(await asyncio.gather(*(tick.the_rest() for _ in range(hands))))


@dataclass(slots=True)
class _Tick:
    """`number`: the next one to be given to a delivery; no two of one tick have the same."""

    store: Store
    moment: Moment
    number: int

    async def the_rest(self) -> int:
        """One batch after the other, until there is no full one. What another hand holds is passed over."""
        done = many = await self.batch()
        while many == AT_ONCE:
            many = await self.batch()
            done += many
        return done

    async def batch(self) -> int:
        async with self.store.write() as tx:
            many, due = await cohorts.due(tx, self.moment.now, AT_ONCE)
            await self._write(tx, sorted(due, key=_most_pressing_first))
        return many

    async def _write(self, tx: AsyncConnection, due: Sequence[Cohort]) -> None:
        """The deliveries of these cohorts, and when each of them comes round again."""
        known = await standings.of_people(tx, [cohort.person for cohort in due])
        made: list[tuple[Cohort, dict[str, Any]]] = []
        moves: list[tuple[Cohort, str, datetime | None]] = []
        for cohort in due:
            came, rows = self._came_round(cohort, known)
            made += [(cohort, row) for row in rows]
            moves.append(
                (cohort, came.newest.isoformat(), came.following) if came else (cohort, cohort.last_local, None)
            )
        await cohorts.write(tx, made)
        await cohorts.move(tx, moves)

    def _came_round(self, cohort: Cohort, known: standings.Standings) -> tuple[_Came | None, list[dict[str, Any]]]:
        """Which occurrences are due, and their deliveries; none for a rule or a zone nobody can read: it rests, and
        stops nobody else's."""
        try:
            came = _came(cohort, cohort.person, self.moment.now)
            said = _letters(cohort, came, self.moment.now)
            return came, [letters.row(one, SOMEWHERE, self._numbers(cohort.many), self.moment, known) for one in said]
        except (ValueError, KeyError):
            log.exception("a rule cannot be read", extra={"action": "schedule.unreadable", "schedule": cohort.id})
            return None, []

    def _numbers(self, many: int) -> int:
        """The first of so many numbers."""
        first, self.number = self.number, self.number + many
        return first


async def next_due(tx: AsyncConnection, after: datetime) -> datetime | None:
    """When the next schedule after this moment is due (both UTC)."""
    found: datetime | None = await tx.scalar(select(func.min(_S.next_due)).where(_S.next_due > after))
    return found


def _most_pressing_first(cohort: Cohort) -> tuple[datetime, int]:
    return cohort.due, KINDS[cohort.kind].priority


@dataclass(frozen=True, slots=True)
class _Came:
    """Which local occurrences are due: the newest, and older ones that were missed. `following`: the next (UTC);
    `caught_up`: it is not due yet as well."""

    newest: datetime
    missed: tuple[datetime, ...]
    following: datetime | None
    caught_up: bool


def _came(row: Cohort, person: Person, now: datetime) -> _Came:
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


def _letters(row: Cohort, came: _Came, now: datetime) -> list[Letter]:
    """The newest occurrence as something to send; the older ones as notes that they were missed."""
    newest = _letter(row, came.newest, now)
    if not came.missed and came.caught_up:
        return [newest]
    missed = [replace(_letter(row, local, now), missed=MISSED) for local in came.missed]
    return [*missed, newest if came.caught_up else replace(newest, missed=MISSED)]


def _letter(row: Cohort, local: datetime, now: datetime) -> Letter:
    person = row.person
    if row.event is not None:
        assert row.offset_minutes is not None
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
