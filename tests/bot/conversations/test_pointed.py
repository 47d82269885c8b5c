"""Explain this message: a message pointed at, or a text pasted."""

import pytest

from bot.messages import Choices, as_text
from tests.chat import Chat, Someone

MANY = (
    "The steering group met the funder about the protocol, the risk of bias, the sample size, the control arm, the "
    "confidence interval, informed consent, the ethics board, the primary outcome and the feasibility of the pilot."
)
COPIED = (
    "Dear all, the steering group met last week and we looked at the risk of bias in each study. The minutes will be "
    "sent round on Friday by the office. Warm wishes to everybody and see you soon."
)
STILL = "I still don't understand"
PAGES = 30


def _words(person: Someone) -> list[str]:
    """The words on the card that was last shown."""
    return [label for label in person.labels() if label not in (STILL, "More words")]


async def _all_pages(person: Someone) -> list[list[str]]:
    pages = [_words(person)]
    for _ in range(PAGES):
        if "More words" not in person.labels():
            return pages
        await person.presses("More words")
        pages.append(_words(person))
    raise AssertionError("the pages never end")


async def test_a_message_is_explained_three_words_at_a_time_until_none_is_left(chat: Chat) -> None:
    ann = chat.someone("ann")
    await ann.points_at(MANY, by="bo")
    known = {term.name for term in chat.app.pack.finder.terms_in(MANY)}

    pages = await _all_pages(ann)

    assert all(len(page) <= 3 for page in pages)
    assert len(pages) > 1
    assert {word for page in pages for word in page} == known
    assert ann.labels()[-1] == STILL


async def test_each_word_has_its_sentence_and_at_most_four_buttons_stand_below(chat: Chat) -> None:
    ann = chat.someone("ann")

    reads = await ann.points_at(MANY)

    terms = {term.name: term for term in chat.app.pack.finder.terms_in(MANY)}
    assert all(f"{name}: {terms[name].words['en'].short}" in reads for name in _words(ann))
    assert len(ann.labels()) == 4


async def test_the_next_three_take_the_place_of_the_last(chat: Chat) -> None:
    ann = chat.someone("ann")
    first = await ann.points_at(MANY)
    count = len(ann.messages)

    reads = await ann.presses("More words")

    assert reads != first
    assert "more words from that message" in reads
    assert len(ann.messages) == count


async def test_a_word_opens_its_whole_entry_and_the_list_stays(chat: Chat) -> None:
    ann = chat.someone("ann")
    listed = await ann.points_at("The steering group will look at the risk of bias.")

    await ann.presses("risk of bias")

    assert "An example." in ann.reads
    assert as_text(ann.messages[-2]) == listed


async def test_harder_words_come_before_everyday_ones(chat: Chat) -> None:
    ann = chat.someone("ann")

    await ann.points_at("A partner and the chair asked about the steering group and the RCT.")
    words = _words(ann)

    everyday = [word for word in words if " " not in word and chat.app.pack.finder.everyday(word)]
    assert words[len(words) - len(everyday) :] == everyday


async def test_a_message_without_a_research_word_says_so_and_can_still_be_asked_about(chat: Chat) -> None:
    ann = chat.someone("ann")

    reads = await ann.points_at("See you at noon, bring cake.", by="bo")

    assert "no research word I know" in reads
    assert ann.labels() == [STILL]


async def test_what_is_pointed_at_in_a_channel_is_explained_in_private(chat: Chat) -> None:
    await chat.someone("ann").points_at("The risk of bias.", by="bo", private=False)

    assert {a.to.place for a in chat.platform.arrived if "risk of bias" in a.text} == {"private-ann"}


async def test_french_people_read_french(chat: Chat) -> None:
    cleo = chat.someone("cleo")

    reads = await cleo.points_at("The risk of bias and the steering group.", by="bo")

    assert "risque de biais : " in reads.replace("risque de biais: ", "risque de biais : ")
    assert cleo.labels()[-1] == "Je ne comprends toujours pas"


@pytest.mark.parametrize(
    "typed",
    [
        "explain: The steering group looked at the risk of bias.",
        "Explain this message: The steering group looked at the risk of bias.",
        "what do these words mean: steering group, risk of bias",
        "explain this message\nThe steering group looked at the risk of bias.",
        "expliquez ce message : The steering group looked at the risk of bias.",
    ],
)
async def test_a_pasted_text_gets_the_same_list(chat: Chat, typed: str) -> None:
    ann = chat.someone("ann")

    await ann.says(typed)

    assert set(_words(ann)) == {"steering group", "risk of bias"}


async def test_a_long_message_that_asks_nothing_gets_the_same_list(chat: Chat) -> None:
    ann = chat.someone("ann")

    await ann.says(COPIED)

    assert {"steering group", "risk of bias"} <= set(_words(ann))


async def test_a_long_message_is_left_alone_where_others_read(chat: Chat) -> None:
    ann = chat.someone("ann")

    await ann.says(COPIED, private=False)

    assert all("words I know in that message" not in text for text in chat.platform.texts("ann"))


async def test_one_word_behind_explain_is_an_ordinary_question(chat: Chat) -> None:
    reads = await chat.someone("ann").says("explain: risk of bias")

    assert reads.startswith("risk of bias\n")


async def test_the_bare_command_says_how(chat: Chat) -> None:
    assert "paste the message" in await chat.someone("ann").says("explain this message")


async def test_distress_and_medical_advice_come_before_any_definition(chat: Chat) -> None:
    ann = chat.someone("ann")

    sad = await ann.says(f"explain: I want to die. {COPIED}")
    medical = await ann.says(f"explain: Should I stop taking my blood pressure pills? {COPIED}")
    long_medical = await ann.says(f"Should I stop taking my blood pressure pills? {COPIED}")

    assert "9-8-8" in sad
    assert "can't advise on your care" in medical
    assert "can't advise on your care" in long_medical


async def test_four_thousand_characters_are_read_and_one_more_is_refused_kindly(chat: Chat) -> None:
    ann = chat.someone("ann")
    long = (MANY + " ") * 30

    await ann.says(f"explain: {long[:4000]}")
    labels = ann.labels()
    refused = await ann.says(f"explain: {long[:4100]}")

    assert len(labels) == 4
    assert "a lot of text" in refused


async def test_a_message_of_four_thousand_characters_can_be_pointed_at(chat: Chat) -> None:
    ann = chat.someone("ann")

    await ann.points_at(("Ünïcödé 🙂 " + MANY) * 40, by="bo")

    assert len(ann.labels()) == 4
    assert await _all_pages(ann)


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script> <!channel> risk of bias {name} **bold** & steering group",
        "risk of bias \x00 \ud800 steering group ‮ 🙂",
        "((((" * 900 + " risk of bias steering group",
        "{0} {} {words} risk of bias {{steering group}}",
    ],
)
async def test_hostile_text_is_only_text(chat: Chat, hostile: str) -> None:
    ann = chat.someone("ann")

    await ann.points_at(hostile, by="bo")

    assert {"steering group", "risk of bias"} <= set(_words(ann))


async def test_a_stranger_reads_every_page_and_asks_nobody(chat: Chat) -> None:
    zoe = chat.someone("zoe")
    await zoe.points_at(MANY, by="bo")

    pages = await _all_pages(zoe)

    assert len(pages) > 1
    assert STILL not in zoe.labels()
    assert [option.label for block in zoe.last.blocks if isinstance(block, Choices) for option in block.options]
