"""Who: communities, teams, people, their roles and what they have chosen.

Every function takes an open transaction and the community's id, and every query carries it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, exists, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store import tables as t
from bot.store.types import AnyRow


@dataclass(frozen=True, slots=True)
class Community:
    """One circle of people whose data nobody else sees. `rhythm` holds what differs from the usual schedule.

    `quiet_weeks`: first and last day (ISO dates) of each; `prompts_a_week`: how many things Interlude may start by
    itself in a person's week.
    """

    id: str
    name: str
    language: str
    time_zone: str
    rhythm: Mapping[str, Any] = field(default_factory=dict)
    quiet_weeks: Sequence[Sequence[str]] = ()
    prompts_a_week: int = 1


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in one community. `consent`: "unasked", "asked", "yes" or "no"; times in UTC. `region`: an ISO code or
    ""; `hours`: what they chose, as stored (bot/hours.py)."""

    id: str
    community: str
    name: str
    email: str
    language: str
    time_zone: str
    zone_confirmed: bool
    organiser: bool
    consent: str
    paused_until: datetime | None = None
    left_at: datetime | None = None
    region: str = ""
    hours: Mapping[str, Any] = field(default_factory=dict, hash=False)

    @property
    def first_name(self) -> str:
        return self.name.partition(" ")[0]


@dataclass(frozen=True, slots=True)
class Role:
    """A person's part in one team, in words. `kind`: see `ROLE_KINDS`."""

    id: str
    person: str
    team: str
    team_name: str
    kind: str
    co_lead: bool
    words: Mapping[str, str]

    def text(self, lang: str) -> str:
        """The part in words, in `lang` where somebody wrote it, else in the other language."""
        return self.words.get(lang) or next((said for said in self.words.values() if said), "")


ROLE_KINDS = ("patient_partner", "researcher", "clinician", "organiser")


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody a person can turn to. `person` is their id when they are in the community themselves."""

    id: str
    name: str
    how: str
    person: str | None


@dataclass(frozen=True, slots=True)
class HelpLine:
    """A local number for people in distress, as words in both languages; `checked_on` is an ISO date."""

    region: str
    words: Mapping[str, str]
    checked_on: str

    def text(self, lang: str) -> str:
        return self.words.get(lang) or self.words["en"]


_PERSON = (
    t.person.c.id,
    t.person.c.community,
    t.person.c.name,
    t.person.c.email,
    t.person.c.language,
    t.person.c.time_zone,
    t.person.c.zone_confirmed,
    t.person.c.organiser,
    t.person.c.consent,
    t.person.c.paused_until,
    t.person.c.left_at,
    t.person.c.region,
    t.person.c.hours,
)
PERSON_COLUMNS = _PERSON

_FIND = select(*_PERSON).where(
    t.person.c.community == bindparam("community_"), t.person.c.id.in_(bindparam("ids", expanding=True))
)
_ORGANISERS = (
    select(*_PERSON)
    .where(t.person.c.community == bindparam("community_"), t.person.c.organiser, t.person.c.left_at.is_(None))
    .order_by(t.person.c.name)
)
_MINE, _THEIRS = t.role.alias("mine").c, t.role.alias("theirs").c
_OTHER_ORGANISERS = _ORGANISERS.where(
    t.person.c.id != bindparam("person_"),
    ~exists().where(
        _MINE.community == bindparam("community_"), _MINE.person == bindparam("person_"), _MINE.co_lead,
        _THEIRS.team == _MINE.team, _THEIRS.person == t.person.c.id, _THEIRS.co_lead,
    ),
)  # fmt: skip
"""Made once: putting a statement together takes longer than running it, and these run for every message."""

COMMUNITY_COLUMNS = tuple(
    t.community.c[name]
    for name in ("id", "name", "language", "time_zone", "rhythm", "quiet_weeks", "prompts_a_week")
)  # fmt: skip


def to_person(row: AnyRow | tuple[Any, ...]) -> Person:
    """The person in the first columns of a row selected with `PERSON_COLUMNS`."""
    return Person(*tuple(row)[: len(_PERSON)])


async def community(tx: AsyncConnection, community: str) -> Community:
    """The community. Raises sqlalchemy.exc.NoResultFound when there is none with this id."""
    c = t.community.c
    row = (await tx.execute(select(*COMMUNITY_COLUMNS).where(c.id == community))).one()
    return Community(*row)


async def communities(tx: AsyncConnection) -> list[Community]:
    """Every community, by name."""
    c = t.community.c
    rows = await tx.execute(select(*COMMUNITY_COLUMNS).order_by(c.name))
    return [Community(*row) for row in rows]


async def find(tx: AsyncConnection, community: str, ids: Iterable[str]) -> dict[str, Person]:
    """The people with these ids who are in this community, by id."""
    rows = await tx.execute(_FIND, {"community_": community, "ids": list(ids)})
    return {row.id: to_person(row) for row in rows}


async def everybody(tx: AsyncConnection, community: str) -> list[Person]:
    """Everybody who has not left, by name."""
    query = select(*_PERSON).where(t.person.c.community == community, t.person.c.left_at.is_(None))
    return [to_person(row) for row in await tx.execute(query.order_by(t.person.c.name))]


async def organisers(tx: AsyncConnection, community: str) -> list[Person]:
    """The organisers who have not left, by name."""
    return [to_person(row) for row in await tx.execute(_ORGANISERS, {"community_": community})]


async def organisers_but_partners(tx: AsyncConnection, person: Person) -> list[Person]:
    """The organisers who are neither this person nor lead a team together with them, by name."""
    asked = {"community_": person.community, "person_": person.id}
    return [to_person(row) for row in await tx.execute(_OTHER_ORGANISERS, asked)]


async def by_email(tx: AsyncConnection, communities: Sequence[str], email: str) -> list[Person]:
    """Whoever has this e-mail address in one of these communities."""
    if not email or not communities:
        return []
    query = select(*_PERSON).where(t.person.c.community.in_(communities), t.person.c.email == email.casefold())
    return [to_person(row) for row in await tx.execute(query.where(t.person.c.left_at.is_(None)))]


async def teams(tx: AsyncConnection, community: str) -> dict[str, str]:
    """Team names by id, in order of name."""
    query = select(t.team.c.id, t.team.c.name).where(t.team.c.community == community).order_by(t.team.c.name)
    return {row.id: row.name for row in await tx.execute(query)}


_ROLE = (
    t.role.c.id,
    t.role.c.person,
    t.role.c.team,
    t.team.c.name,
    t.role.c.kind,
    t.role.c.co_lead,
    t.role.c.words,
)


async def roles(tx: AsyncConnection, community: str, *, person: str = "", team: str = "", role: str = "") -> list[Role]:
    """Roles of a person, in a team, with an id, or all of them; by team and kind."""
    query = _roles_query(bool(person), bool(team), bool(role))
    wanted = {"person_": person, "team_": team, "role_": role}
    asked = {"community_": community, **{name: value for name, value in wanted.items() if value}}
    return [Role(*row) for row in await tx.execute(query, asked)]


@cache
def _roles_query(person: bool, team: bool, role: bool) -> Select[Any]:
    """Each of the eight made once: putting it together takes longer than running it."""
    r = t.role.c
    query = select(*_ROLE).join(t.team, t.team.c.id == r.team).where(r.community == bindparam("community_"))
    for wanted, column, name in ((person, r.person, "person_"), (team, r.team, "team_"), (role, r.id, "role_")):
        query = query.where(column == bindparam(name)) if wanted else query
    return query.order_by(t.team.c.name, r.kind)


async def contacts(tx: AsyncConnection, community: str) -> list[Contact]:
    """The named people to turn to, first choice first."""
    c = t.contact.c
    query = select(c.id, c.name, c.how, c.person).where(c.community == community).order_by(c.position)
    return [Contact(*row) for row in await tx.execute(query)]


async def help_lines(tx: AsyncConnection, community: str) -> list[HelpLine]:
    """The local help lines, in the order the organisers gave them."""
    c = t.help_line.c
    query = select(c.region, c.words, c.checked_on).where(c.community == community).order_by(c.position)
    return [HelpLine(*row) for row in await tx.execute(query)]


async def change(tx: AsyncConnection, person: Person, **values: object) -> None:
    """Store what a person chose or what became known about them."""
    where = (t.person.c.id == person.id) & (t.person.c.community == person.community)
    await tx.execute(update(t.person).where(where).values(**values))


async def confirm_role(tx: AsyncConnection, community: str, role: str, moment: datetime) -> None:
    """Remember that this part was said to be still right."""
    where = (t.role.c.id == role) & (t.role.c.community == community)
    await tx.execute(update(t.role).where(where).values(confirmed_at=moment))
