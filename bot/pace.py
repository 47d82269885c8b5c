"""How often something comes round, as people think of it: every so many weeks, or on a day of each month. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from bot import recurrence
from bot.recurrence import FIRST_YEAR, LAST_YEAR, WEEKDAYS, BadRule

LAST = -1
MOST_WEEKS = 52
LATEST_DAY = 26
"""A day of the month that falls on a weekend moves on to Monday: up to here that stays in the month, in each month."""

_WORKING = ",".join(WEEKDAYS[:5])
_UNTIL = re.compile(r";UNTIL=(\d{4})(\d{2})(\d{2})T235959$")
_WEEKLY = re.compile(r"FREQ=WEEKLY;INTERVAL=(\d+);BYDAY=([A-Z]{2})")
_NTH = re.compile(r"FREQ=MONTHLY;BYDAY=(-1|\+[1-4])([A-Z]{2})")
_DAY = re.compile(r"FREQ=MONTHLY;BYMONTHDAY=(\d+),\d+,\d+;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1")


@dataclass(frozen=True, slots=True)
class Pace:
    """One of three: every `weeks` weeks on `weekday`; the `nth` (or `LAST`) `weekday` of each month; `day` of each
    month, or the first working day after it. `until` is the last local date it may fall on.

    Raises `BadRule` for what is none of these.
    """

    weekday: str = ""
    weeks: int = 0
    nth: int = 0
    day: int = 0
    until: date | None = None

    def __post_init__(self) -> None:
        if self.until is not None and not FIRST_YEAR <= self.until.year <= LAST_YEAR:
            raise BadRule("rhythm.bad_year")
        if self.day and not 1 <= self.day <= LATEST_DAY:
            raise BadRule("rhythm.day_too_late")
        of_weekday = self.weekday in WEEKDAYS and (1 <= self.weeks <= MOST_WEEKS or self.nth in (1, 2, 3, 4, LAST))
        of_date = bool(self.day) and not self.weekday
        if sum(map(bool, (self.weeks, self.nth, self.day))) != 1 or not (of_weekday or of_date):
            raise BadRule("rhythm.not_understood")

    def rule(self) -> str:
        """The same as an RFC 5545 rule."""
        ends = f";UNTIL={self.until:%Y%m%d}T235959" if self.until else ""
        if self.day:
            days = ",".join(str(self.day + n) for n in range(3))
            return f"FREQ=MONTHLY;BYMONTHDAY={days};BYDAY={_WORKING};BYSETPOS=1{ends}"
        if self.nth:
            return recurrence.monthly(self.weekday, 5 if self.nth == LAST else self.nth) + ends
        return recurrence.weekly(self.weekday, self.weeks) + ends


def on_days(rule: str, days: Collection[int]) -> str:
    """The same rule, on the next weekday that is one of these (0 is Monday); as it is when it already falls on them,
    or on dates."""
    known = read(rule)
    if known is None or not known.weekday or not days or WEEKDAYS.index(known.weekday) in days:
        return rule
    first = WEEKDAYS.index(known.weekday)
    nearest = min(days, key=lambda day: (day - first) % 7)
    return replace(known, weekday=WEEKDAYS[nearest]).rule()


def read(rule: str) -> Pace | None:
    """The pace of a rule that `Pace.rule` wrote; None for any other."""
    ends = _UNTIL.search(rule)
    until = date(*map(int, ends.groups())) if ends else None
    bare = rule[: ends.start()] if ends else rule
    if found := _WEEKLY.fullmatch(bare):
        return Pace(found[2], weeks=int(found[1]), until=until)
    if found := _NTH.fullmatch(bare):
        return Pace(found[2], nth=int(found[1]), until=until)
    if found := _DAY.fullmatch(bare):
        return Pace(day=int(found[1]), until=until)
    return None
