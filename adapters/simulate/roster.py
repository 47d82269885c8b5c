"""A list of people as a CSV file -> members; every mistake named with its line."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from zoneinfo import available_timezones

from adapters.simulate import roles
from adapters.simulate.members import Member
from bot.folding import fold
from bot.recurrence import valid_zone

NEEDED = ("name", "role", "time_zone")
COLUMNS = ("name", "email", "role", "time_zone", "language", "region", "co_lead", "team")
LARGEST = 5 << 20
"""Bytes. Ten thousand people need less than one of the five MiB."""

MOST = 20_000
LONGEST_CELL = 190
_HEADS = {
    "e mail": "email", "mail": "email", "courriel": "email", "nom": "name", "full name": "name", "role": "role",
    "timezone": "time_zone", "fuseau": "time_zone", "fuseau horaire": "time_zone", "langue": "language",
    "province": "region", "equipe": "team", "colead": "co_lead",
}  # fmt: skip
"""Other names of columns, folded."""

LANGUAGES = {"": "en", "english": "en", "anglais": "en", "french": "fr", "français": "fr", "francais": "fr"}
YES, NO = {"yes", "true", "1", "x", "oui", "y", "o"}, {"", "no", "false", "0", "non", "n"}
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class RosterError(ValueError):
    """Everything that is wrong with a roster, one line a mistake."""

    def __init__(self, mistakes: Sequence[str]) -> None:
        super().__init__("\n".join(mistakes))
        self.mistakes = list(mistakes)


def load(file: Path, known_region: Callable[[str], bool]) -> list[Member]:
    """The people of this file. Raises `RosterError` naming every mistake, and OSError when it cannot be opened."""
    if file.stat().st_size > LARGEST:
        raise RosterError([f"{file}: larger than {LARGEST} bytes; a list of people is not"])
    try:
        return read(file.read_bytes(), known_region)
    except RosterError as exc:
        raise RosterError([f"{file}: {mistake}" for mistake in exc.mistakes]) from exc


def read(held: bytes, known_region: Callable[[str], bool]) -> list[Member]:
    """The people of a file's bytes: UTF-8, with commas, semicolons or tabs between. Raises `RosterError`."""
    text = _decoded(held)
    head, rows = _rows(text)
    columns = _columns(head)
    reader = _Reader(known_region)
    members = [reader.member(line, dict(zip(columns, cells, strict=False)), cells, columns) for line, cells in rows]
    if not members and not reader.mistakes:
        reader.mistakes.append("there is nobody in it")
    if reader.mistakes:
        raise RosterError(reader.mistakes)
    return [member for member in members if member is not None]


def _decoded(held: bytes) -> str:
    if held.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in held:
        raise RosterError(["line 1: not UTF-8 text; save it as “CSV UTF-8”"])
    try:
        return held.decode("utf-8-sig")
    except UnicodeDecodeError as exc:
        line = held[: exc.start].count(b"\n") + 1
        raise RosterError([f"line {line}: a letter is not UTF-8; save the file as “CSV UTF-8”"]) from exc


def _rows(text: str) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """The first row, and the others with the line each begins on; empty lines at the end are left out."""
    first = text.partition("\n")[0]
    between = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=between, strict=True)
    rows: list[tuple[int, list[str]]] = []
    try:
        begins = 1
        for cells in reader:
            rows.append((begins, [cell.strip(" \u00a0") for cell in cells]))
            begins = reader.line_num + 1
    except csv.Error as exc:
        raise RosterError([f"line {reader.line_num}: cannot be read as a table: {exc}"]) from exc
    rows = [(line, cells) for line, cells in rows if any(cells)]
    if not rows:
        raise RosterError(["line 1: the file is empty"])
    if len(rows) > MOST:
        raise RosterError([f"more than {MOST} people"])
    return rows[0][1], rows[1:]


def _columns(head: Sequence[str]) -> list[str]:
    names = [_HEADS.get(fold(name), re.sub(r"[\s-]+", "_", name.casefold())) for name in head]
    mistakes = [f"line 1: there is no column {name!r}" for name in NEEDED if name not in names]
    mistakes += [f"line 1: unknown column {name!r}" for name in names if name not in COLUMNS]
    mistakes += [f"line 1: the column {name!r} stands there twice" for name in COLUMNS if names.count(name) > 1]
    if mistakes:
        raise RosterError(mistakes)
    return names


@dataclass(slots=True)
class _Reader:
    known_region: Callable[[str], bool]
    mistakes: list[str] = field(default_factory=list)
    seen: dict[tuple[str, str], int] = field(default_factory=dict)

    def member(self, line: int, told: Mapping[str, str], cells: Sequence[str], columns: Sequence[str]) -> Member | None:
        """The person of one line; None when the line could not be read as one."""
        mistakes = list(self._shape(cells, columns)) or list(self._values(told, line))
        self.mistakes += [f"line {line}: {mistake}" for mistake in mistakes]
        if mistakes:
            return None
        role, leads = roles.read(told["role"])
        leads = leads or told.get("co_lead", "").casefold() in YES
        return Member(
            told["name"], _zone(told["time_zone"]), role or roles.USUAL, leads,
            told.get("email", "").casefold(), _language(told.get("language", "")), told.get("region", "").upper(),
            told.get("team", ""), title=roles.spoken(told["role"]), known_role=bool(role or leads),
        )  # fmt: skip

    def _shape(self, cells: Sequence[str], columns: Sequence[str]) -> Iterator[str]:
        if len(cells) != len(columns):
            yield f"{len(cells)} cells; the first line has {len(columns)}"
        for name, cell in zip(columns, cells, strict=False):
            if cell.startswith(_FORMULA):
                yield f"{name}: {cell[:40]!r} looks like a formula"
            elif len(cell) > LONGEST_CELL or not cell.isprintable():
                yield f"{name}: longer than {LONGEST_CELL} characters, or with characters nobody sees"

    def _values(self, told: Mapping[str, str], line: int) -> Iterator[str]:
        yield from (f"{name}: missing" for name in NEEDED if not told[name])
        if told["time_zone"] and not _zone(told["time_zone"]):
            yield f"time_zone: {told['time_zone']!r} is not an IANA time zone such as America/Toronto"
        if _language(told.get("language", "")) not in ("en", "fr"):
            yield f"language: {told['language']!r} is neither en nor fr"
        if told.get("region") and not self.known_region(told["region"].upper()):
            yield f"region: {told['region']!r} is not a region such as CA-ON, GB-ENG or NZ{self._meant(told['region'])}"
        if told.get("co_lead", "").casefold() not in YES | NO:
            yield f"co_lead: {told['co_lead']!r} is neither yes nor no"
        yield from self._email(told.get("email", ""))
        yield from self._twice(told, line)

    def _meant(self, region: str) -> str:
        """A province without its country."""
        return f"; perhaps CA-{region.upper()}" if self.known_region(f"CA-{region.upper()}") else ""

    def _email(self, email: str) -> Iterator[str]:
        before, at, after = email.partition("@")
        if email and not (before and at and "." in after and " " not in email and "@" not in after):
            yield f"email: {email!r} is not an e-mail address"

    def _twice(self, told: Mapping[str, str], line: int) -> Iterator[str]:
        for name in ("name", "email"):
            held = told.get(name, "").casefold()
            first = self.seen.setdefault((name, held), line)
            if held and first != line:
                yield f"{name}: {told[name]!r} stands on line {first} already"


def _zone(told: str) -> str:
    """The time zone as it is spelt; "" for none."""
    return told if valid_zone(told) else _zones().get(told.casefold().replace(" ", "_"), "")


@lru_cache(maxsize=1)
def _zones() -> dict[str, str]:
    """Every zone by its name in small letters."""
    return {zone.casefold(): zone for zone in available_timezones() if "/" in zone}


def _language(told: str) -> str:
    folded = told.casefold()
    return LANGUAGES.get(folded, re.split("[-_]", folded)[0])
