"""SIGTERM to a real process: it claims nothing more, and finishes or returns what is in flight within ten seconds."""

from __future__ import annotations

import asyncio
import signal
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.outcomes import QUIET
from bot.pack import Pack
from bot.store import tables as t
from tests.bot.deliveries import letter, write
from tests.chat import Chat, open_chat

MESSAGES = 12
AT_ONCE = 5


@pytest.fixture
async def chat(database: str, pack: Pack) -> AsyncIterator[Chat]:
    opened = await open_chat(database, pack)
    await opened.app.outbox.drain()
    opened.now = datetime.now(UTC) - timedelta(seconds=5)
    await write(opened, *(letter(f"{n}", f"u{n}") for n in range(MESSAGES)))
    yield opened
    await opened.app.store.close()


@dataclass(frozen=True)
class Stopped:
    """How long it took to end, and what became of the messages: status -> how many."""

    seconds: float
    left: Counter[str]


async def _stop(chat: Chat, seconds_each: float) -> Stopped:
    command = [
        sys.executable,
        "-m",
        "tests.adapters.stopped",
        chat.app.settings.database_url,
        str(seconds_each),
        str(AT_ONCE),
    ]
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    assert process.stdout is not None
    for _ in range(AT_ONCE):
        assert await process.stdout.readline() == b"began\n"
    asked = time.monotonic()
    process.send_signal(signal.SIGTERM)
    assert await process.wait() == 0
    return Stopped(time.monotonic() - asked, await _statuses(chat))


async def _statuses(chat: Chat) -> Counter[str]:
    d = t.delivery.c
    async with chat.app.store.read() as tx:
        return Counter((await tx.scalars(select(d.status).where(d.kind == "answer"))).all())


async def test_what_can_be_finished_is_finished_and_nothing_more_is_begun(chat: Chat) -> None:
    stopped = await _stop(chat, 1.0)

    assert stopped.left == {"sent": AT_ONCE, "pending": MESSAGES - AT_ONCE}
    assert stopped.seconds < 10


async def test_what_takes_too_long_is_returned_and_asked_about_by_the_next_one(chat: Chat) -> None:
    stopped = await _stop(chat, 60.0)
    chat.now = datetime.now(UTC) + QUIET
    settled = await chat.app.outbox.reconcile()
    chat.now += timedelta(minutes=1)
    await chat.app.outbox.drain()

    assert stopped.left == {"sending": AT_ONCE, "pending": MESSAGES - AT_ONCE}
    assert stopped.seconds < 10
    assert settled == AT_ONCE
    assert await _statuses(chat) == {"sent": MESSAGES}
    assert max(Counter(arrived.mark for arrived in chat.platform.arrived).values()) == 1
