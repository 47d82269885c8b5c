"""A word is asked for in every place Slack has; its meaning is told to the person alone."""

from __future__ import annotations

import pytest

from tests.e2e.slack.page import Page, by_bot, reads
from tests.e2e.slack.person import Person, labels
from tests.e2e.slack.world import BOT, CHANNEL

pytestmark = pytest.mark.e2e

QUESTION = "what does risk of bias mean?"
MEANING = "risk of bias\n"


def heard_in_channel(page: Page) -> list[str]:
    """What the bot said where everybody reads."""
    return [reads(m) for m in page.messages[CHANNEL] if by_bot(m) and "ephemeral_to" not in m]


async def test_a_question_in_private_is_answered_there(ann: Person) -> None:
    await ann.says(QUESTION)

    answer = await ann.hears()
    assert reads(answer).startswith(MEANING)
    assert labels(answer) == ["Tell me more", "That's clear", "Not clear yet"]


async def test_a_question_in_a_channel_is_answered_in_private_and_the_channel_stays_silent(
    page: Page, ann: Person
) -> None:
    await ann.says(f"<@{BOT}> {QUESTION}", channel=CHANNEL)

    assert reads(await ann.hears()).startswith(MEANING)
    assert heard_in_channel(page) == []


async def test_a_question_in_a_thread_is_answered_in_private_and_the_thread_stays_silent(
    page: Page, ann: Person
) -> None:
    first = await ann.says("We read twelve papers.", channel=CHANNEL)
    await ann.says(f"<@{BOT}> {QUESTION}", channel=CHANNEL, thread=first["ts"])

    answer = await ann.hears()
    assert reads(answer).startswith(MEANING)
    assert "thread_ts" not in answer
    assert heard_in_channel(page) == []


async def test_channel_talk_that_does_not_name_the_bot_is_not_answered(page: Page, ann: Person) -> None:
    await ann.says(QUESTION, channel=CHANNEL)

    assert "SPOR" in await ann.asks("what does SPOR mean?")
    assert heard_in_channel(page) == []


async def test_a_draft_is_checked_for_its_writer_alone(page: Page, ann: Person) -> None:
    await ann.commands("plain Please utilize the form prior to the meeting.", CHANNEL)

    assert "“utilize”: try “use”" in reads(await ann.hears("How plain is it?"))
    assert heard_in_channel(page) == []


async def test_the_slash_command_answers_in_private_and_says_so_to_one_person(page: Page, ann: Person) -> None:
    await ann.commands("risk of bias", CHANNEL)

    assert reads(await ann.hears()).startswith(MEANING)
    line = await page.until(lambda: next((m for m in page.messages[CHANNEL] if by_bot(m)), None), "the line")
    assert line["ephemeral_to"] == "U0ANN"
    assert line["text"] == "I have answered you in our private chat."
    assert heard_in_channel(page) == []


async def test_tell_me_more_replaces_the_message(ann: Person) -> None:
    await ann.asks(QUESTION)
    count = len(ann.told())

    more = await ann.presses("Tell me more")

    assert "An example." in more
    assert len(ann.told()) == count


async def test_a_stranger_may_ask_about_a_word_and_nothing_else(page: Page) -> None:
    eve = Person(page, "U0EVE").has_read_everything()

    assert (await eve.asks(QUESTION)).startswith(MEANING)
    assert "Rosa Lind" in await eve.asks("what is my role?")


async def test_everything_a_person_can_say_at_once_comes_back_in_order(page: Page) -> None:
    cleo = Person(page, "U0CLEO").has_read_everything()
    for word in ("SPOR", "biais", "CIHR"):
        await cleo.says(f"c'est quoi {word} ?")

    titles = [reads(await cleo.hears()).split("\n")[0] for _ in range(3)]
    assert len(set(titles)) == 3
