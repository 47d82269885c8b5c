"""A rhythm as people type it, in English or French -> a pace and a time of day; and the same back in words.

A small grammar of its own over the symbols of `bot/time_words.py`. Every word counts: what is not understood for sure
is refused with a sentence, never guessed (facts/time-and-delivery.md, section 5, "Human input").
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time
from typing import Any, TypeAlias

from bot.pace import LAST, Pace
from bot.pack import Pack
from bot.recurrence import FIRST_YEAR, LAST_YEAR, WEEKDAYS, BadRule
from bot.time_words import Symbols, TimeWords

Values: TypeAlias = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Spoken:
    """What somebody meant. `clock` is None when they named no time of day."""

    pace: Pace
    clock: time | None


def understand(typed: str, words: TimeWords, today: date) -> Spoken:
    """What the text means; an end without a year is the next such day from `today`.

    Raises `BadRule`, whose key is the sentence to answer with.
    """
    symbols = words.symbols(typed)
    if symbols is None or not symbols.letters:
        raise BadRule("rhythm.not_understood")
    if "V" in symbols.letters:
        raise BadRule("rhythm.at_most_weekly")
    end, symbols = _cut(_END, _ordinals(symbols))
    clock, symbols = _cut(_CLOCK, symbols)
    make = _made(symbols)
    until = _ending(end, today) if end else None
    return Spoken(make(symbols.values, until), _of_day(clock) if clock else None)


def last_day(typed: str, words: TimeWords, today: date) -> date | None:
    """The date in "until 15 March", when it says that and nothing else. Raises `BadRule` for a date that is none."""
    symbols = words.symbols(typed)
    end, left = _cut(_END, symbols) if symbols is not None else ({}, None)
    return _ending(end, today) if end and left is not None and not left.letters else None


def _ordinals(symbols: Symbols) -> Symbols:
    """ "2nd Tuesday" is "second Tuesday": a number with an ending before a weekday or a week."""
    found = re.search("NS(?=[DPW])", symbols.letters)
    if found is None:
        return symbols
    n = int(symbols.values[found.start()])
    if not 1 <= n <= 4:
        raise BadRule("rhythm.not_understood")
    return _replaced(symbols, found, "T", (n,))


def _replaced(symbols: Symbols, found: re.Match[str], letters: str = "", values: Values = ()) -> Symbols:
    start, end = found.span()
    return Symbols(
        symbols.letters[:start] + letters + symbols.letters[end:],
        symbols.values[:start] + values + symbols.values[end:],
    )


_END = re.compile("U(?:(?P<iso>I)|(?P<day>[NT])S?(?P<month>J)(?P<year>N)?|(?P<month2>J)(?P<day2>N)S?(?P<year2>N)?)")


def _cut(pattern: re.Pattern[str], symbols: Symbols) -> tuple[dict[str, Any], Symbols]:
    """The named values of the first such part, and what is left without it; no values when there is none."""
    found = pattern.search(symbols.letters)
    if found is None:
        return {}, symbols
    value = {name.rstrip("23"): symbols.values[at] for name in found.groupdict() if (at := found.start(name)) >= 0}
    return value, _replaced(symbols, found)


def _ending(value: dict[str, Any], today: date) -> date:
    try:
        if "iso" in value:
            return _within(date.fromisoformat(value["iso"]))
        year = int(value.get("year", today.year))
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise BadRule("rhythm.bad_year")
        ends = date(year, value["month"], int(value["day"]))
        return ends if "year" in value or ends >= today else ends.replace(year=year + 1)
    except BadRule:
        raise
    except ValueError as wrong:
        raise BadRule("rhythm.no_such_day") from wrong


def _within(day: date) -> date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise BadRule("rhythm.bad_year")
    return day


_CLOCK = re.compile("@?(?:(?P<noon>K)|(?P<hour>N)(?:H(?P<past>N)?|C(?P<minute>N))?(?:(?P<half_a>A)|(?P<half_b>B))|"
                    "(?P<hour2>N)(?:H(?P<past2>N)?|C(?P<minute2>N)))|@(?P<hour3>N)(?!S)")  # fmt: skip
_LONE_HOURS = range(1, 7)
"""Nobody can tell whether "at 2" is in the night or in the afternoon."""


def _of_day(value: dict[str, Any]) -> time:
    """The time of day of an hour as it was typed, with minutes and a half of the day if any."""
    if "noon" in value:
        return time(12)
    hours, minutes = int(value["hour"]), int(value.get("past") or value.get("minute") or 0)
    half = "half_a" in value or "half_b" in value
    if half and not 1 <= hours <= 12:
        raise BadRule("rhythm.no_such_time")
    if half:
        hours = hours % 12 + (12 if "half_b" in value else 0)
    elif hours in _LONE_HOURS and not value["hour"].startswith("0"):
        raise BadRule("rhythm.which_half")
    if hours > 23 or minutes > 59:
        raise BadRule("rhythm.no_such_time")
    return time(hours, minutes)


def _weekly(weeks: int, weekday: str, until: date | None) -> Pace:
    return Pace(weekday, weeks=weeks, until=until)


def _by_day(values: Values, until: date | None) -> Pace:
    return _weekly(1, _weekday(values), until)


def _second(values: Values, until: date | None) -> Pace:
    return _weekly(2, _weekday(values), until)


def _counted(values: Values, until: date | None) -> Pace:
    """ "every second Tuesday", "every 3 weeks on Tuesday": the one number says how many weeks. "First" and "last" say
    nothing without a month."""
    (weeks,) = (int(value) for value in values if value is not None and value not in WEEKDAYS)
    if weeks < 1:
        raise BadRule("rhythm.not_understood")
    return _weekly(weeks, _weekday(values), until)


def _ordinal(values: Values, until: date | None) -> Pace:
    pace = _counted(values, until)
    if pace.weeks == 1:
        raise BadRule("rhythm.not_understood")
    return pace


def _one_in(values: Values, until: date | None) -> Pace:
    """ "un mardi sur deux": one in two, and not two in two."""
    one, *_, weeks = (value for value in values if value is not None and value not in WEEKDAYS)
    if one != "1":
        raise BadRule("rhythm.not_understood")
    return _weekly(weeks, _weekday(values), until)


def _of_month(values: Values, until: date | None) -> Pace:
    (nth,) = (value for value in values if isinstance(value, int))
    return Pace(_weekday(values), nth=nth, until=until)


def _on_date(values: Values, until: date | None) -> Pace:
    (day,) = (int(value) for value in values if value is not None)
    if not 1 <= day <= 31:
        raise BadRule("rhythm.no_such_day")
    return Pace(day=day, until=until)


def _first_of_month(values: Values, until: date | None) -> Pace:
    if 1 not in values:
        raise BadRule("rhythm.not_understood")
    return Pace(day=1, until=until)


def _weekday(values: Values) -> str:
    (weekday,) = (value for value in values if value in WEEKDAYS)
    return str(weekday)


_GRAMMAR: tuple[tuple[re.Pattern[str], Callable[[Values, date | None], Pace]], ...] = tuple(
    (re.compile(pattern), make)
    for pattern, make in (
        ("E[DP]|P|E?Y[DP]|[DP]Y|EW[DP]|[DP]EW", _by_day),
        ("EOW?[DP]|[DP]EOW|F[DP]|[DP]F", _second),
        ("ENW[DP]|[DP]ENW", _counted),
        ("ETW?[DP]|[DP]ETW", _ordinal),
        ("NWQ[DP]|[DP]NWQ|N[DP]Q", _one_in),
        ("E?T[DP]E?M|(?:Z|EM)T[DP]", _of_month),
        ("(?:Z|EM)X?NS?|X?NS?E?M", _on_date),
        ("(?:Z|EM)T|TE?M", _first_of_month),
    )
)


def _made(symbols: Symbols) -> Callable[[Values, date | None], Pace]:
    for pattern, make in _GRAMMAR:
        if pattern.fullmatch(symbols.letters):
            return make
    raise BadRule("rhythm.not_understood")


def in_words(pack: Pack, lang: str, pace: Pace, clock: time | None) -> str:
    """ "every second Tuesday at 9:30, until 30 June 2027": what `understand` takes back."""
    said = _pace_in_words(pack, lang, pace)
    if clock is not None:
        hour = f"{clock.hour:02}" if clock.hour in _LONE_HOURS else str(clock.hour)
        key = "rhythm.at_minute" if clock.minute else "rhythm.at_hour"
        said = f"{said} {pack.text(key, lang, hour=hour, minute=f'{clock.minute:02}')}"
    if pace.until is not None:
        month = pack.text(f"calendar.month_{pace.until.month}", lang)
        day = _day_of_month(pack, lang, pace.until.day)
        said = f"{said} {pack.text('rhythm.until', lang, day=day, month=month, year=pace.until.year)}"
    return said


def _pace_in_words(pack: Pack, lang: str, pace: Pace) -> str:
    if pace.day:
        return pack.text("rhythm.on_day", lang, day=_day_of_month(pack, lang, pace.day))
    weekday = pack.text(f"calendar.weekday_{WEEKDAYS.index(pace.weekday)}", lang)
    if pace.nth:
        return pack.text("rhythm.nth_last" if pace.nth == LAST else f"rhythm.nth_{pace.nth}", lang, weekday=weekday)
    key = {1: "rhythm.every_week", 2: "rhythm.every_second"}.get(pace.weeks, "rhythm.every_weeks")
    return pack.text(key, lang, weekday=weekday, weeks=pace.weeks)


def _day_of_month(pack: Pack, lang: str, day: int) -> str:
    return pack.text("rhythm.day_first", lang) if day == 1 else str(day)
