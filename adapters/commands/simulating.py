"""`interlude simulate`: plays a season before a real person is contacted; ends with 1 when something happened that must
never happen."""

from __future__ import annotations

import gc
import os
import sys
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path

from adapters.commands.problem import said_plainly, say
from adapters.simulate import checks, page, report, roster
from adapters.simulate.checks import Breach
from adapters.simulate.members import Member, made_up, with_habits
from adapters.simulate.run import Played, play
from adapters.simulate.words import Words
from bot import content, holidays, season
from bot.season import Season

MADE_UP_FIRST = date(2027, 3, 1)
"""The made-up community's first day: the clocks change in its season, in North America, in Britain and in Auckland."""

STAND_IN = "Organiser (made up)"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for on the command line. `weeks`: instead of the season's own number."""

    roster: Path | None = None
    season: Path | None = None
    first: date | None = None
    weeks: int | None = None
    json: Path | None = None
    html: Path | None = None
    lang: str = "en"


async def run(wanted: Wanted) -> int:
    """Play it, write what was asked for and print the rest. 0 when nothing happened that must not, else 1."""
    with said_plainly():
        pack = content.load(Path(os.environ.get("INTERLUDE_CONTENT") or content.SHIPPED))
        chosen = _season(wanted)
        members = _members(wanted, chosen)
    _outlive_the_garbage()
    played = await play(pack, members, chosen, wanted.first or _first(wanted))
    found = checks.breaches(played)
    words = Words(pack, wanted.lang)
    with said_plainly():
        _write(wanted, played, found, words)
    if wanted.json != Path("-"):  # then rows alone are wanted
        for line in report.lines(played, found, words):
            say(line)
    return 1 if found else 0


def _outlive_the_garbage() -> None:
    """The content stays as long as the process: looking it over again and again takes a tenth of the time."""
    gc.collect()
    gc.freeze()


def _season(wanted: Wanted) -> Season:
    """The season of the file. Its mistakes are named with the file."""
    file = wanted.season or content.SHIPPED / "season.toml"
    try:
        table = tomllib.loads(file.read_text("utf-8"))
        chosen = season.read(table)
    except ValueError as exc:
        raise ValueError("\n".join(f"{file}: {line}" for line in str(exc).splitlines())) from exc
    return chosen if wanted.weeks is None else replace(chosen, weeks=wanted.weeks)


def _members(wanted: Wanted, chosen: Season) -> list[Member]:
    """Breaks are played for made-up people, or when the season is the organiser's own."""
    breaks = wanted.roster is None or wanted.season is not None
    people = made_up() if wanted.roster is None else roster.load(wanted.roster, holidays.valid)
    return with_habits(_with_an_organiser(people), chosen, breaks=breaks)


def _with_an_organiser(people: Sequence[Member]) -> list[Member]:
    """Somebody must read check-ins, else none goes out."""
    if any(member.organiser for member in people):
        return list(people)
    return [*people, Member(STAND_IN, people[0].zone, "organiser", stands_in=True)]


def _first(wanted: Wanted) -> date:
    """A roster's season begins next Monday."""
    if wanted.roster is None:
        return MADE_UP_FIRST
    today = datetime.now().astimezone().date()
    return today + timedelta(days=7 - today.weekday())


def _write(wanted: Wanted, played: Played, found: Sequence[Breach], words: Words) -> None:
    if wanted.json == Path("-"):
        report.write_json(played.rows, sys.stdout)
    elif wanted.json is not None:
        with wanted.json.open("w", encoding="utf-8") as out:
            report.write_json(played.rows, out)
    if wanted.html is not None:
        wanted.html.write_text(page.page(played, found, words), "utf-8")
