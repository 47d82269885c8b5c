"""The versions of a community's entries as rows: written, read, and looked up."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import people
from bot.people import Person
from bot.store import tables as t
from bot.store.types import AnyRow
from bot.term_table import from_table, to_table
from bot.terms import Term

log = logging.getLogger("interlude.entries")

LIVE = ("answered", "approved")
"""The states in which a version is used."""

DRAFT = "draft"
KEEP_DRAFT = timedelta(days=30)

_E = t.entry.c


@dataclass(frozen=True, slots=True)
class Version:
    """One version of an entry. `lang` is the language it was written in: a version changes no other one's wording.

    `state`: "draft" (seen by its writer alone), "proposed", "answered" (used at once, as a draft), "approved",
    "refused", "replaced" or "undone".
    `by` wrote it and `decided_by` (an id) ended it; None once they are not there any more. `gap` is the id of the
    missing word it answers. Times are UTC.
    """

    id: str
    slug: str
    number: int
    term: Term
    state: str
    by: Person | None
    at: datetime
    gap: str | None
    lang: str
    decided_at: datetime | None = None
    decided_by: str | None = None


async def add(
    tx: AsyncConnection, person: Person, term: Term, now: datetime, state: str, *, gap: str | None, lang: str
) -> Version:
    """Write the next version. Whoever reviewed what stood before has not seen this one: their names are not kept."""
    newest = await tx.scalar(select(func.max(_E.number)).where(_E.community == person.community, _E.slug == term.slug))
    bare = replace(term, reviewed_by_patient_partner="", reviewed_by_researcher="", reviews={})
    made = Version(t.new_id(), term.slug, (newest or 0) + 1, bare, state, person, now, gap, term.spoken(lang))
    values = {
        "id": made.id, "community": person.community, "slug": made.slug, "number": made.number, "body": to_table(bare),
        "lang": made.lang, "state": state, "person": person.id, "gap": gap, "made_at": now,
    }  # fmt: skip
    await tx.execute(insert(t.entry).values(values))
    return made


async def keep_draft(
    tx: AsyncConnection, person: Person, term: Term, now: datetime, *, gap: str | None, lang: str
) -> Version:
    """What somebody has written and only they have seen. An older draft of theirs for the same entry goes."""
    mine = (_E.community == person.community) & (_E.person == person.id) & (_E.state == DRAFT)
    await tx.execute(delete(t.entry).where(mine, _E.slug == term.slug))
    return await add(tx, person, term, now, DRAFT, gap=gap, lang=lang)


async def draft(tx: AsyncConnection, person: Person, version: str) -> Version | None:
    """A draft of this person's own."""
    found = await find(tx, person.community, _E.id == version, _E.person == person.id, _E.state == DRAFT)
    return found[0] if found else None


async def take_draft(tx: AsyncConnection, person: Person, version: str) -> Version | None:
    """The same, and it is not there any more: it can be sent on once."""
    found = await draft(tx, person, version)
    mine = (_E.community == person.community) & (_E.person == person.id) & (_E.state == DRAFT)
    gone = await tx.execute(delete(t.entry).where(mine, _E.id == version))
    return found if gone.rowcount else None


async def tidy(tx: AsyncConnection, now: datetime) -> None:
    """Drop drafts nobody came back to; in every community."""
    await tx.execute(delete(t.entry).where(_E.state == DRAFT, _E.made_at < now - KEEP_DRAFT))


async def find(tx: AsyncConnection, community: str, *where: ColumnElement[bool], lock: bool = False) -> list[Version]:
    """The community's versions for which `where` holds, by entry and number. `lock`: nobody else decides meanwhile."""
    query = select(t.entry).where(_E.community == community, *where).order_by(_E.slug, _E.number)
    rows = list((await tx.execute(query.with_for_update() if lock else query)).all())
    writers = await people.find(tx, community, {row.person for row in rows if row.person}) if rows else {}
    found = (_version(row, writers) for row in rows)
    return [version for version in found if version is not None]


def _version(row: AnyRow, writers: Mapping[str, Person]) -> Version | None:
    """None for a table this version of Interlude cannot read: one entry is missing, and nobody's question fails."""
    try:
        term = from_table(row.slug, row.body)
    except ValueError:
        log.error("an entry cannot be read", extra={"action": "entry.unreadable", "entry": row.id})
        return None
    by = writers.get(row.person)
    return Version(
        row.id, row.slug, row.number, term, row.state, by, row.made_at, row.gap, row.lang, row.decided_at,
        row.decided_by,
    )  # fmt: skip


async def decide(tx: AsyncConnection, person: Person, versions: Iterable[Version], state: str, now: datetime) -> None:
    """These versions are now in this state, by this person's word."""
    ids = [version.id for version in versions]
    if ids:
        mine = update(t.entry).where(_E.community == person.community, _E.id.in_(ids))
        await tx.execute(mine.values(state=state, decided_at=now, decided_by=person.id))


@dataclass(frozen=True, slots=True)
class Yes:
    """Somebody found a version fine, for one part."""

    entry: str
    part: str
    person: str
    name: str


async def yeses(tx: AsyncConnection, community: str, versions: Iterable[Version]) -> list[Yes]:
    """Who said yes to these versions, the first one first."""
    a = t.entry_approval.c
    ids = [version.id for version in versions]
    query = (
        select(a.entry, a.part, a.person, t.person.c.name)
        .join(t.person, t.person.c.id == a.person)
        .where(a.community == community, a.entry.in_(ids))
        .order_by(a.at, a.part)
    )
    return [Yes(*row) for row in await tx.execute(query)] if ids else []


def newest_by(versions: Iterable[Version]) -> dict[tuple[str, str], Version]:
    """The newest version of each entry and language."""
    return {(version.slug, version.lang): version for version in sorted(versions, key=lambda v: v.number)}


def as_values(yes: Yes, community: str, now: datetime) -> dict[str, Any]:
    """The row of a yes."""
    return {"entry": yes.entry, "part": yes.part, "community": community, "person": yes.person, "at": now}
