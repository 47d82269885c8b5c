"""The local platform: sends by keeping a line. A person exists as long as the demo's community names them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.local.book import Book, Line
from adapters.local.limits import ABILITIES, CHANNEL, PLATFORM, REMEMBERED, WORKSPACE
from adapters.local.people import LocalPerson, People
from bot.messages import Form, Message
from bot.platform import Address, Gone, Profile, Receipt, Refused


class LocalPlatform:
    """The `Platform` of this door. `now` is the community's time: it dates what is sent."""

    name = PLATFORM
    abilities = ABILITIES

    def __init__(self, engine: AsyncEngine, people: People, now: Callable[[], datetime]) -> None:
        self.book = Book(engine)
        self._people = people
        self._now = now
        self._opened: dict[str, Form] = {}

    async def start(self) -> None:
        """Make the table of lines. Must have run before anything else is asked."""
        await self.book.start()

    async def send(self, to: Address, message: Message, mark: str) -> Receipt:
        """Keep the message where it belongs; the same mark again keeps the first. Raises `Gone` or `Refused`."""
        place = await self._place(to, message)
        line, _ = await self.book.write(Line(place, to.user, "bot", self._now(), mark, message))
        return Receipt(replace(to, place=line.place), line.id)

    async def edit(self, receipt: Receipt, message: Message, mark: str) -> Receipt:
        """Put `message` in a kept one's place. Raises `Gone` where there is none, `Refused` as `send` does."""
        kept = await self.book.by_id(receipt.id)
        if kept is None or kept.role != "bot":
            raise Gone("that message is not there any more")
        _check(message, kept.place)
        await self.book.put_right(kept.id, message)
        return receipt

    async def find(self, to: Address, mark: str, since: datetime) -> Receipt | None:
        """The message with this mark, however old: a mark is one delivery's for ever."""
        line = await self.book.by_mark(mark)
        return Receipt(replace(to, place=line.place), line.id) if line else None

    async def open_form(self, trigger: str, form: Form) -> None:
        """Show the form in the answer to the press that carried `trigger`."""
        self._opened[trigger] = form
        while len(self._opened) > REMEMBERED:
            del self._opened[next(iter(self._opened))]

    def opened(self, trigger: str) -> Form | None:
        """The form that was opened for this press, once."""
        return self._opened.pop(trigger, None)

    async def profile(self, workspace: str, user: str) -> Profile | None:
        person = await self.person(user)
        if person is None:
            return None
        return Profile(person.user, person.name, person.email, person.time_zone, person.language)

    async def locate(self, workspace: str, email: str) -> Address | None:
        wanted = email.casefold()
        found = [p for p in await self._people() if p.email.casefold() == wanted]
        return private(found[0].user) if found else None

    async def readers(self, place: Address) -> int | None:
        """Everybody reads the channel; a private chat has one person."""
        return len(await self._people()) if place.place == CHANNEL else 1

    async def person(self, user: str) -> LocalPerson | None:
        """The person with this id, if the community has one."""
        return next((p for p in await self._people() if p.user == user), None)

    async def _place(self, to: Address, message: Message) -> str:
        place = CHANNEL if to.place == CHANNEL else to.user or to.place
        _check(message, place)
        if place != CHANNEL and await self.person(place) is None:
            raise Gone("nobody in this community has that id")
        return place


def private(user: str) -> Address:
    """The conversation between this person and the bot alone."""
    return Address(PLATFORM, WORKSPACE, user, user)


def _check(message: Message, place: str) -> None:
    if not message.blocks:
        raise Refused("a message without a block says nothing")
    if place == CHANNEL and message.private:
        raise Refused("a private message may only go to one person, not to the channel")
