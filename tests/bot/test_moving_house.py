"""A member changes their time zone at the very moment of sending: once, at a kind hour, by the new clock."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta

import pytest

from adapters.memory import MemoryPlatform
from bot import people, rhythm, schedule
from bot.messages import Message
from bot.pack import Pack
from bot.people import Person
from bot.platform import Address, Receipt
from bot.recurrence import to_local
from tests.bot.conversations.meeting import rows
from tests.chat import CIRCLE, Chat, open_chat

TUESDAY = datetime(2026, 11, 24, 15, tzinfo=UTC)
"""10:00 in Toronto: Ann's check-in."""
ZONES = ["Pacific/Auckland", "Pacific/Kiritimati", "Europe/London", "America/Vancouver", "Pacific/Honolulu"]


@pytest.fixture
async def chat(database: str, pack: Pack) -> AsyncIterator[Chat]:
    """No budget hides a second check-in, and nobody minds the weekend."""
    opened = await open_chat(database, pack, {**CIRCLE, "community": {**CIRCLE["community"], "prompts_a_week": 7}})
    yield opened
    await opened.app.store.close()


async def _ann(chat: Chat) -> Person:
    async with chat.app.store.read() as tx:
        community = (await people.communities(tx))[0]
        return next(one for one in await people.everybody(tx, community.id) if one.name == "Ann Roy")


async def _moves(chat: Chat, zone: str) -> None:
    """In one transaction, as the form does it."""
    ann = await _ann(chat)
    async with chat.app.store.write() as tx:
        await people.change(tx, ann, time_zone=zone)
        await rhythm.move(tx, replace(ann, time_zone=zone), chat.now)


async def _check_ins(chat: Chat) -> list[tuple[str, str]]:
    ann = await _ann(chat)
    found = [one for one in await rows(chat, "delivery") if one["person"] == ann.id and one["kind"] == "check_in"]
    return [(str(one["key"]), str(one["status"])) for one in found]


async def _next_by_their_clock(chat: Chat) -> datetime:
    ann = await _ann(chat)
    (due,) = [
        one["next_due"] for one in await rows(chat, "schedule") if (one["person"], one["kind"]) == (ann.id, "check_in")
    ]
    assert isinstance(due, datetime)
    return to_local(due, ann.time_zone)


def _arrived(chat: Chat) -> int:
    return sum("Two taps" in text for text in chat.platform.texts("ann"))


@pytest.mark.parametrize("zone", ZONES)
async def test_what_is_made_and_not_sent_yet_is_not_sent_at_night_by_the_new_clock(chat: Chat, zone: str) -> None:
    chat.platform.broken = True
    chat.now = TUESDAY
    await chat.settle()
    chat.platform.broken = False
    await _moves(chat, zone)

    for _ in range(4 * 36):
        before = _arrived(chat)
        await chat.settle()
        await chat.app.outbox.reconcile()
        local = to_local(chat.now, zone).time()
        assert _arrived(chat) == before or time(9) <= local < time(17), local
        chat.now += timedelta(minutes=15)

    assert _arrived(chat) <= 1
    assert {status for _, status in await _check_ins(chat)} <= {"sent", "skipped", "unknown"}
    assert await _next_by_their_clock(chat) == datetime(2026, 12, 8, 10)  # noqa: DTZ001 - local


@dataclass(slots=True)
class MovesMeanwhile(MemoryPlatform):
    """Ann changes her zone while her check-in is on its way."""

    chat: Chat | None = None
    zone: str = ""

    async def send(self, to: Address, message: Message, mark: str) -> Receipt:
        receipt = await MemoryPlatform.send(self, to, message, mark)
        if self.chat is not None and to.user == "ann":
            await _moves(self.chat, self.zone)
        return receipt


@pytest.mark.parametrize("zone", ZONES)
async def test_who_moves_while_it_is_on_its_way_gets_it_once(chat: Chat, zone: str) -> None:
    chat.platform = chat.app.platforms["memory"] = MovesMeanwhile(chat=chat, zone=zone)
    chat.now = TUESDAY
    await chat.settle()

    await chat.later(hours=60)

    assert _arrived(chat) == 1
    assert [status for _, status in await _check_ins(chat)] == ["sent"]
    assert await _next_by_their_clock(chat) == datetime(2026, 12, 8, 10)  # noqa: DTZ001 - local


async def test_who_moves_in_the_same_instant_as_the_tick_gets_it_once(chat: Chat) -> None:
    """Every fourth day another zone, while two clocks tick: one delivery for each local date."""
    for n in range(20):
        chat.now = TUESDAY + timedelta(days=4 * n)
        ticks = (schedule.materialise(chat.app.store, chat.moment()) for _ in range(2))
        await asyncio.gather(*ticks, _moves(chat, ZONES[n % len(ZONES)]))
        await chat.app.outbox.drain()

    keys = [key for key, _ in await _check_ins(chat)]
    dates = {key[-19:-9] for key in keys}
    assert len(keys) == len(set(keys)) == len(dates)
    assert len(keys) == 6  # every second Tuesday of eleven weeks


async def test_who_flies_back_over_the_date_line_does_not_live_the_same_tuesday_twice(chat: Chat) -> None:
    await _moves(chat, "Pacific/Auckland")
    await chat.until(datetime(2026, 11, 23, 22, tzinfo=UTC))  # 11:00 on Tuesday in Auckland, Monday in Honolulu
    assert _arrived(chat) == 1

    await _moves(chat, "Pacific/Honolulu")
    await chat.until(TUESDAY + timedelta(days=2))

    assert _arrived(chat) == 1
    assert await _next_by_their_clock(chat) == datetime(2026, 12, 8, 10)  # noqa: DTZ001 - local


async def test_who_moves_to_and_fro_all_day_gets_it_once_and_never_at_night(chat: Chat) -> None:
    chat.now = TUESDAY - timedelta(hours=30)
    for n in range(2 * 72):
        zone = ZONES[n % len(ZONES)]
        await _moves(chat, zone)
        before = _arrived(chat)
        await chat.settle()
        assert _arrived(chat) == before or time(8) <= to_local(chat.now, zone).time() < time(21)
        chat.now += timedelta(minutes=30)

    assert _arrived(chat) <= 1
