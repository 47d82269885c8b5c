"""Rules and calendars, pure: no database, no now().

A rule is an RFC 5545 RRULE expanded on naive local time, and only then turned into UTC: so 10:00 stays 10:00 through a
clock change, a skipped hour moves on by the gap and a repeated hour counts once, the first time
(facts/time-and-delivery.md, section 5). Expansion starts from the last occurrence, which keeps the phase of INTERVAL
and costs microseconds where an old start costs milliseconds.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_SATURDAY = 5

FIRST_YEAR, LAST_YEAR = 2000, 2100
"""Nobody plans outside of these; a rule is not looked at beyond the last."""

_END = datetime(LAST_YEAR, 12, 31, 23, 59, 59)  # noqa: DTZ001 - local times are naive
_DAY = "(MO|TU|WE|TH|FR|SA|SU)"
_DATE = r"-?(3[01]|[12]\d|[1-9])"
_RULE = re.compile(
    rf"(FREQ=DAILY@|FREQ=WEEKLY@(;BYDAY={_DAY}(,{_DAY})*)?"
    rf"|FREQ=MONTHLY@(;BYDAY=(-1|\+?[1-5]){_DAY}|;BYMONTHDAY={_DATE}(,{_DATE})*(;BYDAY={_DAY}(,{_DAY})*;BYSETPOS=-?1)?)?"
    rf"|FREQ=YEARLY@(;BYMONTH=(1[0-2]|[1-9]);BYMONTHDAY={_DATE})?)(;UNTIL=\d{{8}}(T\d{{6}})?)?".replace(
        "@", r"(;INTERVAL=[1-9]\d?)?"
    )
)
"""The rules that are understood: a list of what may stand there, so that none can make a reader loop."""

_LONGEST_RULE = 200
_OFTEN = re.compile(r"FREQ=(SECONDLY|MINUTELY|HOURLY)|BY(HOUR|MINUTE|SECOND)=")
_NEXT = 1 << 14
"""Answers kept: people who share a rule are due at the same local time, so few are worked out for many."""


class BadRule(ValueError):
    """A rule that is refused. `key` names the sentence that says why."""

    def __init__(self, key: str, detail: str = "") -> None:
        super().__init__(f"{key}: {detail}" if detail else key)
        self.key = key


def after(rule: str, start: datetime, last: datetime | None) -> datetime | None:
    """The first occurrence after `last`, or the very first one. All times naive and local; None when the rule has
    ended.

    An empty rule happens once, at `start`. Raises ValueError for a rule that is not one.
    """
    if not rule:
        return start if last is None else None
    return _next(rule, last or start, last is None)


@lru_cache(maxsize=_NEXT)
def _next(rule: str, anchor: datetime, inclusive: bool) -> datetime | None:
    found: datetime | None = _expanded(rule, anchor).after(anchor, inc=inclusive)
    return found


def _expanded(rule: str, anchor: datetime) -> Any:
    """The rule with an end in sight, so that one that never fires is not looked for until the year 9999."""
    if len(rule) > _LONGEST_RULE or _RULE.fullmatch(rule) is None:
        raise ValueError(f"not a rule: {rule[:_LONGEST_RULE]}")
    expanded: Any = rrulestr(f"RRULE:{rule}", dtstart=anchor)
    return expanded.replace(until=min(expanded._until or _END, _END))


def due_dates(rule: str, start: datetime, last: datetime | None, count: int) -> list[datetime]:
    """The next `count` local occurrences after `last` (from `start`, when there was none yet); fewer when it ends."""
    found: list[datetime] = []
    while len(found) < count and (following := after(rule, start, found[-1] if found else last)) is not None:
        found.append(following)
    return found


def first_from(rule: str, start: datetime, not_before: datetime) -> datetime | None:
    """The first local occurrence at or after `not_before`, in the phase that `start` gives. All naive and local."""
    found = after(rule, start, None)
    while found is not None and found < not_before:
        found = after(rule, start, found)
    return found


def check(rule: str, start: datetime, zone: str = "UTC") -> None:
    """Raises `BadRule` for a rule that never fires, fires more than once a day, or lies outside of our years; also
    for an unknown zone."""
    if not valid_zone(zone):
        raise BadRule("rhythm.unknown_zone", zone)
    if not FIRST_YEAR <= start.year <= LAST_YEAR:
        raise BadRule("rhythm.bad_year", str(start.year))
    if _OFTEN.search(rule):
        raise BadRule("rhythm.too_often", rule)
    try:
        first = after(rule, start, None)
    except (ValueError, TypeError, OverflowError) as wrong:
        raise BadRule("rhythm.unreadable", rule) from wrong
    if first is None:
        raise BadRule("rhythm.never", rule)


def to_utc(local: datetime, zone: str) -> datetime:
    """The instant at which a clock in `zone` first shows `local`; a time the clock skips moves on by the gap."""
    aware = local.replace(tzinfo=ZoneInfo(zone), fold=0)
    return aware.astimezone(UTC)


def to_local(moment: datetime, zone: str) -> datetime:
    """What a clock in `zone` shows at this moment, as a naive time."""
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def next_weekday(day: date) -> date:
    """The first Monday to Friday after this day."""
    following = day + timedelta(days=1)
    while following.weekday() >= _SATURDAY:
        following += timedelta(days=1)
    return following


def at_on_next_weekday(moment: datetime, zone: str, clock: time) -> datetime:
    """The instant (UTC) of `clock` on the next weekday after `moment`'s local day in `zone`."""
    day = next_weekday(to_local(moment, zone).date())
    return to_utc(datetime.combine(day, clock), zone)


def first_on(weekday: str, clock: time, not_before: datetime) -> datetime:
    """The first local `clock` on this weekday ("TU") at or after the naive local `not_before`."""
    ahead = (WEEKDAYS.index(weekday) - not_before.weekday()) % 7
    found = datetime.combine(not_before.date() + timedelta(days=ahead), clock)
    return found if found >= not_before else found + timedelta(days=7)


def end_of_day(moment: datetime, zone: str) -> datetime:
    """The last instant (UTC) of the local day in `zone` that `moment` falls in."""
    local = to_local(moment, zone)
    return to_utc(datetime.combine(local.date() + timedelta(days=1), time()), zone) - timedelta(microseconds=1)


def weekly(weekday: str, every: int) -> str:
    return f"FREQ=WEEKLY;INTERVAL={every};BYDAY={weekday}"


def monthly(weekday: str, nth: int) -> str:
    """The nth such weekday of each month; 5 means the last."""
    return f"FREQ=MONTHLY;BYDAY={'-1' if nth == 5 else f'+{nth}'}{weekday}"


def valid_zone(name: str) -> bool:
    """Whether this is an IANA time zone we have rules for."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return "/" in name or name == "UTC"
