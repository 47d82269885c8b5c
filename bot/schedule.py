"""What is due -> delivery rows: keys and times, no text."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import letters, people, recurrence
from bot.kinds import KINDS
from bot.moment import Moment
from bot.people import Person
from bot.store import tables as t
from bot.store.engine import Store
from bot.store.types import AnyRow
from bot.turn import Prompt

log = logging.getLogger("interlude.schedule")

AT_ONCE = 500
"""Schedules one transaction takes; a tick goes on until none is due."""

MOST_MISSED = 60
"""Occurrences of one rule looked at after a long downtime; what lies further back is passed over."""

_S = t.schedule.c
_COLUMNS = (_S.id, _S.kind, _S.subject, _S.rule, _S.start_local, _S.last_local, *people.PERSON_COLUMNS)
_MOVE_ON = (
    update(t.schedule)
    .where(_S.id == bindparam("row"))
    .values(last_local=bindparam("last"), next_due=bindparam("due"))
)  # fmt: skip


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
    prompts: list[Prompt] = []
    moves: list[dict[str, Any]] = []
    for row in due:
        person = people.to_person(tuple(row)[6:])
        try:
            newest, following = _occurrences(row, person, moment.now)
            prompts.append(_prompt(row, person, newest))
        except (ValueError, KeyError):  # a rule or a zone nobody can read: it rests, and stops nobody else's
            log.exception("a rule cannot be read", extra={"action": "schedule.unreadable", "schedule": row.id})
            moves.append({"row": row.id, "last": row.last_local, "due": None})
        else:
            moves.append({"row": row.id, "last": newest.isoformat(), "due": following})
    await letters.write(tx, [letters.from_prompt(prompt, moment.now) for prompt in prompts], moment)
    if moves:
        await tx.execute(_MOVE_ON, moves)


def _occurrences(row: AnyRow, person: Person, now: datetime) -> tuple[datetime, datetime | None]:
    """The newest local occurrence that is due (after a downtime the older ones are of no use), and the next instant."""
    last = datetime.fromisoformat(row.last_local) if row.last_local else None
    start = datetime.fromisoformat(row.start_local)
    newest = recurrence.after(row.rule, start, last) or start
    for _ in range(MOST_MISSED):
        following = recurrence.after(row.rule, start, newest)
        if following is None:
            return newest, None
        instant = recurrence.to_utc(following, person.time_zone)
        if instant > now:
            return newest, instant
        newest = following
    return newest, instant


def _prompt(row: AnyRow, person: Person, local: datetime) -> Prompt:
    due = recurrence.to_utc(local, person.time_zone)
    key = f"{row.kind}:{row.id}:{local.isoformat()}"
    assert row.kind in KINDS
    return Prompt(row.kind, person, row.kind, key, (row.subject or local.date().isoformat(),), due)
