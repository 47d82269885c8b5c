"""A platform made of a list: for tests and for simulation."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.messages import Form, Message, as_text
from bot.platform import Abilities, Address, Gone, Profile, Receipt, Refused, TryLater

ABILITIES = Abilities(choices=10, text=10_000, can_be_asked=True, opens_forms=True, replaces_now=False)


@dataclass(slots=True)
class Arrived:
    """A message somebody has in front of them."""

    to: Address
    message: Message
    mark: str
    id: str
    edits: int = 0

    @property
    def text(self) -> str:
        return as_text(self.message)


@dataclass(slots=True)
class MemoryPlatform:
    """Keeps what it is sent. `groups`: how many people read along in a place.

    `busy`, `gone`, `refuses`, `broken` and `lost_answers` make it fail in the ways platforms fail.
    """

    name: str = "memory"
    abilities: Abilities = ABILITIES
    arrived: list[Arrived] = field(default_factory=list)
    forms: list[tuple[str, Form]] = field(default_factory=list)
    people: dict[str, Profile] = field(default_factory=dict)
    groups: dict[str, int] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    busy: timedelta | None = None
    broken: bool = False
    refuses: bool = False
    lost_answers: int = 0

    async def send(self, to: Address, message: Message, mark: str) -> Receipt:
        to = replace(to, place=to.place or f"private-{to.user}")
        self._may_fail(to, message)
        self.arrived.append(Arrived(to, message, mark, str(len(self.arrived) + 1)))
        if self.lost_answers:
            self.lost_answers -= 1
            raise ConnectionResetError("the answer was lost on the way back")
        return Receipt(to, self.arrived[-1].id)

    async def edit(self, receipt: Receipt, message: Message, mark: str) -> Receipt:
        self._may_fail(receipt.address, message)
        kept = next((a for a in self.arrived if a.id == receipt.id), None)
        if kept is None:
            raise Gone("that message is not there any more")
        kept.message, kept.edits = message, kept.edits + 1
        return receipt

    async def find(self, to: Address, mark: str, since: datetime) -> Receipt | None:
        return next((Receipt(a.to, a.id) for a in self.arrived if a.mark == mark), None)

    async def open_form(self, trigger: str, form: Form) -> None:
        self.forms.append((trigger, form))

    async def profile(self, workspace: str, user: str) -> Profile | None:
        return self.people.get(user)

    async def locate(self, workspace: str, email: str) -> Address | None:
        user = next((u for u, p in self.people.items() if p.email.casefold() == email.casefold()), "")
        return Address(self.name, workspace, user=user) if user else None

    async def readers(self, place: Address) -> int | None:
        self._may_be_asked(place)
        return self.groups.get(place.place)

    def show(self, receipt: Receipt, message: Message) -> None:
        """Put a message in the place of another within the request, as platforms that replace at once do."""
        next(a for a in self.arrived if a.id == receipt.id).message = message

    def texts(self, user: str) -> list[str]:
        """What this person has in front of them, oldest first."""
        return [a.text for a in self.arrived if a.to.user == user]

    def _may_fail(self, to: Address, message: Message) -> None:
        self._may_be_asked(to)
        if to.user in self.gone:
            raise Gone("nobody there")
        if self.refuses or not message.blocks:
            raise Refused("the platform does not take this message")

    def _may_be_asked(self, at: Address) -> None:
        if self.busy is not None:
            raise TryLater("the platform is busy", self.busy)
        if self.broken:
            raise ConnectionResetError("the platform hung up")
        if at.place in self.gone:
            raise Gone("nobody there")
