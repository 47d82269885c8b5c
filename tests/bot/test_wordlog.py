"""Words nobody has explained yet, and never who asked."""

from __future__ import annotations

import pytest

from bot import wordlog
from tests.bot.conversations.meeting import rows
from tests.chat import Chat


async def _here(chat: Chat) -> str:
    return str((await rows(chat, "community"))[0]["id"])


@pytest.mark.parametrize(
    ("word", "noted"), [("Flumptious", True), ("  ", False), ("?!", False), ("x" * 61, False), ("", False)]
)
async def test_only_a_short_word_is_noted(chat: Chat, word: str, noted: bool) -> None:
    async with chat.app.store.write() as tx:
        assert await wordlog.note_gap(tx, await _here(chat), word, "en", chat.now) is noted

    assert len(await rows(chat, "gap")) == noted


async def test_the_word_most_asked_comes_first_however_it_is_written(chat: Chat) -> None:
    here = await _here(chat)
    async with chat.app.store.write() as tx:
        for word in ("quonkle", "Flumptious", "flumptious!", "FLUMPTIOUS"):
            await wordlog.note_gap(tx, here, word, "en", chat.now)
        found = await wordlog.gaps(tx, here)

    assert [(gap.word, gap.times) for gap in found] == [("flumptious", 3), ("quonkle", 1)]


async def test_no_row_says_who_asked(chat: Chat) -> None:
    await chat.someone("ann").says("what is a flumptious?")

    (gap,) = await rows(chat, "gap")
    assert set(gap) == {"id", "community", "word", "lang", "times", "first_at", "last_at", "settled_at"}


async def test_clear_and_not_clear_are_counted_by_wording(chat: Chat) -> None:
    here = await _here(chat)
    async with chat.app.store.write() as tx:
        for clear in (True, False, False):
            await wordlog.was_clear(tx, here, "bias", "fr", clear=clear)
        assert await wordlog.unclear(tx, here) == [("bias", "fr", 2)]
