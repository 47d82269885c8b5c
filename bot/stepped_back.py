"""After the machine's clock stepped back: what waits for an instant that is far away again waits no longer.

Lanes, leases and retries are kept as instants. When the clock goes back an hour, the instant a lane opens at is an hour
away, and nobody would get an answer until then. Every change here is safe at any time and twice: whoever claims asks
again whether a message may leave, and a platform that is in a hurry names its pause again.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.due import UNTIL_HEARD
from bot.moment import Moment
from bot.store import tables as t
from bot.store.engine import Store

AHEAD = timedelta(minutes=1)
"""Two hosts' clocks may differ by less than this; what lies further ahead was written before the step."""

_SINCE = datetime(1970, 1, 1, tzinfo=UTC)
_D, _L = t.delivery.c, t.lane.c


async def seen(store: Store, moment: Moment) -> bool:
    """Whether something was sent at an instant that is still to come. So a step is noticed also when it happened
    while nobody was running, or on another machine."""
    async with store.read() as tx:
        ahead = await tx.execute(select(_L.tat, _L.window).where(_L.tat > moment.real + AHEAD))
        return any(not row.window or row.window[-1] > _microseconds(moment.real + AHEAD) for row in ahead)


async def mend(store: Store, moment: Moment, lease: timedelta) -> None:
    """Open the lanes, end the leases and bring back the retries that lie too far ahead of `moment`. `lease`: how long
    a process may hold a message."""
    async with store.write() as tx:
        await _lanes(tx, moment)
        await _waits(tx, moment, lease)


async def _lanes(tx: AsyncConnection, moment: Moment) -> None:
    late = moment.real + AHEAD
    await tx.execute(update(t.lane).where(_L.paused_until > late).values(paused_until=late))
    found = await tx.execute(select(_L.key, _L.window).where(_L.tat > late).with_for_update())
    for key, window in found.all():
        known = [sent for sent in window if sent <= _microseconds(moment.real)]
        if not window or len(known) < len(window):  # else it is a conversation that has used up its hour
            await tx.execute(update(t.lane).where(_L.key == key).values(tat=None, window=known))


async def _waits(tx: AsyncConnection, moment: Moment, lease: timedelta) -> None:
    held = (_D.status == "sending") & (_D.lease_until > moment.real + lease + AHEAD)
    await tx.execute(update(t.delivery).where(t.LIVE, held).values(lease_until=moment.real + lease))
    again = (_D.status == "pending") & or_(_D.attempts > 0, _D.priority <= UNTIL_HEARD)
    await tx.execute(
        update(t.delivery).where(t.LIVE, again, _D.not_before > moment.now + AHEAD).values(not_before=moment.now)
    )


def _microseconds(real: datetime) -> int:
    return (real - _SINCE) // timedelta(microseconds=1)
