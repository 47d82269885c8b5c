"""The only door to somebody else's data: who may see what.

An organiser may arrange things; a *reader* is one of the people named to the person before they answered. Nothing here
tells an outsider whether something exists: what one may not see is simply not there.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import answers, events, people
from bot.answers import Answer
from bot.events import Event
from bot.people import Person


def may_organise(person: Person | None) -> bool:
    """Whether this person arranges things for their community."""
    return person is not None and person.organiser and person.left_at is None


async def check_in_readers(tx: AsyncConnection, person: Person) -> list[Person]:
    """Who will read this person's check-in: the organisers, but never the partner in a co-lead pair."""
    return await people.organisers_but_partners(tx, person)


async def feedback_readers(tx: AsyncConnection, event: Event) -> list[Person]:
    """Who may read the feedback on an event: whoever made it, and the community's organisers."""
    found = {person.id: person for person in await people.organisers(tx, event.community)}
    found |= await people.find(tx, event.community, [event.made_by])
    return sorted((p for p in found.values() if p.left_at is None), key=lambda p: p.name)


async def feedback(tx: AsyncConnection, reader: Person, event: Event) -> list[Answer]:
    """The feedback on an event this person may read: they were named to those who gave it, and still would be."""
    if reader.id not in {named.id for named in await feedback_readers(tx, event)}:
        return []
    given = await answers.given(tx, event.community, "feedback", subject=event.id)
    return [answer for answer in given if reader.id in answer.readers]


async def check_ins(tx: AsyncConnection, reader: Person, since: datetime) -> list[Answer]:
    """The check-in answers given since (UTC) that this person was named as a reader of, while they organise."""
    if not may_organise(reader):
        return []
    given = await answers.given(tx, reader.community, "check_in", since=since)
    return [answer for answer in given if reader.id in answer.readers]


async def event(tx: AsyncConnection, reader: Person, event_id: str) -> Event | None:
    """An event this person may arrange or report on; None for everybody else, and for one that is not there."""
    found = await events.one(tx, reader.community, event_id)
    if found is None or reader.left_at is not None or not (may_organise(reader) or found.made_by == reader.id):
        return None
    return found


def names(readers: Sequence[Person], last: str) -> str:
    """Names in a sentence: "Rosa, Sam and Lee", with `last` as the word before the last one."""
    listed = [reader.name for reader in readers]
    if len(listed) < 2:
        return "".join(listed)
    return f"{', '.join(listed[:-1])} {last} {listed[-1]}"
