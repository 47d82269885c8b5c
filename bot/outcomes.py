"""What a named failure leads to: again later, another address, or the end with a reason."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import timedelta

from bot import reasons
from bot.claims import Claimed
from bot.marks import Mark
from bot.moment import Moment
from bot.platform import Gone, NotDelivered, Refused, TryLater

log = logging.getLogger("interlude.outbox")

MOST_TRIES = 8
"""After so many tries a message is parked with a reason (facts: care-and-security.md, R9)."""

QUIET = timedelta(seconds=30)
"""How long after it left a message is looked for at the earliest: a platform that is slow may still put it there."""

LOOKED_FOR = timedelta(hours=1)
"""How long a platform is asked that cannot say whether a message arrived."""

PATIENCE = timedelta(days=1)
"""How long a platform may ask us to wait, again and again, for one message."""

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
    """Again, after a wait. Where the platform named it the whole lane rests, and the try does not count: being busy is
    no fault of the message."""
    if failure.wait:
        return _waits(failure, failure.wait, row, moment)
    if row.attempts >= MOST_TRIES:
        return Mark(row, "failed", reason=reasons.given_up(row.attempts, failure))
    wait = BACK_OFF[min(row.attempts, len(BACK_OFF)) - 1]
    return Mark(row, "pending", reason=str(failure), not_before=moment.now + wait)


def _waits(failure: TryLater, wait: timedelta, row: Claimed, moment: Moment) -> Mark:
    if moment.real - (row.first_tried_at or moment.real) > PATIENCE:
        return Mark(row, "failed", reason=reasons.too_long(failure))
    return Mark(
        row, "waits", reason=str(failure), not_before=moment.now + wait, pause_lane=moment.real + wait
    )  # fmt: skip


def unclear(row: Claimed, moment: Moment, wait: timedelta = timedelta(0)) -> Mark:
    """Nobody knows whether it arrived: the platform is asked once `wait` has passed, by whoever comes first."""
    return Mark(row, "unclear", lease=moment.real + wait)


def unasked(failure: Exception, row: Claimed, moment: Moment) -> Mark:
    """The platform could not say whether it arrived. It is asked again for a while, unless it will never say; then the
    kind decides, so that one doubt does not silence a conversation."""
    since = row.asked_at or moment.real
    if isinstance(failure, Gone | Refused) or moment.real - since > LOOKED_FOR:
        return in_doubt(row, moment)
    wait = failure.wait if isinstance(failure, TryLater) else None
    return replace(unclear(row, moment, max(wait or BACK_OFF[1], BACK_OFF[1])), asked_at=since)


def in_doubt(row: Claimed, moment: Moment) -> Mark:
    """Nobody will ever know: some kinds are better sent twice than never, others better once less than twice."""
    return again(row, moment) if row.kind.again else Mark(row, "unknown", reason=reasons.UNKNOWN)


def again(row: Claimed, moment: Moment) -> Mark:
    """It did not arrive, or may come twice."""
    return after(TryLater("nobody knew whether it arrived"), row, moment)
