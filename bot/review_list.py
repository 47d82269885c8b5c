"""Which entries a reviewer has not looked at yet, most pressing first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import entries
from bot.people import Person
from bot.store import tables as t
from bot.terms import REVIEWERS, Term


@dataclass(frozen=True, slots=True)
class ToRead:
    """An entry whose wording still lacks this part's yes."""

    term: Term
    part: str


async def to_read(
    tx: AsyncConnection, person: Person, parts: Iterable[str], terms: Mapping[str, Term], lang: str
) -> list[ToRead]:
    """What this person may still review in `lang`: asked or unclear most first, then by name.

    `terms`: the community's own glossary. Not among them: what the person has found fine in their other part (two
    different people look at each), and what waits for a decision anyway.
    """
    held = frozenset(parts)
    mine = await _said(tx, person, lang)
    waits = {version.slug for version in await entries.still_open(tx, person.community) if version.lang == lang}
    found: list[ToRead] = []
    for term in terms.values():
        if lang in term.words and term.slug not in waits and entries.fingerprint(term, lang) not in mine:
            lacking = [part for part in REVIEWERS if part in held and not term.reviewed_by(lang)[part]]
            found += [ToRead(term, lacking[0])] if lacking else []
    asked = await _asked(tx, person.community, lang)
    return sorted(found, key=lambda one: (-asked.get(one.term.slug, 0), one.term.in_language(lang).name.casefold()))


async def _said(tx: AsyncConnection, person: Person, lang: str) -> set[str]:
    """The fingerprints of every wording this person has found fine."""
    r = t.entry_review.c
    query = select(r.fingerprint).where(r.community == person.community, r.person == person.id, r.lang == lang)
    return set(await tx.scalars(query))


async def _asked(tx: AsyncConnection, community: str, lang: str) -> dict[str, int]:
    """How often an entry was called clear or not clear; a "not clear" weighs as much as ten others."""
    c = t.clarity.c
    weight = func.sum(c.clear + 10 * c.unclear)
    query = select(c.term, weight).where(c.community == community, c.lang == lang).group_by(c.term)
    return {row[0]: int(row[1]) for row in await tx.execute(query)}
