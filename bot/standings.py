"""What decides whether people may be written to, read for many at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TypeAlias

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import hours, people
from bot.contact import QuietWeeks, Standing
from bot.people import Community, Person
from bot.store import tables as t


@dataclass(frozen=True, slots=True)
class Known:
    """A person, their community, and how things stand between them and what Interlude starts by itself."""

    person: Person
    community: Community
    standing: Standing


Standings: TypeAlias = Mapping[str, Known]
"""By the person's id."""


async def of(tx: AsyncConnection, wanted: Iterable[tuple[str | None, str | None]]) -> Standings:
    """Each wanted person (community, person) as they stand now; whoever is not in that community is left out."""
    pairs = {(community, person) for community, person in wanted if community and person}
    query = select(*people.PERSON_COLUMNS).where(
        t.person.c.community.in_({community for community, _ in pairs}), t.person.c.id.in_({who for _, who in pairs})
    )
    found = [people.to_person(row) for row in await tx.execute(query)] if pairs else []
    return await of_people(tx, [person for person in found if (person.community, person.id) in pairs])


async def of_people(tx: AsyncConnection, found: Iterable[Person]) -> Standings:
    """The same for people who were read within this transaction."""
    here = list(found)
    circles = await _communities(tx, {person.community for person in here})
    known = {}
    for person in here:
        community, somebody = circles[person.community]
        known[person.id] = Known(person, community, _standing(person, community, somebody))
    return known


async def _communities(tx: AsyncConnection, ids: set[str]) -> dict[str, tuple[Community, bool]]:
    """Each community, and whether it has a named contact and a help line."""
    c = t.community.c
    contact = select(t.contact.c.id).where(t.contact.c.community == c.id).exists()
    line = select(t.help_line.c.id).where(t.help_line.c.community == c.id).exists()
    query = select(*people.COMMUNITY_COLUMNS, (contact & line).label("somebody")).where(c.id.in_(ids))
    rows = (await tx.execute(query)).all() if ids else []
    return {row.id: (Community(*tuple(row)[:-1]), bool(row.somebody)) for row in rows}


def _standing(person: Person, community: Community, somebody: bool) -> Standing:
    return Standing(
        person.time_zone,
        person.consent,
        person.paused_until,
        person.left_at is not None,
        somebody,
        hours.read(person.hours),
        person.region,
        quiet_weeks(community),
    )


def quiet_weeks(community: Community) -> QuietWeeks:
    """The community's quiet weeks as dates."""
    return _dates(tuple((str(first), str(last)) for first, last in community.quiet_weeks))


@lru_cache(maxsize=1024)
def _dates(told: tuple[tuple[str, str], ...]) -> QuietWeeks:
    return tuple((date.fromisoformat(first), date.fromisoformat(last)) for first, last in told)
