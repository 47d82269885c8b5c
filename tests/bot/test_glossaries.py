"""The glossary of a community: laid over the shipped one, once, and quickly."""

from __future__ import annotations

from dataclasses import replace

from bot import circle, entries, glossaries, live_entries, people
from bot.desk import Desk
from bot.pack import Pack
from tests.bot.test_entries import own_word, room
from tests.chat import MONDAY, Chat


async def test_a_community_that_changed_nothing_reads_the_shipped_glossary(chat: Chat) -> None:
    async with chat.app.store.read() as tx:
        here = (await people.communities(tx))[0]
        desk = Desk(tx, chat.app.pack, chat.app.buttons, chat.moment(), here, None, "en")

        assert await glossaries.own(desk) is desk
        stranger = replace(desk, community=None)
        assert await glossaries.own(stranger) is stranger


async def test_it_is_made_once_and_again_when_something_changed(chat: Chat) -> None:
    async with chat.app.store.write() as tx:
        at = await room(chat, tx)
        await entries.answer(tx, at.rosa, own_word(), MONDAY, gap=None)
        first = await glossaries.own(at.desk)
        again = await glossaries.own(first)
        await entries.undo(tx, at.rosa, "hospital-at-home", MONDAY)
        undone = await glossaries.own(again)

        assert first.pack is again.pack
        assert "hospital-at-home" in first.pack.terms
        assert "hospital-at-home" not in undone.pack.terms
        assert "hospital-at-home" not in chat.app.pack.terms


async def test_no_more_than_eight_communities_are_kept_at_hand(chat: Chat, pack: Pack) -> None:
    async with chat.app.store.write() as tx:
        for n in range(glossaries.MOST + 2):
            table = {"community": {"name": f"Circle {n}"}}
            made = (await circle.apply(tx, table, chat.moment())).community
            await live_entries.changed(tx, made.id)
            await glossaries.own(Desk(tx, chat.app.pack, chat.app.buttons, chat.moment(), made, None, "en"))

        assert len(chat.app.pack.overlays.made) <= glossaries.MOST


def test_laying_one_entry_over_the_glossary_works_out_that_one_entry_only(pack: Pack) -> None:
    made = glossaries.over(pack, {"hospital-at-home": own_word()})

    before, after = pack.finder.documents, made.finder.documents
    assert [key for key in before if after[key] is not before[key]] == []
    assert len(after) == len(before) + 1
    assert made.finder.find("what is hospital at home").outcome == "answer"
