"""Two clocks and two workers on one database, for 200 rounds: each occurrence once."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from adapters.app import App, build
from adapters.clock import Clock
from adapters.memory import MemoryPlatform
from bot import due
from bot.claims import Rules
from bot.lanes import Limit, Window
from bot.messages import Message
from bot.pack import Pack
from bot.platform import Address, Receipt
from bot.store import tables as t
from tests.bot.deliveries import letter, place, second_worker, write
from tests.chat import Chat, open_chat

ROUNDS = 200
TUESDAY = datetime(2026, 11, 24, 15, 30, tzinfo=UTC)
"""Past 10:00 in Toronto, and still a kind hour in London; three and a half hours later it is one in Vancouver."""


@pytest.fixture
async def chat(database: str, pack: Pack) -> AsyncIterator[Chat]:
    opened = await open_chat(database, pack)
    await opened.app.outbox.drain()
    yield opened
    await opened.app.store.close()


async def test_each_occurrence_is_delivered_once(chat: Chat) -> None:
    other = second_worker(chat)
    await _every_week(chat)
    for number in range(ROUNDS):
        chat.now = TUESDAY + timedelta(weeks=number // 2, hours=3.5 * (number % 2))
        await asyncio.gather(*(_tick_and_send(app) for app in (chat.app, other)))

    async with chat.app.store.read() as tx:
        d = t.delivery.c
        rows = (await tx.execute(select(d.id, d.person, d.key, d.status).where(d.kind == "check_in"))).all()
    occurrences = Counter(row.person for row in rows)
    posted = Counter(arrived.mark for arrived in chat.platform.arrived)
    assert set(occurrences.values()) == {ROUNDS // 2}
    assert {row.status for row in rows} <= {"sent", "skipped"}
    assert [row.key for row in rows if posted[row.id] != (row.status == "sent")] == []
    assert sum(row.status == "sent" for row in rows) == ROUNDS // 2 * 3  # nobody may read the organiser's
    await other.store.close()


async def _every_week(chat: Chat) -> None:
    """Everybody's check-in each Tuesday at 10:00 where they live."""
    weekly = {"rule": "FREQ=WEEKLY", "start_local": "2026-11-24T10:00:00", "last_local": "", "next_due": TUESDAY}
    async with chat.app.store.write() as tx:
        await tx.execute(update(t.schedule).where(t.schedule.c.kind == "check_in").values(**weekly))
        await tx.execute(update(t.schedule).where(t.schedule.c.kind != "check_in").values(next_due=None))


async def _tick_and_send(app: App) -> None:
    await Clock(app)._materialise()
    await app.outbox.drain()


LIMIT = Limit(10, 1.5, (Window(1, 1), Window(3, 10)))


async def test_two_workers_never_exceed_the_limits_they_share(chat: Chat) -> None:
    """What left in any second: the rate and one more; in one conversation: its windows."""
    chat.app.outbox.rules = Rules(chat.app.pack, chat.app.buttons, {"memory": LIMIT})
    other = build(
        chat.app.settings, clock=chat.moment, pack=chat.app.pack, owner="worker:two", limits={"memory": LIMIT}
    )
    await write(chat, *(letter(f"{n}", f"u{n % 25}") for n in range(90)))
    left = _watched(chat)
    other.platforms.update(chat.app.platforms)
    while len(left) < 90:
        chat.now += timedelta(milliseconds=35)
        await asyncio.gather(*(app.outbox.drain() for app in (chat.app, other)))

    _never_more([when for when, _ in left], 10, 1)
    for user in {to.user for _, to in left}:
        mine = [when for when, to in left if to.user == user]
        _never_more(mine, 1, 1)
        _never_more(mine, 3, 10)
    await other.store.close()


def _watched(chat: Chat) -> list[tuple[datetime, Address]]:
    """When each message left, and to whom, by the machine's clock."""
    left: list[tuple[datetime, Address]] = []

    class Watched(MemoryPlatform):
        async def send(self, to: Address, message: Message, mark: str) -> Receipt:
            left.append((chat.moment().real, to))
            return await super().send(to, message, mark)

    chat.app.platforms["memory"] = Watched()
    return left


def _never_more(moments: list[datetime], most: int, seconds: float) -> None:
    """At most `most` in any window of so many seconds, and one more where both its ends count."""
    for first, later in zip(moments, moments[most + 1 :], strict=False):
        assert later - first >= timedelta(seconds=seconds - 0.02)  # from the claim to the platform


async def test_lanes_are_claimed_side_by_side(chat: Chat) -> None:
    """A worker in one lane does not keep another from the next one."""
    await write(chat, letter("one", at=place("ann", workspace="w1")), letter("two", at=place("bo", workspace="w2")))
    other = second_worker(chat)
    if chat.app.store.on_sqlite:
        pytest.skip("SQLite has one writer at a time")
    async with chat.app.store.write() as mine, other.store.write() as theirs:
        first = await due.look(mine, {}, chat.moment(), due.Wish(10, "memory:w1"))
        second = await due.look(theirs, {}, chat.moment(), due.Wish(10))

    assert [[row.lane for row in look.rows] for look in (first, second)] == [["memory:w1"], ["memory:w2"]]
    await other.store.close()
