"""A word that waits -> the people who answer words: one message, and one reminder. Who asked is not in it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import addresses, keepers, word_clock, wordlog
from bot.people import Person
from bot.turn import Prompt
from bot.wordlog import Gap


async def answerers(tx: AsyncConnection, community: str, now: datetime) -> list[Person]:
    """Who answers words and can be written to now, in the order they were named."""
    named = (await keepers.keepers(tx, community))[keepers.STEWARD]
    reached = await addresses.best(tx, community, [person.id for person in named]) if named else {}
    return [person for person in named if person.id in reached and _listens(person, now)]


def _listens(person: Person, now: datetime) -> bool:
    resting = person.paused_until is not None and person.paused_until > now
    return person.consent != "no" and not resting


async def pass_on(
    tx: AsyncConnection, gap: Gap, people: Sequence[Person], asker: Person | None, now: datetime
) -> tuple[Prompt, ...]:
    """The first of these people is told at a kind hour, all of them are reminded once. Nothing when one was told.

    Whoever asked and answers words themselves needs no message, only the reminder.
    """
    if not people or not await wordlog.passed_on(tx, gap, now):
        return ()
    key = f"word:{gap.id}:{now.isoformat()}"
    first = people[0]
    told = [Prompt("word", first, "answering.asked", f"{key}:{first.id}", (gap.id,))]
    reminded = [
        Prompt("word", p, "answering.again", f"{key}:again:{p.id}", (gap.id,), word_clock.reminder(now, p.time_zone))
        for p in people
    ]
    return (*(told if asker is None or asker.id != first.id else []), *reminded)
