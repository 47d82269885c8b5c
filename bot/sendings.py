"""What Interlude sent by itself, person by person, what was held back, and what did not arrive. Never who answered.

Answers, help and reminders are left out: each of them tells that somebody asked, or has not answered.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeAlias

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import people, reasons
from bot.people import Person
from bot.store import tables as t

LOOK_BACK = timedelta(days=30)

SHOWN = ("welcome", "change", "event", "news", "feedback", "check_in", "role", "result", "digest")
"""The kinds a report may tell of. A new kind is not told of before somebody has thought about it."""


Reasons: TypeAlias = Counter[tuple[str, str]]
"""How many, by kind and the phrase that says why."""


@dataclass(frozen=True, slots=True)
class Sendings:
    """One person's month. `arrived`: messages by kind. `held`: those kept back on purpose, by kind and the phrase that
    says why; `missed`: those with which we could not reach them."""

    person: Person
    arrived: Counter[str] = field(default_factory=Counter)
    held: Reasons = field(default_factory=Counter)
    missed: Reasons = field(default_factory=Counter)


def why(counted: Reasons) -> list[str]:
    """The phrases of the reasons, the most frequent first."""
    found: Counter[str] = Counter()
    for (_, phrase), n in counted.items():
        found[phrase] += n
    return [phrase for phrase, _ in found.most_common()]


async def of_community(tx: AsyncConnection, community: str, now: datetime) -> list[Sendings]:
    """Everybody of a community, by name."""
    found = {person.id: Sendings(person) for person in await people.everybody(tx, community)}
    d = t.delivery.c
    query = (
        select(d.person, d.kind, d.status, d.reason, func.count())
        .where(
            d.person.in_(select(t.person.c.id).where(t.person.c.community == community)),
            d.community == community,
            d.done_at >= now - LOOK_BACK,
            d.kind.in_(SHOWN),
        )
        .group_by(d.person, d.kind, d.status, d.reason)
    )
    for person, kind, status, reason, n in await tx.execute(query):
        if person in found:
            _count(found[person], kind, status, reason, n)
    return sorted(found.values(), key=lambda one: one.person.name)


def _count(one: Sendings, kind: str, status: str, reason: str, n: int) -> None:
    if status == "sent":
        one.arrived[kind] += n
    elif phrase := reasons.phrase(reason) or (reasons.FAULT if status == "failed" else ""):
        (one.held if phrase in reasons.HELD else one.missed)[kind, phrase] += n
