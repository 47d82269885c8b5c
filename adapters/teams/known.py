"""What Teams told us along the way: services, Teams' own ids of people, open chats, rosters. Lost at a restart."""

from __future__ import annotations

from collections import OrderedDict
from typing import TypeVar

from adapters.teams.limits import REMEMBERED
from bot.platform import Address

V = TypeVar("V")
Person = tuple[str, str]
"""A tenant and a person in it."""


class Known:
    """Remembers, within bounds.

    A person is named by their Entra object id wherever Teams gives one, because it is the same in every conversation
    and in a roster file; Teams' own id (29:...) is kept beside it for opening a chat.
    """

    def __init__(self) -> None:
        self._services: OrderedDict[str, str] = OrderedDict()
        self._teams_ids: OrderedDict[Person, str] = OrderedDict()
        self._users: OrderedDict[Person, str] = OrderedDict()
        self._chats: OrderedDict[Person, str] = OrderedDict()
        self._rosters: OrderedDict[Person, None] = OrderedDict()

    def service(self, tenant: str) -> str:
        """Where this tenant's connector was last seen; empty when it never was."""
        return self._services.get(tenant, "")

    def saw(self, tenant: str, service: str) -> None:
        if service and self._services.get(tenant) != service:
            _keep(self._services, tenant, service)

    def met(self, tenant: str, object_id: str, teams_id: str) -> str:
        """The one id we use for this person, whichever of the two came along."""
        if object_id and teams_id and (tenant, teams_id) not in self._users:
            _keep(self._teams_ids, (tenant, object_id), teams_id)
            _keep(self._users, (tenant, teams_id), object_id)
        return object_id or self._users.get((tenant, teams_id), teams_id)

    def teams_id(self, tenant: str, user: str) -> str:
        """What opens a chat: Teams' own id when known; in personal scope an Entra object id does as well."""
        return self._teams_ids.get((tenant, user), user)

    def chat(self, tenant: str, user: str) -> str:
        """The private conversation with this person; empty when none is known to be open."""
        return self._chats.get((tenant, user), "")

    def opened(self, tenant: str, user: str, place: str) -> None:
        if self._chats.get((tenant, user)) != place:
            _keep(self._chats, (tenant, user), place)

    def remember(self, address: Address) -> None:
        """Take an address from this or an earlier day: its service, and its place as a roster or a private chat."""
        self.saw(address.workspace, address.service)
        if is_shared(address.place):
            _keep(self._rosters, (address.workspace, address.place), None)
        elif address.place and address.user:
            self.opened(address.workspace, address.user, address.place)

    def forget(self, address: Address) -> None:
        """The bot is no longer in this place."""
        self._rosters.pop((address.workspace, address.place), None)
        self._chats.pop((address.workspace, address.user), None) if not is_shared(address.place) else None

    def rosters(self, tenant: str) -> list[str]:
        """Conversations of this tenant whose members may be asked for."""
        return [place for owner, place in self._rosters if owner == tenant]


def is_shared(place: str) -> bool:
    """Whether others than one person read along: group chats and channels are threads (19:...@thread...)."""
    return place.startswith("19:") or "@thread" in place


def _keep(kept: OrderedDict[tuple[str, str], V] | OrderedDict[str, V], key: tuple[str, str] | str, value: V) -> None:
    kept[key] = value  # type: ignore[index]
    if len(kept) > REMEMBERED:
        kept.popitem(last=False)
