"""A community's own entries: two different people, versions that can be undone, nothing shown next door."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.app import build
from bot import entries, entry_rows, glossaries, keepers, people
from bot.desk import Desk
from bot.pack import Pack
from bot.people import Person
from bot.store import tables as t
from bot.terms import Origin, Term, Wording
from tests.chat import CIRCLE, MONDAY, Chat

NOBODY = Origin("", "")


def own_word(short: str = "A stay at home with a nurse who visits.", **words: str) -> Term:
    told = {"more": "", "example": "", "why": "", **words}
    return Term(
        "hospital at home", "hospital-at-home", (), NOBODY, {"en": Wording("hospital at home", ("HaH",), short, **told)}
    )


class Room:
    """One open transaction, and the people of the community by their first name."""

    def __init__(self, chat: Chat, tx: AsyncConnection, desk: Desk, known: dict[str, Person]) -> None:
        self.chat, self.tx, self.desk, self.known = chat, tx, desk, known

    def __getattr__(self, name: str) -> Person:
        return self.known[name]

    async def shown(self, slug: str, lang: str = "en") -> str:
        term = (await glossaries.own(self.desk)).pack.terms.get(slug)
        return term.in_language(lang).short if term else ""

    async def is_draft(self, slug: str, lang: str = "en") -> bool:
        return (await glossaries.own(self.desk)).pack.terms[slug].draft_in(lang)


async def room(chat: Chat, tx: AsyncConnection, community: str = "Heart and Lung Circle") -> Room:
    here = next(c for c in await people.communities(tx) if c.name == community)
    known = {p.first_name.lower(): p for p in await people.everybody(tx, here.id)}
    desk = Desk(tx, chat.app.pack, chat.app.buttons, chat.moment(), here, None, "en")
    for part in keepers.PARTS:
        await keepers.set_part(tx, here.id, part, [])
    await keepers.set_part(tx, here.id, "steward", [known["rosa"]])
    await keepers.set_part(tx, here.id, "patient_partner", [known["ann"]])
    await keepers.set_part(tx, here.id, "researcher", [known["bo"]])
    return Room(chat, tx, desk, known)


async def test_a_word_is_used_once_a_patient_partner_and_a_researcher_said_yes(chat: Chat) -> None:
    async with chat.app.store.write() as tx:
        at = await room(chat, tx)
        version = await entries.propose(tx, at.dan, own_word(), MONDAY)
        before = await at.shown("hospital-at-home")

        first = await entries.approve(tx, at.ann, version, MONDAY)
        between = await at.shown("hospital-at-home")
        second = await entries.approve(tx, at.bo, version, MONDAY)

        assert (before, between) == ("", "")
        assert (first.done, first.missing) == (False, {"researcher"})
        assert (second.done, second.missing, second.version.state) == (True, frozenset(), "approved")
        assert await at.shown("hospital-at-home") == "A stay at home with a nurse who visits."
        assert not await at.is_draft("hospital-at-home")


async def test_two_yeses_of_one_person_are_one(chat: Chat) -> None:
    async with chat.app.store.write() as tx:
        at = await room(chat, tx)
        await keepers.set_part(tx, at.ann.community, "researcher", [at.ann, at.bo])
        version = await entries.propose(tx, at.dan, own_word(), MONDAY)

        first = await entries.approve(tx, at.ann, version, MONDAY)
        again = await entries.approve(tx, at.ann, version, MONDAY)

        assert (first.counted, again.counted, again.done) == (True, False, False)
        assert again.missing == {"patient_partner", "researcher"}
        assert await entries.waiting(tx, at.ann) == []
        assert (await entries.approve(tx, at.bo, version, MONDAY)).done


@pytest.mark.parametrize(("part", "by"), [("patient_partner", "bo"), ("researcher", "ann")])
async def test_somebody_with_both_parts_leaves_either_to_another(chat: Chat, part: str, by: str) -> None:
    async with chat.app.store.write() as tx:
        at = await room(chat, tx)
        for each in ("patient_partner", "researcher"):
            await keepers.set_part(tx, at.ann.community, each, [at.known["rosa"]])
        await keepers.set_part(tx, at.ann.community, part, [at.known["rosa"], at.known[by]])
        version = await entries.propose(tx, at.dan, own_word(), MONDAY)

        await entries.approve(tx, at.rosa, version, MONDAY)

        assert (await entries.approve(tx, at.known[by], version, MONDAY)).done
        assert len(set((await entries.history(tx, at.ann.community, version.slug))[0].approved_by.values())) == 2


async def test_the_proposers_own_part_counts_and_another_person_is_still_needed(chat: Chat) -> None:
    async with chat.app.store.write() as tx:
        at = await room(chat, tx)
        version = await entries.propose(tx, at.ann, own_word(), MONDAY)

        assert await entries.waiting(tx, at.ann) == []
        assert [v.id for v in await entries.waiting(tx, at.bo)] == [version.id]
        assert not (await entries.approve(tx, at.ann, version, MONDAY)).done
        assert (await entries.approve(tx, at.bo, version, MONDAY)).done


async def test_whoever_has_no_part_changes_nothing(chat: Chat) -> None:
    async with chat.app.store.write() as tx:
        at = await room(chat, tx)
        version = await entries.propose(tx, at.dan, own_word(), MONDAY)

        approval = await entries.approve(tx, at.rosa, version, MONDAY)

        assert (approval.counted, approval.done) == (False, False)
        assert not await entries.refuse(tx, at.dan, version, MONDAY)
        assert await entries.waiting(tx, at.rosa) == []
        assert [v.id for v in await entries.waiting(tx, at.ann)] == [version.id]


async def test_somebody_who_has_left_keeps_no_part(chat: Chat) -> None:
    async with chat.app.store.write() as tx:
        at = await room(chat, tx)
        await people.change(tx, at.ann, left_at=MONDAY)

        assert await keepers.may_approve(tx, at.ann) == frozenset()
        assert (await keepers.keepers(tx, at.ann.community))["patient_partner"] == []


async def test_an_answer_is_used_at_once_as_a_draft_and_approved_later(chat: Chat) -> None:
    async with chat.app.store.write() as tx:
        at = await room(chat, tx)
        version = await entries.answer(tx, at.rosa, own_word(), MONDAY, gap=None)
        drafted = await at.is_draft("hospital-at-home")

        for person in (at.ann, at.bo):
            await entries.approve(tx, person, version, MONDAY)

        assert drafted
        assert not await at.is_draft("hospital-at-home")


async def test_an_answer_that_is_not_right_is_not_used_any_more(chat: Chat) -> None:
    async with chat.app.store.write() as tx:
        at = await room(chat, tx)
        version = await entries.answer(tx, at.rosa, own_word(), MONDAY, gap=None)
        await glossaries.own(at.desk)

        assert await entries.refuse(tx, at.bo, version, MONDAY)

        assert await at.shown("hospital-at-home") == ""
        assert not (await entries.approve(tx, at.ann, version, MONDAY)).done


async def test_a_newer_proposal_takes_the_place_of_an_older_one(chat: Chat) -> None:
    async with chat.app.store.write() as tx:
        at = await room(chat, tx)
        old = await entries.propose(tx, at.dan, own_word(), MONDAY)
        new = await entries.propose(tx, at.rosa, own_word("A nurse comes to you."), MONDAY)

        late = await entries.approve(tx, at.ann, old, MONDAY)

        assert (late.counted, late.version.state) == (False, "replaced")
        assert [v.id for v in await entries.waiting(tx, at.ann)] == [new.id]


async def _approved(at: Room, term: Term, lang: str = "en") -> None:
    version = await entries.propose(at.tx, at.dan, term, MONDAY, lang=lang)
    await entries.approve(at.tx, at.ann, version, MONDAY)
    assert (await entries.approve(at.tx, at.bo, version, MONDAY)).done


async def test_undo_and_undo_again(chat: Chat, pack: Pack) -> None:
    shipped = pack.terms["bias"]
    async with chat.app.store.write() as tx:
        at = await room(chat, tx)
        for short in ("A first wording.", "A second wording."):
            await _approved(
                at, replace(shipped, words={**shipped.words, "en": replace(shipped.words["en"], short=short)})
            )

        seen = [await at.shown("bias")]
        for _ in range(2):
            assert await entries.undo(tx, at.ann, "bias", MONDAY)
            seen.append(await at.shown("bias"))

        assert seen == ["A second wording.", "A first wording.", shipped.words["en"].short]
        assert await entries.undo(tx, at.ann, "bias", MONDAY) is None
        past = await entries.history(tx, at.ann.community, "bias")
        assert [(p.version.number, p.version.state, p.decided_by) for p in past] == [
            (2, "undone", "Ann Roy"), (1, "undone", "Ann Roy"),
        ]  # fmt: skip
        assert past[0].approved_by == {"patient_partner": "Ann Roy", "researcher": "Bo Lind"}
        assert past[0].version.by is not None
        assert past[0].version.by.name == "Dan Okoro"


async def test_an_undo_brings_back_a_reviewed_wording_as_reviewed(chat: Chat) -> None:
    async with chat.app.store.write() as tx:
        at = await room(chat, tx)
        await _approved(at, own_word())
        await entries.answer(tx, at.rosa, own_word("Something else."), MONDAY, gap=None)
        drafted = await at.is_draft("hospital-at-home")

        await entries.undo(tx, at.rosa, "hospital-at-home", MONDAY)

        assert drafted
        assert not await at.is_draft("hospital-at-home")


async def test_each_language_is_changed_by_itself(chat: Chat, pack: Pack) -> None:
    shipped = pack.terms["bias"]
    async with chat.app.store.write() as tx:
        at = await room(chat, tx)
        english = replace(shipped, words={**shipped.words, "en": replace(shipped.words["en"], short="One.")})
        french = replace(shipped, words={**shipped.words, "fr": replace(shipped.words["fr"], short="Un.")})
        first = await entries.propose(tx, at.dan, english, MONDAY, lang="en")
        second = await entries.propose(tx, at.dan, french, MONDAY, lang="fr")
        for person in (at.ann, at.bo):
            await entries.approve(tx, person, second, MONDAY)
        between = [await at.shown("bias", lang) for lang in ("en", "fr")]
        for person in (at.ann, at.bo):
            await entries.approve(tx, person, first, MONDAY)

        assert between == [shipped.words["en"].short, "Un."]
        assert [await at.shown("bias", lang) for lang in ("en", "fr")] == ["One.", "Un."]


async def test_another_name_keeps_the_reviews_of_the_wording(chat: Chat) -> None:
    async with chat.app.store.write() as tx:
        at = await room(chat, tx)
        await _approved(at, own_word())
        named = replace(own_word(), words={"en": replace(own_word().words["en"], aliases=("HaH", "virtual ward"))})

        await entries.answer(tx, at.rosa, named, MONDAY, gap=None)

        pack = (await glossaries.own(at.desk)).pack
        assert [t.slug for t in pack.finder.find("what is a virtual ward").terms] == ["hospital-at-home"]
        assert not pack.terms["hospital-at-home"].draft_in("en")


async def test_a_review_takes_the_draft_away_in_one_language_until_the_wording_changes(chat: Chat, pack: Pack) -> None:
    shipped = pack.terms["bias"]
    mark = entries.fingerprint(shipped, "en")
    async with chat.app.store.write() as tx:
        at = await room(chat, tx)
        await entries.review(tx, at.ann, "patient_partner", "bias", "en", mark, MONDAY)
        after_one = await at.is_draft("bias")
        await entries.review(tx, at.bo, "researcher", "bias", "en", mark, MONDAY)

        assert (after_one, await at.is_draft("bias"), await at.is_draft("bias", "fr")) == (True, False, True)
        await entries.review(tx, at.bo, "researcher", "bias", "en", "0" * 16, MONDAY)
        assert await at.is_draft("bias")


async def test_both_reviews_by_one_person_leave_it_a_draft(chat: Chat, pack: Pack) -> None:
    mark = entries.fingerprint(pack.terms["bias"], "en")
    async with chat.app.store.write() as tx:
        at = await room(chat, tx)
        for part in ("patient_partner", "researcher"):
            await entries.review(tx, at.ann, part, "bias", "en", mark, MONDAY)

        assert await at.is_draft("bias")


async def test_one_communitys_entries_never_show_in_another(chat: Chat) -> None:
    other: dict[str, Any] = {**CIRCLE, "community": {"name": "Kidney Circle"}, "doors": []}
    await chat.apply({key: value for key, value in other.items() if key != "words"})
    async with chat.app.store.write() as tx:
        at = await room(chat, tx)
        next_door = await room(chat, tx, "Kidney Circle")
        await entries.answer(tx, next_door.rosa, own_word(), MONDAY, gap=None)
        version = await entries.propose(tx, next_door.dan, own_word("Other."), MONDAY)

        assert await next_door.shown("hospital-at-home")
        assert await at.shown("hospital-at-home") == ""
        assert not (await entries.approve(tx, at.ann, version, MONDAY)).counted
        assert not await entries.refuse(tx, at.ann, version, MONDAY)
        assert await entries.undo(tx, at.ann, "hospital-at-home", MONDAY) is None
        assert await entries.waiting(tx, at.ann) == []
        assert await entries.history(tx, at.ann.community, "hospital-at-home") == []


async def test_a_second_process_uses_an_approved_entry_at_once(chat: Chat, database: str, pack: Pack) -> None:
    second = build(chat.app.settings, clock=chat.moment, pack=replace(pack), owner="embedded:second")

    async def found() -> list[str]:
        async with second.store.read() as tx:
            here = (await people.communities(tx))[0]
            desk = Desk(tx, second.pack, second.buttons, chat.moment(), here, None, "en")
            own = (await glossaries.own(desk)).pack
            return [term.slug for term in own.finder.find("what is HaH").terms]

    before = await found()
    async with chat.app.store.write() as tx:
        await _approved(await room(chat, tx), own_word())
    after = await found()
    async with chat.app.store.write() as tx:
        await entries.undo(tx, (await room(chat, tx)).bo, "hospital-at-home", MONDAY)

    assert (before, after, await found()) == ([], ["hospital-at-home"], [])
    await second.store.close()


async def test_what_a_transaction_took_back_is_not_remembered(chat: Chat) -> None:
    async with chat.app.store.writer.connect() as connection:
        at = await room(chat, connection)
        await entries.answer(connection, at.rosa, own_word("Never said."), MONDAY, gap=None)
        assert await at.shown("hospital-at-home") == "Never said."
        await connection.rollback()
    async with chat.app.store.write() as tx:
        at = await room(chat, tx)
        await entries.answer(tx, at.rosa, own_word("Said."), MONDAY, gap=None)

        assert await at.shown("hospital-at-home") == "Said."


async def test_the_first_reachable_person_named_is_asked_about_words(chat: Chat) -> None:
    async with chat.app.store.write() as tx:
        at = await room(chat, tx)
        await keepers.set_part(tx, at.ann.community, "steward", [at.known["dan"], at.known["ann"]])
        first = await keepers.steward(tx, at.ann.community)
        await keepers.set_part(tx, at.ann.community, "steward", [])

        assert first == at.dan
        assert await keepers.steward(tx, at.ann.community) is None
        with pytest.raises(ValueError, match="is none of"):
            await keepers.set_part(tx, at.ann.community, "boss", [at.ann])


async def test_what_still_waits_is_listed_oldest_first(chat: Chat) -> None:
    async with chat.app.store.write() as tx:
        at = await room(chat, tx)
        other = replace(own_word(), name="virtual ward", slug="virtual-ward")
        await entries.propose(tx, at.dan, other, MONDAY + timedelta(hours=1))
        await entries.propose(tx, at.dan, own_word(), MONDAY)

        assert [v.slug for v in await entries.still_open(tx, at.ann.community)] == ["hospital-at-home", "virtual-ward"]


async def test_a_draft_is_its_writers_alone_sent_on_once_and_forgotten_after_a_month(chat: Chat) -> None:
    async with chat.app.store.write() as tx:
        at = await room(chat, tx)
        kept = await entries.keep_draft(tx, at.dan, own_word(), MONDAY, gap=None, lang="en")

        assert await entries.still_open(tx, at.ann.community) == []
        assert await entries.history(tx, at.ann.community, kept.slug) == []
        assert await entries.take_draft(tx, at.ann, kept.id) is None
        assert await entries.take_draft(tx, at.dan, kept.id) == kept
        assert await entries.take_draft(tx, at.dan, kept.id) is None
        old = await entries.keep_draft(tx, at.dan, own_word(), MONDAY, gap=None, lang="en")
        await entry_rows.tidy(tx, MONDAY + timedelta(days=31))
        assert await entries.draft(tx, at.dan, old.id) is None


async def test_an_entry_nobody_can_read_any_more_fails_no_question(chat: Chat) -> None:
    async with chat.app.store.write() as tx:
        at = await room(chat, tx)
        await entries.answer(tx, at.rosa, own_word(), MONDAY, gap=None)
        await tx.execute(update(t.entry).values(body={"term": "from the future"}))

        assert await at.shown("hospital-at-home") == ""
