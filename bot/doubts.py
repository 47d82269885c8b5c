"""Finds out what became of a message when nobody knows: by asking the platform, else by the policy of its kind."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta

from bot import outcomes, reasons
from bot.claims import Claimed
from bot.marks import Mark
from bot.moment import Moment
from bot.platform import Platform

log = logging.getLogger("interlude.outbox")

BEFORE = timedelta(minutes=1)
"""How much earlier than it left a message is looked for."""


async def settle(row: Claimed, platform: Platform | None, clock: Callable[[], Moment], quiet: timedelta) -> Mark:
    """What is known now. A platform is asked once the message has been away for `quiet`: a slow one may still put it
    there. Doing an edit twice is the same as once."""
    moment = clock()
    if platform is None:
        return Mark(row, "failed", reason=reasons.NOT_SET_UP)
    if row.replaces is not None:
        return outcomes.again(row, moment)
    if not platform.abilities.can_be_asked:
        return outcomes.in_doubt(row, moment)
    left = (row.tried_at or moment.real) + quiet - moment.real
    if timedelta(0) < left <= quiet:
        return outcomes.unclear(row, moment, left)
    return await _look_for(row, platform, clock)


async def _look_for(row: Claimed, platform: Platform, clock: Callable[[], Moment]) -> Mark:
    try:
        found = await platform.find(row.to, row.id, min(row.tried_at or clock().real, clock().real) - BEFORE)
    except Exception as fault:
        where = {"action": "outbox.ask", "delivery": row.id, "fault": type(fault).__name__}
        log.warning("the platform could not be asked", extra=where)
        return outcomes.unasked(fault, row, clock())
    return Mark(row, "sent", receipt=found) if found else outcomes.again(row, clock())
