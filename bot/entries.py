"""A community's own entries: proposed by anybody, used once a patient partner and a researcher have both said yes.

What is used is never written over: each change is a version, and an undo brings back what stood before.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import entry_rows, keepers, live_entries, people
from bot.entry_rows import DRAFT, LIVE, Version, Yes, draft, keep_draft, take_draft
from bot.live_entries import fingerprint, live, review, wording_before
from bot.people import Person
from bot.store import tables as t
from bot.terms import REVIEWERS, Term
from bot.upsert import put

__all__ = [
    "Approval", "Outlook", "Past", "Version", "answer", "approve", "draft", "fingerprint", "history", "keep_draft",
    "live", "newest_live", "one", "outlook", "propose", "refuse", "review", "still_open", "take_draft", "undo",
    "waiting", "wording_before",
]  # fmt: skip

_E = t.entry.c


@dataclass(frozen=True, slots=True)
class Approval:
    """Where a version stands. `missing`: the parts still needed; `counted`: this yes was a new one.

    `done` is true when the version is approved, by this yes or before.
    """

    version: Version
    missing: frozenset[str]
    done: bool
    counted: bool


@dataclass(frozen=True, slots=True)
class Outlook:
    """Whose yes a version still waits for, and whether those people are enough. `awaited` by name."""

    awaited: tuple[Person, ...]
    enough: bool


@dataclass(frozen=True, slots=True)
class Past:
    """One version as history tells it: who said yes by part, and who ended it ("" when nobody is known)."""

    version: Version
    approved_by: Mapping[str, str]
    decided_by: str


async def propose(
    tx: AsyncConnection, person: Person, term: Term, now: datetime, *, gap: str | None = None, lang: str = ""
) -> Version:
    """A new wording that two people look at before it is used. `lang`: the language written (else the person's own).

    An older proposal for the same entry and language that still waits gives way to this one.
    """
    return await _write(tx, person, term, now, "proposed", gap=gap, lang=lang)


async def answer(
    tx: AsyncConnection, person: Person, term: Term, now: datetime, *, gap: str | None, lang: str = ""
) -> Version:
    """A wording that is used at once, as a draft, because somebody waits for it; two people still look at it."""
    version = await _write(tx, person, term, now, "answered", gap=gap, lang=lang)
    await live_entries.changed(tx, person.community)
    return version


async def _write(
    tx: AsyncConnection, person: Person, term: Term, now: datetime, state: str, *, gap: str | None, lang: str
) -> Version:
    version = await entry_rows.add(tx, person, term, now, state, gap=gap, lang=lang or person.language)
    older = await entry_rows.find(
        tx, person.community, _E.slug == version.slug, _E.lang == version.lang, _E.state == "proposed",
        _E.number < version.number,
    )  # fmt: skip
    await entry_rows.decide(tx, person, older, "replaced", now)
    if await keepers.may_approve(tx, person):
        return (await approve(tx, person, version, now)).version
    return version


async def approve(tx: AsyncConnection, person: Person, version: Version, now: datetime) -> Approval:
    """Note this person's yes. The version is approved once two different people, one of each part, have said it."""
    found = await one(tx, person.community, version.id, lock=True)
    if found is None or not await _is_open(tx, person.community, found):
        return Approval(found or version, frozenset(), found is not None and found.state == "approved", counted=False)
    said = await entry_rows.yeses(tx, person.community, [found])
    more = _new_yes(found, person, await keepers.may_approve(tx, person), said)
    for yes in more:
        values = entry_rows.as_values(yes, person.community, now)
        await put(tx, t.entry_approval, ["entry", "part"], values, ["person", "at"])
    by_part = {yes.part: yes.person for yes in (*said, *more)}
    return await _settle(tx, person, found, by_part, now, counted=bool(more))


def _new_yes(version: Version, person: Person, parts: frozenset[str], said: list[Yes]) -> list[Yes]:
    """The parts this yes is noted for: the free ones, or else one that somebody holds together with the other."""
    holders = {yes.part: yes.person for yes in said}
    if person.id in holders.values():
        return []
    free = [part for part in REVIEWERS if part in parts and part not in holders]
    if not free and len(set(holders.values())) == 1:
        free = [part for part in REVIEWERS if part in parts][:1]
    return [Yes(version.id, part, person.id, person.name) for part in free]


async def _settle(
    tx: AsyncConnection, person: Person, version: Version, by_part: Mapping[str, str], now: datetime, *, counted: bool
) -> Approval:
    missing = _missing(by_part)
    if missing or not counted:
        return Approval(version, missing, done=False, counted=counted)
    await entry_rows.decide(tx, person, [version], "approved", now)
    version = replace(version, state="approved", decided_at=now, decided_by=person.id)
    await live_entries.changed(tx, person.community)
    return Approval(version, missing, done=True, counted=True)


def _missing(by_part: Mapping[str, str]) -> frozenset[str]:
    """The parts nobody has said yes for; one person alone leaves either part to somebody else."""
    absent = frozenset(REVIEWERS) - by_part.keys()
    return absent or (frozenset(REVIEWERS) if len(set(by_part.values())) == 1 else frozenset())


async def refuse(tx: AsyncConnection, person: Person, version: Version, now: datetime) -> bool:
    """Not this wording. False when it did not wait any more, or this person has no say."""
    found = await one(tx, person.community, version.id, lock=True)
    allowed = await keepers.may_approve(tx, person)
    if found is None or not allowed or not await _is_open(tx, person.community, found):
        return False
    await entry_rows.decide(tx, person, [found], "refused", now)
    if found.state in LIVE:
        await live_entries.changed(tx, person.community)
    return True


async def undo(tx: AsyncConnection, person: Person, slug: str, now: datetime) -> Version | None:
    """Take back the newest version in use; what stood before counts again. None when there is none to take back."""
    used = await entry_rows.find(tx, person.community, _E.slug == slug, _E.state.in_(LIVE), lock=True)
    if not used:
        return None
    await entry_rows.decide(tx, person, used[-1:], "undone", now)
    await live_entries.changed(tx, person.community)
    return replace(used[-1], state="undone", decided_at=now, decided_by=person.id)


async def one(tx: AsyncConnection, community: str, version: str, *, lock: bool = False) -> Version | None:
    """The version with this id."""
    return next(iter(await entry_rows.find(tx, community, _E.id == version, lock=lock)), None)


async def newest_live(tx: AsyncConnection, community: str, slug: str) -> Version | None:
    """The newest version of an entry that is in use: the one an undo would take back."""
    used = await entry_rows.find(tx, community, _E.slug == slug, _E.state.in_(LIVE))
    return used[-1] if used else None


async def history(tx: AsyncConnection, community: str, slug: str) -> list[Past]:
    """Every version of an entry, the newest first, with those who wrote, approved and ended it."""
    versions = await entry_rows.find(tx, community, _E.slug == slug, _E.state != DRAFT)
    said = await entry_rows.yeses(tx, community, versions)
    known = await people.find(tx, community, {v.decided_by for v in versions if v.decided_by})
    names = {person.id: person.name for person in known.values()}
    return [
        Past(v, {yes.part: yes.name for yes in said if yes.entry == v.id}, names.get(v.decided_by or "", ""))
        for v in reversed(versions)
    ]


async def still_open(tx: AsyncConnection, community: str) -> list[Version]:
    """Every version that still waits for a yes, the oldest first."""
    current = await entry_rows.find(tx, community, _E.state.in_(("proposed", *LIVE)))
    waits = [version for version in entry_rows.newest_by(current).values() if version.state != "approved"]
    return sorted(waits, key=lambda version: (version.at, version.slug))


async def _is_open(tx: AsyncConnection, community: str, version: Version) -> bool:
    return version.id in {waits.id for waits in await still_open(tx, community)}


async def waiting(tx: AsyncConnection, person: Person) -> list[Version]:
    """What still waits for this person's yes, the oldest first."""
    parts = await keepers.may_approve(tx, person)
    if not parts:
        return []
    versions = await still_open(tx, person.community)
    said = await entry_rows.yeses(tx, person.community, versions)
    by_entry = {version.id: [yes for yes in said if yes.entry == version.id] for version in versions}
    return [version for version in versions if _new_yes(version, person, parts, by_entry[version.id])]


async def outlook(tx: AsyncConnection, community: str, version: Version) -> Outlook:
    """Who may still say yes to a version that waits, and whether that can ever be enough."""
    named = await keepers.keepers(tx, community)
    said = await entry_rows.yeses(tx, community, [version])
    parts: dict[str, set[str]] = {}
    for part in REVIEWERS:
        for person in named[part]:
            parts.setdefault(person.id, set()).add(part)
    everybody = {person.id: person for part in REVIEWERS for person in named[part]}
    awaited = [p for p in everybody.values() if _new_yes(version, p, frozenset(parts[p.id]), said)]
    covered = {yes.part for yes in said}.union(*(parts[person.id] for person in awaited))
    people_ = {yes.person for yes in said} | {person.id for person in awaited}
    return Outlook(tuple(sorted(awaited, key=lambda p: p.name)), covered >= set(REVIEWERS) and len(people_) > 1)
