"""Coming, saying yes, saying stop, and going: what Teams tells of people, and what they hear then."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.adapters.teams.reading import words
from tests.e2e.teams.circle import CHANNEL, CHAT
from tests.e2e.teams.playground import Playground
from tests.e2e.teams.world import MONDAY, TUESDAY, World, opened

pytestmark = pytest.mark.e2e
HELLO = "I am Interlude, a small helper for Heart and Lung Circle."


async def test_the_first_message_waits_for_a_kind_hour(client: Playground, database: str) -> None:
    async with opened(client, database, MONDAY - timedelta(days=1)) as world:
        ann = world.someone("ann")
        await ann.installs()
        await ann.says("what does risk of bias mean?")
        await ann.sees("Tell me more")
        assert len(ann.cards) == 1, "on a Sunday there is an answer, and no greeting"

        world.clock.move_to(MONDAY)
        assert f"Hello Ann, {HELLO}" in await ann.sees(HELLO)


async def test_yes_is_one_press_and_the_time_zone_another(first_day: World) -> None:
    ann = first_day.someone("ann")
    await ann.installs()
    await ann.sees(HELLO)

    assert "Thank you. I will write at your local hours." in await ann.presses("Yes")
    assert "Toronto" in await ann.presses("That's right")
    assert len(ann.cards) == 1


async def test_nobody_is_greeted_twice(first_day: World) -> None:
    ann = first_day.someone("ann")
    await ann.installs()
    await ann.sees(HELLO)
    await ann.installs()
    await ann.says("what does risk of bias mean?")
    await ann.sees("Tell me more")

    assert [HELLO in words(card) for card in ann.cards.values()] == [True, False]


async def test_somebody_added_to_a_channel_is_greeted_in_private(first_day: World) -> None:
    bo = first_day.someone("bo")
    await bo.happens("userAdded", CHANNEL, membersAdded=[bo.account])
    greeted = await bo.sees(HELLO)

    assert greeted.startswith("Hello Bo")
    assert not [place for place in first_day.microsoft.cards if place.startswith("19:")], "nothing in the channel"


async def test_stop_is_at_once_and_for_everything(world: World) -> None:
    ann, bo = world.someone("ann"), world.someone("bo")
    await ann.says("stop")
    await ann.sees("I will not write to you first any more.")
    world.clock.move_to(TUESDAY)
    await bo.sees("A short check-in")

    assert len(ann.cards) == 1


async def test_who_removed_the_bot_is_not_written_to(world: World) -> None:
    ann, bo = world.someone("ann"), world.someone("bo")
    await ann.happens("uninstall", CHAT)
    await world.heard("installationUpdate")
    world.clock.move_to(TUESDAY)
    await bo.sees("A short check-in")

    assert ann.cards == {}


async def test_leaving_a_channel_closes_nothing(world: World) -> None:
    ann = world.someone("ann")
    await ann.happens("userRemoved", CHANNEL, membersRemoved=[ann.account])
    await ann.happens("botRemoved", CHANNEL)
    await world.heard("conversationUpdate", times=2)
    world.clock.move_to(TUESDAY)

    assert "Two taps" in await ann.sees("A short check-in")
