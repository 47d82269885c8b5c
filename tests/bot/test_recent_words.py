"""What a person was told last, kept for an hour."""

from __future__ import annotations

from datetime import timedelta

from bot import people, recent_words
from bot.people import Person
from tests.bot.conversations.meeting import rows
from tests.chat import Chat


async def _ann(chat: Chat) -> Person:
    here = str((await rows(chat, "community"))[0]["id"])
    async with chat.app.store.read() as tx:
        return next(p for p in await people.everybody(tx, here) if p.name == "Ann Roy")


async def test_the_last_four_are_kept_the_newest_first(chat: Chat) -> None:
    ann = await _ann(chat)
    async with chat.app.store.write() as tx:
        for slug in ("a", "b", "c", "a", "d", "e"):
            before = await recent_words.last(tx, ann, chat.now)
            await recent_words.told(tx, ann, [slug], before, chat.now)
        assert await recent_words.last(tx, ann, chat.now) == ["e", "d", "a", "c"]


async def test_they_are_forgotten_after_an_hour(chat: Chat) -> None:
    ann = await _ann(chat)
    async with chat.app.store.write() as tx:
        await recent_words.told(tx, ann, ["a"], [], chat.now)
        assert await recent_words.last(tx, ann, chat.now + timedelta(minutes=59)) == ["a"]
        assert await recent_words.last(tx, ann, chat.now + timedelta(hours=1)) == []
        await recent_words.tidy(tx, chat.now + timedelta(hours=1))

    assert await rows(chat, "recent_words") == []


async def test_and_the_other_one(chat: Chat) -> None:
    ann = chat.someone("ann")
    await ann.says("what does risk of bias mean?")
    await ann.says("what is thematic analysis?")

    reads = await ann.says("and what about the other one?")

    assert reads.startswith("risk of bias\n")


async def test_tell_me_more_about_it(chat: Chat) -> None:
    ann = chat.someone("ann")
    await ann.says("what does risk of bias mean?")

    assert (await ann.says("tell me more about it")).startswith("risk of bias\n")


async def test_after_an_hour_it_is_anybodys_guess(chat: Chat) -> None:
    ann = chat.someone("ann")
    await ann.says("what does risk of bias mean?")
    chat.now += timedelta(hours=2)

    assert not (await ann.says("tell me more about it")).startswith("risk of bias\n")


async def test_a_meaning_that_was_chosen_counts_as_told_and_others_are_not_asked(chat: Chat) -> None:
    ann, bo = chat.someone("ann"), chat.someone("bo")
    await ann.says("what does risk of bias mean?")

    assert not (await bo.says("tell me more about it")).startswith("risk of bias\n")
