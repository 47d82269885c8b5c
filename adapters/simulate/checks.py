"""Looks over a season that was played, without trusting the engine: what must not have happened, and how much each
person got."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from adapters.simulate.ledger import Planned
from adapters.simulate.members import Member
from adapters.simulate.run import Played
from bot.holidays import is_holiday

QUIET_FROM, QUIET_TO = time(21), time(8)
EXEMPT = "change"
"""The engine's kind that takes no place in a week: an event was moved or called off."""

SATURDAY = 5
KINDS = ("quiet", "day_off", "budget", "late", "fault")


@dataclass(frozen=True, slots=True)
class Breach:
    """Something that must not happen. `kind`: one of `KINDS`."""

    kind: str
    planned: Planned


@dataclass(frozen=True, slots=True)
class Load:
    """What one person got. `busiest`: the most in one of their weeks."""

    member: Member
    sent: int
    moved: int
    skipped: int
    busiest: int


def breaches(played: Played) -> list[Breach]:
    """Every message that should not have been sent when it was."""
    quiet = [
        (date.fromisoformat(first), date.fromisoformat(last))
        for first, last in played.season.quiet_weeks(played.first)
    ]  # fmt: skip
    found: list[Breach] = []
    for planned in played.rows:
        if planned.sent is not None:
            found += [Breach(kind, planned) for kind in _wrong(planned, planned.sent, quiet)]
    found += [Breach("fault", planned) for planned in played.rows if planned.fault]
    return found + [Breach("budget", planned) for planned in _too_many(played)]


def _wrong(planned: Planned, sent: datetime, quiet: Sequence[tuple[date, date]]) -> list[str]:
    wrong = []
    if sent.time() >= QUIET_FROM or sent.time() < QUIET_TO:
        wrong.append("quiet")
    day = sent.date()
    in_quiet_week = any(first <= day <= last for first, last in quiet)
    if day.weekday() >= SATURDAY or in_quiet_week or is_holiday(planned.member.region, day):
        wrong.append("day_off")
    if planned.kind == "check_in" and day != planned.planned.date():
        wrong.append("late")
    return wrong


def _too_many(played: Played) -> list[Planned]:
    """What went beyond a person's week, in the order it was sent."""
    counted: Counter[tuple[str, int, int]] = Counter()
    over = []
    for planned in sorted(played.rows, key=lambda p: p.sent or p.planned):
        if planned.sent is None or planned.source == EXEMPT:
            continue
        week = planned.sent.isocalendar()
        key = (planned.member.name, week.year, week.week)
        counted[key] += 1
        if counted[key] > played.season.prompts_a_week:
            over.append(planned)
    return over


def loads(played: Played) -> list[Load]:
    """Each person's load, in the order of the list."""
    rows: dict[str, list[Planned]] = {member.name: [] for member in played.members if not member.stands_in}
    for planned in played.rows:
        rows[planned.member.name].append(planned)
    return [_load(member, rows[member.name]) for member in played.members if not member.stands_in]


def _load(member: Member, rows: Sequence[Planned]) -> Load:
    weeks = Counter(planned.sent.isocalendar()[:2] for planned in rows if planned.sent is not None)
    status = Counter(planned.status for planned in rows)
    return Load(
        member, sum(weeks.values()), status["moved"], status["skipped"], max(weeks.values(), default=0)
    )  # fmt: skip
