"""What happens around an event: a word before it, questions after it, what came of it. It moves when the event moves.

Each is a schedule row with the event and an offset in minutes (bot/event_times.py says when that is). Quiet hours,
breaks and quiet weeks are asked about when it leaves, as for everything.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import access, events, letters, people, standings
from bot.contact import kind_hour
from bot.event_times import CHANGED, DAY_BEFORE, FEEDBACK, FEEDBACK_OPEN, RESULT, WEEK_BEFORE, due
from bot.events import Event
from bot.letters import Letter
from bot.moment import Moment
from bot.people import Person
from bot.recurrence import to_utc
from bot.store import tables as t
from bot.store.types import AnyRow
from bot.turn import Prompt
from bot.upsert import insert

PAST = "its time had passed when the event was set"
MOVED = "the event was moved"
CANCELLED = "the event was cancelled"
OVER = "the event has begun"
STILL_OPEN = "people can still answer"

_INVITED = (("event", WEEK_BEFORE), ("event", DAY_BEFORE))
_READERS = (("result", RESULT), ("result", CHANGED))
_VERBS = {
    ("event", WEEK_BEFORE): "event.soon",
    ("event", DAY_BEFORE): "event.soon",
    ("result", CHANGED): "event.changed",
}

_S, _D = t.schedule.c, t.delivery.c


def prompt(kind: str, event: str, offset: int, person: Person, local: datetime) -> Prompt:
    """What an event's schedule row says when it is due: composed with the event's id and the offset."""
    key = f"{_key(kind, event, person.id, offset)}@{local.isoformat()}"
    verb = _VERBS.get((kind, offset), kind)
    return Prompt(kind, person, verb, key, (event, str(offset)), to_utc(local, person.time_zone))


def _key(kind: str, event: str, person: str, offset: int) -> str:
    """What its deliveries' keys begin with; the local time follows, so that a moved event is announced again."""
    return f"{kind}:{event}:{person}:{offset}"


async def plan(tx: AsyncConnection, event: Event, moment: Moment, *, asked: int = FEEDBACK) -> None:
    """Set what happens around a new event; its questions come at the offset `asked`. What lies in the past already is
    noted as skipped, and never sent late."""
    around = (*_INVITED, ("feedback", asked))
    wanted = [(person, *one) for person in await events.invited(tx, event) for one in around]
    wanted += [(reader, *one) for reader in await access.feedback_readers(tx, event) for one in _READERS]
    rows = [_row(event, *one, moment.now) for one in wanted]
    if rows:
        await tx.execute(
            insert(tx, t.schedule).on_conflict_do_nothing(index_elements=["person", "kind", "subject"]), rows
        )
    late = [one for one, row in zip(wanted, rows, strict=True) if row["next_due"] is None]
    await letters.write(tx, [_missed(event, *one, moment.now) for one in late], moment)


def _row(event: Event, person: Person, kind: str, offset: int, now: datetime) -> dict[str, Any]:
    local = due(kind, offset, event.starts_at, event.ends_at, person.time_zone, person.region)
    instant = to_utc(local, person.time_zone)
    usual = kind == "feedback" or (kind, offset) == ("result", RESULT)
    return {
        "id": t.ordered_id(),
        "community": event.community,
        "person": person.id,
        "kind": kind,
        "subject": event.id if usual else f"{event.id}:{offset}",
        "rule": "",
        "start_local": _seconds(local),
        "last_local": "",
        "next_due": instant if instant > now else None,
        "event": event.id,
        "offset_minutes": offset,
    }


def _seconds(local: datetime) -> str:
    return local.replace(microsecond=0).isoformat()


def _missed(event: Event, person: Person, kind: str, offset: int, now: datetime) -> Letter:
    """The note that something was not sent, for the delivery report."""
    local = due(kind, offset, event.starts_at, event.ends_at, person.time_zone, person.region)
    return replace(letters.from_prompt(prompt(kind, event.id, offset, person, local), now), missed=PAST)


_ROWS = (_S.id, _S.kind, _S.event, _S.offset_minutes, _S.last_local, _S.next_due, *people.PERSON_COLUMNS)
_PERSON = len(_ROWS) - len(people.PERSON_COLUMNS)
_MOVE = (
    update(t.schedule)
    .where(_S.id == bindparam("row"))
    .values(start_local=bindparam("start"), last_local="", next_due=bindparam("due"))
)


async def _rows(tx: AsyncConnection, event: Event) -> Sequence[AnyRow]:
    """Everything around the event; a tick that is at one of them is waited for."""
    query = select(*_ROWS).join(t.person, t.person.c.id == _S.person)
    query = query.where(_S.event == event.id, _S.community == event.community)
    return (await tx.execute(query.with_for_update(of=t.schedule))).all()


async def moved(tx: AsyncConnection, event: Event, moment: Moment) -> list[Person]:
    """The event has new times: everything around it has, too. What is still to come then comes (again); what lies in
    the past now is noted as skipped. Returns whom it had been announced to."""
    changes, late, again = [], [], set()
    for row in await _rows(tx, event):
        person = people.to_person(tuple(row)[_PERSON:])
        local = due(row.kind, row.offset_minutes, event.starts_at, event.ends_at, person.time_zone, person.region)
        instant = to_utc(local, person.time_zone)
        future = instant if instant > moment.now else None
        if future is not None or row.next_due is not None:
            changes.append({"row": row.id, "start": _seconds(local), "due": future})
        if future is None and row.next_due is not None:
            late.append(_missed(event, person, row.kind, row.offset_minutes, moment.now))
        if future is not None and row.next_due is None:
            again.add(_key(row.kind, event.id, person.id, row.offset_minutes))
    if changes:
        await tx.execute(_MOVE, changes)
    await _take_back(tx, event, MOVED, moment.now, again)
    await _say_anew(tx, event)
    await letters.write(tx, late, moment)
    return await _told(tx, event)


async def _take_back(tx: AsyncConnection, event: Event, why: str, now: datetime, again: set[str] | None = None) -> None:
    """What waits to be sent about the event is not sent any more: news of changes, and announcements that come
    `again` (beginnings of their keys; None stands for all)."""
    waits = select(_D.id, _D.key).where(_about(event), _D.status == "pending").with_for_update(of=t.delivery)
    gone = [
        {"row": row.id, "why": why, "at": now}
        for row in (await tx.execute(waits)).all()
        if again is None or row.key.startswith("change:") or row.key.rpartition("@")[0] in again
    ]
    back = update(t.delivery).where(_D.id == bindparam("row"), _D.status == "pending")
    if gone:
        await tx.execute(back.values(status="skipped", reason=bindparam("why"), done_at=bindparam("at")), gone)


async def _say_anew(tx: AsyncConnection, event: Event) -> None:
    """What is tried again about the event is composed again: the old words hold an old time."""
    open_ = update(t.delivery).where(_about(event), _D.status.in_(("pending", "sending")), _D.prompt.is_not(None))
    await tx.execute(open_.values(message=None))


def _about(event: Event) -> Any:
    """Announcements of this event and of its changes; found through those invited, whose deliveries are indexed."""
    invited = select(t.invited.c.person).where(t.invited.c.event == event.id, t.invited.c.community == event.community)
    kinds = (_D.key.startswith(f"{kind}:{event.id}:", autoescape=True) for kind in ("event", "change"))
    return _D.person.in_(invited) & or_(*kinds)


async def _told(tx: AsyncConnection, event: Event) -> list[Person]:
    """Who was sent an announcement of the event, and is still here and wants to be written to."""
    reached = select(_D.person).where(_about(event), _D.status.in_(("sending", "sent", "unknown")))
    ids = set(await tx.scalars(reached.distinct()))
    return [person for person in await events.invited(tx, event) if person.id in ids and person.consent == "yes"]


async def too_late_for(tx: AsyncConnection, people: Sequence[Person], before: datetime, now: datetime) -> list[Person]:
    """Those of them whom no word reaches before this moment (UTC): it is outside their hours, or they take a break."""
    known = await standings.of(tx, [(person.community, person.id) for person in people])
    reached = {who: kind_hour(one.standing, now) for who, one in known.items()}
    return [one for one in people if (at := reached.get(one.id)) is None or at >= before]


async def feedback_closes(tx: AsyncConnection, event: Event) -> datetime | None:
    """When the last of those invited will have had their time to answer (UTC); None when nobody is asked any more."""
    invited = select(t.invited.c.person).where(t.invited.c.event == event.id, t.invited.c.community == event.community)
    asked = select(func.max(func.coalesce(_D.done_at, _D.not_before))).where(
        _D.person.in_(invited), _D.kind == "feedback", _D.status.in_(("pending", "sending", "sent", "unknown")),
        _D.key.startswith(f"feedback:{event.id}:", autoescape=True),
    )  # fmt: skip
    last: datetime | None = await tx.scalar(asked)
    return last + FEEDBACK_OPEN if last is not None else None


async def cancelled(tx: AsyncConnection, event: Event, moment: Moment) -> list[Person]:
    """The event and everything around it is gone. Returns whom it had been announced to."""
    await _rows(tx, event)
    await _take_back(tx, event, CANCELLED, moment.now)
    await _say_anew(tx, event)
    knew = await _told(tx, event)
    await tx.execute(delete(t.schedule).where(_S.event == event.id, _S.community == event.community))
    await events.remove(tx, event)
    return knew


async def moved_house(tx: AsyncConnection, person: Person) -> None:
    """The person lives in another time zone now: what is still to come around events follows their clock."""
    e = t.event.c
    query = select(_S.id, _S.kind, _S.offset_minutes, e.starts_at, e.ends_at).join(t.event, e.id == _S.event)
    query = query.where(_S.person == person.id, _S.community == person.community, _S.next_due.is_not(None))
    changes = []
    for row in (await tx.execute(query.with_for_update(of=t.schedule))).all():
        local = due(row.kind, row.offset_minutes, row.starts_at, row.ends_at, person.time_zone, person.region)
        changes.append({"row": row.id, "start": _seconds(local), "due": to_utc(local, person.time_zone)})
    if changes:
        await tx.execute(_MOVE, changes)
