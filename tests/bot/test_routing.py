"""One ordered list: distress, stop, typed choice, open question, command, medical advice, word."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot import routing
from bot.inputs import Joined, Left, Opened, Page, Pointed, Said
from tests.bot.conversations.meeting import rows
from tests.chat import Chat


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("stop, I want to die", "I am glad you wrote this."), ("stop", "Done. I will not write"),
        ("my role", "Your part"), ("what is my role?", "Your part"), ("help", "What I can do for you"),
        ("should I double my insulin dose?", "I can't advise on your care"), ("risk of bias", "risk of bias"),
        ("", "Ask me about any research word"), ("   \n\t", "Ask me about any research word"),
        ("\x00", "Ask me about any research word"), ("\ud800 risk of bias \udfff", "risk of bias"),
        ("👩‍⚕️", "Ask me about any research word"), ("risk of bias " * 400, "That is a lot of text"),
        ("x" * 40_000, "That is a lot of text"),
    ],
)  # fmt: skip
async def test_the_first_that_answers_wins(chat: Chat, text: str, begins: str) -> None:
    assert (await chat.someone("ann").says(text)).startswith(begins)


async def test_right_to_left_and_bidi_marks_do_no_harm(chat: Chat) -> None:
    assert "Sorry" not in await chat.someone("ann").says("\u202ewhat is \u2066bias\u2069? ما هو التحيز")


async def test_half_a_character_in_a_form_is_left_out(chat: Chat) -> None:
    ann = chat.someone("ann")
    await ann.says("my role")
    await ann.presses("Something should change")

    await ann.sends(words="Fewer\x00 evenings\ud83d")

    assert [row["words"] for row in await rows(chat, "change_request")] == ["Fewer evenings"]


async def test_somebody_from_another_organisation_gets_help_text_only(chat: Chat) -> None:
    outside = replace(chat.someone("zoe").source(private=False), outsider=True)
    for text in ("what is risk of bias?", "my role", "stop"):
        await chat.hear(Said(replace(outside, event_id=text), text))
    await chat.hear(Said(replace(outside, event_id="d"), "I want to die"))

    *answers, last = chat.someone("zoe").news()
    assert all(text.startswith("I can only help people in this community") for text in answers)
    assert "9-8-8" in last


async def test_a_workspace_nobody_set_up_still_explains_words(chat: Chat) -> None:
    stranger = chat.someone("zoe")
    stranger.workspace = "w9"

    assert (await stranger.says("risk of bias")).startswith("risk of bias\n")
    assert "The rest is not set up here yet" in await stranger.says("my role")


async def test_the_page_shows_an_organiser_their_doors_and_a_stranger_how_to_ask(chat: Chat) -> None:
    pages = [await chat.hear(Opened(chat.someone(user).source())) for user in ("rosa", "ann", "zoe")]

    rosa, ann, zoe = (str(page.message) for page in pages if isinstance(page, Page))
    assert "Make an event" in rosa
    assert "My part" in ann
    assert "Make an event" not in ann
    assert "ask about any research word" in zoe


async def test_leaving_closes_the_door_and_joining_opens_it_again(chat: Chat) -> None:
    ann = chat.someone("ann")
    await chat.hear(Left(ann.source()))
    closed = [row["gone_at"] for row in await rows(chat, "address") if row["user"] == "ann"]
    await chat.hear(Joined(ann.source()))

    assert closed == [chat.now]
    assert [row["gone_at"] for row in await rows(chat, "address") if row["user"] == "ann"] == [None]


async def test_pointing_at_somebodys_cry_for_help_explains_words_and_no_more(chat: Chat) -> None:
    await chat.hear(Pointed(chat.someone("ann").source(), "I want to die, said the risk of bias \x00\ud800"))

    assert "risk of bias" in chat.someone("ann").reads
    assert "9-8-8" not in chat.someone("ann").reads


def test_every_verb_is_claimed_by_one_room() -> None:
    for kind in ("PRESSES", "FORMS", "REPLIES", "COMMANDS", "PROMPTS"):
        claimed = [verb for room in routing._ROOMS for verb in getattr(room, kind, {})]
        assert len(claimed) == len(set(claimed)), kind
        assert set(claimed) == set(getattr(routing, kind))
