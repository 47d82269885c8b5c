"""When somebody likes to be written to, as they type it in English or French: "mornings only", "pas avant 10 h".

A small grammar over symbols, like `bot/spoken_rules.py`: every word counts, and what is not understood for sure is not
guessed. The words are content (content/hours.toml, with the days and times of content/times.toml).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import time
from typing import Any

from bot import hours
from bot.hours import Hours
from bot.recurrence import WEEKDAYS
from bot.time_words import Symbols, TimeWords, split

MEANINGS = {
    "only": "o", "avoid": "x", "not_before": "b", "not_after": "a", "from_to": "w", "and": "&", "mornings": "m",
    "afternoons": "p", "any_day": "y", "any_time": "z", "little": "",
}  # fmt: skip
"""What each meaning of content/hours.toml is to the grammar."""

NOON, EVENING = time(12), time(17)
_CLOCK = r"@?(?:K|NCN[mpAB]?|NH?N?[mpAB]?)"
_DAYS = r"[DP](?:&?[DP])*"
_PART = re.compile(
    rf"w(?P<low>{_CLOCK})&(?P<high>{_CLOCK})|b(?P<from>{_CLOCK})|a(?P<to>{_CLOCK})|(?P<half>[mp])|(?P<any>[yz])"
    rf"|x(?P<avoid>{_DAYS})|(?P<days>{_DAYS})|(?P<word>[o&])"
)
_MEANT = re.compile("[oxbawyz]")


class NoHours(ValueError):
    """What they asked for leaves no time at all. `key`: the sentence to answer with."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def understand(typed: str, words: TimeWords, now: Hours) -> Hours | None:
    """The hours somebody asks for, on top of those they have; None when this is not about hours.

    Raises `NoHours` for a wish that leaves no time Interlude could write in.
    """
    symbols = words.symbols(typed)
    if symbols is None or not _MEANT.search(symbols.letters):
        return None
    parts, at = [], 0
    while at < len(symbols.letters):
        part = _PART.match(symbols.letters, at)
        if part is None:
            return None
        parts.append(part)
        at = part.end()
    if all(part["word"] for part in parts):
        return None
    return _checked(_applied(parts, symbols, now))


def _applied(parts: list[re.Match[str]], symbols: Symbols, now: Hours) -> Hours | None:
    found: Hours | None = now
    for part in parts:
        found = _with(found, part, symbols) if found is not None else None
    return found


def _with(own: Hours, part: re.Match[str], symbols: Symbols) -> Hours | None:
    """The hours with one part of what was said; None for a time that is none."""
    if part["word"]:
        return own
    if part["any"]:
        return replace(own, days=hours.WORKDAYS) if part["any"] == "y" else hours.USUAL
    if part["half"]:
        opens, closes = (hours.OPENS, NOON) if part["half"] == "m" else (NOON, EVENING)
        return replace(own, opens=opens, closes=closes)
    for name in ("avoid", "days"):
        if part[name]:
            days = frozenset(WEEKDAYS.index(day) for day in _values(part, name, symbols) if day in WEEKDAYS)
            return replace(own, days=own.days - days if name == "avoid" else days)
    return _between(own, part, symbols)


def _between(own: Hours, part: re.Match[str], symbols: Symbols) -> Hours | None:
    opens = next((_clock(part, name, symbols, 7) for name in ("low", "from") if part[name]), own.opens)
    closes = next((_clock(part, name, symbols, 9) for name in ("high", "to") if part[name]), own.closes)
    if opens is None or closes is None:
        return None
    if part["from"] and closes <= opens:  # "not before 13" after "mornings only": the newer wish counts
        closes = max(hours.CLOSES, hours.QUIET[0]) if opens >= hours.CLOSES else hours.CLOSES
    if part["to"] and closes <= opens:
        opens = min(hours.OPENS, hours.QUIET[1])
    return replace(own, opens=opens, closes=closes)


def _values(part: re.Match[str], name: str, symbols: Symbols) -> tuple[Any, ...]:
    start, end = part.span(name)
    return symbols.values[start:end]


def _clock(part: re.Match[str], name: str, symbols: Symbols, earliest: int) -> time | None:
    """A time of day. A bare hour before `earliest` is one of the afternoon: nobody is written to in the night."""
    letters, said = part[name], _values(part, name, symbols)
    if "K" in letters:
        return NOON
    numbers = [int(value) for letter, value in zip(letters, said, strict=True) if letter == "N"]
    hour, minute = [*numbers, 0][:2]
    late, early = re.search("[pB]", letters), re.search("[mA]", letters)
    unsaid = not early and "H" not in letters and hour < earliest
    hour = hour % 12 if early and hour == 12 else hour + 12 if hour < 12 and (late or unsaid) else hour
    return time(hour, minute) if hour <= 23 and minute <= 59 else None


def _checked(own: Hours | None) -> Hours | None:
    if own is None:
        return None
    if not own.days & hours.WORKDAYS:
        raise NoHours("hours.no_day")
    own = replace(own, days=own.days & hours.WORKDAYS)
    if not hours.spans(own):
        raise NoHours("hours.no_hour")
    return own


def read_words(table: Mapping[str, Any], times: TimeWords, mistakes: list[str]) -> TimeWords:
    """The words of content/hours.toml on top of those for days and times; every mistake is named."""
    mistakes.extend(f"hours.toml: {name}: this meaning is missing" for name in MEANINGS if name not in table)
    mistakes.extend(f"hours.toml: {name}: there is no such meaning" for name in table if name not in MEANINGS)
    wordings: dict[tuple[str, ...], tuple[str, Any]] = {}
    for name, letter in MEANINGS.items():
        for said in _said(name, table.get(name, {"en": ["x"], "fr": ["x"]}), mistakes):
            known = wordings.setdefault(tuple(split(said) or ()), (letter, None))
            if known[0] != letter:
                mistakes.append(f"hours.toml: {name}: {said!r} means something else already")
    return TimeWords({**times.wordings, **wordings})


def _said(name: str, told: Any, mistakes: list[str]) -> list[str]:
    lists = list(told.values()) if isinstance(told, Mapping) and set(told) == {"en", "fr"} else []
    texts = [text for said in lists if isinstance(said, list) for text in said]
    good = len(lists) == 2 and all(lists) and all(isinstance(text, str) and split(text) for text in texts)
    if not good or not texts:
        mistakes.append(f"hours.toml: {name}: expected the lists en and fr")
        return []
    return texts
