"""Procrastinate's workers on PostgreSQL: each lane is emptied once, whoever dies, and its jobs pile up nowhere."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

import psycopg
import pytest
from sqlalchemy import make_url

from adapters import scale_out
from adapters.app import App, build, real_moment
from adapters.memory import MemoryPlatform
from adapters.runner import Pumps
from adapters.scale_out import QUEUE, SCHEMA, TASK, ScaleOut
from bot.lanes import Limit
from bot.messages import Message
from bot.platform import Address, Receipt
from bot.store import tables as t
from tests.bot.deliveries import letter, place, write
from tests.chat import Chat, open_chat

NEEDS = "Procrastinate needs PostgreSQL"


class Slow(MemoryPlatform):
    """Takes 20 ms for each message."""

    async def send(self, to: Address, message: Message, mark: str) -> Receipt:
        await asyncio.sleep(0.02)
        return await super().send(to, message, mark)


@dataclass
class House:
    """A community on PostgreSQL, and the processes that work on it."""

    chat: Chat
    platform: Slow

    def process(self, owner: str, limit: Limit | None = None) -> App:
        limits = {"memory": limit} if limit else None
        app = build(self.chat.app.settings, clock=real_moment, pack=self.chat.app.pack, owner=owner, limits=limits)
        app.platforms["memory"] = self.platform
        return app

    @asynccontextmanager
    async def at_work(self, workers: int, limit: Limit | None = None) -> AsyncIterator[list[ScaleOut]]:
        """So many workers, and two clocks that hand out lanes four times a second."""
        runners = [ScaleOut(self.process(f"worker:{n}", limit)) for n in range(workers)]
        clocks = [ScaleOut(self.process(f"clock:{n}")) for n in range(2)]
        async with asyncio.TaskGroup() as group, asyncio.timeout(60):
            stop = asyncio.Event()
            for runner in runners:
                group.create_task(_until(stop, runner.sending()))
            for clock in clocks:
                group.create_task(_tick(stop, clock))
            try:
                yield clocks
            finally:
                stop.set()
        for runner in (*runners, *clocks):
            await runner.rooms.outbox.stop()
            await runner.rooms.store.close()


async def _until(stop: asyncio.Event, opened: object) -> None:
    async with opened:  # type: ignore[attr-defined]
        await stop.wait()


async def _tick(stop: asyncio.Event, clock: ScaleOut) -> None:
    async with clock.ticking() as every:
        while not stop.is_set():
            await every[0][1]()
            await asyncio.sleep(0.25)


@pytest.fixture
async def house(database: str, pack: object) -> AsyncIterator[House]:
    if database.startswith("sqlite"):
        pytest.skip(NEEDS)
    await scale_out.migrate(database)
    chat = await open_chat(database, pack)  # type: ignore[arg-type]
    await chat.app.outbox.drain()
    chat.now = real_moment().now
    yield House(chat, Slow())
    await chat.app.store.close()
    with psycopg.connect(_plain(chat)) as connection:
        connection.execute(f"DROP SCHEMA {SCHEMA} CASCADE".encode())


def _plain(chat: Chat) -> str:
    url = make_url(chat.app.settings.database_url).set(drivername="postgresql")
    return url.render_as_string(hide_password=False)


async def _eventually(true: Callable[[], bool], seconds: float = 40) -> None:
    async with asyncio.timeout(seconds):
        while not true():
            await asyncio.sleep(0.02)


def _jobs(house: House) -> int:
    with psycopg.connect(_plain(house.chat)) as connection:
        row = connection.execute(f"SELECT count(*) FROM {SCHEMA}.procrastinate_jobs".encode()).fetchone()
        return int(row[0]) if row else 0


async def test_every_message_of_many_lanes_leaves_once_and_no_job_is_left(house: House) -> None:
    wanted = [letter(f"{n}", at=place(f"u{n % 40}", workspace=f"w{n % 8}")) for n in range(400)]
    await write(house.chat, *wanted)

    async with house.at_work(2):
        await _eventually(lambda: len(house.platform.arrived) == 400)
        await _eventually(lambda: _jobs(house) == 0)

    assert max(Counter(arrived.text for arrived in house.platform.arrived).values()) == 1


async def test_two_workers_keep_one_limit(house: House) -> None:
    await write(house.chat, *(letter(f"{n}", at=place(f"u{n}", workspace="w1")) for n in range(30)))
    loop = asyncio.get_running_loop()

    async with house.at_work(2, Limit(20, 1.5)):
        await _eventually(lambda: len(house.platform.arrived) > 0)
        began = loop.time()
        await _eventually(lambda: len(house.platform.arrived) == 30)

    assert loop.time() - began >= 28 / 20 * 0.9


async def test_what_a_dead_worker_held_comes_again(house: House) -> None:
    """A job that says `doing` for ever neither keeps its lane nor stays."""
    await write(house.chat, letter("one", at=place("ann", workspace="w1")))
    clock = ScaleOut(house.process("clock:0"))
    async with clock.ticking() as every:
        assert await clock.hand_out() == 1
        assert await clock.hand_out() == 0
        await clock.app.job_manager.fetch_job(queues=[QUEUE], worker_id=await clock.app.job_manager.register_worker())
        assert await clock.hand_out() == 0
        await clock.app.connector.execute_query_async(
            "UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour'"
        )

        assert await clock.hand_out() == 1
        assert [seconds for seconds, _ in every] == [1, 60]
        assert await clock.clean() == 1
    assert _jobs(house) == 1
    await clock.rooms.store.close()


async def test_a_closed_lane_is_not_handed_out(house: House) -> None:
    await write(
        house.chat, letter("one", at=place("ann", workspace="w1")), letter("two", at=place("bo", workspace="w2"))
    )
    async with house.chat.app.store.write() as tx:
        await tx.execute(t.lane.insert().values(key="memory:w1", paused_until=house.chat.now + timedelta(minutes=5)))
    clock = ScaleOut(house.process("clock:0"))

    async with clock.ticking():
        assert await clock.hand_out() == 1
    await clock.rooms.store.close()


async def test_the_tables_are_made_once_and_anew_for_another_version(house: House) -> None:
    url = house.chat.app.settings.database_url
    clock = ScaleOut(house.process("clock:0"))
    async with clock.ticking():
        await clock.app.configure_task(TASK, queue=QUEUE, queueing_lock="x").defer_async(lane="x")
    await asyncio.gather(scale_out.migrate(url), scale_out.migrate(url))
    kept = _jobs(house)
    with psycopg.connect(_plain(house.chat)) as connection:
        connection.execute(f"COMMENT ON SCHEMA {SCHEMA} IS 'procrastinate 1.0'".encode())
    await scale_out.migrate(url)

    assert (kept, _jobs(house)) == (1, 0)
    await clock.rooms.store.close()


async def test_a_pump_ends_when_its_lane_is_empty_and_is_alone(database: str, pack: object) -> None:
    """This part needs no engine."""
    chat = await open_chat(database, pack)  # type: ignore[arg-type]
    await chat.app.outbox.drain()
    await write(chat, letter("one"), letter("two"), letter("elsewhere", at=place("ann", workspace="w2")))
    pumps = Pumps(chat.app.outbox, budget=5)

    await asyncio.gather(pumps.pump("memory:w1"), pumps.pump("memory:w1"))

    assert [arrived.text for arrived in chat.platform.arrived][-2:] == ["one", "two"]
    assert not pumps._at_work
    await chat.app.outbox.stop()
    await chat.app.store.close()
