"""Who looks after a community's words: who answers what nobody has explained yet, and whose yes an entry needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import addresses
from bot.people import PERSON_COLUMNS, Person, to_person
from bot.store import tables as t
from bot.terms import REVIEWERS

STEWARD = "steward"
PARTS = (STEWARD, *REVIEWERS)


async def keepers(tx: AsyncConnection, community: str) -> Mapping[str, list[Person]]:
    """The people of each part, in the order they were named; whoever has left is not among them."""
    k = t.word_keeper.c
    query = (
        select(*PERSON_COLUMNS, k.part)
        .join(t.word_keeper, k.person == t.person.c.id)
        .where(k.community == community, t.person.c.community == community, t.person.c.left_at.is_(None))
        .order_by(k.position, t.person.c.name)
    )
    found: dict[str, list[Person]] = {part: [] for part in PARTS}
    for row in await tx.execute(query):
        found.setdefault(row.part, []).append(to_person(row))
    return found


async def set_part(tx: AsyncConnection, community: str, part: str, people: Sequence[Person]) -> None:
    """Exactly these people have the part. Raises ValueError for a part there is not."""
    if part not in PARTS:
        raise ValueError(f"{part!r} is none of {', '.join(PARTS)}")
    k = t.word_keeper.c
    await tx.execute(delete(t.word_keeper).where(k.community == community, k.part == part))
    ids = dict.fromkeys(person.id for person in people if person.community == community)
    rows = [{"community": community, "person": person, "part": part, "position": n} for n, person in enumerate(ids)]
    if rows:
        await tx.execute(insert(t.word_keeper), rows)


async def steward(tx: AsyncConnection, community: str) -> Person | None:
    """Who is asked about a word nobody has explained: the first one named who can be reached."""
    named = (await keepers(tx, community))[STEWARD]
    reached = await addresses.best(tx, community, [person.id for person in named]) if named else {}
    return next((person for person in named if person.id in reached), None)


async def parts_of(tx: AsyncConnection, person: Person) -> frozenset[str]:
    """Every part this person has, answering words included."""
    found = await keepers(tx, person.community)
    return frozenset(part for part, people in found.items() if person.id in {somebody.id for somebody in people})


async def may_approve(tx: AsyncConnection, person: Person) -> frozenset[str]:
    """The parts for which this person's yes to an entry counts: "patient_partner", "researcher", both or none."""
    return await parts_of(tx, person) & frozenset(REVIEWERS)
