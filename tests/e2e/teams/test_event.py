"""An event: made by a form, asked about the next weekday, summed up with a picture, told to everybody."""

from __future__ import annotations

import base64
from datetime import timedelta

import pytest

from tests.adapters.teams.reading import errors, words
from tests.e2e.teams.entry import PUBLIC
from tests.e2e.teams.microsoft import Json
from tests.e2e.teams.people import Someone
from tests.e2e.teams.world import FRIDAY, TUESDAY, World

pytestmark = pytest.mark.e2e
GOOD = {
    "title": "Winter meeting", "day": "2026-11-23", "start": "14:00", "end": "15:30", "zone": "America/Toronto",
    "invited": "everybody",
}  # fmt: skip
BAD = {**GOOD, "title": "", "end": "13:00", "invited": ""}
WRONG = {
    "title": "Please give it a name.",
    "end": "It must end after it starts.",
    "invited": "Please choose at least one team with people in it.",
}


async def test_a_form_in_the_chat_says_what_needs_another_look(world: World) -> None:
    rosa = world.someone("rosa")
    await rosa.says("new event")
    await rosa.sees("A new event")
    await rosa.sends("Make the event", **BAD)
    (card,) = rosa.cards.values()

    assert errors(card) == WRONG
    assert _typed(card)["in.start"] == "14:00", "nothing is typed twice"
    assert "Winter meeting is set for Monday 23 November" in await rosa.sends("Make the event", **GOOD)
    assert len(rosa.cards) == 1


async def test_a_dialog_does_the_same(world: World) -> None:
    rosa = world.someone("rosa")
    await rosa.says("events")
    await rosa.sees("There are no events yet.")
    dialog = await rosa.opens("Make an event")
    again = await rosa.submits(dialog, **BAD)
    assert errors(again) == WRONG
    assert await rosa.submits(again, **GOOD) == {}, "the dialog closes"

    await rosa.sees("Winter meeting is set for Monday 23 November")
    assert len(rosa.cards) == 1


async def test_only_an_organiser_makes_events(world: World) -> None:
    ann = world.someone("ann")
    await ann.says("new event")

    assert "Only organisers can do that." in await ann.sees("organisers")


async def test_everybody_is_asked_and_the_organiser_sees_a_picture_and_a_table(world: World) -> None:
    card = await summed_up(world)
    picture = next(element for element in card["body"] if element["type"] == "Image")
    head, _, data = picture["url"].partition(",")

    assert head == "data:image/png;base64"
    assert base64.b64decode(data).startswith(b"\x89PNG")
    assert "2 of 4 people answered." in words(card)
    assert "Shorter talks, please." in words(card)


async def test_the_link_to_the_table_works_for_fifteen_minutes(world: World) -> None:
    card = await summed_up(world)
    link = next(action["url"] for action in _all_actions(card) if action["type"] == "Action.OpenUrl")
    status, table = await _fetched(world, link)
    world.clock.ahead += timedelta(minutes=16)

    assert status == 200
    assert '"Shorter talks, please."' in table
    assert (await _fetched(world, link))[0] == 410
    assert (await _fetched(world, link + "x"))[0] == 404


async def test_everybody_hears_what_will_change(world: World) -> None:
    await summed_up(world)
    rosa, ann = world.someone("rosa"), world.someone("ann")
    dialog = await rosa.opens("Tell everybody")
    again = await rosa.submits(dialog, heard="Too long for many of you.", change="")
    await rosa.submits(again, heard="Too long for many of you.", change="Talks of 20 minutes.")

    assert list(errors(again)) == ["change"]
    assert "Talks of 20 minutes." in await ann.sees("You said, we will: Winter meeting")


async def summed_up(world: World) -> Json:
    """The organiser's card, after two people have answered five questions each."""
    rosa = world.someone("rosa")
    await rosa.says("new event")
    await rosa.sees("A new event")
    await rosa.sends("Make the event", **GOOD)
    world.clock.move_to(TUESDAY)
    await answers(world.someone("ann"), "Mostly", "Shorter talks, please.")
    await answers(world.someone("bo"), "Yes", "The small groups were good.")
    world.clock.move_to(FRIDAY)
    await rosa.sees("What people said about Winter meeting")
    return next(card for card in reversed(rosa.cards.values()) if "Image" in str(card))


async def answers(one: Someone, rating: str, sentence: str) -> None:
    await one.sees("Question 1 of 5")
    for n in range(2, 6):
        assert f"Question {n} of 5" in await one.presses(rating)
    await one.submits(await one.opens("Write a sentence"), words=sentence)
    await one.sees("Rosa Lind will read it")


def _typed(card: Json) -> dict[str, str]:
    return {element["id"]: element.get("value", "") for element in card["body"] if "id" in element}


def _all_actions(card: Json) -> list[Json]:
    return [a for element in [*card["body"], card] for a in element.get("actions", [])]


async def _fetched(world: World, link: str) -> tuple[int, str]:
    assert link.startswith(PUBLIC)
    async with world.microsoft.client.get(world.microsoft.bot + link.removeprefix(PUBLIC)) as answer:
        return answer.status, await answer.text()
