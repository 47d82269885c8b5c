"""Who belongs: one-time codes, and people added one at a time."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import addresses, people, rhythm
from bot.inputs import Source
from bot.people import Community, Person
from bot.platform import Address
from bot.recurrence import valid_zone
from bot.store import tables as t
from bot.upsert import put

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Without I, O, 0 and 1, which look alike when read aloud or copied by hand."""

CODE_LIFE = timedelta(hours=24)

LONGEST_NAME = 190
NAMELESS = "?"


def new_code() -> str:
    """Twelve letters in three groups: 60 bits, enough for something that lives a day."""
    drawn = "".join(secrets.choice(LETTERS) for _ in range(12))
    return "-".join(drawn[i : i + 4] for i in (0, 4, 8))


def digest(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()


async def issue_code(tx: AsyncConnection, community: str, now: datetime) -> str:
    """A code that makes whoever sends it first, within 24 hours, an organiser. Only its digest is stored."""
    code = new_code()
    values = {"digest": digest(code), "community": community, "expires_at": now + CODE_LIFE}
    await tx.execute(insert(t.invitation_code).values(values))
    return code


async def redeem(tx: AsyncConnection, code: str, now: datetime) -> Community | None:
    """The community of an unused, unexpired code, which is used from now on; None for any other."""
    c = t.invitation_code.c
    good = (c.digest == digest(code)) & c.used_at.is_(None) & (c.expires_at > now)
    found = await tx.scalar(update(t.invitation_code).where(good).values(used_at=now).returning(c.community))
    return await people.community(tx, found) if found else None


async def first_organiser(tx: AsyncConnection, community: Community, source: Source, now: datetime) -> Person:
    """The person who sent the code: known from now on, an organiser, reachable where they wrote from."""
    await addresses.open_door(tx, community.id, source.platform, source.workspace, source.place.service)
    met = await addresses.who(tx, [(source.platform, source.workspace, source.user)], community.id)
    person = next((known.person for known in met.values()), None) or await _from_profile(tx, community, source, now)
    await people.change(tx, person, organiser=True)
    await addresses.remember(tx, person, source.place, now)
    return (await people.find(tx, community.id, [person.id]))[person.id]


async def _from_profile(tx: AsyncConnection, community: Community, source: Source, now: datetime) -> Person:
    profile = source.profile
    return await make_person(
        tx, community, (profile and profile.name) or source.user, now,
        email=(profile and profile.email) or "",
        language=(profile and profile.language) or community.language,
        time_zone=(profile and profile.time_zone) or community.time_zone,
    )  # fmt: skip


async def make_person(tx: AsyncConnection, community: Community, name: str, now: datetime, **values: Any) -> Person:
    """A new person. Two people of the same name get a number, so that each can be told apart in a list."""
    taken = set(await tx.scalars(select(t.person.c.name).where(t.person.c.community == community.id)))
    name = name.strip()[:LONGEST_NAME] or NAMELESS
    distinct = name if name not in taken else next(f"{name} ({n})" for n in count(2) if f"{name} ({n})" not in taken)
    zone = values.get("time_zone") or community.time_zone
    language = values.get("language")
    row = {
        "id": t.new_id(), "community": community.id, "name": distinct, "made_at": now,
        "language": language if language in ("en", "fr") else community.language,
        "email": str(values.get("email", "")).casefold(),
        "time_zone": zone if valid_zone(zone) else community.time_zone,
        "region": str(values.get("region") or ""),
    }  # fmt: skip
    await tx.execute(insert(t.person).values(row))
    return (await people.find(tx, community.id, [str(row["id"])]))[str(row["id"])]


async def add(
    tx: AsyncConnection, community: str, at: Address, by: Person, told: Mapping[str, str], now: datetime
) -> Person:
    """Add somebody an organiser picked, or give somebody who is here another part.

    `told`: who (the platform's id), team or new_team, kind, co_lead ("yes"/"no"), words; and, as far as the platform
    knows them, name, email, time_zone and language.
    """
    circle = await people.community(tx, community)
    met = await addresses.who(tx, [(at.platform, at.workspace, at.user)], community)
    person = next((known.person for known in met.values()), None)
    if person is None:
        about = {key: told.get(key, "") for key in ("email", "time_zone", "language")}
        person = await make_person(tx, circle, told.get("name") or at.user, now, **about)
        await addresses.remember(tx, person, at, None)
    team = await make_team(tx, community, told["new_team"]) if told.get("new_team") else told["team"]
    await put_role(tx, person, team, told["kind"], told.get("co_lead") == "yes", {by.language: told.get("words", "")})
    if told["kind"] == "organiser":
        await people.change(tx, person, organiser=True)
    person = (await people.find(tx, community, [person.id]))[person.id]
    if person.consent == "yes":
        await rhythm.start(tx, person, now)
    return person


async def make_team(tx: AsyncConnection, community: str, name: str) -> str:
    """The id of the team with this name, made when it is new."""
    await put(tx, t.team, ["community", "name"], {"id": t.new_id(), "community": community, "name": name}, [])
    query = select(t.team.c.id).where(t.team.c.community == community, t.team.c.name == name)
    return str(await tx.scalar(query))


async def put_role(
    tx: AsyncConnection, person: Person, team: str, kind: str, co_lead: bool, words: Mapping[str, str]
) -> None:
    """Give a person a part in a team, or say it anew."""
    values = {
        "id": t.new_id(), "community": person.community, "person": person.id, "team": team, "kind": kind,
        "co_lead": co_lead, "words": {lang: said for lang, said in words.items() if said},
    }  # fmt: skip
    await put(tx, t.role, ["person", "team", "kind"], values, ["co_lead", "words"])
