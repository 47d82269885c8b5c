"""What was expected against what arrived."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from bot.inbox import short
from bot.kinds import KINDS
from bot.store.types import AnyRow
from tests.chaos.crowd import Heard
from tests.chaos.unkind import Unkind


@dataclass
class Tally:
    """`doubts`: on the platform that cannot be asked, with the written policy of the kind (`bot.kinds.Kind.again`)."""

    inputs: int = 0
    occurrences: int = 0
    messages: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    doubts: Counter[str] = field(default_factory=Counter)


def occurrences(schedules: Iterable[AnyRow], days: Sequence[date], events: dict[str, str]) -> set[str]:
    """The once-only keys of everything that came round on the days that were visited: each person's check-in of each
    of them, and their feedback on each event."""
    keys = set[str]()
    for row in schedules:
        if row.kind == "check_in":
            keys |= {f"check_in:{row.id}:{day.isoformat()}T10:00:00" for day in days}
        elif row.kind == "feedback":
            keys.add(f"feedback:{row.id}:{events[row.subject]}T10:00:00")
    return keys


def answers(heard: Iterable[Heard]) -> set[str]:
    """The once-only keys of the answers to what was acknowledged."""
    return {f"{'memory' if h.who.deaf else 'slack'}:{h.who.workspace}:{short(h.event)}:0" for h in heard}


def compare(
    rows: Sequence[AnyRow], expected: set[str], heard: Sequence[Heard], platform: Unkind, now: datetime
) -> Tally:
    """Every delivery, expected or not, judged by what the platform has."""
    tally = Tally(inputs=len(heard), messages=len(platform.effects))
    known = {row.key: row for row in rows}
    tally.lost += [f"{key}: no delivery was ever made" for key in sorted((expected | answers(heard)) - set(known))]
    posted, marks = platform.posted, {row.id for row in rows}
    tally.doubled += [f"{mark}: arrived, and no delivery has this mark" for mark in posted if mark not in marks]
    for row in rows:
        _judge(row, posted[row.id], platform.edits[row.id], row.key in expected, tally, now)
    return tally


def _judge(row: AnyRow, posts: int, edits: int, expected: bool, tally: Tally, now: datetime) -> None:
    tally.occurrences += expected or (row.prompted and row.status != "skipped" and posts > 0)
    deaf, what = row.lane.startswith("memory:"), f"{row.kind} {row.key} ({row.status}, {row.attempts} tries)"
    if row.status == "skipped" and not posts:
        tally.skipped[f"{row.kind}: {row.reason}"] += 1
        tally.lost += [f"{what}: {row.reason}"] if expected else []
    elif row.status == "pending" and row.not_before > now and not row.attempts and not posts:
        tally.lost += [f"{what}: still waiting, {row.reason}"] if expected else []
    elif posts > 1 or (posts and row.status != "sent"):
        _too_often(row, posts, deaf, what, tally)
    elif row.status == "unknown" and deaf:
        tally.doubts[_doubt(row, posts)] += 1
    elif row.status != "sent" or not (posts or edits):
        tally.lost.append(f"{what}: posted {posts} times; {row.reason}")


def _too_often(row: AnyRow, posts: int, deaf: bool, what: str, tally: Tally) -> None:
    """More is there than was marked: a doubt where nobody could ask, and the kind says so; else a fault of ours."""
    again = KINDS[row.kind].again
    ends = ("sent", "skipped") if again else ("unknown",)  # skipped: it was to be sent again, and its time had passed
    if deaf and row.status in ends and (again or posts == 1):
        tally.doubts[_doubt(row, posts)] += 1
    elif posts > 1:
        tally.doubled.append(f"{what}: arrived {posts} times")
    else:
        tally.lost.append(f"{what}: arrived, and is not marked as sent")


def _doubt(row: AnyRow, posts: int) -> str:
    policy = "sent again" if KINDS[row.kind].again else "left alone"
    return f"{row.kind}: {policy} when nobody knew; arrived {posts} times"
