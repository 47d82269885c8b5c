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
from bot.spoken_rules import with_minutes
from bot.time_words import Symbols, TimeWords, split

MEANINGS = {
    "only": "o", "avoid": "x", "not_before": "b", "not_after": "a", "from_to": "w", "and": "&", "mornings": "m",
    "afternoons": "p", "evenings": "v", "weekend": "e", "any_day": "y", "any_time": "z", "little": "",
}  # fmt: skip
"""What each meaning of content/hours.toml is to the grammar."""

NOON, EVENING = time(12), time(17)
_HALVES = {"m": (hours.OPENS, NOON), "p": (NOON, EVENING), "v": (EVENING, hours.QUIET[0])}
_CLOCK = r"@?(?:K|NCN[AB]?|NH?N?[AB]?)(?![mpv](?!o))"
"""Nobody can tell what the last word of "not before 10 mornings" is for."""
_DAYS = r"[DPe](?:&?[DPe])*"
_ALONE = r"(?=$|[&xyz]|[mpvAB]o|o[mpvAB])"
"""After days to avoid: "not Tuesday mornings" is neither all of Tuesday nor all mornings."""
_PART = re.compile(
    rf"(?:[wb]|(?=NH))(?P<low>{_CLOCK})[&U@](?P<high>{_CLOCK})|b(?P<from>{_CLOCK})|a(?P<to>{_CLOCK})"
    rf"|x(?P<other_half>[mpAB])(?![oDPe])|(?P<half>[mpvAB])|(?P<any>[yz])"
    rf"|x(?P<avoid>{_DAYS}){_ALONE}|(?P<days>{_DAYS})|(?P<word>[o&])"
)
_MEANT = re.compile("[oxbawyz]|NHN?@N")
_HALF_DAYS = re.compile("[DP]&?[mpv]|[mpv]&?[DP]")
""" "Tuesday mornings": only those, or not those?"""
_MORE = re.compile("[mpvDPeyz]|[baw]@?[KN]")
"""What makes a text one about hours for sure, even if not all of it is understood."""
_RHYTHM = re.compile("[EOFYZVTqMG]")


class NoHours(ValueError):
    """What they asked for cannot be kept, or is not clear. `key`: the sentence to answer with."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def understand(typed: str, words: TimeWords, now: Hours) -> Hours | None:
    """The hours somebody asks for, on top of those they have; None when this is not about hours.

    Raises `NoHours` for a wish that leaves no time Interlude could write in, and for one that is not clear.
    """
    symbols = words.symbols(typed)
    if symbols is None or not _MEANT.search(symbols.letters):
        if symbols is not None and _HALF_DAYS.search(symbols.letters):
            _unclear(symbols.letters)
        return None
    symbols = with_minutes(symbols)
    parts = _parts(symbols.letters)
    if parts and all(part["word"] for part in parts):
        return None
    if not parts or not _agree(parts):
        _unclear(symbols.letters)
        return None
    return _checked(_wanted(parts, symbols, now))


def _parts(letters: str) -> list[re.Match[str]]:
    """The parts of what was said; none when one of them is not understood."""
    parts, at = [], 0
    while at < len(letters):
        part = _PART.match(letters, at)
        if part is None:
            return []
        parts.append(part)
        at = part.end()
    return parts


def _agree(parts: list[re.Match[str]]) -> bool:
    """Whether nothing is said twice: "Tuesday mornings and Thursday afternoons" cannot be kept."""
    said = [_ASIDE.get(name, name) for part in parts for name, value in part.groupdict().items() if value]
    once = [name for name in said if name not in ("avoid", "word", "high")]
    return len(once) == len(set(once)) and not ("low" in said and {"from", "to", "half"} & set(said))


_ASIDE = {"other_half": "half"}


def _unclear(letters: str) -> None:
    """Raises when it is about hours and nothing else."""
    if _MORE.search(letters) and not _RHYTHM.search(letters):
        raise NoHours("hours.not_understood")


def _wanted(parts: list[re.Match[str]], symbols: Symbols, own: Hours) -> Hours:
    named = {name: part for part in parts for name, value in part.groupdict().items() if value}
    own = replace(own, days=_days_of(parts, symbols, own))
    if "any" in named and named["any"]["any"] == "z":
        own = Hours(days=own.days if {"days", "avoid"} & named.keys() else hours.WORKDAYS)
    return _between(own, *_bounds(named, symbols))


def _days_of(parts: list[re.Match[str]], symbols: Symbols, own: Hours) -> frozenset[int]:
    """The days they have, or name, or all; without those to avoid."""
    found = own.days
    for part in parts:
        found = hours.WORKDAYS if part["any"] == "y" else _weekdays(part, "days", symbols) if part["days"] else found
    return found.difference(*(_weekdays(part, "avoid", symbols) for part in parts if part["avoid"]))


def _weekdays(part: re.Match[str], name: str, symbols: Symbols) -> frozenset[int]:
    return frozenset(WEEKDAYS.index(day) for day in _values(part, name, symbols) if day in WEEKDAYS)


def _bounds(named: Mapping[str, re.Match[str]], symbols: Symbols) -> tuple[time | None, time | None]:
    """From when and until when they said, if they did: "mornings, not before 10" is from 10 to 12."""
    opens, closes = _half(named, symbols)
    for name in ("low", "from"):
        opens = _clock(named[name], name, symbols, 7) if name in named else opens
    for name in ("high", "to"):
        closes = _clock(named[name], name, symbols, 9) if name in named else closes
    return opens, closes


def _half(named: Mapping[str, re.Match[str]], symbols: Symbols) -> tuple[time, time] | tuple[None, None]:
    if "half" in named:
        part = named["half"]
        evening = symbols.values[part.start("half")] == "evening"
        return _HALVES["v" if evening else _NAMED.get(part["half"], part["half"])]
    if "other_half" in named:
        return _HALVES["p" if named["other_half"]["other_half"] in "mA" else "m"]
    return None, None


_NAMED = {"A": "m", "B": "p"}


def _between(own: Hours, opens: time | None, closes: time | None) -> Hours:
    """The hours with a new begin or end. Where it meets the other one, the newer wish counts."""
    if opens is not None and closes is not None and closes <= opens:
        raise NoHours("hours.bad_span")
    low, high = opens or own.opens, closes or own.closes
    if closes is None and high <= low:  # "not before 13", some days after "mornings only"
        high = max(hours.CLOSES, hours.QUIET[0]) if low >= hours.CLOSES else hours.CLOSES
    if opens is None and high <= low:
        low = min(hours.OPENS, hours.QUIET[1])
    return replace(own, opens=low, closes=high)


def _values(part: re.Match[str], name: str, symbols: Symbols) -> tuple[Any, ...]:
    start, end = part.span(name)
    return symbols.values[start:end]


def _clock(part: re.Match[str], name: str, symbols: Symbols, earliest: int) -> time:
    """A time of day. A bare hour before `earliest` is one of the afternoon: nobody is written to in the night."""
    letters, said = part[name], _values(part, name, symbols)
    numbers = [int(value) for letter, value in zip(letters, said, strict=True) if letter in "NK"]
    hour, minute = [*numbers, 0][:2]
    late, early = "B" in letters, "A" in letters
    unsaid = not early and "K" not in letters and 0 < hour < earliest
    hour = hour % 12 if early and hour == 12 else hour + 12 if hour < 12 and (late or unsaid) else hour
    if hour > 23 or minute > 59:
        raise NoHours("hours.no_such_time")
    if not hour:
        raise NoHours("hours.no_hour")
    return time(hour, minute)


def _checked(own: Hours) -> Hours:
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
