"""Stopping: whoever sends is never cut off inside a transaction, which would leave SQLite locked."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.engine import Store
from tests.chat import Chat


@dataclass(frozen=True)
class Watched(Store):
    """A store that tells when a transaction has begun, and how it ended."""

    begun: asyncio.Event = field(default_factory=asyncio.Event)
    ended: list[str] = field(default_factory=list)

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        async with self.writer.begin() as tx:
            self.begun.set()
            try:
                yield tx
            except BaseException as fault:
                self.ended.append(type(fault).__name__)
                raise
        self.ended.append("committed")


async def test_the_outbox_finishes_its_transaction_when_it_is_cancelled(chat: Chat) -> None:
    store = Watched(chat.app.store.writer, chat.app.store.reader)
    chat.app.outbox.store = store
    sending = asyncio.create_task(chat.app.outbox.run())
    chat.app.outbox.nudge()
    await store.begun.wait()

    sending.cancel()
    await asyncio.gather(sending, return_exceptions=True)

    assert sending.cancelled()
    assert store.ended == ["committed"]
