"""Entries that were not clear: somebody says it another way, and keepers see which to write again."""

from __future__ import annotations

from datetime import timedelta

from bot import entries, people, ticks
from tests.bot.conversations.meeting import rows
from tests.bot.conversations.words import named, read_by_others
from tests.chat import MONDAY, Chat, Someone


async def _not_clear(person: Someone, text: str = "what does risk of bias mean?") -> None:
    await person.says(text)
    french = person.user == "cleo"
    await person.presses("Pas encore clair" if french else "Not clear yet")


async def test_still_not_understood_goes_to_a_named_person_without_the_name(chat: Chat) -> None:
    await named(chat)
    dan, rosa = chat.someone("dan"), chat.someone("rosa")
    await _not_clear(dan)

    await dan.presses("I still don't understand")

    assert dan.reads.startswith("Thank you for saying so. I have passed “risk of bias” on to Rosa Lind")
    assert "I will tell you when there is an answer." in dan.reads
    assert rosa.reads.startswith("Somebody read all I know about “risk of bias” and still does not understand it.")
    assert "I will remind you once, on Thursday." in rosa.reads
    assert rosa.labels() == ["Say it another way", "Write the entry again"]
    assert "Dan" not in read_by_others(chat, "dan")


async def test_the_other_way_comes_to_whoever_asked(chat: Chat) -> None:
    await named(chat)
    dan, bo, rosa = (chat.someone(user) for user in ("dan", "bo", "rosa"))
    await _not_clear(dan)
    await dan.presses("I still don't understand")
    await _not_clear(bo)
    await bo.presses("I still don't understand")
    assert "Others found “risk of bias” hard too. Rosa Lind is on it." in bo.reads

    await rosa.presses("Say it another way")
    await rosa.sends(words="How far a study may be off.")
    await chat.later(hours=3)

    for person in (dan, bo):
        assert any("Rosa Lind says it this way:\nHow far a study may be off." in text for text in person.news())
    assert "Your words about “risk of bias” go to whoever asked, with your name." in "\n".join(rosa.news())
    assert await rows(chat, "gap_asker") == []
    await ticks.tidy(chat.app.store, chat.moment())
    assert [row["words"] for row in await rows(chat, "gap")] == [""]


async def test_an_empty_form_asks_for_a_few_words(chat: Chat) -> None:
    await named(chat)
    dan, rosa = chat.someone("dan"), chat.someone("rosa")
    await _not_clear(dan)
    await dan.presses("I still don't understand")
    await rosa.presses("Say it another way")

    reply = await rosa.sends(words="  \n")

    assert "Please write a few words first." in str(reply)


async def test_pressed_twice_it_is_passed_on_once(chat: Chat) -> None:
    await named(chat)
    dan, rosa = chat.someone("dan"), chat.someone("rosa")
    await _not_clear(dan)
    await dan.presses("I still don't understand")
    await dan.presses("I still don't understand")

    assert "it is not forgotten. Rosa Lind is on it." in dan.reads
    assert sum("still does not understand" in text for text in rosa.news()) == 1


async def test_the_same_clock_as_for_a_word(chat: Chat) -> None:
    await named(chat)
    dan, rosa = chat.someone("dan"), chat.someone("rosa")
    await _not_clear(dan)
    await dan.presses("I still don't understand")
    rosa.news()
    dan.news()
    await chat.until(MONDAY + timedelta(days=9))

    assert sum("Somebody still waits to hear “risk of bias” said another way." in text for text in rosa.news()) == 1
    assert sum("There is no answer yet." in text for text in dan.news()) == 1


async def test_writing_it_again_opens_the_entry_as_it_stands(chat: Chat) -> None:
    await named(chat)
    dan, rosa = chat.someone("dan"), chat.someone("rosa")
    await _not_clear(dan)
    await dan.presses("I still don't understand")

    await rosa.presses("Write the entry again")

    assert {field.name: field.initial for field in rosa.form.fields}["name"] == "risk of bias"


async def test_keepers_and_organisers_see_how_often_an_entry_was_clear(chat: Chat) -> None:
    await named(chat)
    for user in ("ann", "bo"):
        await _not_clear(chat.someone(user))
    await chat.someone("dan").says("what does risk of bias mean?")
    await chat.someone("dan").presses("That's clear")
    await _not_clear(chat.someone("ann"), "what is thematic analysis?")
    await _not_clear(chat.someone("cleo"), "c'est quoi un risque de biais")

    for user in ("rosa", "ann", "bo"):
        reads = await chat.someone(user).says("words to mend")
        assert reads.startswith("These were not clear to everybody, the hardest first (3):")
        assert "• risk of bias: 1 of 3 found it clear" in reads
        assert "• risque de biais: 0 of 1 found it clear" in reads
    rosa = chat.someone("rosa")
    assert rosa.labels()[0] == "Write it again: risk of bias"
    await rosa.presses("Write it again: risk of bias")
    assert rosa.form.fields[0].initial == "risk of bias"


async def test_nobody_else_sees_that_list(chat: Chat) -> None:
    await named(chat)

    assert "for those who look after words" in await chat.someone("dan").says("unclear words")


async def test_more_than_three_come_on_the_next_card(chat: Chat) -> None:
    await named(chat)
    for word in ("risk of bias", "bias", "thematic analysis", "stakeholder"):
        await _not_clear(chat.someone("ann"), f"what is {word}?")
    rosa = chat.someone("rosa")
    await rosa.says("words to mend")

    assert rosa.labels()[-1] == "More of them"
    assert (await rosa.presses("More of them")).count("•") == 1


async def test_a_new_wording_starts_at_nothing(chat: Chat) -> None:
    await named(chat)
    await _not_clear(chat.someone("dan"))
    async with chat.app.store.write() as tx:
        here = str((await rows(chat, "community"))[0]["id"])
        rosa = next(p for p in await people.organisers(tx, here))
        term = chat.app.inbox.pack.terms["risk-of-bias"]
        words = {**term.words, "en": type(term.words["en"])("risk of bias", (), "Another sentence.", "", "", "")}
        written = type(term)(term.name, term.slug, (), term.source, words)
        await entries.answer(tx, rosa, written, chat.now, gap=None, lang="en")

    assert "No entry was called hard to understand." in await chat.someone("rosa").says("words to mend")
    await _not_clear(chat.someone("bo"))
    assert "risk of bias: 0 of 1 found it clear" in await chat.someone("rosa").says("words to mend")


async def test_the_weekly_list_says_how_many(chat: Chat) -> None:
    await named(chat)
    await _not_clear(chat.someone("dan"))
    rosa = chat.someone("rosa")

    assert "Entries that were not clear to everybody: 1." in await rosa.says("this week")
    assert "risk of bias: 0 of 1 found it clear" in await rosa.presses("See what was not clear")


async def test_a_stranger_has_no_way_on_that_needs_a_name(chat: Chat) -> None:
    zoe = chat.someone("zoe")
    await zoe.says("what does risk of bias mean?")
    await zoe.presses("Not clear yet")

    assert zoe.labels() == []
