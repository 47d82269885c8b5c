"""One reminder, and no more, of what a person has not answered; silence is never said to anybody.

It is a delivery of its own (`delivery.parent`), written in the transaction that marks the first message sent, and
cancelled in the one that keeps an answer, a skip, a pause or a stop. Its prompt's args are what it reminds of (a kind)
and its subject, as in the first message's.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import bindparam, exists, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import letters, standings
from bot.contact import Standing, day_off, kind_hour
from bot.hours import WORKDAYS
from bot.kinds import KINDS, Kind
from bot.letters import Letter
from bot.moment import Moment
from bot.people import Person
from bot.recurrence import to_local, to_utc
from bot.store import tables as t
from bot.store.types import AnyRow

KIND = "nudge"
ANSWERED = "answered"
"""Why a reminder was not sent, for the delivery report; nobody is told who has answered and who has not."""

_D = t.delivery.c


async def plan(tx: AsyncConnection, sent: Sequence[str], moment: Moment) -> int:
    """Write the reminders of these deliveries, which were sent just now, or perhaps were. Returns how many."""
    kinds = [kind.name for kind in KINDS.values() if kind.reminds]
    query = select(_D.id, _D.key, _D.community, _D.person, _D.kind, _D.prompt, _D.expires).where(
        _D.id.in_(sent),
        _D.status.in_(("sent", "unknown")),
        _D.kind.in_(kinds),
        _D.prompt.is_not(None),
        _D.person.is_not(None),
    )
    rows = (await tx.execute(query)).all() if sent else []
    known = await standings.of(tx, [(row.community, row.person) for row in rows])
    planned = [_reminder(row, known[row.person], moment.now) for row in rows if row.person in known]
    return await letters.write(tx, [letter for letter in planned if letter is not None], moment, known)


def _reminder(row: AnyRow, known: standings.Known, now: datetime) -> Letter | None:
    kind = KINDS[row.kind]
    until = now + kind.reminder_keeps if kind.reminder_keeps else row.expires
    at = remind_at(kind, known.standing, now)
    if at is None or (until is not None and at > until):
        return None
    what = (KIND, (row.kind, *row.prompt["args"]))
    return Letter(
        key_of(row.key), KIND, row.community, known.person, None, prompt=what, not_before=at, due=at, parent=row.id,
        useful_until=until,
    )  # fmt: skip


def key_of(parent: str) -> str:
    """The once-only key of the reminder of the delivery with this key."""
    return f"{parent}:nudge"


def remind_at(kind: Kind, person: Standing, sent: datetime) -> datetime | None:
    """The kind hour (UTC) so many working days after `sent`, where the person lives."""
    local, left = to_local(sent, person.time_zone), kind.reminds
    for _ in range(60):
        local += timedelta(days=1)
        left -= not day_off(person.region, person.quiet_weeks, WORKDAYS, local.date())
        if not left:
            return kind_hour(person, to_utc(local, person.time_zone))
    return None


async def settled(tx: AsyncConnection, person: Person, kind: str, subject: str, moment: Moment) -> None:
    """They have answered or skipped this: no reminder of it leaves, also when its first message is only just being
    marked as sent."""
    open_ = await _open(tx, person, (KIND, kind))
    about = [kind, subject]
    waiting = [row for row in open_ if row.kind == KIND and row.prompt["args"][:2] == about]
    in_flight = [row for row in open_ if row.kind == kind and row.prompt["args"][:1] == [subject]]
    await _cancel(tx, waiting, ANSWERED, moment.now)
    notes = [
        Letter(
            key_of(row.key), KIND, person.community, person, None, prompt=(KIND, (kind, subject)), parent=row.id,
            missed=ANSWERED,
        )
        for row in in_flight
    ]  # fmt: skip
    await letters.write(tx, notes, moment, {})


async def dropped(tx: AsyncConnection, person: Person, reason: str, now: datetime) -> None:
    """They paused or stopped: none of their reminders leaves."""
    await _cancel(tx, await _open(tx, person, (KIND,)), reason, now)


async def _open(tx: AsyncConnection, person: Person, kinds: Iterable[str]) -> Sequence[AnyRow]:
    """This person's deliveries of these kinds that wait or are in flight."""
    query = select(_D.id, _D.key, _D.kind, _D.prompt).where(
        _D.person == person.id, _D.community == person.community, _D.done_at.is_(None), _D.kind.in_(list(kinds)),
        _D.status.in_(["pending", "sending"]), _D.prompt.is_not(None),
    )  # fmt: skip
    return (await tx.execute(query)).all()


async def _cancel(tx: AsyncConnection, rows: Sequence[AnyRow], reason: str, now: datetime) -> None:
    """What waits is not sent; what is just leaving is not tried again."""
    if rows:
        told = [{"row": row.id, "why": reason, "done": now} for row in rows]
        await tx.execute(_SKIP, told)
        await tx.execute(_LAST, [{"row": one["row"], "done": one["done"]} for one in told])


_SKIP = (
    update(t.delivery)
    .where(_D.id == bindparam("row"), _D.status == "pending")
    .values(status="skipped", reason=bindparam("why"), done_at=bindparam("done"))
)


_LAST = (
    update(t.delivery)
    .where(_D.id == bindparam("row"), _D.status == "sending", _D.kind == KIND)
    .values(expires=bindparam("done"))
)


async def was_answered(tx: AsyncConnection, person: Person, kind: str, subject: str) -> bool:
    """Whether they have answered anything of this: asked once more when a reminder is about to leave."""
    a = t.answer.c
    mine = (a.community == person.community) & (a.person == person.id) & (a.about == kind) & (a.subject == subject)
    return bool(await tx.scalar(select(exists().where(mine))))
