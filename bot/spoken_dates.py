"""A last day as people type it, in English or French: "until 15 March", "jusqu'à la fin juin". Symbols -> a date."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from typing import Any

from bot.recurrence import FIRST_YEAR, LAST_YEAR, BadRule

END = re.compile(
    "U(?:(?P<iso>I)|(?P<day>[NT])S?(?P<month>J)(?P<year>N)?|(?P<month2>J)(?P<day2>N)S?(?P<year2>N)?"
    "|(?P<whole>l)(?P<month3>J)(?P<year3>N)?)"
)
"""What an end is made of, in the symbols of `bot/time_words.py`."""


def last_day(value: dict[str, Any], today: date) -> date:
    """The date of an end; without a year the next such day from `today`. Raises `BadRule` for one that is none."""
    try:
        if "iso" in value:
            return _within(date.fromisoformat(value["iso"]))
        year = int(value.get("year", today.year))
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise BadRule("rhythm.bad_year")
        ends = _in(value, year)
        return ends if "year" in value or ends >= today else _in(value, year + 1)
    except BadRule:
        raise
    except ValueError as wrong:
        raise BadRule("rhythm.no_such_day") from wrong


def _in(value: dict[str, Any], year: int) -> date:
    day = monthrange(year, value["month"])[1] if "whole" in value else int(value["day"])
    return date(year, value["month"], day)


def _within(day: date) -> date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise BadRule("rhythm.bad_year")
    return day
