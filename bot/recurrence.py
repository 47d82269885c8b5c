"""Rules and calendars, pure: no database, no now().

A rule is an RFC 5545 RRULE expanded on naive local time, and only then turned into UTC: so 10:00 stays 10:00 through a
clock change, a skipped hour moves on by the gap and a repeated hour counts once, the first time
(facts/time-and-delivery.md, section 5). Expansion starts from the last occurrence, which keeps the phase of INTERVAL
and costs microseconds where an old start costs milliseconds.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_SATURDAY = 5


def after(rule: str, start: datetime, last: datetime | None) -> datetime | None:
    """The first occurrence after `last`, or the very first one. All times naive and local; None when the rule has
    ended.

    An empty rule happens once, at `start`. Raises ValueError for a rule that is not one.
    """
    if not rule:
        return start if last is None else None
    rules = rrulestr(f"RRULE:{rule}", dtstart=last or start)
    found = rules.after(last) if last else rules.after(start, inc=True)
    return found if isinstance(found, datetime) or found is None else None


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
