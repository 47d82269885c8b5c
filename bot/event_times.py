"""When what happens around an event is due, for each person. Pure.

An offset is in minutes: from the event's start when negative, from its end when positive. Whole days mean 10:00 on that
day where the person lives, on the working day before (or, after the event, the next one); hours mean exactly so long.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from bot import recurrence
from bot.holidays import is_holiday
from bot.recurrence import to_local

DAY = 24 * 60
WEEK_BEFORE, DAY_BEFORE = -7 * DAY, -DAY
FEEDBACK, FEEDBACK_SOON, RESULT, CHANGED = DAY, 2 * 60, 4 * DAY, 30 * DAY
"""The five questions, on the next weekday or two hours after it; their summary, once nobody can answer any more;
whether something has changed."""

AT = time(10)
FEEDBACK_OPEN = timedelta(days=2)
"""Feedback stays open 48 hours (facts/time-and-delivery.md, "catch-up"); then the organiser sees the summary."""

_SATURDAY = 5


def due(kind: str, offset: int, starts: datetime, ends: datetime, zone: str, region: str = "") -> datetime:
    """The naive local time in `zone` at which this is due for an event from `starts` to `ends` (UTC), for somebody who
    keeps the holidays of `region`."""
    if kind == "result" and offset == RESULT:
        return _after_feedback(ends, zone)
    near = starts if offset < 0 else ends
    if offset % DAY:
        return to_local(near + timedelta(minutes=offset), zone)
    day = _working(to_local(near, zone).date() + timedelta(minutes=offset), -1 if offset < 0 else 1, region)
    if offset == WEEK_BEFORE:
        day = _in_an_earlier_week(day, to_local(starts, zone).date(), region)
    return datetime.combine(day, AT)


def _in_an_earlier_week(day: date, event: date, region: str) -> date:
    """The word a week before has the place of another week than the word on the day before: an event on a Monday has
    both in one."""
    before = _working(event + timedelta(minutes=DAY_BEFORE), -1, region)
    if day.isocalendar()[:2] != before.isocalendar()[:2]:
        return day
    return _working(day - timedelta(days=day.weekday() + 1), -1, region)


def _working(day: date, step: int, region: str) -> date:
    """This day, or the next one in this direction that is neither at a weekend nor a holiday."""
    while day.weekday() >= _SATURDAY or is_holiday(region, day):
        day += timedelta(days=step)
    return day


def _after_feedback(ends: datetime, zone: str) -> datetime:
    asked = recurrence.at_on_next_weekday(ends, zone, AT)
    return to_local(recurrence.at_on_next_weekday(asked + FEEDBACK_OPEN, zone, AT), zone)
