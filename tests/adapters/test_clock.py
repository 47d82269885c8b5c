"""The ticking: each process has its own ticks, a fault stops none, and a clock that steps back is woken."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from adapters.clock import STALLED, Clock
from bot.pack import Pack
from bot.store import tables as t
from tests.chat import Chat, open_chat

HOUR = timedelta(hours=1)


@pytest.fixture
async def chat(database: str, pack: Pack) -> AsyncIterator[Chat]:
    opened = await open_chat(database, pack)
    yield opened
    await opened.app.store.close()


def _jobs(ticking: Clock) -> list[Any]:
    return list(ticking._scheduler.get_jobs())


def _ticks(ticking: Clock) -> set[str]:
    return {job.args[0].__name__ for job in _jobs(ticking)}


@pytest.mark.parametrize(
    ("parts", "names"),
    [
        ({"ticks": True, "sends": False}, {"_materialise", "_find_people", "_tidy"}),
        ({"ticks": False, "sends": True}, {"_nudge", "_reconcile"}),
        ({}, {"_materialise", "_find_people", "_tidy", "_nudge", "_reconcile"}),
    ],
    ids=["clock", "worker", "serve"],
)
async def test_each_process_has_its_own_ticks(chat: Chat, parts: dict[str, bool], names: set[str]) -> None:
    ticking = Clock(chat.app, **parts)
    ticking.start()

    assert _ticks(ticking) == names
    await ticking.stop()


async def test_no_tick_is_missed_for_being_late_and_none_piles_up(chat: Chat) -> None:
    ticking = Clock(chat.app)
    ticking.start()

    assert {(job.misfire_grace_time, job.coalesce, job.max_instances) for job in _jobs(ticking)} == {(None, True, 1)}
    await ticking.stop()


async def _after_a_step_back(chat: Chat, silent_for: float, away: timedelta = HOUR) -> list[bool]:
    """Whether each tick is due now, when all of them wait for a time that is so far away again."""
    ticking = Clock(chat.app)
    ticking.start()
    for job in _jobs(ticking):
        job.modify(next_run_time=datetime.now(UTC) + away)
    ticking._ticked = time.monotonic() - silent_for
    ticking.watch()
    woken = [job.next_run_time <= datetime.now(UTC) for job in _jobs(ticking)]
    await ticking.stop()
    return woken


@pytest.mark.parametrize("away", [timedelta(minutes=10), HOUR, timedelta(hours=24), timedelta(seconds=30)], ids=str)
async def test_a_clock_that_stepped_back_or_stands_still_is_woken(chat: Chat, away: timedelta) -> None:
    """A clock that stands never reaches a time that is only seconds away."""
    assert await _after_a_step_back(chat, STALLED + 1, away) == [True] * 5


async def test_while_a_clock_stands_its_ticks_go_on(chat: Chat) -> None:
    """A quarter of an hour is 45 times that nothing ticked for so long."""
    ticking = Clock(chat.app, ticks=False, sends=False, more=[(5, _nothing)])
    ticking.start()
    for _ in range(45):
        _jobs(ticking)[0].modify(next_run_time=datetime.now(UTC) + HOUR)
        ticking._ticked = time.monotonic() - STALLED - 1
        ticking.watch()
        assert _jobs(ticking)[0].next_run_time <= datetime.now(UTC)
    await ticking.stop()


async def _nothing() -> None:
    pass


@pytest.mark.parametrize("jump", [HOUR, timedelta(hours=24)], ids=str)
async def test_after_a_jump_ahead_each_tick_runs_once_and_not_for_all_it_missed(chat: Chat, jump: timedelta) -> None:
    ran: asyncio.Queue[int] = asyncio.Queue()

    async def tick() -> None:
        ran.put_nowait(1)

    ticking = Clock(chat.app, ticks=False, sends=False, more=[(5, tick)])
    ticking.start()
    await ran.get()
    _jobs(ticking)[0].modify(next_run_time=datetime.now(UTC) - jump)
    await ran.get()

    assert _jobs(ticking)[0].next_run_time > datetime.now(UTC)
    await ticking.stop()
    assert ran.empty()


async def test_after_a_step_back_closed_lanes_are_opened(chat: Chat) -> None:
    """They were to open at an instant that is an hour away again: nobody would be answered until then."""
    async with chat.app.store.write() as tx:
        await tx.execute(t.lane.insert().values(key="memory:w1", tat=chat.now + HOUR, paused_until=None))

    await _after_a_step_back(chat, STALLED + 1)

    async with chat.app.store.read() as tx:
        assert await tx.scalar(select(t.lane.c.tat)) is None


async def test_a_clock_that_ticks_is_left_alone(chat: Chat) -> None:
    assert await _after_a_step_back(chat, STALLED - 1) == [False] * 5


async def test_a_tick_that_fails_is_said_and_stops_nothing(chat: Chat, caplog: pytest.LogCaptureFixture) -> None:
    async def broken() -> None:
        raise RuntimeError("no")

    ticking = Clock(chat.app)
    await ticking._safely(broken)

    assert [getattr(record, "action", "") for record in caplog.records] == ["tick.failed"]


async def test_a_tick_makes_what_is_due_and_wakes_the_outbox(chat: Chat) -> None:
    chat.now = datetime(2026, 11, 24, 15, tzinfo=UTC)
    ticking = Clock(chat.app)

    await ticking._materialise()
    assert chat.app.outbox._wake.is_set()
    await chat.app.outbox.drain()

    assert any("check-in" in text for text in chat.platform.texts("ann"))
