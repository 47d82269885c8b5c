"""Words nobody has explained yet, and never who asked."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot import people, ticks, wordlog
from tests.bot.conversations.meeting import rows
from tests.bot.conversations.words import named
from tests.chat import Chat


async def _here(chat: Chat) -> str:
    return str((await rows(chat, "community"))[0]["id"])


@pytest.mark.parametrize(
    ("word", "noted"), [("Flumptious", True), ("  ", False), ("?!", False), ("x" * 61, False), ("", False)]
)
async def test_only_a_short_word_is_noted(chat: Chat, word: str, noted: bool) -> None:
    async with chat.app.store.write() as tx:
        assert (await wordlog.note_gap(tx, await _here(chat), word, "en", chat.now) is not None) is noted

    assert len(await rows(chat, "gap")) == noted


async def test_the_word_most_asked_comes_first_however_it_is_written(chat: Chat) -> None:
    here = await _here(chat)
    async with chat.app.store.write() as tx:
        for word in ("quonkle", "Flumptious", "flumptious!", "FLUMPTIOUS"):
            await wordlog.note_gap(tx, here, word, "en", chat.now)
        found = await wordlog.gaps(tx, here)

    assert [(gap.word, gap.times) for gap in found] == [("Flumptious", 3), ("quonkle", 1)]


async def test_a_gap_names_nobody_and_who_waits_is_gone_once_told(chat: Chat) -> None:
    await named(chat)
    await chat.someone("ann").says("what is a flumptious?")
    (gap,) = await rows(chat, "gap")
    (waits,) = await rows(chat, "gap_asker")
    ids = {str(row["id"]) for row in await rows(chat, "person")}

    assert not ids & {str(value) for value in gap.values()}
    assert waits["gap"] == gap["id"]
    await chat.someone("rosa").presses("Not a research word")
    assert await rows(chat, "gap_asker") == []


async def test_who_waits_is_gone_after_sixty_days_or_when_they_leave(chat: Chat) -> None:
    await named(chat)
    for user in ("ann", "bo", "dan"):
        await chat.someone(user).says("what is a flumptious?")
        chat.now += timedelta(days=1)
    ann = next(row["id"] for row in await rows(chat, "person") if row["name"] == "Ann Roy")
    async with chat.app.store.write() as tx:
        found = await people.find(tx, await _here(chat), [str(ann)])
        await people.change(tx, found[str(ann)], left_at=chat.now)
    await ticks.tidy(chat.app.store, chat.moment())
    assert len(await rows(chat, "gap_asker")) == 2

    chat.now += timedelta(days=58)
    await ticks.tidy(chat.app.store, chat.moment())

    assert len(await rows(chat, "gap_asker")) == 1


async def test_words_of_two_communities_do_not_meet(chat: Chat) -> None:
    await named(chat)
    await chat.someone("dan").says("what is a flumptious?")
    async with chat.app.store.write() as tx:
        assert await wordlog.gaps(tx, "another") == []
        (gap,) = await wordlog.gaps(tx, await _here(chat))
        assert await wordlog.one(tx, "another", gap.id) is None


async def test_what_was_settled_begins_anew_when_it_is_asked_again(chat: Chat) -> None:
    here = await _here(chat)
    async with chat.app.store.write() as tx:
        gap = await wordlog.note_gap(tx, here, "Équipoise", "fr", chat.now)
        assert gap is not None
        assert await wordlog.passed_on(tx, gap, chat.now)
        assert not await wordlog.passed_on(tx, gap, chat.now)
        assert await wordlog.settle(tx, gap, "somebody", chat.now, words="So.")
        assert not await wordlog.settle(tx, gap, "somebody", chat.now)
        assert await wordlog.one(tx, here, gap.id) is None
        again = await wordlog.note_gap(tx, here, "equipoise", "en", chat.now + timedelta(days=1))

    assert again is not None
    assert (again.id, again.word, again.times, again.lang) == (gap.id, "equipoise", 1, "en")
    assert (again.first_at, again.passed_on_at, again.words, again.settled_by) == (
        chat.now + timedelta(days=1), None, "", "",
    )  # fmt: skip


async def test_only_what_waits_too_long_or_with_nobody_is_overdue(chat: Chat) -> None:
    here = await _here(chat)
    async with chat.app.store.write() as tx:
        for n, word in enumerate(("old", "new", "nobodys")):
            gap = await wordlog.note_gap(tx, here, word, "en", chat.now)
            if gap is not None and word != "nobodys":
                await wordlog.passed_on(tx, gap, chat.now + timedelta(days=n * 8))
        found = await wordlog.overdue(tx, here, chat.now)

    assert {gap.word for gap in found} == {"old", "nobodys"}


async def test_clear_and_not_clear_are_counted_by_wording(chat: Chat) -> None:
    here = await _here(chat)
    async with chat.app.store.write() as tx:
        for clear in (True, False, False):
            await wordlog.was_clear(tx, here, "bias", "fr", clear=clear)
        (found,) = await wordlog.clarity(tx, here)

    assert (found.term, found.lang, found.clear, found.unclear) == ("bias", "fr", 1, 2)


async def test_another_wording_is_counted_from_nothing(chat: Chat) -> None:
    here = await _here(chat)
    async with chat.app.store.write() as tx:
        for mark, clear in (("a", False), ("a", False), ("a", True), ("b", False), ("b", True)):
            await wordlog.was_clear(tx, here, "bias", "en", clear=clear, fingerprint=mark)
        (found,) = await wordlog.clarity(tx, here)

    assert (found.clear, found.unclear, found.fingerprint) == (1, 1, "b")
