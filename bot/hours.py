"""When somebody likes to be written to: days and hours they chose, and the quiet hours that always hold. Pure.

Stored as {"from": "HH:MM", "to": "HH:MM", "days": ["MO", ...], "quiet": ["21:00", "08:00"]}; what is missing, or
cannot be read, is as usual.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from functools import lru_cache
from typing import Any

from bot.recurrence import WEEKDAYS

OPENS, CLOSES = time(9), time(17)
"""A kind hour: a weekday between 9:00 and 17:00 where the person lives (words-and-feedback.md, section 4, "cap")."""

QUIET = (time(21), time(8))
"""Never in these hours, even for somebody whose own hours reach into them (needs.md, row 16)."""

WORKDAYS = frozenset(range(5))
"""Monday to Friday: nothing leaves at a weekend."""


@dataclass(frozen=True, slots=True)
class Hours:
    """What one person chose; times are local to them. `days`: 0 is Monday."""

    opens: time = OPENS
    closes: time = CLOSES
    days: frozenset[int] = WORKDAYS
    quiet: tuple[time, time] = QUIET


USUAL = Hours()


def read(stored: Mapping[str, Any]) -> Hours:
    """The hours as they are stored. What would leave no time at all is left out: nobody is silenced by a slip."""
    if not stored:
        return USUAL
    quiet = _pair(stored.get("quiet")) or QUIET
    opens, closes = _time(stored.get("from")) or OPENS, _time(stored.get("to")) or CLOSES
    days = _days(stored.get("days")) or WORKDAYS
    chosen = Hours(opens, closes, days, quiet)
    return chosen if spans(chosen) else Hours(days=days, quiet=quiet if spans(Hours(quiet=quiet)) else QUIET)


def stored(hours: Hours) -> dict[str, Any]:
    """How these hours are stored: only what is not as usual."""
    found: dict[str, Any] = {}
    if (hours.opens, hours.closes) != (OPENS, CLOSES):
        found |= {"from": f"{hours.opens:%H:%M}", "to": f"{hours.closes:%H:%M}"}
    if hours.days != WORKDAYS:
        found["days"] = [WEEKDAYS[day] for day in sorted(hours.days)]
    if hours.quiet != QUIET:
        found["quiet"] = [f"{clock:%H:%M}" for clock in hours.quiet]
    return found


@lru_cache(maxsize=4096)
def spans(hours: Hours) -> tuple[tuple[int, int], ...]:
    """The parts of a day inside the chosen hours and outside the quiet ones: minutes since midnight, the end not
    included."""
    opens, closes = _minutes(hours.opens), _minutes(hours.closes)
    falls, rises = _minutes(hours.quiet[0]), _minutes(hours.quiet[1])
    loud = ((rises, falls),) if falls > rises else ((0, falls), (rises, 24 * 60))
    cut = ((max(opens, begin), min(closes, end)) for begin, end in loud)
    return tuple((begin, end) for begin, end in cut if begin < end)


def _minutes(clock: time) -> int:
    return clock.hour * 60 + clock.minute


def _days(told: object) -> frozenset[int]:
    known = told if isinstance(told, list) else []
    return frozenset(WEEKDAYS.index(day) for day in known if day in WEEKDAYS) & WORKDAYS


def _time(told: object) -> time | None:
    try:
        found = time.fromisoformat(told) if isinstance(told, str) else None
    except ValueError:
        return None
    return found.replace(tzinfo=None, second=0, microsecond=0) if found else None


def _pair(told: object) -> tuple[time, time] | None:
    clocks = [_time(one) for one in told] if isinstance(told, list) else []
    found = [clock for clock in clocks if clock is not None]
    return (found[0], found[1]) if len(clocks) == len(found) == 2 else None
