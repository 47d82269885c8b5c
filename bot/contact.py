"""May we write to this person now? Pure: hours, pauses, consent, care."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TypeAlias

from bot.kinds import Kind
from bot.recurrence import next_weekday, to_local, to_utc

OPENS, CLOSES = time(9), time(17)
"""A kind hour: a weekday between 9:00 and 17:00 where the person lives (words-and-feedback.md, section 4, "cap")."""

_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Standing:
    """What decides whether a person may be written to. `consent`: "unasked", "asked", "yes" or "no"."""

    time_zone: str
    consent: str
    paused_until: datetime | None = None
    left: bool = False
    somebody_to_talk_to: bool = False


@dataclass(frozen=True, slots=True)
class Now:
    """Yes."""


@dataclass(frozen=True, slots=True)
class NotBefore:
    """Not yet: ask again at this moment (UTC)."""

    moment: datetime


@dataclass(frozen=True, slots=True)
class No:
    """Not at all. The reason is for the delivery report."""

    reason: str


Verdict: TypeAlias = Now | NotBefore | No


def may(kind: Kind, person: Standing, now: datetime, expires: datetime | None) -> Verdict:
    """Whether a delivery of this kind may reach this person at `now` (UTC), and if not, when or why."""
    refusal = _refusal(kind, person, now)
    if refusal:
        return No(refusal)
    if expires is not None and now > expires:
        return No("its time had passed")
    return _when(person, now, expires) if kind.prompt else Now()


def _refusal(kind: Kind, person: Standing, now: datetime) -> str:
    if not kind.prompt:
        return ""
    if person.left:
        return "has left the community"
    if kind.needs_yes and person.consent != "yes":
        return "has not said yes to messages"
    if person.consent == "no":
        return "has said not now"
    if person.paused_until is not None and now < person.paused_until:
        return "is taking a break"
    if kind.asks_how_you_are and not person.somebody_to_talk_to:
        return "no named contact and help line are set up"
    return ""


def _when(person: Standing, now: datetime, expires: datetime | None) -> Verdict:
    opens = kind_hour(now, person.time_zone)
    if opens <= now:
        return Now()
    if expires is not None and opens > expires:
        return No("its time passed before a kind hour came")
    return NotBefore(opens)


def kind_hour(now: datetime, zone: str) -> datetime:
    """`now` when it is a kind hour in `zone`, else the next moment (UTC) that is one."""
    local = to_local(now, zone)
    if local.weekday() < _SATURDAY and OPENS <= local.time() < CLOSES:
        return now
    early = local.weekday() < _SATURDAY and local.time() < OPENS
    day = local.date() if early else next_weekday(local.date())
    return to_utc(datetime.combine(day, OPENS), zone)


def pause_ends(now: datetime, days: int) -> datetime:
    """When a pause of so many days is over."""
    return now + timedelta(days=days)
