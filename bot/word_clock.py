"""When a word that waits is asked about again, and when whoever waits is told that there is no answer yet. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.contact import Standing, kind_hour
from bot.recurrence import next_weekday, to_local, to_utc

WORKING_DAYS = 3
"""Monday to Friday; then the person who answers words is reminded, once."""

NO_ANSWER_YET = timedelta(days=7)
"""Then whoever asked is told so, and organisers see the word in their weekly list."""

PROPOSAL_WAITS = timedelta(days=7)
"""A proposal older than this stands in the organisers' weekly list."""


def reminder(passed_on: datetime, zone: str) -> datetime:
    """The moment (UTC) of the reminder: three working days after the first kind hour at which the word could arrive."""
    local = to_local(kind_hour(Standing(zone, "yes"), passed_on) or passed_on, zone)
    day = local.date()
    for _ in range(WORKING_DAYS):
        day = next_weekday(day)
    return to_utc(datetime.combine(day, local.time()), zone)


def days_waiting(since: datetime, now: datetime) -> int:
    """Whole days, at least one."""
    return max(1, (now - since).days)
