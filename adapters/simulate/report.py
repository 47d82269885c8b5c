"""A season as lines of text, and as one JSON row for each thing planned."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TextIO

from adapters.simulate import checks
from adapters.simulate.checks import Breach, Load
from adapters.simulate.ledger import Planned
from adapters.simulate.members import Member
from adapters.simulate.run import Played
from adapters.simulate.words import Words


def write_json(rows: Sequence[Planned], out: TextIO) -> None:
    """One row a line."""
    for planned in rows:
        out.write(json.dumps(planned.to_json(), ensure_ascii=False) + "\n")


def lines(played: Played, found: Sequence[Breach], words: Words) -> Iterator[str]:
    """What each person would receive and when, how much that is, and what must not happen."""
    yield intro(played, words)
    if any(member.stands_in for member in played.members):
        yield words.text("season.stand_in")
    yield from unknown_roles(played, words)
    yield from outside(played, words)
    for load in checks.loads(played):
        yield from _person(load, [p for p in played.rows if p.member.name == load.member.name], words)
    yield from _loads(checks.loads(played), words)
    yield from _reasons(played.rows, words)
    yield from promises(played, found, words)


def intro(played: Played, words: Words) -> str:
    people = [member for member in played.members if not member.stands_in]
    places, first = len({member.zone for member in people}), words.date(played.first)
    return words.text("season.intro", people=len(people), places=places, weeks=played.season.weeks, first=first)


def unknown_roles(played: Played, words: Words) -> Iterator[str]:
    """Which roles of the list were not known, if any."""
    titles = sorted({member.title for member in played.members if not member.known_role})
    if titles:
        yield words.text("season.unknown_roles", roles=", ".join(titles))


def outside(played: Played, words: Words) -> Iterator[str]:
    """Events of the season that are on none of its days, if any."""
    days = [(one, one.day.of(played.first)) for one in played.season.events]
    titles = [one.title[words.lang] for one, day in days if not played.first <= day < played.last]
    if titles:
        yield words.text("season.outside", titles=", ".join(titles))


def heading(member: Member, words: Words) -> str:
    """ "Ada Bell · Halifax · patient partner, co-lead"."""
    return " · ".join((member.name, words.place(member), words.role(member)))


def _person(load: Load, rows: Sequence[Planned], words: Words) -> Iterator[str]:
    yield f"\n{heading(load.member, words)}"
    for planned in rows:
        why = f" ({words.why(planned.reason)})" if planned.reason else ""
        yield f"  {words.moment(planned.planned)}  {words.kind(planned.kind)}: {words.fate(planned)}{why}"


def _loads(loads: Sequence[Load], words: Words) -> Iterator[str]:
    yield f"\n{words.text('season.load')}"
    head = ("person", "messages", "busiest", "moved", "skipped")
    rows = [tuple(words.text(f"season.col_{name}") for name in head)]
    rows += [(each.member.name, *map(str, (each.sent, each.busiest, each.moved, each.skipped))) for each in loads]
    widths = [max(len(row[n]) for row in rows) for n in range(len(head))]
    for row in rows:
        yield "  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def reasons(rows: Iterable[Planned], words: Words) -> list[tuple[str, str, str, int]]:
    """What, what became of it, why, and how many times; the most frequent first."""
    told = Counter(
        (words.kind(p.kind), words.text(f"season.col_{p.status}"), words.why(p.reason)) for p in rows if p.reason
    )
    return [(*key, times) for key, times in told.most_common()]


def _reasons(rows: Sequence[Planned], words: Words) -> Iterator[str]:
    found = reasons(rows, words)
    if found:
        yield f"\n{words.text('season.reasons')}"
        yield from (f"  {times:>6}  {kind}: {status}, {why}" for kind, status, why, times in found)


def promises(played: Played, found: Sequence[Breach], words: Words) -> Iterator[str]:
    """What must never happen, and how many times it did."""
    yield f"\n{words.text('season.promises')}"
    for text, times in promised(played, found, words):
        yield f"  {times:>6}  {text}"
    yield words.text("season.unclean", times=len(found)) if found else words.text("season.clean")
    for breach in found[:50]:
        when = breach.planned.sent or breach.planned.planned
        yield f"  {breach.planned.member.name}: {words.kind(breach.planned.kind)}, {words.moment(when)}"


def promised(played: Played, found: Sequence[Breach], words: Words) -> list[tuple[str, int]]:
    """Each promise in words, with how many times it was broken."""
    times = Counter(breach.kind for breach in found)
    limit = played.season.prompts_a_week
    texts = {
        "quiet": words.text("season.breach_quiet"),
        "day_off": words.text("season.breach_day_off"),
        "budget": words.text("season.breach_budget", limit=limit),
        "late": words.text("season.breach_late"),
        "fault": words.text("season.breach_fault"),
    }
    return [(texts[kind], times[kind]) for kind in checks.KINDS]
