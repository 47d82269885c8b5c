"""Help at once, wherever somebody writes it, and no trace of it."""

from typing import Any

import pytest

from bot.inputs import Submitted
from bot.store import tables as t
from tests.bot.conversations.meeting import rows
from tests.chat import CIRCLE, Chat

WORDS = "I don't want to live anymore"
MOTS = "je ne veux plus vivre"
ORDINARY = {"delivery", "heard"}
"""Tables that every message leaves a row in."""


async def _dump(chat: Chat) -> dict[str, Any]:
    names = [table.name for table in t.metadata.sorted_tables if table.name not in ORDINARY]
    return {name: await rows(chat, name) for name in names}


PARTS = (
    "You do not have to carry it alone", "9-8-8", "911", "Rosa Lind", "not a crisis service", "Nobody has been told",
)  # fmt: skip
WAYS_ON = ["Ask Rosa Lind to contact me", "Ask Sam Bell to contact me", "I was asking about a word"]


async def test_the_help_message_comes_first_with_people_and_numbers(chat: Chat) -> None:
    reads = await chat.someone("ann").says(WORDS)

    assert [part for part in PARTS if part not in reads] == []
    assert chat.someone("ann").labels() == WAYS_ON


async def test_in_french(chat: Chat) -> None:
    reads = await chat.someone("cleo").says(MOTS)

    assert "Vous avez bien fait de l'écrire" in reads
    assert "Canada : appelez ou textez le 9-8-8" in reads


async def test_it_leaves_no_flag_and_tells_nobody(chat: Chat) -> None:
    ann = chat.someone("ann")
    await ann.says("what is risk of bias")
    before, others = await _dump(chat), len(chat.platform.texts("rosa"))
    kinds = {row["kind"] for row in await rows(chat, "delivery") if row["person"] is not None}

    await ann.says(WORDS)

    assert await _dump(chat) == before
    assert {row["kind"] for row in await rows(chat, "delivery")} == kinds
    assert WORDS not in str(await rows(chat, "delivery"))
    assert len(chat.platform.texts("rosa")) == others
    assert "want to live" not in await chat.someone("rosa").says("this week")


async def test_in_a_channel_the_answer_is_private_and_nothing_is_said_there(chat: Chat) -> None:
    await chat.someone("ann").says(WORDS, private=False)

    assert "9-8-8" in chat.someone("ann").reads
    assert "channel" not in {a.to.place for a in chat.platform.arrived}


async def test_where_no_private_chat_opens_the_channel_still_hears_nothing(chat: Chat) -> None:
    chat.platform.gone.add("private-ann")

    await chat.someone("ann").says(WORDS, private=False)

    assert "channel" not in {a.to.place for a in chat.platform.arrived}


async def test_a_stranger_gets_help_too(chat: Chat) -> None:
    reads = await chat.someone("zoe").says(WORDS)

    assert "9-8-8" in reads
    assert chat.someone("zoe").labels() == ["I was asking about a word"]


async def test_where_no_help_lines_are_set_up_there_are_general_ones(chat: Chat) -> None:
    await chat.apply({**CIRCLE, "contacts": [], "help_lines": []})

    reads = await chat.someone("ann").says(WORDS)

    assert "Canada: call or text 9-8-8" in reads
    assert "116 123" in reads


async def test_it_overtakes_whatever_waits(chat: Chat) -> None:
    await chat.someone("ann").says(WORDS)

    rows_ = [row for row in await rows(chat, "delivery") if row["kind"] == "answer"]
    assert [row["priority"] for row in rows_] == [0]


@pytest.mark.parametrize(
    "text", [WORDS, "I want to die " + "so tired " * 2000, f"  {WORDS.upper()}!!  ", "/x " + WORDS]
)
async def test_long_loud_and_wrapped(chat: Chat, text: str) -> None:
    assert "9-8-8" in await chat.someone("ann").says(text)


@pytest.mark.parametrize("more", ["😀🦊🐢🌵🎈" * 80, "\x00\x01\x02\ud800" * 90, "ا" * 290, "é" * 299])
async def test_no_text_is_too_odd_for_help(chat: Chat, more: str) -> None:
    ann = chat.someone("ann")

    reads = await ann.says(f"{WORDS} {more}")

    assert "9-8-8" in reads
    assert ann.labels()[-1] == "I was asking about a word"


async def test_asking_about_a_word_after_all_explains_it(chat: Chat) -> None:
    ann = chat.someone("ann")
    await ann.says("does risk of bias mean I want to die?")

    await ann.presses("I was asking about a word")

    assert any(text.startswith("risk of bias\n") for text in ann.news())


async def test_typed_instead_of_a_sentence_it_is_not_kept(formless: Chat) -> None:
    ann = formless.someone("ann")
    await _asked_for_a_sentence(formless)

    reads = await ann.says(WORDS)
    await ann.says("Thank you")

    assert "I did not note what you wrote" in reads
    assert all(row["words"] == "" for row in await rows(formless, "answer"))


async def _asked_for_a_sentence(chat: Chat) -> None:
    from datetime import UTC, datetime

    chat.now = datetime(2026, 11, 24, 15, tzinfo=UTC)
    await chat.settle()
    ann = chat.someone("ann")
    await ann.presses("All good")
    await ann.presses("Skip")
    await ann.presses("Add a sentence")


async def test_in_a_form_help_comes_at_once_and_says_where_the_words_go(chat: Chat) -> None:
    await _asked_for_a_sentence(chat)
    ann = chat.someone("ann")
    await ann.presses("Add a sentence")

    await ann.sends(words=WORDS)

    help_message = next(text for text in ann.news() if "9-8-8, day and night.\n" in text and "carry it alone" in text)
    assert "What you sent goes only to those it was meant for." in help_message
    assert "I did not note" not in help_message


async def test_an_event_called_so_gets_help_too(chat: Chat) -> None:
    rosa = chat.someone("rosa")
    await rosa.says("new event")
    form = rosa.last.blocks[-1]

    await chat.hear(Submitted(rosa.source(), form.value, {"title": WORDS}))  # type: ignore[union-attr]

    assert "carry it alone" in rosa.reads


@pytest.mark.parametrize(
    "text",
    ["what is mortality?", "my mother died last year and I would like to help", "c'est quoi la mortalité"],
)
async def test_ordinary_sentences_about_illness_and_grief_do_not_set_it_off(chat: Chat, text: str) -> None:
    assert "carry it alone" not in await chat.someone("ann").says(text)


async def test_advice_about_care_is_refused_kindly_with_whom_to_ask(chat: Chat) -> None:
    reads = await chat.someone("ann").says("should I stop taking my blood thinner?")

    assert "I can't advise on your care" in reads
    assert "911" in reads
    assert "Rosa Lind can help you find out" in reads


async def test_advice_about_care_in_a_channel_is_answered_in_private(chat: Chat) -> None:
    await chat.someone("ann").says("should I stop taking my blood thinner?", private=False)

    assert [a.to.place for a in chat.platform.arrived if a.to.user == "ann"] == ["private-ann"]
