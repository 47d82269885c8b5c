"""Takes what is due: asks whether we may write, composes, and puts our name on the row.

One short transaction; the platform is called after it, never inside. One worker claims at a time: else two of them,
each blind to what the other has not committed, could hold two messages of one conversation or draw one token twice.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import due, people, routing
from bot.buttons import Buttons
from bot.contact import No, NotBefore, Standing, may
from bot.desk import Desk
from bot.kinds import KINDS, Kind
from bot.lanes import Limit
from bot.message_json import from_json, to_json
from bot.messages import Message
from bot.moment import Moment
from bot.pack import Pack
from bot.people import Person
from bot.platform import Address, Receipt
from bot.store import tables as t
from bot.store.engine import CLAIMING, Store, one_at_a_time
from bot.store.types import AnyRow
from bot.turn import Skip

log = logging.getLogger("interlude.claims")

_D = t.delivery.c


@dataclass(frozen=True, slots=True)
class Rules:
    """What claiming needs to know: words, buttons, and each platform's rate limit for one workspace."""

    pack: Pack
    buttons: Buttons
    limits: Mapping[str, Limit]


@dataclass(frozen=True, slots=True)
class Claimed:
    """A delivery in our hands, ready to be sent."""

    id: str
    kind: Kind
    to: Address
    message: Message
    replaces: Receipt | None
    attempts: int
    tried_at: datetime | None
    person: str | None
    community: str | None
    otherwise: dict[str, Any] | None
    until: datetime


@dataclass(frozen=True, slots=True)
class Found:
    """What one claim brought; `more` says asking again may bring others: some were put aside, or not all looked at.

    What waits behind a message of its own conversation comes when that one has landed.
    """

    rows: Sequence[Claimed]
    more: bool


async def claim(store: Store, rules: Rules, moment: Moment, owner: str, lease: timedelta, most: int) -> Found:
    """At most `most` deliveries that are due, composed and held by `owner` until `lease` has passed."""
    async with store.write() as tx:
        await one_at_a_time(tx, CLAIMING)
        rows, full = await due.rows(tx, rules.limits, moment, most)
        ready, aside = await _prepare(tx, rows, rules, moment, moment.real + lease)
        await _take(tx, ready, moment, owner)
        await _put_aside(tx, aside)
    return Found([row for row, _ in ready], bool(aside) or (full and bool(ready)))


Ready = list[tuple[Claimed, bool]]
Aside = list[dict[str, Any]]


async def _prepare(
    tx: AsyncConnection, rows: list[AnyRow], rules: Rules, moment: Moment, until: datetime
) -> tuple[Ready, Aside]:
    """Each row with its message, or put aside: later, skipped, or parked when it cannot be composed."""
    ready: Ready = []
    aside: Aside = []
    known = await _people(tx, [row for row in rows if row.prompt is not None])
    for row in rows:
        made = await _message(tx, row, known.get(row.person), rules, moment)
        if isinstance(made, Message):
            ready.append((_claimed(row, made, row.attempts + 1, until), row.message is None))
        else:
            aside.append({"row": row.id, "done": None if made["to"] == "pending" else moment.now, **made})
    return ready, aside


async def _people(tx: AsyncConnection, rows: list[AnyRow]) -> dict[str, Person]:
    found: dict[str, Person] = {}
    for community in {row.community for row in rows}:
        found |= await people.find(tx, community, [row.person for row in rows if row.community == community])
    return found


async def _message(
    tx: AsyncConnection, row: AnyRow, person: Person | None, rules: Rules, moment: Moment
) -> Message | dict[str, Any]:
    stored = _stored(row)
    to_compose = row.prompt is not None and row.message is None
    if row.kind not in KINDS or (stored is None and not to_compose):
        return _unreadable(row, moment)
    if stored is not None and row.prompt is None:
        return stored
    if person is None:
        return {"to": "skipped", "reason": "the person is not there any more", "later": moment.now}
    verdict = may(KINDS[row.kind], await _standing(tx, person, KINDS[row.kind]), moment.now, row.expires)
    if isinstance(verdict, No):
        return {"to": "skipped", "reason": verdict.reason, "later": moment.now}
    if isinstance(verdict, NotBefore):
        return {"to": "pending", "reason": "", "later": verdict.moment}
    return stored or await _compose(tx, row, person, rules, moment)


UNREADABLE = "what was stored cannot be read any more"


def _stored(row: AnyRow) -> Message | None:
    """The row's text; None when there is none yet, or it was written in a shape this version does not know."""
    try:
        return from_json(row.message)
    except (KeyError, TypeError):
        return None


async def _standing(tx: AsyncConnection, person: Person, kind: Kind) -> Standing:
    somebody = False
    if kind.asks_how_you_are:
        somebody = bool(await people.contacts(tx, person.community)) and bool(
            await people.help_lines(tx, person.community)
        )
    return Standing(person.time_zone, person.consent, person.paused_until, person.left_at is not None, somebody)


async def _compose(
    tx: AsyncConnection, row: AnyRow, person: Person, rules: Rules, moment: Moment
) -> Message | dict[str, Any]:
    """The text, made once and kept for retries. A conversation that fails parks its own row and no other."""
    community = await people.community(tx, person.community)
    desk = Desk(tx, rules.pack, rules.buttons, moment, community, person, person.language)
    try:
        async with tx.begin_nested():
            made = await routing.compose(desk, row.prompt["verb"], tuple(row.prompt["args"]))
    except Exception as fault:
        log.exception("a message could not be composed", extra={"action": "compose.failed", "delivery": row.id})
        return {"to": "failed", "reason": f"could not be composed: {type(fault).__name__}", "later": moment.now}
    if isinstance(made, Skip):
        return {"to": "skipped", "reason": made.reason, "later": moment.now}
    return made


def _claimed(row: AnyRow, message: Message, attempts: int, until: datetime) -> Claimed:
    replaces = Receipt.from_json(row.replaces) if row.replaces else None
    to = Address.from_json(row.address)
    return Claimed(
        row.id,
        KINDS[row.kind],
        to,
        message,
        replaces,
        attempts,
        row.tried_at,
        row.person,
        row.community,
        row.otherwise,
        until,
    )


_TAKE = (
    update(t.delivery)
    .where(_D.id == bindparam("row"), _D.status == "pending")
    .values(
        status="sending",
        owner=bindparam("by"),
        lease_until=bindparam("until"),
        tried_at=bindparam("at"),
        attempts=_D.attempts + 1,
    )
)
_KEEP = update(t.delivery).where(_D.id == bindparam("row")).values(message=bindparam("said"))
_ASIDE = (
    update(t.delivery)
    .where(_D.id == bindparam("row"))
    .values(
        status=bindparam("to"), reason=bindparam("reason"), not_before=bindparam("later"), done_at=bindparam("done")
    )
)


async def _take(tx: AsyncConnection, ready: Ready, moment: Moment, owner: str) -> None:
    if ready:
        taken = [{"row": row.id, "by": owner, "until": row.until, "at": moment.real} for row, _ in ready]
        await tx.execute(_TAKE, taken)
    composed = [{"row": row.id, "said": to_json(row.message)} for row, new in ready if new]
    if composed:
        await tx.execute(_KEEP, composed)


def _unreadable(row: AnyRow, moment: Moment) -> dict[str, Any]:
    log.error("a message cannot be read", extra={"action": "outbox.unreadable", "delivery": row.id})
    return {"row": row.id, "to": "failed", "reason": UNREADABLE, "later": moment.now, "done": moment.now}


async def _put_aside(tx: AsyncConnection, aside: Aside) -> None:
    if aside:
        await tx.execute(_ASIDE, aside)


async def overdue(
    store: Store, moment: Moment, of_owner: str, owner: str, lease: timedelta, most: int = 100
) -> list[Claimed]:
    """Rows in flight whose lease ran out, or that a predecessor (`of_owner` is how its names begin) left; now ours."""
    async with store.write() as tx:
        left = _D.lease_until <= moment.real
        left = or_(left, _D.owner.startswith(of_owner, autoescape=True) & (_D.owner != owner)) if of_owner else left
        query = select(*due.COLUMNS).where(t.LIVE, _D.status == "sending", left).order_by(_D.seq).limit(most)
        rows = list((await tx.execute(query.with_for_update(skip_locked=True))).all())
        stored = [(row, _stored(row) if row.kind in KINDS else None) for row in rows]
        await _put_aside(tx, [_unreadable(row, moment) for row, message in stored if message is None])
        until = moment.real + lease
        found = [_claimed(row, message, row.attempts, until) for row, message in stored if message is not None]
        mine = update(t.delivery).where(_D.id.in_([row.id for row in found]))
        await tx.execute(mine.values(owner=owner, lease_until=until))
    return found


async def next_waiting(tx: AsyncConnection, after: datetime) -> datetime | None:
    """When the next pending delivery after this moment may leave (both UTC)."""
    query = select(func.min(_D.not_before)).where(t.LIVE, _D.status == "pending", _D.not_before > after)
    found: datetime | None = await tx.scalar(query)
    return found
