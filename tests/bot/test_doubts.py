"""What nobody knows is found out, or decided; and no platform's trouble is another one's."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest

from adapters.memory import MemoryPlatform
from bot import claims, outcomes
from bot.due import Wish
from bot.messages import Message
from bot.outcomes import QUIET
from bot.platform import Address, Gone, Receipt, Refused, TryLater
from tests.bot.deliveries import Flaky, Gate, letter, place, row, write
from tests.chat import Chat


@dataclass
class Slow(MemoryPlatform):
    """Gives up on the caller, and has the message in front of somebody only later (`land`)."""

    under_way: list[tuple[Address, Message, str]] = field(default_factory=list)

    async def send(self, to: Address, message: Message, mark: str) -> Receipt:
        self.under_way.append((to, message, mark))
        raise TimeoutError

    async def land(self) -> None:
        while self.under_way:
            await MemoryPlatform.send(self, *self.under_way.pop())


@dataclass
class Mute(MemoryPlatform):
    """Loses answers, and cannot say what arrived. `asked` counts how often it was asked."""

    failure: Exception = field(default_factory=ConnectionResetError)
    asked: int = 0

    async def find(self, to: Address, mark: str, since: datetime) -> Receipt | None:
        self.asked += 1
        raise self.failure


def _texts(chat: Chat) -> list[str]:
    platform = chat.app.platforms["memory"]
    assert isinstance(platform, MemoryPlatform)
    return platform.texts("ann")


async def _later(chat: Chat, span: timedelta) -> None:
    chat.now += span
    await chat.app.outbox.reconcile()
    await chat.app.outbox.drain()


def _mute(chat: Chat, failure: Exception, lost: int = 1) -> Mute:
    platform = chat.app.platforms["memory"] = Mute(failure=failure, lost_answers=lost)
    return platform


async def test_a_slow_platform_is_not_asked_before_it_can_know(chat: Chat) -> None:
    slow = chat.app.platforms["memory"] = Slow()
    await write(chat, letter("one"))
    await chat.app.outbox.drain()

    await _later(chat, timedelta(seconds=12))
    assert (await row(chat, "one")).status == "sending"
    await slow.land()
    await _later(chat, QUIET)

    assert ((await row(chat, "one")).status, slow.texts("ann")) == ("sent", ["one"])


@pytest.mark.parametrize("failure", [Refused("missing_scope"), Gone("channel_not_found")])
async def test_a_platform_that_will_never_say_is_asked_once_and_the_kind_decides(
    chat: Chat, failure: Exception
) -> None:
    mute = _mute(chat, failure, lost=2)
    await write(chat, letter("question", "ann", kind="news"), letter("answer", "bo"))
    await chat.app.outbox.drain()

    await _later(chat, QUIET)
    await _later(chat, timedelta(minutes=1))

    assert mute.asked == 2
    assert [(await row(chat, key)).status for key in ("question", "answer")] == ["unknown", "sent"]
    assert (mute.texts("ann"), mute.texts("bo")) == (["question"], ["answer", "answer"])


async def test_a_doubt_that_lasts_an_hour_silences_nobody_for_longer(chat: Chat) -> None:
    _mute(chat, TimeoutError())
    await write(chat, letter("question", kind="news"))
    await chat.app.outbox.drain()
    await write(chat, letter("help", kind="help"))

    for _ in range(7):
        await _later(chat, timedelta(minutes=10))

    assert [(await row(chat, key)).status for key in ("question", "help")] == ["unknown", "sent"]


async def test_a_doubt_does_not_keep_help_from_anybody(chat: Chat) -> None:
    """The platform cannot say what became of a question; the person asks for help meanwhile."""
    _mute(chat, TryLater("slow down", timedelta(minutes=30)))
    await write(chat, letter("question", kind="news"))
    await chat.app.outbox.drain()

    await write(chat, letter("help", kind="help"))
    await chat.app.outbox.drain()
    helped = _texts(chat)
    await write(chat, letter("answer"))
    await _later(chat, QUIET)

    assert helped == ["question", "help"]
    assert _texts(chat) == ["question", "help", "answer"]


async def test_an_hour_of_downtime_is_no_hour_of_asking(chat: Chat) -> None:
    """One look-up in vain after a long night decides nothing."""
    mute = _mute(chat, TimeoutError())
    await write(chat, letter("one", kind="news"))
    await chat.app.outbox.drain()

    await _later(chat, timedelta(hours=9))
    assert (mute.asked, (await row(chat, "one")).status) == (1, "sending")
    chat.app.platforms["memory"] = found = MemoryPlatform()
    found.arrived = mute.arrived
    await _later(chat, timedelta(minutes=1))

    assert (await row(chat, "one")).status == "sent"


async def test_one_pause_after_a_long_wait_parks_nothing(chat: Chat) -> None:
    """Written on Friday for Tuesday, and the platform is busy for a moment then."""
    await write(chat, letter("one", not_before=chat.now + timedelta(days=4)))
    chat.now += timedelta(days=4)
    chat.platform.busy = timedelta(seconds=5)
    await chat.app.outbox.drain()
    chat.platform.busy = None
    chat.now += timedelta(seconds=5)
    await chat.app.outbox.drain()

    assert (await row(chat, "one")).status == "sent"


async def test_a_platform_that_wants_a_pause_is_not_asked_meanwhile(chat: Chat) -> None:
    mute = _mute(chat, TryLater("slow down", timedelta(minutes=5)))
    await write(chat, letter("one"))
    await chat.app.outbox.drain()
    await _later(chat, QUIET)

    await _later(chat, timedelta(minutes=4))
    assert mute.asked == 1
    await _later(chat, timedelta(minutes=1))

    assert mute.asked == 2


async def test_many_doubts_of_one_workspace_do_not_hide_anothers(chat: Chat) -> None:
    _mute(chat, TimeoutError(), lost=1_000)
    chat.app.platforms["quiet"] = MemoryPlatform(name="quiet", lost_answers=1)
    stuck = [letter(f"{n}", f"u{n}") for n in range(100)]
    await write(chat, *stuck, letter("elsewhere", at=place("ann", "quiet")))
    await chat.app.outbox.drain()

    for _ in range(4):
        await _later(chat, QUIET)

    assert (await row(chat, "elsewhere")).status == "sent"


async def test_to_be_asked_to_wait_is_no_try(chat: Chat) -> None:
    chat.platform.busy = timedelta(seconds=1)
    await write(chat, letter("one"))
    for _ in range(3 * outcomes.MOST_TRIES):
        chat.now += timedelta(seconds=1)
        await chat.app.outbox.drain()
    chat.platform.busy = None
    chat.now += timedelta(seconds=1)
    await chat.app.outbox.drain()

    assert ((await row(chat, "one")).status, chat.platform.texts("ann")) == ("sent", ["one"])


async def test_after_a_day_of_waiting_it_is_parked_with_a_reason(chat: Chat) -> None:
    chat.platform.busy = timedelta(hours=5)
    await write(chat, letter("one"))
    for _ in range(6):
        await chat.app.outbox.drain()
        chat.now += timedelta(hours=5)

    parked = await row(chat, "one")
    assert (parked.status, parked.reason) == ("failed", "given up after a day: the platform is busy")


async def test_a_lane_that_hangs_leaves_room_for_the_others(chat: Chat) -> None:
    chat.app.platforms["memory"], quiet = Gate(), MemoryPlatform(name="quiet")
    chat.app.platforms["quiet"] = quiet
    await write(chat, *(letter(f"{n}", f"u{n}", kind="news") for n in range(150)))
    await chat.app.outbox.pump()
    hanging = len(chat.app.outbox.flying("memory:w1"))
    await write(chat, letter("help", at=place("ann", "quiet"), kind="help"), letter("answer", "bo"))

    await chat.app.outbox.pump()
    await asyncio.wait(chat.app.outbox.flying("quiet:w1"))

    assert (hanging, quiet.texts("ann")) == (25, ["help"])
    assert len(chat.app.outbox.flying("memory:w1")) == 26  # somebody there waits for an answer, too
    await _let_go(chat)


async def _let_go(chat: Chat) -> None:
    platform = chat.app.platforms["memory"]
    assert isinstance(platform, Gate)
    platform.open.set()
    await chat.app.outbox.drain()


async def test_the_last_places_are_for_what_somebody_waits_for(chat: Chat) -> None:
    gate = chat.app.platforms["memory"] = Gate()
    lanes = [place(f"u{n}", workspace=f"w{n % 8}") for n in range(160)]
    await write(chat, *(letter(f"{n}", at=at, kind="news") for n, at in enumerate(lanes)))
    await chat.app.outbox.pump()
    busy = len(chat.app.outbox._flying)
    await write(chat, letter("help", at=place("ann", workspace="w9"), kind="help"))

    await chat.app.outbox.pump()
    gate.open.set()
    await chat.app.outbox.drain()

    assert 80 < busy <= 90
    assert [arrived.text for arrived in gate.arrived].index("help") <= 90


async def test_an_outcome_that_could_not_be_stored_waits_for_no_other_message(chat: Chat) -> None:
    await write(chat, letter("one"))
    chat.app.outbox.store = Flaky(chat.app.store)  # type: ignore[assignment]
    await chat.app.outbox.pump()
    chat.app.outbox.store.failures = 2  # type: ignore[attr-defined]
    await chat.app.outbox._land()
    assert (await row(chat, "one")).status == "sending"

    await chat.app.outbox.pump()

    assert (await row(chat, "one")).status == "sent"


async def test_what_waited_for_one_pause_keeps_its_place(chat: Chat) -> None:
    chat.platform.busy = timedelta(seconds=10)
    await write(chat, letter("one"))
    await chat.app.outbox.drain()
    chat.platform.busy = None
    await write(chat, letter("two"))
    chat.now += timedelta(seconds=10)

    await chat.app.outbox.drain()

    assert chat.platform.texts("ann") == ["one", "two"]
    outbox = chat.app.outbox
    assert not (await claims.claim(outbox.store, outbox.rules, chat.moment(), "x", outbox.lease, Wish(5))).rows
