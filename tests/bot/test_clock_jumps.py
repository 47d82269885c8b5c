"""A clock that jumps or stands still: nothing is lost, doubled or sent at night, and nobody waits for the old time."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from adapters.app import App, build
from bot import claims, stepped_back
from bot.due import Wish
from bot.lanes import Limit, Window
from bot.pack import Pack
from tests.bot.conversations.meeting import rows
from tests.bot.deliveries import letter, row, write
from tests.chat import Chat, open_chat

TUESDAY = datetime(2026, 11, 24, 15, tzinfo=UTC)
"""10:00 in Toronto: Ann's check-in."""
JUMPS = [timedelta(hours=1), timedelta(hours=-1), timedelta(hours=24), timedelta(hours=-24), timedelta(minutes=-10)]
BACK = [jump for jump in JUMPS if jump < timedelta(0)]
LEASE = timedelta(seconds=120)
LIMITS = {"memory": Limit(1, 5, (Window(7, 1), Window(60, 30), Window(1_800, 3_600)))}


@pytest.fixture
async def chat(database: str, pack: Pack) -> AsyncIterator[Chat]:
    """As in earnest: with the limits of a platform."""
    opened = await open_chat(database, pack)
    limited = _limited(opened)
    limited.platforms.update(opened.app.platforms)
    await opened.app.store.close()
    opened.app = limited
    yield opened
    await opened.app.store.close()


def _limited(chat: Chat) -> App:
    return build(chat.app.settings, clock=chat.moment, pack=chat.app.pack, owner="embedded:test", limits=LIMITS)


async def _minutes(chat: Chat, minutes: int, *, stands: bool = False) -> None:
    """The ticks of so many minutes, on a clock that goes on or stands."""
    for _ in range(minutes):
        await chat.settle()
        await chat.app.outbox.reconcile()
        chat.now += timedelta(0) if stands else timedelta(minutes=1)


async def _jump(chat: Chat, jump: timedelta) -> None:
    """The clock jumps; the watchdog notices a step back (adapters/clock.py)."""
    chat.now += jump
    if jump < timedelta(0):
        await stepped_back.mend(chat.app.store, chat.moment(), LEASE)


def _asked(chat: Chat) -> dict[str, int]:
    """How many check-ins reached each person."""
    return {user: sum("Two taps" in text for text in chat.platform.texts(user)) for user in ("ann", "bo", "rosa")}


async def _check_ins(chat: Chat) -> list[tuple[str, str]]:
    return [(str(one["status"]), str(one["key"])) for one in await rows(chat, "delivery") if one["kind"] == "check_in"]


@pytest.mark.parametrize("before", [timedelta(minutes=-30), timedelta(minutes=-1), timedelta(minutes=5)])
@pytest.mark.parametrize("jump", JUMPS, ids=str)
async def test_around_a_jump_each_check_in_comes_once_and_by_day(
    chat: Chat, jump: timedelta, before: timedelta
) -> None:
    """The clock is wrong for 40 minutes, just before a check-in is due or just after, and is then put right."""
    chat.now = TUESDAY + before
    await _minutes(chat, 2)

    await _jump(chat, jump)
    await _minutes(chat, 40)
    await _jump(chat, -jump)
    await _minutes(chat, 3)
    await chat.until(TUESDAY + timedelta(hours=30))

    made = await _check_ins(chat)
    assert len({key for _, key in made}) == len(made)
    assert {status for status, _ in made} <= {"sent", "skipped"}
    assert all(sent <= 1 for sent in _asked(chat).values())
    missed = jump == timedelta(hours=24) and before == timedelta(
        minutes=-30
    )  # yesterday's, by that clock: never sent late
    assert _asked(chat)["ann"] == (0 if missed else 1)


@pytest.mark.parametrize("jump", BACK, ids=str)
async def test_after_a_step_back_a_question_is_answered_at_once(chat: Chat, jump: timedelta) -> None:
    ann = chat.someone("ann")
    for _ in range(8):
        await ann.says("what does cohort mean")
        chat.now += timedelta(seconds=1)

    await _jump(chat, jump)

    assert "bias" in await ann.says("what does risk of bias mean")


@pytest.mark.parametrize("jump", BACK, ids=str)
async def test_after_a_step_back_what_is_tried_again_does_not_wait_for_the_old_time(
    chat: Chat, jump: timedelta
) -> None:
    chat.platform.busy = timedelta(seconds=30)
    await write(chat, letter("again"))
    await chat.app.outbox.drain()
    chat.platform.busy = None

    await _jump(chat, jump)
    await _minutes(chat, 3)

    assert (await row(chat, "again")).status == "sent"


@pytest.mark.parametrize("jump", BACK, ids=str)
async def test_after_a_step_back_what_a_dead_process_held_is_settled(chat: Chat, jump: timedelta) -> None:
    """It is asked about once its lease has run out by the new clock, and arrives once."""
    await write(chat, letter("held"))
    await claims.claim(chat.app.store, chat.app.outbox.rules, chat.moment(), "worker:dead", LEASE, Wish(10))

    await _jump(chat, jump)
    await _minutes(chat, 5)

    assert (await row(chat, "held")).status == "sent"
    assert chat.platform.texts("ann").count("held") == 1


async def test_a_clock_that_stands_still_for_a_quarter_of_an_hour_loses_and_doubles_nothing(chat: Chat) -> None:
    chat.now = TUESDAY - timedelta(minutes=1)
    await _minutes(chat, 15, stands=True)
    assert _asked(chat)["ann"] == 0

    await _minutes(chat, 20)

    assert _asked(chat)["ann"] == 1
    assert [status for status, _ in await _check_ins(chat)].count("pending") == 0


async def test_while_the_clock_stands_no_more_leaves_than_at_once_and_then_the_rest(chat: Chat) -> None:
    await write(chat, *(letter(f"n{n}", f"u{n}") for n in range(12)))
    await _minutes(chat, 15, stands=True)
    assert len([one for one in chat.platform.arrived if one.to.user.startswith("u")]) == 5

    await _minutes(chat, 3)

    assert len({one.to.user for one in chat.platform.arrived if one.to.user.startswith("u")}) == 12


async def test_mending_leaves_what_is_meant_to_wait(chat: Chat) -> None:
    """A conversation that used up its hour, a lane that was just used, a check-in for tomorrow."""
    await write(chat, letter("one"), letter("tomorrow", kind="news", not_before=chat.now + timedelta(days=1)))
    await chat.app.outbox.drain()
    before = (await rows(chat, "lane"), (await row(chat, "tomorrow")).not_before)

    await stepped_back.mend(chat.app.store, chat.moment(), LEASE)

    assert (await rows(chat, "lane"), (await row(chat, "tomorrow")).not_before) == before
