"""Takes what is due: asks whether we may write, composes, and puts our name on the row.

One short transaction; the platform is called after it, never inside. A lane has one worker that claims in it at a time
(`bot.due`): else two of them, each blind to what the other has not committed, could hold two messages of one
conversation or draw one token twice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import due, preparing
from bot.buttons import Buttons
from bot.kinds import KINDS, Kind
from bot.lanes import Limit
from bot.message_json import to_json
from bot.messages import Message
from bot.moment import Moment
from bot.pack import Pack
from bot.platform import Address, Receipt
from bot.preparing import UNREADABLE, Aside, stored, unreadable
from bot.store import tables as t
from bot.store.engine import Store
from bot.store.types import AnyRow, Instant

__all__ = ["UNREADABLE", "Claimed", "Found", "Rules", "claim", "next_waiting", "overdue"]

_D = t.delivery.c


@dataclass(frozen=True, slots=True)
class Rules:
    """What claiming needs to know: words, buttons, and each platform's rate limit for one workspace."""

    pack: Pack
    buttons: Buttons
    limits: Mapping[str, Limit]


@dataclass(frozen=True, slots=True)
class Claimed:
    """A delivery in our hands, ready to be sent. `first_tried_at` and `asked_at` (when the platform was first asked in
    vain whether it arrived; None when it never was): by the machine's clock, UTC."""

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
    first_tried_at: datetime | None
    asked_at: datetime | None
    until: datetime
    counts: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """What one claim brought; `more` says asking again may bring others: some were put aside, or not all looked at.
    `opens`: when lanes that are closed now open again (real).

    What waits behind a message of its own conversation comes when that one has landed.
    """

    rows: Sequence[Claimed]
    more: bool
    opens: Sequence[datetime] = ()


async def claim(store: Store, rules: Rules, moment: Moment, owner: str, lease: timedelta, wish: due.Wish) -> Found:
    """The deliveries that are due and wished for, composed and held by `owner` until `lease` has passed."""
    async with store.write() as tx:
        look = await due.look(tx, rules.limits, moment, wish)
        prepared = await preparing.prepare(tx, look.rows, preparing.Words(rules.pack, rules.buttons), moment)
        ready, aside = _sorted(prepared, moment.real + lease)
        await _take(tx, ready, moment, owner)
        await _put_aside(tx, aside)
        opens = await due.draw(tx, [row.to for row, _ in ready], rules.limits, moment)
    return Found([row for row, _ in ready], bool(aside) or (look.rest and bool(ready)), (*look.opens, *opens))


Ready = list[tuple[Claimed, bool]]


def _sorted(prepared: list[tuple[AnyRow, Message | Aside]], until: datetime) -> tuple[Ready, list[Aside]]:
    """What leaves, and whether its text is new; and what does not."""
    ready: Ready = []
    aside: list[Aside] = []
    for row, made in prepared:
        if isinstance(made, Message):
            ready.append((_claimed(row, made, row.attempts + 1, until), row.message is None))
        else:
            aside.append(made)
    return ready, aside


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
        row.first_tried_at,
        row.asked_at,
        until,
        row.prompt is not None and KINDS[row.kind].counts,
    )


_TAKE = (
    update(t.delivery)
    .where(_D.id == bindparam("row"), _D.status == "pending")
    .values(
        status="sending",
        owner=bindparam("by"),
        lease_until=bindparam("until"),
        tried_at=bindparam("at", type_=Instant()),
        attempts=_D.attempts + 1,
        counted_at=bindparam("counted"),
        first_tried_at=func.coalesce(_D.first_tried_at, bindparam("at", type_=Instant())),
        asked_at=None,
    )
)
_KEEP = update(t.delivery).where(_D.id == bindparam("row")).values(message=bindparam("said"))
_ASIDE = (
    update(t.delivery)
    .where(_D.id == bindparam("row"))
    .values(
        status=bindparam("to"),
        reason=bindparam("reason"),
        not_before=bindparam("later"),
        done_at=bindparam("done"),
        expires=bindparam("until"),
        counted_at=None,
    )
)


async def _take(tx: AsyncConnection, ready: Ready, moment: Moment, owner: str) -> None:
    if ready:
        taken = [
            {
                "row": row.id, "by": owner, "until": row.until, "at": moment.real,
                "counted": moment.now if row.counts else None,
            }
            for row, _ in ready
        ]  # fmt: skip
        await tx.execute(_TAKE, taken)
    composed = [{"row": row.id, "said": to_json(row.message)} for row, new in ready if new]
    if composed:
        await tx.execute(_KEEP, composed)


async def _put_aside(tx: AsyncConnection, aside: list[Aside]) -> None:
    if aside:
        await tx.execute(_ASIDE, aside)


async def overdue(
    store: Store, moment: Moment, of_owner: str, owner: str, lease: timedelta, most: int = 100
) -> list[Claimed]:
    """Rows in flight whose lease ran out, or that a predecessor (`of_owner` is how its names begin) left; now ours."""
    async with store.write() as tx:
        left = _D.lease_until <= moment.real
        left = or_(left, _D.owner.startswith(of_owner, autoescape=True) & (_D.owner != owner)) if of_owner else left
        query = select(*due.COLUMNS).where(t.LIVE, _D.status == "sending", left).order_by(_D.lease_until).limit(most)
        rows = list((await tx.execute(query.with_for_update(skip_locked=True))).all())
        known = [(row, _text(row) if row.kind in KINDS else None) for row in rows]
        await _put_aside(tx, [unreadable(row, moment) for row, message in known if message is None])
        until = moment.real + lease
        found = [_claimed(row, message, row.attempts, until) for row, message in known if message is not None]
        mine = update(t.delivery).where(_D.id.in_([row.id for row in found]))
        await tx.execute(mine.values(owner=owner, lease_until=until))
    return found


def _text(row: AnyRow) -> Message | None:
    """What was sent; nothing where it is to be composed anew should it be sent again."""
    return Message(()) if row.message is None and row.prompt is not None else stored(row)


async def next_waiting(tx: AsyncConnection, after: datetime) -> datetime | None:
    """When the next pending delivery after this moment may leave (both UTC)."""
    query = select(func.min(_D.not_before)).where(t.LIVE, _D.status == "pending", _D.not_before > after)
    found: datetime | None = await tx.scalar(query)
    return found
