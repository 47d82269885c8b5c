"""The first message, stop and pause."""

from datetime import UTC, datetime

import pytest

from tests.bot.conversations.meeting import rows
from tests.chat import Chat


async def test_the_first_message_is_short_and_says_who_speaks(chat: Chat) -> None:
    await chat.settle()

    reads = chat.someone("dan").reads
    assert "I am Interlude" in reads
    assert len(chat.app.pack.text("welcome.first", "en", name="Dan", community="Heart").split()) <= 50
    assert len(chat.app.pack.text("welcome.first", "fr", name="Dan", community="Heart").split()) <= 50


async def test_it_is_sent_once_whatever_happens(chat: Chat) -> None:
    await chat.settle()
    for _ in range(3):
        await chat.someone("dan").joins()
    await chat.later(days=20)

    assert len(chat.someone("dan").messages) == 1


async def test_silence_means_no(chat: Chat) -> None:
    await chat.later(days=40)

    assert len(chat.someone("dan").messages) == 1


async def test_yes_starts_everything_and_asks_about_the_time_zone(chat: Chat) -> None:
    dan = chat.someone("dan")
    await chat.settle()

    reads = await dan.presses("Yes")
    await dan.presses("That's right")
    await chat.until(datetime(2026, 11, 24, 18, tzinfo=UTC))

    assert "St. John's" in reads
    assert "Two taps" in dan.reads


async def test_stop_works_at_once_in_both_languages(chat: Chat) -> None:
    assert "will not write to you first" in await chat.someone("ann").says("Stop!")
    assert "ne vous écrirai plus" in await chat.someone("cleo").says("Arrêtez")
    await chat.later(days=40)

    assert len(chat.someone("ann").messages) == 1
    assert len(chat.someone("cleo").messages) == 1


async def test_a_pause_ends_by_itself(chat: Chat) -> None:
    ann = chat.someone("ann")

    reads = await ann.says("pause 3 weeks")
    await chat.later(days=20)
    quiet = ann.news()
    await chat.later(days=20)

    assert "Monday 14 December" in reads
    assert len(quiet) == 1
    assert ann.news()


async def test_a_pause_in_french_and_in_words(chat: Chat) -> None:
    reads = await chat.someone("cleo").says("pause de deux semaines svp")

    assert "lundi 7 décembre" in reads


async def test_the_first_message_waits_for_a_kind_hour(chat: Chat) -> None:
    night = await _at_night(chat)

    assert night == []
    await chat.later(hours=14)
    assert "I am Interlude" in chat.someone("eve").reads


async def _at_night(chat: Chat) -> list[str]:
    from tests.chat import CIRCLE

    chat.now = datetime(2026, 11, 24, 3, tzinfo=UTC)
    eve = {"name": "Eve Night", "time_zone": "America/Toronto", "memory": "eve"}
    await chat.apply({**CIRCLE, "people": [*CIRCLE["people"], eve]})
    await chat.later(hours=1)
    return chat.someone("eve").news()


async def test_a_new_time_zone_moves_what_comes_round(chat: Chat) -> None:
    ann = chat.someone("ann")
    await ann.says("settings")
    await ann.presses("My time and hours")
    await ann.sends(zone="America/Vancouver")

    await chat.until(datetime(2026, 11, 24, 17, 59, tzinfo=UTC))
    early = ann.news()
    await chat.later(minutes=2)

    assert not any("Two taps" in text for text in early)
    assert "Two taps" in ann.reads


async def test_words_can_be_asked_for_without_a_yes(chat: Chat) -> None:
    dan = chat.someone("dan")
    await dan.says("what is bias?")

    assert any(text.startswith("bias\n") for text in dan.news())


@pytest.mark.parametrize("text", ["yes please", "Yes, thanks!", "oui s'il vous plaît", "ok"])
async def test_a_yes_in_other_words_is_a_yes(chat: Chat, text: str) -> None:
    dan = chat.someone("dan")
    await chat.settle()

    assert "Thank you. I will write at your local hours." in await dan.says(text)
    assert [row["consent"] for row in await rows(chat, "person") if row["name"] == "Dan Okoro"] == ["yes"]


@pytest.mark.parametrize("text", ["no thanks", "No.", "non merci"])
async def test_a_no_in_other_words_is_a_no(chat: Chat, text: str) -> None:
    dan = chat.someone("dan")
    await chat.settle()

    assert "That is fine. I will not write first." in await dan.says(text)
    assert [row["consent"] for row in await rows(chat, "person") if row["name"] == "Dan Okoro"] == ["no"]


async def test_ok_about_something_else_is_no_yes(chat: Chat) -> None:
    dan = chat.someone("dan")
    await chat.settle()
    await dan.says("what is risk of bias?")
    await dan.says("ok")

    assert [row["consent"] for row in await rows(chat, "person") if row["name"] == "Dan Okoro"] == ["asked"]
    assert "For how long?" not in await chat.someone("ann").says("yes please")
