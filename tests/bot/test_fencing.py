"""What was found out about one try says nothing about the next one. (Chaos found this: six doubled in 479.)"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import update

from adapters.memory import MemoryPlatform
from bot.outcomes import QUIET
from bot.platform import Address, Receipt
from bot.store import tables as t
from tests.bot.deliveries import letter, place, row, second_worker, text, write
from tests.chat import Chat


@dataclass
class SlowToTell(MemoryPlatform):
    """Says what it has, but only once `tell` is set; `asked` is set while somebody waits for that."""

    tell: asyncio.Event = field(default_factory=asyncio.Event)
    asked: asyncio.Event = field(default_factory=asyncio.Event)

    async def find(self, to: Address, mark: str, since: datetime) -> Receipt | None:
        found = await super().find(to, mark, since)
        self.asked.set()
        await self.tell.wait()
        return found


def _lost(chat: Chat) -> dict[str, object]:
    """A message somebody took who is dead, long enough ago to be asked about."""
    tried = chat.now - QUIET
    return {"status": "sending", "owner": "worker:dead", "lease_until": chat.now, "attempts": 1, "tried_at": tried}


async def test_a_late_look_up_undoes_no_later_try(chat: Chat) -> None:
    """We ask, and the answer takes longer than our lease. Another worker finds nothing either and gives the row back,
    we send it, and only then our first question is answered: not there."""
    await write(chat, letter("hello"))
    lost = {
        "status": "sending",
        "owner": "worker:dead",
        "lease_until": chat.now,
        "attempts": 1,
        "tried_at": chat.now - QUIET,
    }
    async with chat.app.store.write() as tx:
        await tx.execute(update(t.delivery).where(t.delivery.c.key == "hello").values(lost))
    slow, quick, other = SlowToTell(), chat.platform, second_worker(chat)
    chat.app.platforms["memory"] = slow
    asking = asyncio.create_task(chat.app.outbox.reconcile())
    await slow.asked.wait()
    chat.now += timedelta(minutes=3)
    await other.outbox.reconcile()
    assert (await row(chat, "hello")).status == "pending"
    chat.now += timedelta(minutes=1)

    quick.lost_answers = 1
    chat.app.platforms["memory"] = quick
    await chat.app.outbox.drain()
    assert [message.text for message in quick.arrived] == ["hello"]
    slow.tell.set()
    await asking
    chat.now += timedelta(minutes=1)
    await chat.app.outbox.reconcile()
    await chat.app.outbox.drain()

    assert (await row(chat, "hello")).status == "sent"
    assert [message.text for message in quick.arrived] == ["hello"]
    await other.store.close()


async def test_what_a_look_up_found_is_kept_while_others_are_being_marked(chat: Chat) -> None:
    await write(chat, letter("hello"), letter("meanwhile", "bo"))
    lost = {
        "status": "sending",
        "owner": "worker:dead",
        "lease_until": chat.now,
        "attempts": 1,
        "tried_at": chat.now - QUIET,
    }
    async with chat.app.store.write() as tx:
        await tx.execute(update(t.delivery).where(t.delivery.c.key == "hello").values(lost))
    slow = SlowToTell()
    chat.app.platforms["memory"] = slow
    await slow.send(place("ann"), text("hello"), (await row(chat, "hello")).id)

    asking = asyncio.create_task(chat.app.outbox.reconcile())
    await slow.asked.wait()
    await chat.app.outbox.drain()
    slow.tell.set()
    await asking

    assert [(await row(chat, key)).status for key in ("hello", "meanwhile")] == ["sent", "sent"]
