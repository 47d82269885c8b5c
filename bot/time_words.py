"""How people say a time, word by word: what they typed -> a row of symbols, or nothing when a word is not known.

The words are content (content/times.toml). A symbol is one letter, so that a grammar over them is an ordinary regular
expression (`bot/spoken_rules.py`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.recurrence import WEEKDAYS

LONGEST = 200
"""Characters of a typed phrase that is looked at."""

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip

MEANINGS: Mapping[str, tuple[str, Any]] = {
    "each": ("E", None), "other": ("O", None), "week": ("W", None), "month": ("M", None), "day": ("X", None),
    "weekly": ("Y", None), "fortnightly": ("F", None), "monthly": ("Z", None), "too_often": ("V", None),
    "last": ("T", -1), "ending": ("S", None), "at": ("@", None), "hour": ("H", None), "morning": ("A", None),
    "afternoon": ("B", None), "noon": ("K", None), "until": ("U", None), "between": ("", None),
    **{name: ("D", day) for name, day in zip(_DAYS, WEEKDAYS, strict=True)},
    **{f"{name}s": ("P", day) for name, day in zip(_DAYS, WEEKDAYS, strict=True)},
    **{name: ("J", n) for n, name in enumerate(_MONTHS, 1)},
    **{f"nth_{n}": ("T", n) for n in range(1, 5)},
    **{f"one_in_{n}": ("Q", n) for n in range(2, 5)},
    **{f"number_{n}": ("N", str(n)) for n in range(1, 13)},
}  # fmt: skip
"""What each meaning of content/times.toml is to the grammar: its letter, and what it stands for. "C" is a colon, "I" a
date such as 2027-06-30; a number keeps its digits as they were typed."""

_PIECES = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?![0-9])|([0-9]+)|([a-z]+)|(:)|[\s.,;!?'’`\"«»()-]+|(.)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Symbols:
    """What was typed: `letters[n]` says what kind of thing the nth one is, `values[n]` which."""

    letters: str
    values: tuple[Any, ...]


@dataclass(frozen=True, slots=True, repr=False)
class TimeWords:
    """Every wording, as its words, with the letter and the value it stands for."""

    wordings: Mapping[tuple[str, ...], tuple[str, Any]]

    def symbols(self, text: str) -> Symbols | None:
        """The symbols of a text, filling words left out; None as soon as one word is not known."""
        pieces = split(text[: LONGEST + 1])
        if pieces is None or len(text) > LONGEST:
            return None
        found: list[tuple[str, Any]] = []
        at = 0
        while at < len(pieces):
            symbol, length = self._longest(pieces, at)
            if not length:
                return None
            found += [symbol] if symbol[0] else []
            at += length
        return Symbols("".join(letter for letter, _ in found), tuple(value for _, value in found))

    def _longest(self, pieces: list[str], at: int) -> tuple[tuple[str, Any], int]:
        """The longest wording that begins here, and its length; 0 when there is none."""
        for length in range(min(LONGEST_WORDING, len(pieces) - at), 0, -1):
            known = self.wordings.get(tuple(pieces[at : at + length]))
            if known is not None:
                return known, length
        return _plain(pieces[at])


LONGEST_WORDING = 6
"""Words of one wording."""


def _plain(piece: str) -> tuple[tuple[str, Any], int]:
    if piece.isdigit():
        return ("N", piece), 1
    if piece == ":":
        return ("C", None), 1
    return (("I", piece), 1) if piece[0].isdigit() else (("", None), 0)


def split(text: str) -> list[str] | None:
    """Words, numbers, colons and ISO dates, without case and accents; None where any other sign stands."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).casefold()
    found = list(_PIECES.finditer(bare))
    if any(match[5] for match in found):
        return None
    return [match[0] for match in found if match.lastindex]


def read_times(table: Mapping[str, Any], mistakes: list[str]) -> TimeWords:
    """The words of content/times.toml; every mistake is named with its meaning."""
    mistakes.extend(f"times.toml: {name}: this meaning is missing" for name in MEANINGS if name not in table)
    mistakes.extend(f"times.toml: {name}: there is no such meaning" for name in table if name not in MEANINGS)
    wordings: dict[tuple[str, ...], tuple[str, Any]] = {}
    for name in (name for name in table if name in MEANINGS):
        for said in _said(name, table[name], mistakes):
            words = tuple(split(said) or ())
            if not words or len(words) > LONGEST_WORDING:
                mistakes.append(f"times.toml: {name}: {said!r} is not one to {LONGEST_WORDING} plain words")
            elif wordings.setdefault(words, MEANINGS[name]) != MEANINGS[name]:
                mistakes.append(f"times.toml: {name}: {said!r} means something else already")
    return TimeWords(wordings)


def _said(name: str, value: Any, mistakes: list[str]) -> list[str]:
    lists = list(value.values()) if isinstance(value, Mapping) and set(value) == {"en", "fr"} else []
    if not lists or not all(
        isinstance(said, list) and said and all(isinstance(s, str) for s in said) for said in lists
    ):
        mistakes.append(f"times.toml: {name}: expected the lists en and fr")
        return []
    return [said for words in lists for said in words]
