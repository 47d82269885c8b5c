"""Why something was not sent: what is stored, and the phrase a person reads about it.

A stored reason begins with one of the beginnings below; what follows a colon is a platform's own code, for operators.
"""

from __future__ import annotations

from bot import budget, contact, left_out, schedule
from bot.platform import NotDelivered

BLOCKED = "MessageWritesBlocked"
"""Teams' code for a person who has blocked the bot (Microsoft: conversation messages, status codes)."""

UNKNOWN = "nobody knows whether it arrived, and this kind is not sent twice"
NOT_SET_UP = "this platform is not set up any more"

FAULT = "delivery.why_fault"

PHRASES = {
    # nobody could be reached
    "blocked": "delivery.why_blocked",
    "gone": "delivery.why_gone",
    "no address is known": "delivery.why_no_address",
    "given up after": "delivery.why_given_up",
    "refused": FAULT,
    contact.NO_ZONE: FAULT,
    "could not be composed": FAULT,
    "what was stored cannot be read any more": FAULT,
    UNKNOWN: "delivery.why_unknown",
    NOT_SET_UP: "delivery.why_no_door",
    # the person, or their community, wanted it so
    contact.LEFT: "delivery.why_left",
    "the person is not there any more": "delivery.why_left",
    contact.NO_YES: "delivery.why_not_yes",
    contact.NOT_NOW: "delivery.why_not_yes",
    contact.BREAK: "delivery.why_away",
    contact.NOBODY_TO_TALK_TO: "delivery.why_no_contact",
    contact.QUIET_WEEK: "delivery.why_quiet",
    budget.WEEK_FULL: "delivery.why_week",
    budget.BETTER_FIRST: "delivery.why_week",
    left_out.JOINED: "delivery.why_week",
    # the time
    contact.TOO_LATE_THEN: "delivery.why_no_hour",
    contact.TOO_LATE: "delivery.why_late",
    contact.WEEKEND: "delivery.why_day_off",
    contact.HOLIDAY: "delivery.why_day_off",
    contact.OTHER_DAY: "delivery.why_other_time",
    contact.OTHER_HOUR: "delivery.why_other_time",
    schedule.MISSED: "delivery.why_down",
}
"""Beginnings of stored reasons -> phrases. A reason that is not here is about the thing itself (an event that is not
there any more, an answer that is there already) and is nobody's concern but theirs: the report passes over it."""

HELD = frozenset({
    "delivery.why_left", "delivery.why_not_yes", "delivery.why_away", "delivery.why_no_contact", "delivery.why_quiet",
    "delivery.why_week", "delivery.why_no_hour", "delivery.why_day_off", "delivery.why_other_time",
})  # fmt: skip
"""Held back on purpose: their wishes, their week, a day off. All other phrases: we did not reach them."""


def gone(failure: NotDelivered) -> str:
    """Nobody is there, or they have shut the door."""
    return f"{'blocked' if BLOCKED in str(failure) else 'gone'}: {failure}"


def refused(failure: NotDelivered) -> str:
    """The platform does not take this message; a developer's or an operator's matter."""
    return f"refused: {failure}"


def given_up(tries: int, failure: NotDelivered) -> str:
    """Too many tries."""
    return f"given up after {tries} tries: {failure}"


def too_long(failure: NotDelivered) -> str:
    """The platform asked for a pause again and again, for a day."""
    return f"given up after a day: {failure}"


def phrase(reason: str) -> str:
    """The key of the sentence about this reason; "" for a reason that is not told."""
    return next((key for beginning, key in PHRASES.items() if reason.startswith(beginning)), "")
