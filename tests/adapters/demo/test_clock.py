"""The community's time moves, the machine's does not."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from adapters.demo import run
from adapters.demo.run import Demo
from bot.inputs import Replace
from bot.messages import as_text, choices
from bot.pack import Pack
from tests.adapters.demo.life import SUNDAY, everything, machine

SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)


async def test_an_hour_in_which_nothing_is_due_sends_nothing(demo: Demo) -> None:
    assert await demo.clock.move(HOUR) == 0
    assert HOUR <= demo.clock.now() - SUNDAY < HOUR + SECOND


async def test_a_jump_visits_each_instant_on_the_way(demo: Demo) -> None:
    sent = await demo.clock.move(3 * DAY)

    kinds = [(one.at, one.kind) for one in await everything(demo)]
    assert sent == len(kinds) == 29
    assert kinds == sorted(kinds, key=lambda one: one[0])
    assert len({at for at, _ in kinds}) == 16
    assert 3 * DAY <= demo.clock.now() - SUNDAY < 3 * DAY + SECOND


async def test_leases_lanes_and_signatures_keep_real_time(demo: Demo) -> None:
    await demo.clock.move(2 * DAY)
    moment = demo.clock.moment()

    assert moment.real - SUNDAY < SECOND
    assert moment.now - moment.real == demo.clock.offset >= 2 * DAY - SECOND


async def test_a_button_made_a_year_ago_in_the_community_still_works(demo: Demo) -> None:
    await demo.door.hearing.say("maya", "e1", "what does risk of bias mean")
    await demo.app.outbox.drain()
    (line,) = await demo.door.platform.book.newest("maya", 1)
    assert line.message is not None
    demo.clock.offset = 365 * DAY
    reply = await demo.door.hearing.press("maya", "e2", choices(line.message)[0].value, line.id)

    assert isinstance(reply, Replace)
    assert "At the street fair" in as_text(reply.message)


async def test_when_nothing_comes_for_two_months_the_clock_says_so_and_stays(demo: Demo) -> None:
    for user in ("maya", "jonas", "priya", "rosa", "luc", "helen", "amara", "etienne", "tom", "sofia", "daniel"):
        await demo.door.hearing.say(user, f"stop-{user}", "stop")
    await demo.clock.move(2 * DAY)
    before = demo.clock.now()

    assert await demo.clock.move_to_next() == 0
    assert demo.clock.now() - before < timedelta(days=60)


async def test_a_restart_keeps_the_time_and_the_conversation(tmp_path: Path, pack: Pack) -> None:
    async with run.opened(tmp_path, 0, pack=pack, real=machine(SUNDAY)) as demo:
        await demo.door.hearing.say("maya", "e1", "what does risk of bias mean")
        await demo.clock.move(2 * DAY)
        lines = await demo.door.platform.book.newest("maya", 50)
    async with run.opened(tmp_path, 0, pack=pack, real=machine(SUNDAY + HOUR)) as again:
        assert abs(again.clock.now() - SUNDAY - 2 * DAY - HOUR) < SECOND
        assert await again.door.platform.book.newest("maya", 50) == lines


async def test_a_restart_sends_nothing_twice(tmp_path: Path, pack: Pack) -> None:
    async with run.opened(tmp_path, 0, pack=pack, real=machine(SUNDAY)) as demo:
        await demo.clock.move(2 * DAY)
        before = await everything(demo)
    async with run.opened(tmp_path, 0, pack=pack, real=machine(SUNDAY)) as again:
        assert await again.clock.move(timedelta(0)) == 0
        assert await everything(again) == before


async def test_a_demo_that_is_stopped_at_once_complains_of_nothing(
    tmp_path: Path, pack: Pack, caplog: pytest.LogCaptureFixture
) -> None:
    async with run.opened(tmp_path, 0, pack=pack):
        pass

    assert caplog.messages == []
