"""Words, asked for where Teams people are: in private, in a group chat, in a channel, on somebody's message."""

from __future__ import annotations

import pytest

from tests.adapters.teams.reading import words
from tests.e2e.teams.circle import CHANNEL, CHAT, GROUP
from tests.e2e.teams.microsoft import until
from tests.e2e.teams.world import World

pytestmark = pytest.mark.e2e
QUESTION = "what does risk of bias mean?"


async def test_what_is_not_signed_is_not_heard(world: World) -> None:
    await world.someone("ann").says(QUESTION)
    await world.someone("ann").sees("Tell me more")
    (heard,) = world.microsoft.heard

    assert await world.microsoft.pass_on({**heard, "id": "again"}, sign=False) == (401, {})
    assert len(world.microsoft.cards[CHAT]) == 1


async def test_a_question_is_answered_and_the_card_says_more(world: World) -> None:
    ann = world.someone("ann")
    await ann.says(QUESTION)
    short = await ann.sees("risk of bias")
    more = await ann.presses("Tell me more")

    assert "An example." in more
    assert "An example." not in short
    assert "Thank you" in await ann.presses("That's clear")
    assert len(ann.cards) == 1, "one card, that changed in its place"


@pytest.mark.parametrize("place", [GROUP, CHANNEL])
async def test_a_question_among_others_is_answered_to_the_person_alone(world: World, place: str) -> None:
    ann = world.someone("ann")
    await ann.says(QUESTION, place)

    await ann.sees("risk of bias")
    assert set(world.microsoft.cards) == {CHAT}


@pytest.mark.parametrize("place", [GROUP, CHANNEL])
async def test_an_answer_is_shared_where_it_was_asked_without_a_name(world: World, place: str) -> None:
    ann = world.someone("ann")
    await ann.says(QUESTION, place)
    await ann.sees("Share with everyone, without my name")
    await ann.presses("Share with everyone, without my name")

    def shared() -> list[str]:
        posted = [cards for where, cards in world.microsoft.cards.items() if where.startswith(place)]
        return [words(card) for cards in posted for card in cards.values()]

    (card,) = await until(shared)
    assert "Somebody asked what this means:" in card
    assert "Ann" not in card


@pytest.mark.parametrize("place", [GROUP, CHANNEL])
async def test_where_no_private_chat_opens_only_the_way_to_one_is_told(world: World, place: str) -> None:
    world.microsoft.opens_chats = False
    await world.someone("ann").says(QUESTION, place)
    ((where, cards),) = await until(lambda: list(world.microsoft.cards.items()))
    (card,) = cards.values()

    assert where.startswith(place)
    assert "Please open a chat with me and ask again." in words(card)
    assert "bias" not in words(card), "no definition where others read"


async def test_somebody_we_do_not_know_may_ask_for_a_word_and_nothing_else(world: World) -> None:
    kit = world.someone("kit")
    await kit.says(QUESTION)
    await kit.sees("risk of bias")
    await kit.says("new event")

    assert "Rosa Lind" in await kit.sees("I can explain research words to you.")
