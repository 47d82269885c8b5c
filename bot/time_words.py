"""How people say a time, word by word: what they typed -> a row of symbols, or nothing when a word is not known.

The words are content (content/times.toml). A symbol is one letter, so that a grammar over them is an ordinary regular
expression (`bot/spoken_rules.py`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from rapidfuzz.distance import OSA

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
    "afternoon": ("B", None), "evening": ("B", "evening"), "noon": ("K", "12"), "midnight": ("K", "0"),
    "half_past": ("L", "30"), "quarter_past": ("L", "15"),
    "until": ("U", None), "end_of": ("l", None), "tomorrow": ("t", None), "lasting": ("f", None), "within": ("i", None),
    "the_month": ("G", None), "and": ("&", None), "two_meanings": ("q", None), "between": ("", None),
    **{name: ("D", day) for name, day in zip(_DAYS, WEEKDAYS, strict=True)},
    **{f"{name}s": ("P", day) for name, day in zip(_DAYS, WEEKDAYS, strict=True)},
    **{name: ("J", n) for n, name in enumerate(_MONTHS, 1)},
    **{f"nth_{n}": ("T", n) for n in range(1, 5)},
    **{f"one_in_{n}": ("Q", n) for n in range(2, 5)},
    **{f"number_{n}": ("N", str(n)) for n in (*range(1, 13), 14, 15, 20, 30)},
}  # fmt: skip
"""What each meaning of content/times.toml is to the grammar: its letter, and what it stands for. "C" is a colon, "I" a
date such as 2027-06-30; a number keeps its digits as they were typed."""

_PIECES = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?![0-9])|([0-9]+)|([a-z]+)|([:@&])|((?<![0-9a-z])-(?=[0-9])|[^\s.,;!?'’`\"«»()-])|.",
    re.DOTALL,
)
"""The last group is what is not understood: any other sign, and a minus before a number ("every -1 weeks")."""

_POINT = re.compile(r"(?<![0-9.])([0-9]{1,2})\.([0-9]{2})(?![0-9.])")
"""9.30 is how many people write 9:30."""


@dataclass(frozen=True, slots=True)
class Symbols:
    """What was typed: `letters[n]` says what kind of thing the nth one is, `values[n]` which."""

    letters: str
    values: tuple[Any, ...]

    def replaced(self, found: re.Match[str], letters: str = "", values: tuple[Any, ...] = ()) -> Symbols:
        """The same with other symbols, or none, where the match is."""
        start, end = found.span()
        return Symbols(
            self.letters[:start] + letters + self.letters[end:], self.values[:start] + values + self.values[end:]
        )

    def cut(self, pattern: re.Pattern[str]) -> tuple[dict[str, Any], Symbols]:
        """The named values of the first such part, and what is left without it; no values when there is none."""
        found = pattern.search(self.letters)
        if found is None:
            return {}, self
        value = {name.rstrip("23"): self.values[at] for name in found.groupdict() if (at := found.start(name)) >= 0}
        return value, self.replaced(found)

    def without(self, letter: str) -> Symbols:
        """The same with every such symbol left out."""
        kept = [n for n, other in enumerate(self.letters) if other != letter]
        return Symbols("".join(self.letters[n] for n in kept), tuple(self.values[n] for n in kept))


@dataclass(frozen=True, repr=False)
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
        pieces = self._meant(pieces)
        while at < len(pieces):
            symbol, length = self._longest(pieces, at)
            if not length:
                return None
            found += [symbol] if symbol[0] else []
            at += length
        return Symbols("".join(letter for letter, _ in found), tuple(value for _, value in found))

    def mentions(self, text: str, letters: str) -> bool:
        """Whether a word with one of these letters stands anywhere in the text, whatever else does."""
        said = (self.wordings.get((word,), ("", None))[0] for word in split(text[:LONGEST]) or [])
        return any(letter in letters for letter in said if letter)

    def _meant(self, pieces: list[str]) -> list[str]:
        """The words without a slip of the finger; up to the first that is no word about time at all."""
        found = []
        for piece in pieces:
            known = piece in self._words or not piece.isalpha()
            found.append(piece if known else self._without_slip(piece))
            if not found[-1]:
                break
        return found

    def _without_slip(self, typed: str) -> str:
        """The one long word that is a slip away; "" when there are none, or two."""
        if len(typed) < LONG - 1:
            return ""
        near = [word for word in self._long_words if OSA.distance(typed, word, score_cutoff=1) <= 1]
        return near[0] if len(near) == 1 else ""

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(word for wording in self.wordings for word in wording)

    @cached_property
    def _long_words(self) -> tuple[str, ...]:
        """Words that may be typed with a slip. Numbers may not: "fourty" is not "fourth"."""
        found = {
            word for said, (letter, _) in self.wordings.items() if letter not in "TNQ" or not letter for word in said
        }
        return tuple(word for word in sorted(found) if len(word) >= LONG)

    def _longest(self, pieces: list[str], at: int) -> tuple[tuple[str, Any], int]:
        """The longest wording that begins here, and its length; 0 when there is none."""
        for length in range(min(LONGEST_WORDING, len(pieces) - at), 0, -1):
            known = self.wordings.get(tuple(pieces[at : at + length]))
            if known is not None:
                return known, length
        return _plain(pieces[at])


LONGEST_WORDING = 6
"""Words of one wording."""

LONG = 6
"""Letters of a word in which one slip is forgiven."""


def _plain(piece: str) -> tuple[tuple[str, Any], int]:
    if piece.isdigit():
        return ("N", piece), 1
    if piece == ":":
        return ("C", None), 1
    if not piece[:1].isdigit():
        return ("", None), 0
    return ("I", piece), 1


def split(text: str) -> list[str] | None:
    """Words, numbers, a few signs and ISO dates, without case and accents; None where any other sign stands."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).casefold()
    found = list(_PIECES.finditer(_POINT.sub(r"\1:\2", bare)))
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
