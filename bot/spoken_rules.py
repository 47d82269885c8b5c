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

from bot.calendar_words import day_of_month
from bot.pace import LAST, Pace
from bot.pack import Pack
from bot.recurrence import WEEKDAYS, BadRule
from bot.spoken_dates import END, last_day
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
    symbols = with_minutes(symbols.without("i"))
    if _OFTEN.search(symbols.letters):
        raise BadRule("rhythm.at_most_weekly")
    end, symbols = _ordinals(symbols).cut(END)
    clock, symbols = symbols.cut(_CLOCK)
    make = _made(symbols)
    until = last_day(end, today) if end else None
    return Spoken(make(symbols.values, until), _of_day(clock) if clock else None)


def is_about_one(typed: str, words: TimeWords) -> bool:
    """Whether every word is one about times, and several are: a rhythm, even when it is not clear which."""
    symbols = words.symbols(typed)
    return symbols is not None and " " in typed.strip() and bool(re.search("[EFYZV]", symbols.letters))


_OFTEN = re.compile("V|[DP]&[DP]")
"""Daily, or on two weekdays."""


def _ordinals(symbols: Symbols) -> Symbols:
    """ "2nd Tuesday" is "second Tuesday": a number with an ending before a weekday or a week."""
    found = re.search("NS(?=[DPW])", symbols.letters)
    if found is None:
        return symbols
    n = int(symbols.values[found.start()])
    if not 1 <= n <= 4:
        raise BadRule("rhythm.not_understood")
    return symbols.replaced(found, "T", (n,))


_PAST = re.compile("L(?P<hour>N)|(?P<hour2>N)H?L|(?P<hour3>K)L")


def with_minutes(symbols: Symbols) -> Symbols:
    """ "half past nine" and "neuf heures et demie" are 9:30."""
    found = _PAST.search(symbols.letters)
    if found is None:
        return symbols
    (minutes,) = (symbols.values[n] for n in range(*found.span()) if symbols.letters[n] == "L")
    hour = next(symbols.values[at] for name in ("hour", "hour2", "hour3") if (at := found.start(name)) >= 0)
    return symbols.replaced(found, "NCN", (hour, None, minutes))


_CLOCK = re.compile("@?(?:(?P<noon>K)|(?P<hour>N)(?:H(?P<past>N)?|C(?P<minute>N))?(?:(?P<half_a>A)|(?P<half_b>B))|"
                    "(?P<hour2>N)(?:H(?P<past2>N)?|C(?P<minute2>N)))|@(?P<hour3>N)(?!S)")  # fmt: skip
_LONE_HOURS = range(1, 7)
"""Nobody can tell whether "at 2" is in the night or in the afternoon."""


def _of_day(value: dict[str, Any]) -> time:
    """The time of day of an hour as it was typed, with minutes and a half of the day if any."""
    if "noon" in value:
        return time(int(value["noon"]))
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
    """ "every third week on Tuesday"."""
    pace = _counted(values, until)
    if pace.weeks == 1:
        raise BadRule("rhythm.not_understood")
    return pace


def _nth_weekday(values: Values, until: date | None) -> Pace:
    """ "every second Tuesday" is every two weeks. "Every third Tuesday" is for some the third one of a month: asked."""
    if 2 not in values:
        raise BadRule("rhythm.weeks_or_month")
    return _weekly(2, _weekday(values), until)


def _asked(key: str) -> Callable[[Values, date | None], Pace]:
    def ask(values: Values, until: date | None) -> Pace:
        raise BadRule(key)

    return ask


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
        ("ETW[DP]|[DP]ETW", _ordinal),
        ("ET[DP]", _nth_weekday),
        ("NWQ[DP]|[DP]NWQ|N[DP]Q", _one_in),
        ("E?T[DP](?:E?M|G)|(?:Z|EM)T[DP]", _of_month),
        ("(?:Z|EM)X?NS?|X?NS?(?:EM|G)|ENS?G", _on_date),
        ("(?:Z|EM)T|T(?:EM|G)", _first_of_month),
        ("T[DP]", _asked("rhythm.weeks_or_month")),
        ("D|q[DP]?|[DP]q", _asked("rhythm.how_often")),
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
        day = day_of_month(pack, lang, pace.until.day)
        said = f"{said} {pack.text('rhythm.until', lang, day=day, month=month, year=pace.until.year)}"
    return said


def _pace_in_words(pack: Pack, lang: str, pace: Pace) -> str:
    if pace.day:
        return pack.text("rhythm.on_day", lang, day=day_of_month(pack, lang, pace.day))
    weekday = pack.text(f"calendar.weekday_{WEEKDAYS.index(pace.weekday)}", lang)
    if pace.nth:
        return pack.text("rhythm.nth_last" if pace.nth == LAST else f"rhythm.nth_{pace.nth}", lang, weekday=weekday)
    key = {1: "rhythm.every_week", 2: "rhythm.every_second"}.get(pace.weeks, "rhythm.every_weeks")
    return pack.text(key, lang, weekday=weekday, weeks=pace.weeks)
