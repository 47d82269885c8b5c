"""Which deliveries may leave now: due, in order within their conversation, as many as their lane has tokens for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import ColumnElement, and_, bindparam, or_, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import lanes
from bot.lanes import Limit
from bot.moment import Moment
from bot.store import tables as t
from bot.store.types import AnyRow
from bot.upsert import put

_D = t.delivery.c

COLUMNS = (
    _D.id,
    _D.kind,
    _D.address,
    _D.message,
    _D.prompt,
    _D.replaces,
    _D.attempts,
    _D.tried_at,
    _D.person,
    _D.community,
    _D.otherwise,
    _D.lane,
    _D.conversation,
    _D.expires,
    _D.seq,
    _D.priority,
)

URGENT = 0
"""The priority that overtakes whatever waits, also within its conversation."""

HOLD = timedelta(seconds=15)
"""A message that is tried again this soon keeps its place; one that waits longer is overtaken, so that no single
message silences a conversation."""


async def rows(
    tx: AsyncConnection, limits: Mapping[str, Limit], moment: Moment, most: int
) -> tuple[list[AnyRow], bool]:
    """The most pressing rows, one a conversation, locked; and whether more than were looked at may be due.

    `limits`: each platform's rate limit for one workspace.
    """
    closed = await _closed_lanes(tx, limits, moment)
    asked = {"now": moment.now, "closed": closed, "soon": moment.now + HOLD, "most": most}
    first: dict[str, AnyRow] = {}
    found = (await tx.execute(_DUE, asked)).all()
    for row in found:
        kept = first.setdefault(row.conversation, row)
        if row.seq < kept.seq and kept.priority > URGENT:
            first[row.conversation] = row
    return await _within_limits(tx, list(first.values()), limits, moment), len(found) == most


def limit_of(lane: str, limits: Mapping[str, Limit]) -> Limit:
    return limits.get(lane.partition(":")[0], lanes.UNLIMITED)


async def _closed_lanes(tx: AsyncConnection, limits: Mapping[str, Limit], moment: Moment) -> list[str]:
    """Lanes that are paused or have no token left: their rows would only stand before those of the others."""
    real = moment.real
    busy = await tx.execute(_BUSY_LANES, {"real": real})
    opens = {r.key: max(r.paused_until or real, lanes.free_at(limit_of(r.key, limits), r.tat, real)) for r in busy}
    return [key for key, moment_ in opens.items() if moment_ > real]


def _held_back() -> ColumnElement[bool]:
    """Whether the row's conversation has a message in flight, or an earlier one that is tried again within seconds."""
    busy = t.delivery.alias("busy").c
    soon = and_(busy.seq < _D.seq, busy.not_before <= bindparam("soon"), _D.priority > URGENT)
    tried = text(t.TRIED.replace("status", "busy.status").replace("attempts", "busy.attempts"))
    query = select(busy.id).where(busy.conversation == _D.conversation, tried, or_(busy.status == "sending", soon))
    return query.exists()


async def _within_limits(
    tx: AsyncConnection, due: list[AnyRow], limits: Mapping[str, Limit], moment: Moment
) -> list[AnyRow]:
    """As many of each lane as its tokens allow."""
    by_lane: dict[str, list[AnyRow]] = {}
    for row in due:
        by_lane.setdefault(row.lane, []).append(row)
    allowed: list[AnyRow] = []
    for key in sorted(by_lane):
        allowed += await _draw(tx, key, by_lane[key], limit_of(key, limits), moment)
    return allowed


async def _draw(tx: AsyncConnection, key: str, due: list[AnyRow], limit: Limit, moment: Moment) -> list[AnyRow]:
    if limit is lanes.UNLIMITED:
        return due
    tat = await tx.scalar(select(t.lane.c.tat).where(t.lane.c.key == key))
    taken, tat = lanes.take(limit, tat, moment.real, len(due))
    await put(tx, t.lane, ["key"], {"key": key, "tat": tat}, ["tat"])
    return due[:taken]


_BUSY_LANES = select(t.lane.c.key, t.lane.c.tat, t.lane.c.paused_until).where(
    or_(t.lane.c.tat > bindparam("real"), t.lane.c.paused_until > bindparam("real"))
)
_DUE = (
    select(*COLUMNS)
    .where(
        t.LIVE,
        _D.status == "pending",
        _D.not_before <= bindparam("now"),
        _D.lane.not_in(bindparam("closed", expanding=True)),
        ~_held_back(),
    )
    .order_by(_D.priority, _D.seq)
    .limit(bindparam("most"))
    .with_for_update(of=t.delivery, skip_locked=True)
)
"""Made once: putting a statement of this size together takes longer than running it."""
