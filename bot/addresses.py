"""Where people can be reached, and who somebody at an address is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeAlias

from sqlalchemy import bindparam, func, insert, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.people import COMMUNITY_COLUMNS, PERSON_COLUMNS, Community, Person, to_person
from bot.platform import Address
from bot.store import tables as t
from bot.upsert import put

Who: TypeAlias = tuple[str, str, str]
"""Platform, workspace and the platform's own id of a person."""


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody we have met: the person, their community, and the address row they wrote from."""

    person: Person
    community: Community
    address: str
    place: str
    used_at: datetime | None


async def who(tx: AsyncConnection, asked: Iterable[Who], community: str = "") -> dict[Who, Known]:
    """Whom we know among these, in one community or in any: then somebody in several is met in the one they used
    last."""
    query = _WHO.where(t.address.c.community == community) if community else _WHO
    found: dict[Who, Known] = {}
    wide = len(PERSON_COLUMNS)
    for row in await tx.execute(query, {"asked": list(asked)}):
        circle = Community(*tuple(row)[wide : wide + len(COMMUNITY_COLUMNS)])
        found.setdefault((row.platform, row.workspace, row.user), Known(to_person(row), circle, *tuple(row)[-6:-3]))
    return found


async def communities_at(tx: AsyncConnection, platform: str, workspace: str) -> list[Community]:
    """The communities that can be reached through this installation, by name."""
    query = (
        select(*COMMUNITY_COLUMNS)
        .join(t.reach, t.reach.c.community == t.community.c.id)
        .join(t.installation, t.installation.c.id == t.reach.c.installation)
        .where(t.installation.c.platform == platform, t.installation.c.workspace == workspace)
        .order_by(t.community.c.name)
    )
    return [Community(*row) for row in await tx.execute(query)]


async def communities_of(tx: AsyncConnection, platform: str, workspace: str, user: str) -> list[Community]:
    """The communities in which somebody is known by this id, by name."""
    a = t.address.c
    query = (
        select(*COMMUNITY_COLUMNS)
        .join(t.address, a.community == t.community.c.id)
        .join(t.person, t.person.c.id == a.person)
        .where(a.platform == platform, a.workspace == workspace, a.user == user, t.person.c.left_at.is_(None))
        .order_by(t.community.c.name)
    )
    return [Community(*row) for row in await tx.execute(query)]


async def best(tx: AsyncConnection, community: str, people: Sequence[str]) -> dict[str, Address]:
    """For each of these people the open address they used last; people without one are left out."""
    return await best_of(tx, {(community, person) for person in people})


async def best_of(tx: AsyncConnection, wanted: Set[tuple[str, str]]) -> dict[str, Address]:
    """The same for people (community, person) of several communities.

    The community is compared here: named in the statement, SQLite would walk through all of its addresses.
    """
    a = t.address.c
    query = (
        select(a.community, a.person, a.platform, a.workspace, a.place, a.user, a.service)
        .where(a.person.in_({person for _, person in wanted}), a.gone_at.is_(None))
        .order_by(a.used_at.desc().nulls_last())
    )
    found: dict[str, Address] = {}
    for community, person, platform, workspace, place, user, service in await tx.execute(query) if wanted else ():
        if (community, person) in wanted and person not in found:
            found[person] = Address(platform, workspace, place, user, service=service)
    return found


async def remember(tx: AsyncConnection, person: Person, at: Address, moment: datetime | None) -> None:
    """This person can be reached here. What is known already is only freshened."""
    values: dict[str, Any] = {
        "id": t.new_id(), "community": person.community, "person": person.id, "platform": at.platform,
        "workspace": at.workspace, "user": at.user, "place": at.place, "service": at.service, "used_at": moment,
        "gone_at": None,
    }  # fmt: skip
    fresh = ["person", "gone_at", *(name for name in ("place", "service", "used_at") if values[name])]
    await put(tx, t.address, ["community", "platform", "workspace", "user"], values, fresh)


def is_stale(met: Known, at: Address, now: datetime) -> bool:
    """Whether the row should be written again: another conversation, or the last use was more than an hour ago."""
    return met.place != at.place or met.used_at is None or now - met.used_at > timedelta(hours=1)


async def freshen(tx: AsyncConnection, used: Mapping[str, Address], moment: datetime) -> None:
    """Somebody wrote from these address rows just now, in these private conversations."""
    rows = [{"row": row, "place": at.place, "service": at.service} for row, at in used.items()]
    if rows:
        await tx.execute(_FRESHEN, [{**row, "moment": moment} for row in rows])


async def gone(tx: AsyncConnection, at: Address, moment: datetime) -> None:
    """Nobody can be reached here any more. An address without a person is the whole workspace's: the bot was
    removed."""
    a = t.address.c
    mine = (a.platform == at.platform) & (a.workspace == at.workspace)
    theirs = a.user == at.user if at.user else a.platform == at.platform
    await tx.execute(update(t.address).where(mine, theirs).values(gone_at=moment))


async def open_door(tx: AsyncConnection, community: str, platform: str, workspace: str, service: str = "") -> None:
    """This community can be reached through this installation."""
    row = await installation(tx, platform, workspace, service)
    await put(tx, t.reach, ["community", "installation"], {"community": community, "installation": row}, [])


async def installation(tx: AsyncConnection, platform: str, workspace: str, service: str = "") -> str:
    """The id of this installation, made when it is new."""
    i = t.installation.c
    found = await tx.scalar(select(i.id).where(i.platform == platform, i.workspace == workspace))
    if found is not None:
        return str(found)
    made = t.new_id()
    await tx.execute(insert(t.installation).values(id=made, platform=platform, workspace=workspace, service=service))
    return made


async def remember_shared(tx: AsyncConnection, at: Address) -> None:
    """The bot is in this team or group: a platform can look there for people."""
    values = {"platform": at.platform, "workspace": at.workspace, "place": at.place, "service": at.service}
    await put(tx, t.shared_place, ["platform", "workspace", "place"], values, ["service"])


async def shared(tx: AsyncConnection, platform: str) -> list[Address]:
    """The teams and groups of a platform the bot is in."""
    s = t.shared_place.c
    rows = await tx.execute(select(s.platform, s.workspace, s.place, s.service).where(s.platform == platform))
    return [Address(row.platform, row.workspace, row.place, service=row.service) for row in rows]


async def without_address(tx: AsyncConnection, limit: int = 50) -> list[tuple[Person, str, str]]:
    """People with an e-mail address who have no address yet, with each installation where they may be found."""
    no_address = ~select(t.address.c.id).where(t.address.c.person == t.person.c.id).exists()
    query = (
        select(*PERSON_COLUMNS, t.installation.c.platform, t.installation.c.workspace)
        .join(t.reach, t.reach.c.community == t.person.c.community)
        .join(t.installation, t.installation.c.id == t.reach.c.installation)
        .where(no_address, t.person.c.email != "", t.person.c.left_at.is_(None))
        .order_by(func.random())  # whoever cannot be found must not stand before the others for ever
        .limit(limit)
    )
    return [(to_person(row), row.platform, row.workspace) for row in await tx.execute(query)]


_A = t.address.c
_WHO = (
    select(*PERSON_COLUMNS, *COMMUNITY_COLUMNS, _A.id, _A.place, _A.used_at, _A.platform, _A.workspace, _A.user)
    .join(t.person, t.person.c.id == _A.person)
    .join(t.community, t.community.c.id == _A.community)
    .where(
        tuple_(_A.platform, _A.workspace, _A.user).in_(bindparam("asked", expanding=True)),
        t.person.c.left_at.is_(None),
    )
    .order_by(_A.used_at.desc().nulls_last())
)
_FRESHEN = (
    update(t.address)
    .where(t.address.c.id == bindparam("row"))
    .values(
        place=bindparam("place"),
        service=bindparam("service"),
        used_at=bindparam("moment"),
        gone_at=None,
    )
)
