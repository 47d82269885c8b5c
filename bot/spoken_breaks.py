"""How long a break is, as people type it in English or French: "3 weeks", "until Monday", "jusqu'au 3 avril".

Every word counts, as in `bot/spoken_rules.py`: a break that begins later, or an end that is not said for sure, is
asked about and not guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta

from bot.folding import fold
from bot.recurrence import WEEKDAYS, BadRule
from bot.spoken_dates import END, last_day
from bot.time_words import Symbols, TimeWords

LONGEST = 365
"""Days of one break."""

_UNITS = {"X": 1, "W": 7, "M": 30}
_SPAN = re.compile("f?(?:(?P<n>N)|@)(?P<unit>[XWM])")
_LONGEST_NAME = 6
"""Words of "j'ai besoin d'une pause" and the like."""


def behind(typed: str, names: Iterable[str]) -> str | None:
    """What is typed behind one of these names of a break; None when the text begins with none of them."""
    words = typed.split()
    for length in range(min(len(words), _LONGEST_NAME), 0, -1):
        if fold(" ".join(words[:length])) in names:
            return " ".join(words[length:])
    return None


def back_on(typed: str, words: TimeWords, today: date) -> date | None:
    """The first day after the break, within a year; None when the text does not say for sure which."""
    return _within_a_year(words.symbols(typed), today)


def back_after(answer: str, words: TimeWords, today: date) -> date | None:
    """The same for an answer to "For how long?", where a day alone ("15 March", "Monday") is the end as well."""
    return back_on(answer, words, today) or _within_a_year(_as_end(words.symbols(answer)), today)


def is_no_day(typed: str, words: TimeWords, today: date) -> bool:
    """Whether it names a day that no calendar has: "until 30 February", "31 avril"."""
    symbols = _as_end(words.symbols(typed))
    end, left = symbols.cut(END) if symbols is not None else ({}, None)
    if not end or left is None or left.letters:
        return False
    try:
        last_day(end, today)
    except BadRule as wrong:
        return wrong.key == "rhythm.no_such_day"
    return False


def _as_end(symbols: Symbols | None) -> Symbols | None:
    """With "until" in front, where nothing of that kind was said."""
    if symbols is None or symbols.letters.startswith("U"):
        return symbols
    return Symbols(f"U{symbols.letters}", (None, *symbols.values))


def _within_a_year(symbols: Symbols | None, today: date) -> date | None:
    day = _day(symbols, today) if symbols is not None else None
    return day if day is not None and today < day <= today + timedelta(days=LONGEST) else None


def is_span(typed: str, words: TimeWords) -> bool:
    """Whether it is so many days, weeks or months."""
    symbols = words.symbols(typed)
    return symbols is not None and _SPAN.fullmatch(symbols.letters) is not None


def says_nothing(typed: str, words: TimeWords) -> bool:
    """Whether there is nothing, or nothing but "please" and the like."""
    symbols = words.symbols(typed)
    return symbols is not None and not symbols.letters


def has_an_end(typed: str, words: TimeWords) -> bool:
    """Whether nothing is said, or an end: "until I am better"."""
    first = words.symbols(typed.split()[0]) if typed.strip() else None
    return first.letters in ("U", "f") if first is not None else not typed.strip()


def _day(symbols: Symbols, today: date) -> date | None:
    span = _SPAN.fullmatch(symbols.letters)
    if span is not None:
        return _after(span, symbols, today)
    if symbols.letters == "Ut":
        return today + timedelta(days=1)
    if symbols.letters == "UD":
        ahead = (WEEKDAYS.index(symbols.values[1]) - today.weekday()) % 7
        return today + timedelta(days=ahead or 7)
    return _until(symbols, today)


def _after(span: re.Match[str], symbols: Symbols, today: date) -> date | None:
    """So many days, weeks or months from now."""
    number = symbols.values[span.start("n")] if span["n"] else "1"
    days = int(number) * _UNITS[span["unit"]] if len(number) <= 3 else 0
    return today + timedelta(days=days) if 0 < days <= LONGEST else None


def _until(symbols: Symbols, today: date) -> date | None:
    end, left = symbols.cut(END)
    if not end or left.letters:
        return None
    try:
        day = last_day(end, today)
    except BadRule:
        return None
    return day + timedelta(days=1) if "whole" in end else day
