"""Who somebody is, and where somebody is: questions to rosters and to the private chat."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime
from urllib.parse import quote

from adapters.teams.connector import Connector
from adapters.teams.known import Known
from adapters.teams.limits import PAGE, ROSTER_AGE
from adapters.teams.source import Json, items, text
from bot.platform import Address, Gone, Profile

PAGES = 20
"""Pages of one roster that are read: with 500 members a page, more than a team holds (25,000 at most, 10,000 usual)."""

MANY = 50
"""From here on nobody asks how many people exactly are in a conversation."""


class People:
    """Looks people up. `where` gives a private chat with somebody, opening it if need be."""

    def __init__(
        self,
        connector: Connector,
        known: Known,
        where: Callable[[str, str], Awaitable[Address]],
        real_now: Callable[[], datetime],
    ) -> None:
        self._connector, self._known, self._where, self._real_now = connector, known, where, real_now
        self._read: dict[tuple[str, str], tuple[datetime, list[Json]]] = {}

    async def profile(self, tenant: str, user: str) -> Profile | None:
        """What Teams knows of this person; None when nobody has that id or the bot is not installed for them."""
        try:
            there = await self._where(tenant, user)
            one = quote(self._known.teams_id(tenant, user), safe="")
            member = await self._connector.read(there.service, f"{_members(there.place)}/{one}")
        except Gone:
            return None
        return Profile(self._met(tenant, member) or user, text(member, "name"), _email(member))

    async def locate(self, tenant: str, email: str) -> Address | None:
        """A private address for whoever has this e-mail address in a roster we know of."""
        wanted = email.strip().casefold()
        for place in self._known.rosters(tenant):
            for member in await self._roster(tenant, place):
                if wanted and wanted in (_email(member).casefold(), text(member, "userPrincipalName").casefold()):
                    return Address("teams", tenant, user=self._met(tenant, member), service=self._known.service(tenant))
        return None

    async def teams_id(self, tenant: str, user: str) -> str:
        """Teams' own id of a person, asked of the rosters when nobody told us yet.

        Where they do not tell, it is the Entra object id, which opens a personal chat as well once the bot is installed
        for that person. So a roster that cannot be read stops nothing.
        """
        for place in self._known.rosters(tenant):
            if self._known.teams_id(tenant, user) != user:
                break
            with suppress(Exception):
                await self._roster(tenant, place)
        return self._known.teams_id(tenant, user)

    async def _roster(self, tenant: str, place: str) -> list[Json]:
        """The members of a place. One that is gone counts as empty, and is not asked again."""
        when, members = self._read.get((tenant, place), (None, []))
        if when and self._real_now() - when < ROSTER_AGE:
            return members
        try:
            members = await self._pages(self._known.service(tenant), place)
        except Gone:
            self._known.forget(Address("teams", tenant, place))
            return []
        for member in members:
            self._met(tenant, member)
        self._read[tenant, place] = (self._real_now(), members)
        return members

    async def count(self, place: Address) -> int:
        """How many people are in a conversation; where it is large, at least so many. A roster holds no bots."""
        service = place.service or self._known.service(place.workspace)
        return len(await self._pages(service, place.place, MANY))

    async def _pages(self, service: str, place: str, enough: int = 0) -> list[Json]:
        """The members; with `enough`, no more pages are asked for than it takes to find so many."""
        members: list[Json] = []
        onward = ""
        for _ in range(PAGES):
            query = f"?pageSize={PAGE}" + (f"&continuationToken={quote(onward, safe='')}" if onward else "")
            page = await self._connector.read(service, f"/v3/conversations/{quote(place, safe='')}/pagedmembers{query}")
            members += items(page, "members")
            onward = text(page, "continuationToken")
            if not onward or (enough and len(members) >= enough):
                break
        return members

    def _met(self, tenant: str, member: Json) -> str:
        return self._known.met(tenant, text(member, "aadObjectId") or text(member, "objectId"), text(member, "id"))


def _members(place: str) -> str:
    return f"/v3/conversations/{quote(place, safe='')}/members"


def _email(member: Json) -> str:
    return text(member, "email") or text(member, "userPrincipalName")
