"""What the tests of time and delivery share: letters to write, rows to look at, and a store that fails."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.app import App, build
from adapters.memory import MemoryPlatform
from bot import letters
from bot.letters import Letter
from bot.messages import Message, Prose, Run
from bot.platform import Address, Receipt
from bot.store import tables as t
from bot.store.engine import Store
from bot.store.types import AnyRow
from tests.chat import Chat


def text(words: str) -> Message:
    return Message((Prose((Run(words),)),))


def place(user: str, platform: str = "memory", workspace: str = "w1") -> Address:
    return Address(platform, workspace, f"private-{user}", user)


def letter(key: str, user: str = "ann", *, at: Address | None = None, kind: str = "answer", **more: Any) -> Letter:
    """A letter whose text is its key."""
    return Letter(key, kind, None, None, at or place(user), text(key), **more)


async def write(chat: Chat, *told: Letter) -> None:
    async with chat.app.store.write() as tx:
        await letters.write(tx, told, chat.moment())


async def row(chat: Chat, key: str) -> AnyRow:
    async with chat.app.store.read() as tx:
        return (await tx.execute(select(t.delivery).where(t.delivery.c.key == key))).one()


def second_worker(chat: Chat, **more: Any) -> App:
    """Another process on the same database, with the same people at the other end."""
    other = build(chat.app.settings, clock=chat.moment, pack=chat.app.pack, owner="worker:two", **more)
    other.platforms.update(chat.app.platforms)
    return other


@dataclass
class Flaky:
    """A store whose next `failures` commits fail, and which counts all of them."""

    store: Store
    failures: int = 0
    writes: int = 0

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        self.writes += 1
        async with self.store.write() as tx:
            yield tx
            if self.failures:
                self.failures -= 1
                raise OperationalError("COMMIT", {}, Exception("the disk is full"))

    def read(self) -> Any:
        return self.store.read()


@dataclass
class Gate(MemoryPlatform):
    """Takes a message only once `open` is set. `inside` says who is being written to at this moment."""

    open: asyncio.Event = field(default_factory=asyncio.Event)
    entered: asyncio.Event = field(default_factory=asyncio.Event)
    inside: list[str] = field(default_factory=list)
    most_inside: int = 0

    async def send(self, to: Address, message: Message, mark: str) -> Receipt:
        self.inside.append(to.user)
        self.most_inside = max(self.most_inside, self.inside.count(to.user))
        self.entered.set()
        await self.open.wait()
        self.inside.remove(to.user)
        return await super().send(to, message, mark)


def unaskable(chat: Chat) -> None:
    chat.platform.abilities = replace(chat.platform.abilities, can_be_asked=False)
