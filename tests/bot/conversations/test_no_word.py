"""How somebody is, and times of day: never looked up, passed on or counted; a check-in that waits is asked again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot import private_words
from bot.pack import Pack
from tests.bot.conversations.meeting import rows
from tests.chat import MONDAY, Chat

TUESDAY = MONDAY + timedelta(days=1)


@pytest.mark.parametrize(
    "text",
    [
        "stuck",
        "Exhausted.",
        "unwell",
        "tired",
        "not ok",
        "exhuasted",
        "I am so tired today",
        "épuisée",
        "je suis à bout",
    ],
)
async def test_how_somebody_is_goes_to_nobody(chat: Chat, text: str) -> None:
    ann = chat.someone("ann")

    said = await ann.says(text)

    assert "I have not told anybody, and I did not note it." in said
    assert ann.labels() == ["Talk to someone"]
    assert await rows(chat, "gap") == []
    assert chat.platform.texts("rosa") == []


@pytest.mark.parametrize(
    "text", ["what does stuck mean?", "what is noon", "afternoons", "evenings", "c'est quoi midi?"]
)
async def test_asked_about_as_a_word_they_are_not_passed_on_either(chat: Chat, text: str) -> None:
    await chat.someone("ann").says(text)

    assert await rows(chat, "gap") == []
    assert chat.platform.texts("rosa") == []


async def test_distress_comes_first(chat: Chat) -> None:
    assert "9-8-8" in await chat.someone("ann").says("I am so tired of living")


async def test_a_word_of_one_button_asks_the_check_in_that_waits_again(chat: Chat) -> None:
    ann = chat.someone("ann")
    await chat.until(TUESDAY)
    await ann.says("what is bias?")

    said = await ann.says("stuck")

    assert "Is that about your check-in? Nothing is noted yet." in said
    assert "can read what you answer" in said
    assert ann.labels()[:2] == ["All good", "A bit stuck"]
    assert await rows(chat, "answer") == []

    await ann.presses("A bit stuck")
    assert [(row["question"], row["value"]) for row in await rows(chat, "answer")] == [("going", "stuck")]
    assert "I have not told anybody" in await ann.says("stuck")


async def test_an_older_check_in_is_over(chat: Chat) -> None:
    ann = chat.someone("ann")
    await chat.until(TUESDAY)
    chat.now = TUESDAY + timedelta(days=8)

    assert "Is that about your check-in?" not in await ann.says("stuck")


async def test_in_french_and_only_the_word_of_one_button(chat: Chat) -> None:
    ann = chat.someone("ann")
    await chat.until(TUESDAY)

    assert "Is that about your check-in?" in await ann.says("en difficulté")
    assert "Is that about your check-in?" not in await ann.says("all")


@pytest.mark.parametrize("word", ["bias", "flumptious", "recruitment", "consent", "PICO", "mode", "median"])
def test_words_of_research_are_not_private(pack: Pack, word: str) -> None:
    assert not private_words.is_private(pack, word)


def test_no_name_of_a_word_we_explain_is_taken_for_a_feeling(pack: Pack) -> None:
    names = [
        name for term in pack.terms.values() for words in term.words.values() for name in (words.name, *words.aliases)
    ]

    assert [name for name in names if private_words.is_feeling(pack, name)] == []
