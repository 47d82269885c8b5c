"""A season to try out: its events, rhythm and quiet weeks, and how its people answer. Read from a file, every mistake
named."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, TypeVar

from bot.circle_file import CircleError, check
from bot.recurrence import valid_zone

Table = Mapping[str, Any]
Read = TypeVar("Read")

LANGUAGES = ("en", "fr")
HABITS = ("at_once", "late", "never", "silent")
"""Answers straight away; hours or days later; not at all; at first, and then no more."""

LONGEST = 260
"""Weeks: five years."""

_KEYS = {
    "": {"seed", "weeks", "prompts_a_week", "events", "rhythm", "quiet_weeks", "habits", "breaks"},
    "events": {"title", "day", "on", "start", "end", "time_zone", "agenda", "questions"},
    "quiet_weeks": {"day", "on", "days"},
    "habits": set(HABITS),
    "breaks": {"share", "weeks"},
}


class SeasonError(ValueError):
    """Everything that is wrong with a season file, one line a mistake."""

    def __init__(self, mistakes: list[str]) -> None:
        super().__init__("\n".join(mistakes))
        self.mistakes = mistakes


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the season: a date, or so many days after the first one."""

    on: date | None = None
    after: int = 0

    def of(self, first: date) -> date:
        """The date in a season that begins on `first`."""
        return self.on or first + timedelta(days=self.after)


@dataclass(frozen=True, slots=True)
class Gathering:
    """An event of the season. Times are local to `zone`; `title` and `agenda` by language. `soon`: its questions come
    two hours after it, and not on the next weekday."""

    title: Mapping[str, str]
    day: Day
    start: time
    end: time
    zone: str
    agenda: Mapping[str, str]
    soon: bool = False


@dataclass(frozen=True, slots=True)
class Season:
    """`rhythm` as in a community file; `quiet`: first day and how many; `habits`: how many of a hundred people;
    `breaks_share` of a hundred take a break of `break_weeks`."""

    seed: int = 1
    weeks: int = 8
    prompts_a_week: int = 1
    events: tuple[Gathering, ...] = ()
    rhythm: Mapping[str, Any] = field(default_factory=dict)
    quiet: tuple[tuple[Day, int], ...] = ()
    habits: Mapping[str, int] = field(default_factory=lambda: {"at_once": 100})
    breaks_share: int = 0
    break_weeks: int = 3

    def quiet_weeks(self, first: date) -> list[list[str]]:
        """First and last day of each quiet time, as ISO dates."""
        spans = ((day.of(first), days) for day, days in self.quiet)
        return [[start.isoformat(), (start + timedelta(days=days - 1)).isoformat()] for start, days in spans]


def read(table: Table) -> Season:
    """The season of a file. Raises `SeasonError` naming every mistake."""
    reader = _Reader()
    reader.keys("", table)
    season = Season(
        seed=reader.number("seed", table.get("seed", 1), 0, 2**31),
        weeks=reader.number("weeks", table.get("weeks", 8), 1, LONGEST),
        prompts_a_week=reader.number("prompts_a_week", table.get("prompts_a_week", 1), 1, 7),
        events=tuple(reader.event(where, told) for where, told in reader.several("events", table)),
        rhythm=reader.rhythm(table.get("rhythm", {})),
        quiet=tuple(reader.quiet(where, told) for where, told in reader.several("quiet_weeks", table)),
        habits=reader.habits(table.get("habits", {"at_once": 100})),
        breaks_share=reader.of_breaks(table, "share", 0, 0, 100),
        break_weeks=reader.of_breaks(table, "weeks", 3, 1, 52),
    )
    if reader.mistakes:
        raise SeasonError(reader.mistakes)
    return season


class _Reader:
    """Collects mistakes; what cannot be read is named, and something harmless stands in its place."""

    def __init__(self) -> None:
        self.mistakes: list[str] = []

    def keys(self, kind: str, table: Any, where: str = "") -> bool:
        if not isinstance(table, Mapping):
            self.mistakes.append(f"{where or kind}: expected a table")
            return False
        place = f"{where or kind}: " if where or kind else ""
        self.mistakes += [f"{place}unknown key {key!r}" for key in table if key not in _KEYS[kind]]
        return True

    def several(self, kind: str, table: Table) -> Iterator[tuple[str, Table]]:
        told = table.get(kind, [])
        if not isinstance(told, list):
            self.mistakes.append(f"{kind}: expected a list")
            return
        for n, item in enumerate(told):
            if self.keys(kind, item, f"{kind}[{n}]"):
                yield f"{kind}[{n}]", item

    def number(self, where: str, held: Any, least: int, most: int) -> int:
        if type(held) is not int or not least <= held <= most:
            self.mistakes.append(f"{where}: expected a whole number from {least} to {most}")
            return least
        return held

    def event(self, where: str, told: Table) -> Gathering:
        start, end = (self._value(f"{where}.{key}", told.get(key), _clock, "14:00") for key in ("start", "end"))
        if start and end and end <= start:
            self.mistakes.append(f"{where}.end: the event would end before it starts")
        zone = str(told.get("time_zone", "America/Toronto"))
        if not valid_zone(zone):
            self.mistakes.append(f"{where}.time_zone: {zone!r} is not an IANA time zone such as America/Toronto")
        title = self._words(f"{where}.title", told.get("title"), needed=True)
        agenda = self._words(f"{where}.agenda", told.get("agenda", ""))
        questions = told.get("questions", "next day")
        if questions not in ("next day", "2 hours"):
            self.mistakes.append(f'{where}.questions: expected "next day" or "2 hours"')
        soon = questions == "2 hours"
        return Gathering(title, self.day(where, told), start or time(), end or time(), zone, agenda, soon)

    def quiet(self, where: str, told: Table) -> tuple[Day, int]:
        return self.day(where, told), self.number(f"{where}.days", told.get("days", 7), 1, 100)

    def day(self, where: str, told: Table) -> Day:
        if ("day" in told) == ("on" in told):
            self.mistakes.append(f"{where}: expected a day (days after the first one) or on (a date), and not both")
            return Day()
        if "day" in told:
            return Day(after=self.number(f"{where}.day", told["day"], 0, LONGEST * 7))
        return Day(on=self._value(f"{where}.on", told["on"], _date, "2027-03-15"))

    def habits(self, told: Any) -> Mapping[str, int]:
        if not self.keys("habits", told):
            return {}
        shares = {name: self.number(f"habits.{name}", told.get(name, 0), 0, 100) for name in HABITS}
        if sum(shares.values()) != 100:
            self.mistakes.append(f"habits: they make {sum(shares.values())} of a hundred people")
        return shares

    def of_breaks(self, table: Table, key: str, usual: int, least: int, most: int) -> int:
        told = table.get("breaks", {})
        if key == "share" and not self.keys("breaks", told):
            return usual
        return self.number(f"breaks.{key}", told.get(key, usual), least, most) if isinstance(told, Mapping) else usual

    def rhythm(self, told: Any) -> Mapping[str, Any]:
        try:
            check({"community": {"name": "a season"}, "rhythm": told})
        except CircleError as exc:
            self.mistakes += exc.mistakes
            return {}
        return dict(told)

    def _words(self, where: str, told: Any, *, needed: bool = False) -> Mapping[str, str]:
        """One text for both languages, or one in each."""
        both = dict.fromkeys(LANGUAGES, told) if isinstance(told, str) else told
        if not isinstance(both, Mapping) or set(both) != set(LANGUAGES) or not all(map(_is_text, both.values())):
            self.mistakes.append(f"{where}: expected a text, or en and fr, each a text")
            return dict.fromkeys(LANGUAGES, "")
        if needed and not all(text.strip() for text in both.values()):
            self.mistakes.append(f"{where}: missing")
        return dict(both)

    def _value(self, where: str, held: Any, parse: Callable[[Any], Read], such_as: str) -> Read | None:
        try:
            return parse(held)
        except (ValueError, TypeError):
            self.mistakes.append(f"{where}: expected something such as {such_as}, not {held!r}")
            return None


def _is_text(held: Any) -> bool:
    return isinstance(held, str) and len(held) <= 4_000


def _clock(held: Any) -> time:
    """A time of day; TOML's own times are taken as well."""
    return held.replace(tzinfo=None) if isinstance(held, time) else time.fromisoformat(held).replace(tzinfo=None)


def _date(held: Any) -> date:
    """A date between 2000 and 2100. Raises ValueError for any other."""
    found = held if isinstance(held, date) and not isinstance(held, datetime) else date.fromisoformat(held)
    if not 2000 <= found.year <= 2100:
        raise ValueError(held)
    return found
