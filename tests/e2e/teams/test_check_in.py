"""A check-in that comes by itself, answered by two presses and a sentence in a dialog."""

from __future__ import annotations

import pytest

from tests.adapters.teams.reading import errors
from tests.e2e.teams.people import Someone
from tests.e2e.teams.world import TUESDAY, World

pytestmark = pytest.mark.e2e


@pytest.fixture
def tuesday(world: World) -> World:
    """10:00 in Toronto, when check-ins come. Nobody has written to Interlude yet."""
    world.clock.move_to(TUESDAY)
    return world


async def answered(ann: Someone) -> None:
    await ann.sees("A short check-in")
    await ann.presses("A bit stuck")
    await ann.presses("Mostly")


async def test_a_check_in_comes_by_itself_and_says_who_reads_it(tuesday: World) -> None:
    ann = tuesday.someone("ann")
    asked = await ann.sees("A short check-in")

    assert "Only Rosa Lind can read what you answer." in asked
    assert "How is your part in the project going?" not in await ann.presses("A bit stuck")
    assert "Rosa Lind will read it." in await ann.presses("Mostly")
    assert len(ann.cards) == 1, "each answer put the next question in the old one's place"


async def test_a_sentence_is_added_in_a_dialog(tuesday: World) -> None:
    ann = tuesday.someone("ann")
    await answered(ann)
    dialog = await ann.opens("Add a sentence")
    again = await ann.submits(dialog, words="  ")
    assert errors(again) == {"words": "Please write a few words first."}
    assert await ann.submits(again, words="I need a slower pace.") == {}, "the dialog closes"

    await ann.sees("Thank you, that is kept.")
    assert len(ann.cards) == 1, "in the place of the card it was opened from"


async def test_the_named_reader_reads_it(tuesday: World) -> None:
    ann, rosa = tuesday.someone("ann"), tuesday.someone("rosa")
    await answered(ann)
    await ann.submits(await ann.opens("Add a sentence"), words="I need a slower pace.")
    await rosa.says("check-ins")

    assert "“I need a slower pace.”" in await rosa.sees("What people told you")


async def test_a_wish_to_talk_reaches_the_named_contact(tuesday: World) -> None:
    ann, rosa = tuesday.someone("ann"), tuesday.someone("rosa")
    await ann.sees("A short check-in")
    await ann.presses("I'd like to talk to someone")
    await ann.presses("Ask Rosa Lind to contact me")

    assert "Ann Roy would like to talk to Rosa Lind." in await rosa.sees("would like to talk")
