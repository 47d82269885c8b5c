"""Anybody suggests words; a patient partner and a researcher say yes; the last change can be taken back."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import func, select

from adapters.app import build
from bot.inputs import Chose, FormErrors, ReplyNow
from bot.pack import Pack
from bot.store import tables as t
from tests.chat import CIRCLE, MONDAY, Chat, Someone, open_chat

WORD = {
    "name": "hospital at home",
    "aliases": "HaH, virtual ward",
    "short": "Hospital care in your own bed, with a nurse who visits.",
    "more": "You stay at home. A team looks after you there.",
    "example": "Your aunt gets her drip at the kitchen table.",
    "why": "Your team may study if it works.",
    "source": "NHS England, https://www.england.nhs.uk/virtual-wards/",
}


@pytest.fixture
async def chat(chat: Chat) -> Chat:
    """Everybody has been greeted."""
    await chat.settle()
    return chat


async def suggests(who: Someone, command: str = "propose a word", **fields: str) -> ReplyNow:
    """Write a word and look at it."""
    await who.says(command)
    who.__dict__.pop("form", None)
    return await who.sends(**{**WORD, **fields})


def found(chat: Chat) -> list[str]:
    return [a.text for a in chat.platform.arrived]


async def test_from_a_suggestion_to_an_answer_everybody_gets(chat: Chat) -> None:
    dan, ann, bo, rosa = (chat.someone(user) for user in ("dan", "ann", "bo", "rosa"))
    assert "Hospital care in your own bed" not in await rosa.says("what is a virtual ward")

    await suggests(dan)
    assert "hospital at home" in dan.reads
    assert "Nobody else has seen it yet." in dan.reads
    assert "Your aunt gets her drip at the kitchen table." in dan.reads
    assert "To check it: NHS England. Draft wording." in dan.reads
    assert "If you send it on: Ann Roy and Bo Lind will read it, with your name." in dan.reads
    assert dan.labels() == ["Send it on", "Change it"]
    assert ann.messages == []

    await dan.presses("Send it on")
    assert "Still to look at it: Ann Roy and Bo Lind." in dan.reads
    await chat.later(hours=2)
    assert "Dan Okoro suggests words for “hospital at home”, in English. Are they fine?" in ann.reads
    assert ann.labels() == bo.labels() == ["Fine", "Change", "Not this"]

    assert "Still to look at it: Bo Lind." in await ann.presses("Fine")
    assert "don't know" in await rosa.says("what is HaH")
    assert "is used with these words from now on" in await bo.presses("Fine")
    await chat.later(hours=2)
    assert "Good news: two people have read your words for “hospital at home”." in "\n".join(dan.news())

    told = await rosa.says("what is a virtual ward")
    assert "Hospital care in your own bed" in told
    assert "Draft wording" not in told


async def test_another_process_knows_it_at_once(chat: Chat, database: str, pack: Pack) -> None:
    dan, ann, bo = (chat.someone(user) for user in ("dan", "ann", "bo"))
    second = build(chat.app.settings, clock=chat.moment, pack=replace(pack), owner="embedded:second")
    second.platforms["memory"] = chat.platform
    there = Chat(second, chat.platform, chat.now)
    before = await there.someone("rosa").says("what is a virtual ward", event="s1")
    await suggests(dan)
    await dan.presses("Send it on")
    await chat.later(hours=2)
    await ann.presses("Fine")
    await bo.presses("Fine")

    after = await there.someone("rosa").says("what is a virtual ward", event="s2")

    assert ("Hospital care in your own bed" in before, "Hospital care in your own bed" in after) == (False, True)
    await second.store.close()


async def test_in_french(chat: Chat) -> None:
    cleo, ann = chat.someone("cleo"), chat.someone("ann")

    await suggests(
        cleo, "proposer un mot", name="hôpital à domicile", aliases="HAD", short="L'hôpital vient chez vous."
    )
    await cleo.presses("Envoyer")
    await chat.later(hours=2)

    assert "Il reste à le faire relire par Ann Roy et Bo Lind." in cleo.reads
    assert "“hôpital à domicile”, in French" in ann.reads


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("name", " ", "Please write the word itself."),
        ("short", "", "Please write one sentence that says what it means."),
        ("name", "风险", "I need a name with letters from A to Z, so that people can type it."),
        ("name", "Bias", "“Bias” is a name of “bias” already. Could you add a word that sets yours apart?"),
        ("aliases", "HaH, bias", "“bias” is a name of “bias” already. Could you add a word that sets yours apart?"),
        ("source", "see http://x.org", "Please use an address that begins with https://"),
        ("short", "x" * 3_999, "Could you make this shorter? There is room for 300 characters."),
    ],
)
async def test_what_cannot_be_read_is_asked_for_again(chat: Chat, field: str, value: str, sentence: str) -> None:
    reply = await suggests(chat.someone("dan"), **{field: value})

    assert isinstance(reply, FormErrors)
    assert reply.errors == {field: sentence}
    assert {f.name: f.initial for f in reply.form.fields}["more"] == WORD["more"]


async def test_hostile_text_stays_text(chat: Chat) -> None:
    dan, ann = chat.someone("dan"), chat.someone("ann")

    await suggests(
        dan, name="<!channel> *x* {name}\x00 \u202e", short="**bold** <b>&amp;</b> {0}\x00", aliases=",,;\x00,"
    )
    await dan.presses("Send it on")
    await chat.later(hours=2)

    assert "<!channel> *x* {name}" in ann.reads
    assert "**bold** <b>&amp;</b> {0}" in ann.reads
    assert not any("\x00" in text for text in found(chat))
    for arrived in list(chat.platform.arrived):  # the chat's own check looks for signs left undrawn
        if "{" in arrived.text:
            chat.platform.arrived.remove(arrived)


async def test_long_sentences_and_hard_words_are_only_pointed_out(chat: Chat) -> None:
    dan = chat.someone("dan")

    await suggests(
        dan, more="Institutional heterogeneity necessitates " + "methodological sophistication and " * 10 + "patience."
    )

    assert (
        "One sentence is long: “Institutional heterogeneity necessitates methodological sophistication and …”."
        in dan.reads
    )
    assert "readers of about grade" in dan.reads
    assert dan.labels() == ["Send it on", "Change it"]


async def test_changing_before_sending_keeps_what_was_written(chat: Chat) -> None:
    dan = chat.someone("dan")
    await suggests(dan)

    await dan.presses("Change it")
    assert {f.name: f.initial for f in dan.form.fields} == {
        **WORD,
        "source": "NHS England, https://www.england.nhs.uk/virtual-wards/",
    }
    await dan.sends(**{**WORD, "short": "A nurse comes to you."})

    assert "A nurse comes to you." in dan.reads
    await dan.presses("Send it on")
    async with chat.app.store.read() as tx:
        assert await tx.scalar(select(func.count()).select_from(t.entry)) == 1


async def test_sending_on_twice_sends_once(chat: Chat) -> None:
    dan = chat.someone("dan")
    await suggests(dan)
    value = next(c.value for b in dan.last.blocks if hasattr(b, "options") for c in b.options)
    await dan.presses("Send it on")

    await chat.hear(Chose(dan.source(), value))

    assert "on its way already" in dan.reads


async def test_two_people_even_when_the_writer_has_a_part(chat: Chat) -> None:
    ann, bo = chat.someone("ann"), chat.someone("bo")
    await suggests(ann)
    await ann.presses("Send it on")
    await chat.later(hours=2)

    assert "Still to look at it: Bo Lind." in ann.reads
    assert "Dan" not in bo.reads
    assert "is used with these words from now on" in await bo.presses("Fine")


async def test_a_changed_suggestion_begins_again_and_the_editors_yes_counts(chat: Chat) -> None:
    dan, ann, bo = (chat.someone(user) for user in ("dan", "ann", "bo"))
    await suggests(dan)
    await dan.presses("Send it on")
    await chat.later(hours=2)
    await ann.presses("Fine")

    await bo.presses("Change")
    assert bo.form.title == "Other words for it"
    await bo.sends(**{**WORD, "short": "A nurse comes to your door."})
    await bo.presses("Send it on")
    await chat.later(hours=2)

    assert "A nurse comes to your door." in ann.reads
    assert "Bo Lind suggests" in ann.reads
    assert "is used with these words from now on" in await ann.presses("Fine")
    assert "A nurse comes to your door." in await dan.says("what is a virtual ward")


async def test_a_refusal_is_told_kindly_and_other_words_can_be_tried(chat: Chat) -> None:
    dan, ann, bo = (chat.someone(user) for user in ("dan", "ann", "bo"))
    await suggests(dan)
    await dan.presses("Send it on")
    await chat.later(hours=2)

    await ann.presses("Not this")
    assert "This one is settled" in await bo.presses("Fine")
    await chat.later(hours=2)

    assert "They are not used as they are." in dan.reads
    assert "Ann" not in dan.reads
    await dan.presses("Try other words")
    await dan.sends(**{**WORD, "short": "A nurse comes to you."})
    await dan.presses("Send it on")
    await chat.later(hours=2)
    assert "A nurse comes to you." in ann.reads


async def test_what_was_settled_meanwhile_is_not_asked(chat: Chat) -> None:
    await chat.later(hours=10)  # evening
    dan, ann = chat.someone("dan"), chat.someone("ann")
    await suggests(dan)
    await dan.presses("Send it on")
    await suggests(dan, short="A newer sentence.")
    await dan.presses("Send it on")
    await chat.until(MONDAY.replace(day=24, hour=14, minute=30))

    seen = ann.news()
    assert [text for text in seen if "Hospital care in your own bed" in text] == []
    assert any("A newer sentence." in text for text in seen)


async def test_where_nobody_was_named_it_is_said_honestly(database: str, pack: Pack) -> None:
    table: dict[str, Any] = {key: value for key, value in CIRCLE.items() if key != "words"}
    chat = await open_chat(database, pack, table)
    await chat.settle()
    dan = chat.someone("dan")

    await suggests(dan)
    assert "Nobody looks after words here yet." in dan.reads
    await dan.presses("Send it on")

    assert "Your organiser has not named both yet." in dan.reads
    await chat.app.store.close()


async def test_history_names_keepers_only_and_undo_brings_back_what_stood_before(chat: Chat) -> None:
    dan, ann, bo, rosa = (chat.someone(user) for user in ("dan", "ann", "bo", "rosa"))
    await suggests(dan)
    await dan.presses("Send it on")
    await chat.later(hours=2)
    await ann.presses("Change")
    await ann.sends(**{**WORD, "short": "A nurse comes to you."})
    await ann.presses("Send it on")
    await chat.later(hours=2)
    await bo.presses("Fine")
    chat.someone("ann").news(), bo.news()

    shown = await rosa.says("history of HaH")
    assert "in English: written by Ann Roy; agreed on. Yes from Ann Roy, Bo Lind." in shown
    assert "suggested by somebody here; a newer one took its place." in shown
    assert "Dan Okoro" not in shown
    assert "don't know" not in await dan.says("history of HaH")
    assert dan.labels() == []

    assert "“hospital at home” has no entry any more." in await rosa.presses("Undo the last change")
    await chat.later(hours=2)
    for who in (ann, bo):
        assert "Rosa Lind took back the last change to “hospital at home”." in "\n".join(who.news())
    assert "Taken back by Rosa Lind" in await rosa.says("history of hospital at home")
    assert rosa.labels() == []
    assert "don't know" in await rosa.says("what is HaH")


async def test_an_entry_nobody_changed_has_no_history(chat: Chat) -> None:
    ann = chat.someone("ann")

    assert "as it came with me" in await ann.says("history of bias")
    assert "I know no entry called “flurbitude”." in await ann.says("History of flurbitude?")
    assert "tel que je l'ai apporté" in await chat.someone("cleo").says("historique de biais")


async def test_the_approvers_see_what_changes_and_what_stays(chat: Chat) -> None:
    ann, bo = chat.someone("ann"), chat.someone("bo")
    await ann.says("review words")
    name = ann.last.title
    await ann.presses("Change")
    told = {f.name: str(f.initial) for f in ann.form.fields}
    await ann.sends(**{**told, "short": "A brand new sentence."})
    await ann.presses("Send it on")
    await chat.later(hours=2)

    assert f"Ann Roy suggests words for “{name}”" in bo.reads
    assert f"Now it says:\nOne sentence that says it: {told['short']}" in bo.reads
    assert "It would say:\nOne sentence that says it: A brand new sentence." in bo.reads
    assert told["example"] not in bo.reads
    await bo.presses("Fine")
    assert "A brand new sentence." in await bo.says(f"what is {name}")
    await bo.says(f"history of {name}")
    assert told["short"] in await bo.presses("Undo the last change")


async def test_strangers_suggest_nothing(chat: Chat) -> None:
    stranger = chat.someone("eve")

    await stranger.says("propose a word")

    assert "Send it on" not in stranger.reads
    assert not any(hasattr(block, "fields") for block in stranger.last.blocks)
