"""May we write to this person now? Pure: hours, days off, pauses, consent, care.

Asked when a delivery is made and again when it is claimed (bot/standings.py brings what is known of people); whether
their week still has a place for it is bot/budget.py's question.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import TypeAlias
from zoneinfo import ZoneInfo

from bot import holidays, hours
from bot.hours import Hours
from bot.kinds import Kind
from bot.recurrence import to_local

LOOK_AHEAD = 400
"""Days in which a kind hour is looked for: longer than any pause, quiet time or run of holidays."""

LEFT = "has left the community"
NO_YES = "has not said yes to messages"
NOT_NOW = "has said not now"
NOBODY_TO_TALK_TO = "no named contact and help line are set up"
NO_ZONE = "their time zone cannot be read"
TOO_LATE = "its time had passed"
TOO_LATE_THEN = "its time passed before a kind hour came"
BREAK = "is taking a break"
QUIET_WEEK = "the community is having a quiet time"
WEEKEND = "it was the weekend where they live"
HOLIDAY = "it was a holiday where they live"
OTHER_DAY = "not on a day they chose"
OTHER_HOUR = "not at an hour they chose"
"""Reasons are for the delivery report, and stand in no message."""

QuietWeeks: TypeAlias = tuple[tuple[date, date], ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """What decides whether a person may be written to. `consent`: "unasked", "asked", "yes" or "no". `region`: an ISO
    code or "". `quiet_weeks`: their community's, as first and last local dates."""

    time_zone: str
    consent: str
    paused_until: datetime | None = None
    left: bool = False
    somebody_to_talk_to: bool = False
    hours: Hours = hours.USUAL
    region: str = ""
    quiet_weeks: QuietWeeks = ()


@dataclass(frozen=True, slots=True)
class Now:
    """Yes."""


@dataclass(frozen=True, slots=True)
class NotBefore:
    """Not yet: ask again at this moment (UTC). The reason is for the delivery report. `until`: it is of use so long
    from now on (None: as long as before)."""

    moment: datetime
    reason: str = ""
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class No:
    """Not at all. The reason is for the delivery report."""

    reason: str


Verdict: TypeAlias = Now | NotBefore | No


def may(kind: Kind, person: Standing, now: datetime, expires: datetime | None) -> Verdict:
    """Whether a delivery of this kind may reach this person at `now` (UTC), and if not, when or why."""
    refusal = _refusal(kind, person)
    if refusal:
        return No(refusal)
    if expires is not None and now > expires:
        return No(TOO_LATE)
    return _when(person, now, expires) if kind.prompt else Now()


def _refusal(kind: Kind, person: Standing) -> str:
    if not kind.prompt:
        return ""
    if person.left:
        return LEFT
    if kind.needs_yes and person.consent != "yes":
        return NO_YES
    if person.consent == "no":
        return NOT_NOW
    if kind.asks_how_you_are and not person.somebody_to_talk_to:
        return NOBODY_TO_TALK_TO
    return ""


def _when(person: Standing, now: datetime, expires: datetime | None) -> Verdict:
    why = closed(person, now)
    if not why:
        return Now()
    opens = kind_hour(person, now)
    if opens is None or (expires is not None and opens > expires):
        return No(why if why in (BREAK, QUIET_WEEK, HOLIDAY) else TOO_LATE_THEN)
    return NotBefore(opens, why)


def closed(person: Standing, moment: datetime) -> str:
    """Why nothing Interlude starts by itself may reach them at this moment (UTC); "" when it may."""
    if person.paused_until is not None and moment < person.paused_until:
        return BREAK
    day, minute = _wall(moment, person.time_zone)
    off = day_off(person.region, person.quiet_weeks, person.hours.days, day)
    if off or any(begin <= minute < end for begin, end in hours.spans(person.hours)):
        return off
    return OTHER_HOUR


@lru_cache(maxsize=16_384)  # many people share a zone and a moment
def _wall(moment: datetime, zone: str) -> tuple[date, int]:
    """The date in `zone`, and the minute of that day."""
    local = to_local(moment, zone)
    return local.date(), local.hour * 60 + local.minute


@lru_cache(maxsize=65_536)
def day_off(region: str, quiet_weeks: QuietWeeks, days: frozenset[int], day: date) -> str:
    """Why this local day is not for writing; "" when it is."""
    if day.weekday() not in hours.WORKDAYS:
        return WEEKEND
    if any(first <= day <= last for first, last in quiet_weeks):
        return QUIET_WEEK
    if holidays.is_holiday(region, day):
        return HOLIDAY
    return "" if day.weekday() in days else OTHER_DAY


def kind_hour(person: Standing, now: datetime) -> datetime | None:
    """The first moment (UTC) from `now` on at which they may be written to; None when there is none for a year."""
    now = max(now, person.paused_until or now)
    if not closed(person, now):
        return now
    return next((found for begin, end, offset in _stretches(now, person.time_zone)
                 for found in _openings(person, begin, end, offset)), None)  # fmt: skip


def _openings(person: Standing, begin: datetime, end: datetime, offset: timedelta) -> Iterator[datetime]:
    """The first moment of each span in which they may be written to, between two moments with one offset to UTC."""
    for day in sorted({(begin + offset).date(), (end + offset).date()}):
        if day_off(person.region, person.quiet_weeks, person.hours.days, day):
            continue
        midnight = datetime.combine(day, time(), UTC) - offset
        for opens, closes in hours.spans(person.hours):
            first = max(begin, midnight + timedelta(minutes=opens))
            if first < min(end, midnight + timedelta(minutes=closes)):
                yield first


def _stretches(begin: datetime, zone: str) -> Iterator[tuple[datetime, datetime, timedelta]]:
    """Time from `begin` on, cut where the zone changes its offset: inside each piece a clock only runs."""
    place = ZoneInfo(zone)
    for _ in range(LOOK_AHEAD):
        end = begin + timedelta(days=1)
        now, then = _offset(begin, place), _offset(end, place)
        if now != then:
            change = _change(begin, end, place)
            yield begin, change, now
            yield change, end, then
        else:
            yield begin, end, now
        begin = end


def _offset(moment: datetime, place: ZoneInfo) -> timedelta:
    return moment.astimezone(place).utcoffset() or timedelta()


def _change(begin: datetime, end: datetime, place: ZoneInfo) -> datetime:
    """The second at which the offset changes between these moments."""
    before, low, high = _offset(begin, place), int(begin.timestamp()), int(end.timestamp()) + 1
    while high - low > 1:
        middle = (low + high) // 2
        same = _offset(datetime.fromtimestamp(middle, UTC), place) == before
        low, high = (middle, high) if same else (low, middle)
    return datetime.fromtimestamp(high, UTC)
