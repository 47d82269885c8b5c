"""What a named failure leads to: again later, another address, or the end with a reason."""

from __future__ import annotations

import logging
from datetime import timedelta

from bot import reasons
from bot.claims import Claimed
from bot.marks import Mark
from bot.moment import Moment
from bot.platform import Gone, NotDelivered, Refused, TryLater

log = logging.getLogger("interlude.outbox")

MOST_TRIES = 8
"""After so many tries a message is parked with a reason (facts: care-and-security.md, R9)."""

BACK_OFF = (
    timedelta(seconds=2),
    timedelta(seconds=10),
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
)


def after(failure: NotDelivered, row: Claimed, moment: Moment) -> Mark:
    """The mark of a delivery that failed in this way at `moment`."""
    match failure:
        case TryLater():
            return _later(failure, row, moment)
        case Gone():
            return Mark(row, "gone", reason=reasons.gone(failure))
        case Refused() if row.replaces is not None:
            # What was to be replaced is not there any more, or cannot be changed: the words still reach the person.
            return Mark(row, "gone", reason=reasons.refused(failure))
        case _:
            log.error("a message was refused", extra={"action": "outbox.refused", "delivery": row.id})
            return Mark(row, "failed", reason=reasons.refused(failure))


def _later(failure: TryLater, row: Claimed, moment: Moment) -> Mark:
    """Again, after a wait; the whole lane rests when the platform named one."""
    if row.attempts >= MOST_TRIES:
        return Mark(row, "failed", reason=reasons.given_up(row.attempts, failure))
    wait = failure.wait or BACK_OFF[min(row.attempts, len(BACK_OFF)) - 1]
    pause = moment.real + failure.wait if failure.wait else None
    return Mark(row, "pending", reason=str(failure), not_before=moment.now + wait, pause_lane=pause)


def unclear(row: Claimed, moment: Moment, wait: timedelta = timedelta(0)) -> Mark:
    """Nobody knows whether it arrived: the platform is asked once `wait` has passed, by whoever comes first."""
    return Mark(row, "unclear", lease=moment.real + wait)
